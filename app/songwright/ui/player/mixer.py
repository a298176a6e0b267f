"""The mixer: one strip a track. Every move is an edit of the song; a drag of a slider is one step of undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSlider, QVBoxLayout, QWidget

from songwright.core.edits import set_looseness, set_mix, set_track
from songwright.core.song import LOOSEST, Mix, Singing, Song, Track, TrackRole
from songwright.music.gm_names import track_title
from songwright.ui.composer.remembered import HIDDEN_LANES
from songwright.ui.fields import label
from songwright.ui.player.strip_parts import FALL_MILLISECONDS
from songwright.ui.player.track_strip import TrackStrip
from songwright.ui.services import Services

__all__ = ["Mixer"]

_SLIDERS = ("volume", "pan", "reverb")
_ABOVE = 2
"""What stands above the strips: what is said while there are none, and the feel."""


class Mixer(QScrollArea):
    """The strips of all tracks; they follow the session."""

    lanes_chosen = Signal(tuple)
    """Ids of the tracks whose outlines are to be shown."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._strips: dict[str, TrackStrip] = {}
        self._unseen: Song | None = None
        self._falling = QTimer(self)
        self._falling.setInterval(FALL_MILLISECONDS)
        self._falling.timeout.connect(self._fall)
        self.setObjectName("mixer")
        self.setAccessibleName(self.tr("Mixer"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(6)
        self._empty = label(self.tr("The tracks appear here once the song has music."), "empty")
        self._empty.setWordWrap(True)
        self._column.addWidget(self._empty)
        self._column.addLayout(self._feel_row())
        self._column.addStretch(1)
        self.setWidget(inside)

    def _feel_row(self) -> QHBoxLayout:
        """How far the players stray from the beat."""
        self.feel = QSlider(Qt.Orientation.Horizontal)
        self.feel.setRange(0, round(100 * LOOSEST))
        self.feel.setAccessibleName(self.tr("Feel: how far the players stray from the beat"))
        self.feel.setToolTip(self.tr("Left: on the beat as a machine; middle: as hands do; right: loose"))
        self.feel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.feel.valueChanged.connect(self._loosen)
        self.feel.sliderReleased.connect(self._services.session.seal)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Feel"), "section", buddy=self.feel))
        row.addSpacing(8)
        row.addWidget(label(self.tr("Tight"), "caption"))
        row.addWidget(self.feel, 1)
        row.addWidget(label(self.tr("Loose"), "caption"))
        return row

    def _loosen(self, value: int) -> None:
        session = self._services.session
        session.apply(self.tr("Feel"), set_looseness(session.song, value / 100), merge="feel")

    @property
    def strips(self) -> tuple[TrackStrip, ...]:
        """The strips from top to bottom."""
        return tuple(self._strips.values())

    @property
    def lanes(self) -> tuple[str, ...]:
        """Tracks whose outlines are to be shown: all but the sung one, less those that were switched off."""
        song, hidden = self._services.session.song, self._services.settings.get(HIDDEN_LANES)
        return tuple(t.id for t in song.tracks if t.role is not TrackRole.VOCAL and t.name not in hidden)

    def show_song(self, song: Song) -> None:
        """Follow another state of the song, keeping the strips that stay (and so the focus)."""
        if not self.isVisible():
            self._unseen = song  # strips are many widgets: they are made when they are looked at
            return
        self._unseen = None
        with QSignalBlocker(self.feel):
            self.feel.setValue(round(100 * song.looseness))
        wanted = {track.id: track for track in song.tracks}
        for track_id in [known for known in self._strips if known not in wanted]:
            strip = self._strips.pop(track_id)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        for place, track in enumerate(song.tracks):
            if track.id not in self._strips:
                self._strips[track.id] = self._made(track)
            strip = self._strips[track.id]
            if self._column.indexOf(strip) != place + _ABOVE:
                self._column.insertWidget(place + _ABOVE, strip)
            strip.show_track(track, anything_solo=any(other.mix.solo for other in song.tracks))
        self._strips = {track.id: self._strips[track.id] for track in song.tracks}
        self._empty.setVisible(not wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the song."""
        super().showEvent(event)
        if self._unseen is not None:
            self.show_song(self._unseen)

    def show_levels(self, levels: dict[str, float]) -> None:
        """Show how loud the tracks are now, 0-1; the meters fall by themselves."""
        for track_id, strip in self._strips.items():
            strip.meter.show_level(levels.get(track_id, 0.0))
        if any(levels.values()) and not self._falling.isActive():
            self._falling.start()

    def _fall(self) -> None:
        sounding = [strip for strip in self.strips if strip.meter.fall()]
        if not sounding:
            self._falling.stop()

    def _made(self, track: Track) -> TrackStrip:
        strip = TrackStrip(track, self._services.theme)
        strip.show_lane(shown=track.id in self.lanes)
        strip.mixed.connect(self._mix)
        strip.programmed.connect(self._program)
        strip.singer_chosen.connect(self._choose_singer)
        strip.released.connect(self._services.session.seal)
        strip.lane_toggled.connect(self._toggle_lane)
        return strip

    def _mix(self, track_id: str, name: str, value: int) -> None:
        session = self._services.session
        track = next(track for track in session.song.tracks if track.id == track_id)
        labels = {
            "volume": self.tr("Volume"),
            "pan": self.tr("Pan"),
            "reverb": self.tr("Reverb"),
            "mute": self.tr("Mute"),
            "solo": self.tr("Solo"),
        }
        changes: dict[str, Any] = {name: bool(value) if name in ("mute", "solo") else value}
        mix: Mix = replace(track.mix, **changes)
        merge = f"mix {track_id} {name}" if name in _SLIDERS else None
        session.apply(labels[name], set_mix(session.song, track_id, mix), merge=merge)

    def _program(self, track_id: str, program: int) -> None:
        session = self._services.session
        track = next(track for track in session.song.tracks if track.id == track_id)
        session.apply(self.tr("Instrument"), set_track(session.song, replace(track, program=program)))

    def _choose_singer(self, track_id: str, singing: Singing) -> None:
        session = self._services.session
        track = next(track for track in session.song.tracks if track.id == track_id)
        session.apply(self.tr("Singer"), set_track(session.song, replace(track, singing=singing)))

    def _toggle_lane(self, track_id: str, shown: bool) -> None:
        # By name: the ids of another song's tracks are others.
        settings = self._services.settings
        name = next(track_title(track) for track in self._services.session.song.tracks if track.id == track_id)
        others = tuple(hidden for hidden in settings.get(HIDDEN_LANES) if hidden != name)
        settings.set(HIDDEN_LANES, others if shown else (*others, name))
        for strip in self.strips:
            strip.show_lane(shown=strip.track_id in self.lanes)
        self.lanes_chosen.emit(self.lanes)
