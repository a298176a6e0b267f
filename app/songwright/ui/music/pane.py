"""The musical half of the window: transport, bars, mixer and composing, held together."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.song import Song
from songwright.host.settings import SOUND_FONT, VOLUME, Setting
from songwright.music.request import Composer
from songwright.music.styles import load_styles
from songwright.ui.fields import divider
from songwright.ui.music.bars_view import BarsView
from songwright.ui.music.chord_change import ChordChange, ChordChanges
from songwright.ui.music.compose_panel import ComposePanel
from songwright.ui.music.composing import Composing
from songwright.ui.music.empty_page import EmptyPage
from songwright.ui.music.look import Look
from songwright.ui.music.mixer import Mixer
from songwright.ui.music.notation import Spelling, syllable_texts
from songwright.ui.music.playback import Playback
from songwright.ui.music.roll import PlacedNote
from songwright.ui.music.transport_bar import TransportBar
from songwright.ui.services import Services
from songwright.ui.theme.manager import BASE_PIXELS

__all__ = ["MusicPane"]

FRAME_MILLISECONDS = 16
FIT_MILLISECONDS = 400
"""Pause in the typing after which it is looked up whether every syllable has a note."""
SIDE_WIDTH, LEAST_SIDE = 344, 300
"""Width of the side panel; wider windows give the rest to the bars."""


class MusicPane(QWidget):
    """Shows the session's song as music and makes the edits that its parts ask for."""

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
        self._clock = clock
        self._loop: tuple[int, int] | None = None
        self._styles = load_styles()
        self._made_composer: Composer | None = None
        self.setObjectName("musicPane")
        self.setAccessibleName(self.tr("Music"))
        song = services.session.song
        self.playback = playback if playback is not None else Playback(services, self)
        services.player = self.playback
        self.transport = TransportBar(services, self)
        self.bars = BarsView(song, Spelling(self._syllables), self._look(), self)
        self.mixer = Mixer(services, self)
        self.compose_panel = ComposePanel(services, self._styles, self)
        self.composing = Composing(services, self._composer, self)
        self.chord_changes = ChordChanges(services, self._composer, self)
        self.empty = EmptyPage(services, self)
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(FIT_MILLISECONDS)
        self._fit_timer.timeout.connect(self._check_fit)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MILLISECONDS)
        self._frames.timeout.connect(self._frame)
        self._lay_out()
        self._connect()
        self._show_song(song, Aspect.OPENED)
        self._load_lexicon()

    def _lay_out(self) -> None:
        self._bars_page = QStackedWidget()
        self._bars_page.addWidget(self.empty)
        self._bars_page.addWidget(self.bars)
        self._side = QStackedWidget()
        self._side.addWidget(self.compose_panel)
        self._side.addWidget(self.mixer)
        self._side.setMinimumWidth(self._least_side())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(5)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._bars_page)
        self._split.addWidget(self._side)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([900, SIDE_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(divider())
        column.addWidget(self._split, 1)
        self.show_side("compose")

    def _connect(self) -> None:
        services, bars, transport, playback = self._services, self.bars, self.transport, self.playback
        self._unsubscribe = services.session.subscribe(self._changed)
        services.theme.changed.connect(self._restyle)
        services.closing.append(self.close_down)
        actions = services.actions
        actions.on("play", self.toggle_play)
        actions.on("stop_playback", self.stop)
        actions.on("compose", self.compose)
        actions["accept"].enabledChanged.connect(self._show_invitation)
        actions.on("export", self.export)
        actions.toggled("loop", self._loop_toggled)
        actions.toggled("click", playback.set_click)
        bars.edited.connect(self._edit)
        bars.seek_asked.connect(self.seek)
        bars.play_asked.connect(self.play_from)
        bars.loop_asked.connect(self.set_loop)
        bars.chord_typed.connect(self._obey_chord)
        bars.note_chosen.connect(self._note_chosen)
        bars.refused.connect(lambda text: services.notices.show(text, key="bars"))
        bars.sounded.connect(self._sound)
        transport.rewound.connect(lambda: self.seek(0))
        transport.volume_moved.connect(self._set_volume)
        transport.count_in_toggled.connect(playback.set_count_in)
        transport.zoomed.connect(bars.zoom_by)
        transport.panel_toggled.connect(lambda name, wanted: self.show_side(name if wanted else None))
        self.mixer.lanes_chosen.connect(bars.set_lanes)
        panel = self.compose_panel
        panel.compose_asked.connect(self.compose)
        panel.another_asked.connect(self.compose_another)
        panel.cancel_asked.connect(self.composing.cancel)
        self.composing.started.connect(lambda: panel.set_busy(busy=True))
        self.composing.ended.connect(lambda: panel.set_busy(busy=False))
        self.composing.composed.connect(self._composed)
        services.closing.append(services.settings.subscribe(self._setting_changed))
        self._setting_changed(VOLUME)
        self._setting_changed(SOUND_FONT)
        playback.reported.connect(self._reported)
        playback.levels_reported.connect(self.mixer.show_levels)

    def close_down(self) -> None:
        """Stop everything that runs: timers, composing, the sound process."""
        self._frames.stop()
        self._fit_timer.stop()
        self._unsubscribe()
        self.composing.cancel()
        self.playback.close_down()

    # The song -------------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        self._show_song(change.after, change.aspects)

    def _show_song(self, song: Song, aspects: Aspect) -> None:
        self.bars.set_song(song)
        if aspects & (Aspect.TRACKS | Aspect.MIX | Aspect.OPENED):
            self.mixer.show_song(song)
            self.bars.set_lanes(self.mixer.lanes)
        if aspects & Aspect.OPENED:
            self.compose_panel.open_song(song)
        else:
            self.compose_panel.show_song(song)
        self.transport.show_song(song)
        has_music = self.bars.roll.has_music
        self._services.actions.set_state(has_music=has_music, has_words=self._words)
        self._bars_page.setCurrentWidget(self.bars if has_music else self.empty)
        self._show_invitation()
        self.transport.count_in.setEnabled(has_music)
        if aspects & Aspect.OPENED or (self._loop is not None and self._loop[1] > self.bars.roll.end):
            self.set_loop(None)
        if aspects & (Aspect.MUSIC | Aspect.OPENED):
            self.playback.show_song(song)
        if not has_music:
            self.playback.stop()
        elif aspects & (Aspect.WORDS | Aspect.NOTES | Aspect.OPENED):
            self._fit_timer.start()
        self._show_position(self.bars.scene.playhead)

    def _edit(self, label: str, song: Song, merge: str | None) -> None:
        self._services.session.apply(label, song, merge=merge)

    def _obey_chord(self, where: tuple[str, int], text: str) -> None:
        self.chord_changes.obey(ChordChange(*where, text))

    # Words ----------------------------------------------------------------------------------------------------

    def _syllables(self, text: str) -> tuple[str, ...]:
        return syllable_texts(text, self._services.lexicon()) if self._services.lexicon.ready else ()

    def _load_lexicon(self) -> None:
        if not self._services.lexicon.ready:
            self._services.jobs.run(self._services.lexicon, lambda _lexicon: self.bars.respell())

    def _note_chosen(self, note: PlacedNote | None) -> None:
        if self.playback.playing:
            return
        if note is None:
            self._services.playhead.clear()
            return
        written = note.pick.note
        if written.line is not None and written.syllable is not None:
            self._services.playhead.show_syllable(written.line, written.syllable)

    def choose_syllable(self, line: str, syllable: int) -> None:
        """Show the note that sings a syllable of the lyric page."""
        if not self.playback.playing:
            self.bars.choose_syllable(line, syllable)

    def _check_fit(self) -> None:
        if self._services.lexicon.ready:
            self._services.jobs.run(self.bars.roll.unsung, self.compose_panel.show_unsung)

    # Composing ------------------------------------------------------------------------------------------------

    def _composer(self) -> Composer:
        """The composer; called on worker threads (at worst it is made twice)."""
        if self._made_composer is None:
            from songwright.music.compose import RuleComposer  # its tables are read when first needed

            self._made_composer = RuleComposer(self._services.lexicon(), self._styles)
        return self._made_composer

    def compose(self) -> None:
        """Set the words to music as the panel says."""
        self._services.settle()
        if self._words:
            self._services.notices.withdraw("accept-first")
            self.composing.start(self.compose_panel.request)
        elif self._draft_waits:
            accept = self._services.actions["accept"]
            self._services.notices.show(
                self.tr("Accept the draft first: only words of your document can be set to music."),
                key="accept-first",
                action=(self.tr("Accept"), accept.trigger),
            )

    def compose_another(self) -> None:
        """The same wishes with another seed."""
        self.compose_panel.new_seed()
        self.compose()

    def _composed(self, song: Song) -> None:
        self.compose_panel.show_outcome(song)
        focus = QApplication.focusWidget()
        if focus is None or self.isAncestorOf(focus):
            self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    # Playing --------------------------------------------------------------------------------------------------

    def toggle_play(self) -> None:
        """Play from the playhead, or pause."""
        if self.playback.playing:
            self.playback.pause()
        else:
            at_end = self.bars.scene.playhead >= self.bars.roll.end
            self.playback.play(0 if at_end else int(self.bars.scene.playhead))

    def play_from(self, tick: int) -> None:
        """Play from a place."""
        self._place_playhead(tick)
        self.playback.play(tick)

    def stop(self) -> None:
        """Stop and go back to the start."""
        self.playback.stop()
        self._place_playhead(0)

    def seek(self, tick: int) -> None:
        """Go to a place; playing goes on from there."""
        self._place_playhead(tick)
        self.playback.seek(tick)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Loop a range of ticks, or nothing."""
        self._loop = loop
        action = self._services.actions["loop"]
        action.setChecked(loop is not None)
        self._apply_loop()

    def _loop_toggled(self, on: bool) -> None:
        if on and self._loop is None:
            span = self.bars.roll.span_at(int(self.bars.scene.playhead))
            self._loop = None if span is None else (span.start, span.end)
        self._apply_loop()

    def _apply_loop(self) -> None:
        on = self._services.actions["loop"].isChecked() and self._loop is not None
        self.bars.set_loop(self._loop, on=on)
        self.playback.set_loop(self._loop if on else None)

    def _sound(self, pitch: int) -> None:
        track = next((track for track in self.bars.song.tracks if track.id == self.bars.scene.track), None)
        self.playback.sound(pitch, track)

    def _set_volume(self, volume: int) -> None:
        self._services.settings.set(VOLUME, volume / 127)

    def _setting_changed(self, setting: Setting[Any]) -> None:
        settings = self._services.settings
        if setting.key == VOLUME.key:
            volume = round(settings.get(VOLUME) * 127)
            self.transport.show_volume(volume)
            self.playback.set_volume(volume)
        elif setting.key == SOUND_FONT.key:
            path = settings.get(SOUND_FONT)
            self.playback.set_soundfont(Path(path) if path else None)

    def _reported(self) -> None:
        playing = self.playback.playing
        if playing and not self._frames.isActive():
            self._frames.start()
        elif not playing:
            self._frames.stop()
            self._services.playhead.clear()
        icon = self._services.theme.icon("pause" if playing else "play")
        self._services.actions["play"].setIcon(icon)
        self._frame()

    def _frame(self) -> None:
        tick = self.playback.position(self._clock())
        self.bars.set_playhead(tick, playing=self.playback.playing)
        self._show_position(tick)
        if self.playback.playing:
            self._tell_syllable()

    def _tell_syllable(self) -> None:
        span = self.bars.roll.span_at(int(self.bars.scene.playhead))
        if span is not None:
            self._services.playhead.show_section(span.section.id)
        note = self.bars.sounding_note()
        if note is not None and note.pick.note.line is not None and note.pick.note.syllable is not None:
            self._services.playhead.show_syllable(note.pick.note.line, note.pick.note.syllable)

    def _place_playhead(self, tick: int) -> None:
        self.bars.set_playhead(tick, playing=self.playback.playing)
        self.bars.reveal(tick)
        self._show_position(tick)

    def _show_position(self, tick: float) -> None:
        roll = self.bars.roll
        bar, beat = roll.bar_beat(tick)
        self.transport.show_position(bar, beat, roll.timeline.seconds(tick), roll.timeline.seconds(roll.end))

    # The rest -------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Open the export dialog."""
        from songwright.ui.music.export_dialog import ExportDialog

        self._services.settle()
        dialog = ExportDialog(self._services, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @property
    def _words(self) -> bool:
        """Whether the document has words."""
        return any(section.sung_lines for section in self._services.session.song.sections)

    @property
    def _draft_waits(self) -> bool:
        """Whether there are words in a finished draft only: Accept says that there is one on show."""
        return not self._words and self._services.actions["accept"].isEnabled()

    def _show_invitation(self) -> None:
        words, draft = self._words, self._draft_waits
        self.empty.show_state(words=words, draft=draft, button=self._side_name != "compose")
        self.compose_panel.show_draft(waits=draft)
        # With a draft Compose stays usable, to say what has to come first.
        self._services.actions.set_state(can_compose=words or draft)

    def show_side(self, name: str | None) -> None:
        """Open the "compose" or the "mixer" panel, or none."""
        self._side_name = name
        self._side.setVisible(name is not None)
        self._show_invitation()
        if name is not None:
            self._side.setCurrentWidget(self.mixer if name == "mixer" else self.compose_panel)
        self.transport.show_panel(name)

    def _least_side(self) -> int:
        """Least width of the side panel with type of this size."""
        theme = self._services.theme
        return round(LEAST_SIDE * max(1.0, theme.ui_font().pixelSize() / BASE_PIXELS))

    def _look(self) -> Look:
        theme = self._services.theme
        return Look.of(theme.tokens, theme.ui_font())

    def _restyle(self) -> None:
        self._side.setMinimumWidth(self._least_side())
        self.bars.set_look(self._look())
        playing = self.playback.playing
        self._services.actions["play"].setIcon(self._services.theme.icon("pause" if playing else "play"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and QApplication.instance() is not None:
            self.bars.set_look(self._look())
