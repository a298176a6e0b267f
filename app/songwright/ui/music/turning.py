"""The commands that change tempo, metre and key inside the song; each is one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from songwright.core.bar_lines import bars_of
from songwright.core.errors import SongwrightError
from songwright.core.markings import change_bar, marked_at, remove_marking, set_marking, slow_ending
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.ui.notices import Until
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.ui.bars.turn_dialog import TurnDialog, TurnWish

__all__ = ["Turning"]

_TONE = 2


class Turning(QObject):
    """Asks what is to change from a place on, and does it; does the usual turns at once."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._parent = parent
        self.dialog: TurnDialog | None = None
        services.actions.on("last_chorus_up", self._raise_last_chorus)
        services.actions.on("slow_ending", self._slow_down)

    def _raise_last_chorus(self) -> None:
        from songwright.music.modulation import from_last_chorus, in_another_key  # only ever needed for this command

        self._change(
            self.tr("Last Chorus a Tone Higher"), lambda song: in_another_key(song, from_last_chorus(song), _TONE)
        )

    def _slow_down(self) -> None:
        self._change(self.tr("Slow Down at the End"), slow_ending)

    def ask(self, tick: int) -> None:
        """Ask for tempo, metre and key from the bar on that holds a tick of the song."""
        from songwright.ui.bars.turn_dialog import TurnDialog  # dialogs are loaded when they are opened

        song = self._services.session.song
        laid = timeline(song)
        span = laid.span_at(max(tick, laid.lead_in))
        music = None if span is None else song.music(song.section(span.section_id))
        if span is None or music is None:
            self._services.notices.show(self.tr("Choose a place inside the music first."), key="turning")
            return
        inside = max(tick, laid.lead_in) - span.start
        start = max(bar.start for bar in bars_of(music, song.metre) if bar.start <= inside)
        number = laid.bar_number(span.start + start) - sum(bar.start < laid.lead_in for bar in laid.bars) + 1
        dialog = TurnDialog(number, laid, span.start + start, marked_at(music, start), self._parent)
        dialog.accepted.connect(lambda: self.obey(span.section_id, start, dialog.wish()))
        dialog.removed.connect(lambda: self.remove(span.section_id, start))
        self.dialog = dialog
        dialog.open()

    def obey(self, section: str, start: int, wish: TurnWish) -> None:
        """Change what was asked for, from a tick of a section on."""

        def changed(song: Song) -> Song:
            if wish.one_bar is not None:
                song = change_bar(song, section, start, wish.one_bar)
            return song if wish.marking is None else set_marking(song, section, wish.marking)

        self._change(self.tr("Tempo, Metre and Key"), changed)

    def remove(self, section: str, start: int) -> None:
        """Take away what changes at a tick of a section."""
        self._change(self.tr("Remove Change"), lambda song: remove_marking(song, section, start))

    def _change(self, label: str, change: Callable[[Song], Song]) -> None:
        services = self._services
        services.settle()
        try:
            song = change(services.session.song)
        except SongwrightError as error:
            services.notices.error(error, key="turning", until=Until.OPENED)
            return
        services.notices.withdraw("turning")
        services.session.apply(label, song)
