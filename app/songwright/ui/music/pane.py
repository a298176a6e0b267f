"""The musical half of the window, held together: bars, transport, mixer and composing."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.roll import PlacedNote
from songwright.core.song import Line, Song
from songwright.music.styles import load_styles
from songwright.music.typed_chord import ChordChange
from songwright.music.written_music import Spelling, syllable_texts
from songwright.ui.bars.bars_tools import BarsTools
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.bars.chord_change import ChordChanges
from songwright.ui.bars.look import Look
from songwright.ui.bars.note_children import NoteChildren
from songwright.ui.bars.note_table import NoteTable
from songwright.ui.composer.compose_panel import ComposePanel
from songwright.ui.composer.empty_page import EmptyPage
from songwright.ui.composer.fit_watch import FitWatch
from songwright.ui.composer.maker import Maker
from songwright.ui.composer.remembered import NUMERALS
from songwright.ui.music.turning import Turning
from songwright.ui.player.mixer import Mixer
from songwright.ui.player.playback import Playback
from songwright.ui.player.playing import Playing
from songwright.ui.player.transport_bar import TransportBar
from songwright.ui.services import Services

__all__ = ["MusicPane"]


class MusicPane(QWidget):
    """Shows the session's song as bars and makes the edits that its parts ask for.

    `transport`, `compose_panel` and `mixer` are its parts too, but stand elsewhere in the window.
    """

    stage_wanted = Signal()
    """Something in the bars has to be seen."""
    drawer_wanted = Signal(str)
    """"composer" or "mixer" has to be seen."""

    def __init__(
        self,
        services: Services,
        parent: QWidget | None = None,
        *,
        playback: Playback | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.setObjectName("musicPane")
        self.setAccessibleName(self.tr("Music"))
        song, styles = services.session.song, load_styles()
        self.playback = playback if playback is not None else Playback(services, self)
        services.player = self.playback
        self.transport = TransportBar(services)
        self.bars = BarsView(song, Spelling(self._syllables), self._look(), self)
        self.note_children = NoteChildren(self.bars)
        self.note_table = NoteTable(self.bars, self)
        self.mixer = Mixer(services)
        self.compose_panel = ComposePanel(services, styles)
        self.playing = Playing(services, self.playback, self.bars, self.transport, clock, self)
        self.maker = Maker(services, styles, self.compose_panel, self.bars, self)
        self.fit_watch = FitWatch(services, self.bars, self.compose_panel, self.maker.kit, self)
        self.chord_changes = ChordChanges(services, self.maker.composer, self)
        self.empty = EmptyPage(services, self)
        self._lay_out()
        self._connect()
        self._show_song(song, Aspect.OPENED)
        # Once the event loop runs: read beside the building of the window, it would hold that up.
        QTimer.singleShot(0, self, self._load_lexicon)

    def _lay_out(self) -> None:
        self._bars_page = QStackedWidget()
        self._bars_page.addWidget(self.empty)
        self._bars_page.addWidget(self.bars)
        self._bars_page.addWidget(self.note_table)
        self.bars_tools = BarsTools(self._services.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bars_tools)
        column.addWidget(self._bars_page, 1)
        self.setFocusProxy(self.bars)

    def _connect(self) -> None:
        services, bars, transport = self._services, self.bars, self.transport
        self._unsubscribe = services.session.subscribe(self._changed)
        services.theme.changed.connect(self._restyle)
        services.closing.append(self.close_down)
        for name in ("accept", "write", "stop"):
            services.actions[name].enabledChanged.connect(self._show_invitation)
        services.actions.on("export", self.export)
        services.actions.toggled("note_list", lambda _on: self._show_bars())
        bars.edited.connect(self._edit)
        bars.show_numerals(services.settings.get(NUMERALS))
        bars.numerals_asked.connect(self._show_numerals)
        bars.command_asked.connect(lambda name: services.actions[name].trigger())
        bars.chord_typed.connect(self._obey_chord)
        bars.note_chosen.connect(self._note_chosen)
        self.turning = Turning(services, self)
        bars.turn_asked.connect(self.turning.ask)
        services.actions.on("change_here", lambda: self.turning.ask(int(bars.scene.playhead)))
        bars.refused.connect(lambda text: services.notices.show(text, key="bars"))
        self.bars_tools.zoomed.connect(bars.zoom_by)
        self.bars_tools.fit_asked.connect(bars.zoom_to_fit)
        self.bars_tools.track_chosen.connect(self._choose_track)
        self.bars_tools.grid_chosen.connect(lambda ticks: setattr(bars, "grid", ticks))
        self.bars_tools.pressed.connect(self._press)
        bars.note_chosen.connect(lambda _note: self._show_tools())
        transport.sought.connect(self.playing.seek)
        self.mixer.lanes_chosen.connect(bars.set_lanes)
        self.playing.placed.connect(self.maker.place)
        self.maker.play_asked.connect(self.playing.play_from)
        self.maker.hearing_asked.connect(self.playing.let_hear)
        self.compose_panel.fit.place_asked.connect(self._show_place)
        composing = self.maker.composing
        composing.composed.connect(self._composed)
        for signal, busy in ((composing.started, True), (composing.ended, False)):
            signal.connect(lambda busy=busy: setattr(bars, "yields_escape", busy))
        composing.progressed.connect(self._show_progress)
        composing.ended.connect(lambda: transport.strip.show_progress(None))
        self.playback.levels_reported.connect(self.mixer.show_levels)

    def close_down(self) -> None:
        """Stop everything that runs: timers, composing, the sound process."""
        self.fit_watch.close_down()
        self._unsubscribe()
        self.maker.composing.cancel()
        self.playing.close_down()

    # The song -------------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        self._show_song(change.after, change.aspects)

    def _show_song(self, song: Song, aspects: Aspect) -> None:
        self.bars.set_song(song)
        if aspects & (Aspect.TRACKS | Aspect.MIX | Aspect.OPENED):
            self.mixer.show_song(song)
            self.bars.set_lanes(self.mixer.lanes)
        if aspects & Aspect.OPENED:
            self.maker.open_song()
            self.compose_panel.open_song(song)
        else:
            self.compose_panel.show_song(song)
        self.transport.show_song(song)
        if aspects & (Aspect.WORDS | Aspect.NOTES | Aspect.MUSIC | Aspect.TRACKS | Aspect.OPENED):
            self.transport.strip.show_roll(self.bars.roll)
        has_music = self.bars.roll.has_music
        self._services.actions.set_state(has_music=has_music, has_words=self.maker.words)
        self._show_bars()
        self._show_tools()
        self.note_table.show_song()
        self._show_invitation()
        self.transport.count_in.setEnabled(has_music)
        if aspects & Aspect.OPENED:
            self.playing.set_loop(None)
            self.playing.stop()
        self.playing.drop_lost_loop()
        if aspects & (Aspect.MUSIC | Aspect.OPENED):
            self.playback.show_song(song)
        elif aspects & Aspect.WORDS:
            self.playback.show_words(song)
        if not has_music:
            self.playback.stop()
            self.fit_watch.clear()
        elif aspects & (Aspect.WORDS | Aspect.NOTES | Aspect.OPENED):
            self.fit_watch.look_soon()
        self.playing.show_position()
        self.maker.show_chosen()

    def _show_bars(self) -> None:
        """The bars, or their notes as a list; without music what to do first."""
        listed = self._services.actions["note_list"].isChecked()
        page: QWidget = self.empty
        if self.bars.roll.has_music:
            page = self.note_table if listed else self.bars
        self.bars_tools.setVisible(page is self.bars)
        if page is self._bars_page.currentWidget():
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._bars_page.isAncestorOf(focus)
        self._bars_page.setCurrentWidget(page)
        if had_focus and page is not self.empty:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_track(self, track: str) -> None:
        self.bars.show_track(track)
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Carry out a key of the bars for a button that stands for it."""
        self.bars.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tools(self) -> None:
        self.bars_tools.show_tracks(self._services.session.song.tracks, self.bars.scene.track)
        self.bars_tools.show_possible(picked=bool(self.bars.scene.picks))

    def _edit(self, label: str, song: Song, merge: str | None) -> None:
        self._services.session.apply(label, song, merge=merge)

    def _show_numerals(self, on: bool) -> None:
        self._services.settings.set(NUMERALS, on)
        self.bars.show_numerals(on)

    def _obey_chord(self, where: tuple[str, int], text: str) -> None:
        self.chord_changes.obey(ChordChange(*where, text))

    # Words ----------------------------------------------------------------------------------------------------

    def _syllables(self, line: Line) -> tuple[str, ...]:
        return syllable_texts(line, self._services.lexicon()) if self._services.lexicon.ready else ()

    def _load_lexicon(self) -> None:
        if not self._services.lexicon.ready:
            self._services.jobs.run(self._services.lexicon, lambda _lexicon: self.bars.respell())

    def _note_chosen(self, note: PlacedNote | None) -> None:
        self.maker.show_chosen()
        if self.playing.going_on:
            return
        if note is None:
            self._services.playhead.clear()
            return
        written = note.pick.note
        if written.line is not None and written.syllable is not None:
            self._services.playhead.show_syllable(written.line, written.syllable)

    def choose_syllable(self, line: str, syllable: int) -> None:
        """Show the note that sings a syllable of the lyric page."""
        if not self.playing.going_on:
            self.bars.choose_syllable(line, syllable)
            self.maker.show_chosen()

    def _show_place(self, line: str, syllable: int) -> None:
        """Show a place of the fit report in the bars and on the page."""
        self.stage_wanted.emit()
        self.choose_syllable(line, syllable)
        self._services.playhead.show_syllable(line, syllable)

    # The rest -------------------------------------------------------------------------------------------------

    def _show_progress(self, share: float) -> None:
        # What was cancelled may still tell how far it is, even when the window has gone.
        if self.maker.composing.busy:
            self.transport.strip.show_progress(share)

    def _composed(self, _song: Song) -> None:
        if self.compose_panel.restore_focus():
            return
        focus = QApplication.focusWidget()
        if self.isVisible() and (focus is None or self.isAncestorOf(focus)):
            (self._bars_page.currentWidget() or self._bars_page).setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> None:
        """Open the export dialog."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.export_dialog import ExportDialog

        self._services.settle()
        dialog = ExportDialog(self._services, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_invitation(self) -> None:
        words, draft = self.maker.words, self.maker.draft_waits
        self.empty.show_state(words=words, draft=draft)
        self.compose_panel.show_draft(waits=draft)
        self._services.actions.set_state(can_compose=words or draft)

    def _look(self) -> Look:
        theme = self._services.theme
        return Look.of(theme.tokens, theme.ui_font())

    def _restyle(self) -> None:
        self.bars.set_look(self._look())

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and QApplication.instance() is not None:
            self.bars.set_look(self._look())
