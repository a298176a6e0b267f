"""The mixer: one strip a track. Every move is an edit of the song; a drag of a slider is one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.edits import set_mix, set_track
from songwright.core.song import Mix, Song, Track, TrackRole
from songwright.ui.fields import label
from songwright.ui.music.gm_names import DRUM_KITS, FAMILIES, instrument_name
from songwright.ui.music.remembered import HIDDEN_LANES
from songwright.ui.services import Services
from songwright.ui.theme.manager import Theme

__all__ = ["Mixer", "TrackStrip"]


class Mixer(QScrollArea):
    """The strips of all tracks; they follow the session."""

    lanes_chosen = Signal(tuple)
    """Ids of the tracks whose outlines are to be shown."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._strips: dict[str, TrackStrip] = {}
        self._unseen: Song | None = None
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
        self._column.addStretch(1)
        self.setWidget(inside)

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
            if self._column.indexOf(strip) != place + 1:
                self._column.insertWidget(place + 1, strip)
            strip.show_track(track, anything_solo=any(other.mix.solo for other in song.tracks))
        self._strips = {track.id: self._strips[track.id] for track in song.tracks}
        self._empty.setVisible(not wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the song."""
        super().showEvent(event)
        if self._unseen is not None:
            self.show_song(self._unseen)

    def show_levels(self, levels: dict[str, float]) -> None:
        """Show how loud the tracks are now, 0-1."""
        for track_id, strip in self._strips.items():
            strip.meter.show_level(levels.get(track_id, 0.0))

    def _made(self, track: Track) -> TrackStrip:
        strip = TrackStrip(track, self._services.theme)
        strip.show_lane(shown=track.id in self.lanes)
        strip.mixed.connect(self._mix)
        strip.programmed.connect(self._program)
        strip.released.connect(self._services.session.seal)
        strip.lane_toggled.connect(self._toggle_lane)
        return strip

    def _mix(self, track_id: str, name: str, value: int) -> None:
        session = self._services.session
        track = next(track for track in session.song.tracks if track.id == track_id)
        labels = {
            "volume": self.tr("Volume"),
            "pan": self.tr("Pan"),
            "mute": self.tr("Mute"),
            "solo": self.tr("Solo"),
        }
        mix: Mix = replace(track.mix, **{name: bool(value) if name in ("mute", "solo") else value})
        merge = f"mix {track_id} {name}" if name in ("volume", "pan") else None
        session.apply(labels[name], set_mix(session.song, track_id, mix), merge=merge)

    def _program(self, track_id: str, program: int) -> None:
        session = self._services.session
        track = next(track for track in session.song.tracks if track.id == track_id)
        session.apply(self.tr("Instrument"), set_track(session.song, replace(track, program=program)))

    def _toggle_lane(self, track_id: str, shown: bool) -> None:
        # By name: the ids of another song's tracks are others.
        settings = self._services.settings
        name = next(track.name for track in self._services.session.song.tracks if track.id == track_id)
        others = tuple(hidden for hidden in settings.get(HIDDEN_LANES) if hidden != name)
        settings.set(HIDDEN_LANES, others if shown else (*others, name))
        for strip in self.strips:
            strip.show_lane(shown=strip.track_id in self.lanes)
        self.lanes_chosen.emit(self.lanes)


class LevelMeter(QWidget):
    """A thin bar that says how loud a track is."""

    def __init__(self, colour: Callable[[], QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._level = 0.0
        self.setFixedWidth(4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_level(self, level: float) -> None:
        """A level from 0 to 1."""
        if abs(level - self._level) > 0.01:
            self._level = level
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the bar from below."""
        painter = QPainter(self)
        colour = self._colour()
        ground = QColor(colour)
        ground.setAlphaF(0.35)
        painter.fillRect(self.rect(), ground)
        filled = round(self.height() * self._level)
        painter.fillRect(0, self.height() - filled, self.width(), filled, colour)
        painter.end()


class _ThemeIcon(QLabel):
    """A small icon that follows the theme."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the theme's colour."""
        self.setPixmap(self._theme.icon(self._name, "muted").pixmap(14, 14))


class Fader(QSlider):
    """A slider that goes back to its usual value on a double click."""

    def __init__(self, usual: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._usual = usual

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Go back."""
        self.setValue(self._usual)


class TrackStrip(QFrame):
    """One track: what plays it, how loud, from where, and whether it is heard."""

    mixed = Signal(str, str, int)
    """(track id, field of Mix, value)."""
    programmed = Signal(str, int)
    released = Signal()
    """A slider was let go: the next drag is another step of undo."""
    lane_toggled = Signal(str, bool)

    def __init__(self, track: Track, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = track
        self._shown: tuple[Track, bool] | None = None
        self._theme = theme
        self.setProperty("card", "true")
        self.setAccessibleName(track.name)
        self.meter = LevelMeter(lambda: theme.colour(self._track.role.value))
        self.name = QLabel(track.name)
        self.name.setProperty("role", "section")
        self.instrument = QPushButton()
        self.instrument.setProperty("menu", "true")
        self.instruments = QMenu(self)
        self.instruments.aboutToShow.connect(self._list_instruments)
        self.instrument.setMenu(self.instruments)
        # It takes the room that is left, however long the name of the instrument is.
        self.instrument.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.instrument.setMinimumWidth(64)
        self.instrument.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.mute = self._switch("M", self.tr("Mute"), "mute")
        self.solo = self._switch("S", self.tr("Solo"), "solo")
        self.lane = self._eye()
        self.volume = self._slider("volume", self.tr("Volume"))
        self.pan = self._slider("pan", self.tr("Pan"))
        self.pan.setFixedWidth(76)
        self._lay_out()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.name)
        first.addWidget(self.instrument, 1)
        for button in (self.mute, self.solo, self.lane):
            first.addWidget(button)
        second.setSpacing(8)
        second.addWidget(self._small_icon("volume"))
        second.addWidget(self.volume, 1)
        for text, widget in ((self.tr("L"), None), ("", self.pan), (self.tr("R"), None)):
            second.addWidget(widget if widget is not None else label(text, "caption"))
        rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addLayout(first)
        rows.addLayout(second)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.meter)
        row.addLayout(rows, 1)

    def _small_icon(self, name: str) -> QLabel:
        icon = _ThemeIcon(self._theme, name)
        # A method, not a lambda: Qt drops the connection when the strip is made anew.
        self._theme.changed.connect(icon.tint)
        return icon

    def _switch(self, letter: str, tip: str, field: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{tip}: {self._track.name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(QSize(28, 26))
        button.clicked.connect(lambda checked: self.mixed.emit(self._track.id, field, int(checked)))
        return button

    def _eye(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setIconSize(QSize(15, 15))
        button.setToolTip(self.tr("Show its notes under the words"))
        button.setAccessibleName(self.tr("Show the notes of {name}").format(name=self._track.name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(QSize(28, 26))
        button.setIcon(self._theme.icon("eye"))
        self._theme.changed.connect(self._tint_eye)
        button.setEnabled(self._track.role is not TrackRole.VOCAL)
        button.toggled.connect(lambda shown: self.lane_toggled.emit(self._track.id, shown))
        return button

    @property
    def track_id(self) -> str:
        """The track that it is for."""
        return self._track.id

    def show_lane(self, *, shown: bool) -> None:
        """Show whether the track's notes are shown under the words, without telling."""
        with QSignalBlocker(self.lane):
            self.lane.setChecked(shown or self._track.role is TrackRole.VOCAL)

    def _tint_eye(self) -> None:
        self.lane.setIcon(self._theme.icon("eye"))

    def _slider(self, field: str, name: str) -> QSlider:
        slider = Fader(getattr(Mix(), field))
        slider.setRange(0, 127)
        slider.setPageStep(16)
        slider.setAccessibleName(f"{name}: {self._track.name}")
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda value: self._slid(slider, field, value))
        slider.sliderReleased.connect(self.released)
        return slider

    def _slid(self, slider: QSlider, field: str, value: int) -> None:
        slider.setToolTip(str(value) if field == "volume" else _pan_text(value))
        if getattr(self._track.mix, field) != value:
            self.mixed.emit(self._track.id, field, value)

    def show_track(self, track: Track, *, anything_solo: bool) -> None:
        """Show a state of the track without telling anybody."""
        if (track, anything_solo) == self._shown:
            return
        self._track, self._shown = track, (track, anything_solo)
        self.name.setText(track.name)
        self.instrument.setText(instrument_name(track))
        self.instrument.setToolTip(self.tr("Instrument of {name}").format(name=track.name))
        self.instrument.setAccessibleName(f"{self.tr('Instrument')}: {track.name}, {instrument_name(track)}")
        self.volume.setValue(track.mix.volume)
        self.pan.setValue(track.mix.pan)
        self.mute.setChecked(track.mix.mute)
        self.solo.setChecked(track.mix.solo)
        heard = track.mix.solo or (not track.mix.mute and not anything_solo)
        self.name.setEnabled(heard)
        if not heard:
            self.meter.show_level(0.0)

    def _list_instruments(self) -> None:
        """Every instrument the track can have: families of General MIDI programs, or drum kits."""
        menu = self.instruments
        menu.clear()
        group = QActionGroup(menu)
        if self._track.role is TrackRole.DRUMS:
            for program, name in DRUM_KITS.items():
                self._add_program(menu, group, program, name)
            return
        for index, (family, names) in enumerate(FAMILIES):
            inner = menu.addMenu(family)
            if self._track.program // 8 == index:
                font = inner.menuAction().font()
                font.setBold(True)
                inner.menuAction().setFont(font)
            for place, name in enumerate(names):
                self._add_program(inner, group, index * 8 + place, name)

    def _add_program(self, menu: QMenu, group: QActionGroup, program: int, name: str) -> None:
        action = QAction(name, menu)
        action.setCheckable(True)
        action.setChecked(program == self._track.program)
        action.triggered.connect(lambda _on=False: self.programmed.emit(self._track.id, program))
        group.addAction(action)
        menu.addAction(action)


def _pan_text(value: int) -> str:
    if value == 64:
        return "C"
    return f"L {64 - value}" if value < 64 else f"R {value - 64}"
