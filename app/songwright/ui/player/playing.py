"""What the play, stop and loop commands do, and how the playhead follows what is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.host.setting_kinds import Setting
from songwright.host.settings import SOUND_FONT, VOLUME
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.player.playback import Playback
from songwright.ui.player.transport_bar import TransportBar
from songwright.ui.services import Services

__all__ = ["Playing"]

FRAME_MILLISECONDS = 16


class Playing(QObject):
    """Leads the sound process by the commands of the window, the transport bar and the bars."""

    placed = Signal()
    """The playhead was put somewhere or came to rest, or another loop was chosen: not while it moves by itself."""

    def __init__(
        self,
        services: Services,
        playback: Playback,
        bars: BarsView,
        transport: TransportBar,
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._playback = playback
        self._bars = bars
        self._transport = transport
        self._clock = clock
        self._loop: tuple[int, int] | None = None
        self._given = False  # while a range that was asked for is being set
        self._lent = False
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MILLISECONDS)
        self._frames.timeout.connect(self.frame)
        self._connect()

    def _connect(self) -> None:
        services, playback, bars, transport = self._services, self._playback, self._bars, self._transport
        actions = services.actions
        actions.on("play", self.toggle)
        actions.on("stop_playback", self.stop)
        actions.toggled("loop", self._loop_toggled)
        actions.toggled("click", playback.set_click)
        bars.seek_asked.connect(self.seek)
        bars.play_asked.connect(self.play_from)
        bars.loop_asked.connect(self.set_loop)
        bars.sounded.connect(self._sound)
        transport.rewound.connect(lambda: self.seek(0))
        transport.volume_moved.connect(lambda volume: services.settings.set(VOLUME, volume / 127))
        transport.count_in_toggled.connect(playback.set_count_in)
        services.closing.append(services.settings.subscribe(self._setting_changed))
        self._setting_changed(VOLUME)
        self._setting_changed(SOUND_FONT)
        playback.reported.connect(self._reported)
        services.theme.changed.connect(self._tint)

    @property
    def going_on(self) -> bool:
        """Whether the song is being heard."""
        return self._playback.playing

    def close_down(self) -> None:
        """Stop the timer and the sound process."""
        self._frames.stop()
        self._playback.close_down()

    # Commands ---------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play from the playhead, or pause."""
        if self._playback.playing:
            self._playback.pause()
        else:
            at_end = self._bars.scene.playhead >= self._bars.roll.end
            self._playback.play(0 if at_end else int(self._bars.scene.playhead))

    def play_from(self, tick: int) -> None:
        """Play from a place."""
        self._place(tick)
        self._playback.play(tick)

    def let_hear(self, tick: int) -> None:
        """Play from a place, unless the song is being heard: then what has changed in it is heard soon."""
        if not self.going_on:
            self.play_from(tick)

    def stop(self) -> None:
        """Stop and go back to the start."""
        self._playback.stop()
        self._place(0)

    def seek(self, tick: int) -> None:
        """Go to a place; playing goes on from there."""
        self._place(tick)
        self._playback.seek(tick)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Loop a range of ticks, or nothing."""
        self._loop, self._given = loop, True
        self._services.actions["loop"].setChecked(loop is not None)
        self._given = False
        self._apply_loop()

    def drop_lost_loop(self) -> None:
        """Have no loop when the song has become too short for it."""
        if self._loop is not None and self._loop[1] > self._bars.roll.end:
            self.set_loop(None)

    def _loop_toggled(self, on: bool) -> None:
        """Loop the notes that are picked, else what was looped last, else the section at the playhead."""
        if on and not self._given:
            self._loop = self._picked_range() or self._loop
        if on and self._loop is None:
            span = self._bars.roll.span_at(int(self._bars.scene.playhead))
            self._loop = None if span is None else (span.start, span.end)
        self._apply_loop()

    def _picked_range(self) -> tuple[int, int] | None:
        """The whole beats that hold the picked notes where they sound first; None for a single note."""
        scene, roll = self._bars.scene, self._bars.roll
        if len(scene.picks) < 2 or scene.track is None:
            return None
        placed = [note for note in roll.all_notes(scene.track) if note.pick in scene.picks]
        first = min((note.span for note in placed), default=0)
        notes = [note for note in placed if note.span == first]
        if len(notes) < 2:
            return None
        start, end = min(note.start for note in notes), max(note.end for note in notes)
        return max(0, roll.floored(start, roll.beat_at(start))), roll.ceiled(end, roll.beat_at(end))

    def _apply_loop(self) -> None:
        on = self._services.actions["loop"].isChecked() and self._loop is not None
        self._bars.set_loop(self._loop, on=on)
        self._transport.strip.show_loop(self._loop if on else None)
        self._playback.set_loop(self._loop if on else None)
        self.placed.emit()

    @property
    def playback(self) -> Playback:
        """The player."""
        return self._playback

    @property
    def lent(self) -> bool:
        """Whether something else than the song is played."""
        return self._lent

    def lend(self) -> None:
        """Let something else than the song be played: the playhead stays where it is, nothing loops or clicks."""
        self._playback.pause()
        self._frames.stop()
        self._lent = True
        self._playback.set_loop(None)
        self._playback.set_click(False)

    def take_back(self) -> None:
        """Lead the player again, from the playhead on."""
        self._playback.pause()
        self._playback.show_song(self._services.session.song)
        self._playback.set_click(self._services.actions["click"].isChecked())
        self._playback.seek(int(self._bars.scene.playhead))
        self._lent = False
        self._apply_loop()

    def _sound(self, pitch: int) -> None:
        track = next((track for track in self._bars.song.tracks if track.id == self._bars.scene.track), None)
        self._playback.sound(pitch, track)

    def _setting_changed(self, setting: Setting[Any]) -> None:
        settings = self._services.settings
        if setting.key == VOLUME.key:
            volume = round(settings.get(VOLUME) * 127)
            self._transport.show_volume(volume)
            self._playback.set_volume(volume)
        elif setting.key == SOUND_FONT.key:
            path = settings.get(SOUND_FONT)
            self._playback.set_soundfont(Path(path) if path else None)

    # What is heard ----------------------------------------------------------------------------------------------

    def _reported(self) -> None:
        if self._lent:
            return
        playing = self._playback.playing
        rests = self._frames.isActive() and not playing
        if playing and not self._frames.isActive():
            self._frames.start()
        elif not playing:
            self._frames.stop()
            self._services.playhead.clear()
        self._tint()
        self.frame()
        if rests:
            self.placed.emit()

    def _tint(self) -> None:
        icon = self._services.theme.icon("pause" if self._playback.playing else "play")
        self._services.actions["play"].setIcon(icon)

    def frame(self) -> None:
        """Show where playback is now."""
        tick = self._playback.position(self._clock())
        self._bars.set_playhead(tick, playing=self._playback.playing)
        self._services.playhead.moved.emit(tick, self._playback.playing)
        self.show_position()
        if self._playback.playing:
            self._tell_syllable()

    def _tell_syllable(self) -> None:
        playhead = self._services.playhead
        span = self._bars.roll.span_at(int(self._bars.scene.playhead))
        if span is not None:
            playhead.show_section(span.section.id)
        note = self._bars.sounding_note()
        if note is not None and note.pick.note.line is not None and note.pick.note.syllable is not None:
            playhead.show_syllable(note.pick.note.line, note.pick.note.syllable)

    def _place(self, tick: int) -> None:
        self._bars.set_playhead(tick, playing=self._playback.playing)
        self._services.playhead.moved.emit(float(tick), self._playback.playing)
        self._bars.reveal(tick)
        self.show_position()
        self.placed.emit()

    def show_position(self) -> None:
        """Say in the transport bar where the playhead is."""
        roll, tick = self._bars.roll, self._bars.scene.playhead
        bar, beat = roll.bar_beat(tick)
        self._transport.show_position(bar, beat, roll.timeline.seconds(tick), roll.timeline.seconds(roll.end))
