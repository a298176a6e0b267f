"""One strip of the mixer: what plays a track, how loud, from where, in what room, and whether it is heard."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.language import said
from songwright.core.song import Mix, Track, TrackRole
from songwright.music.gm_names import DRUM_KITS, FAMILIES, track_title
from songwright.ui.fields import label
from songwright.ui.player.singer_menu import add_singer_menu, player_name
from songwright.ui.player.strip_parts import Fader, LevelMeter, MenuButton
from songwright.ui.theme.manager import Theme

__all__ = ["TrackStrip"]

_INSTRUMENT_HEIGHT = 2.0
"""In base type sizes: five strips have to stand in a window of 800."""


class TrackStrip(QFrame):
    """One track: what plays it, how loud, from where, and whether it is heard."""

    mixed = Signal(str, str, int)
    """(track id, field of Mix, value)."""
    programmed = Signal(str, int)
    singer_chosen = Signal(str, object)
    """(track id, Singing)."""
    released = Signal()
    """A slider was let go: the next drag is another step of undo."""
    lane_toggled = Signal(str, bool)

    def __init__(self, track: Track, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = track
        self._shown: tuple[Track, bool] | None = None
        self._theme = theme
        self.setProperty("card", "true")
        self.setAccessibleName(track_title(track))
        self.meter = LevelMeter(lambda: theme.colour(self._track.role.value))
        self.name = QLabel(track_title(track))
        self.name.setProperty("role", "section")
        self.instrument = MenuButton()
        self.instruments = QMenu(self)
        self.instruments.aboutToShow.connect(self._list_instruments)
        self.instrument.setMenu(self.instruments)
        # It takes the room that is left, however long the name of the instrument is.
        self.instrument.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.instrument.setMinimumWidth(64)
        self.instrument.setMaximumHeight(theme.pixels(_INSTRUMENT_HEIGHT))
        self.instrument.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.mute = self._switch("M", self.tr("Mute"), "mute")
        self.solo = self._switch("S", self.tr("Solo"), "solo")
        self.lane = self._eye()
        self.volume = self._slider("volume", self.tr("Volume"))
        self.pan = self._slider("pan", self.tr("Pan"))
        self.reverb = self._slider("reverb", self.tr("Reverb"))
        self._lay_out()

    def _lay_out(self) -> None:
        """Who it is and whether it is heard; what plays it; how loud; from where and in what room."""
        rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addLayout(_row((self.name, 1), (self.mute, 0), (self.solo, 0), (self.lane, 0)))
        rows.addWidget(self.instrument)
        rows.addLayout(_row((self._caption("volume", self.tr("Volume")), 0), (self.volume, 1)))
        rows.addLayout(
            _row(
                (self._caption("pan", self.tr("Pan")), 0),
                (self.pan, 1),
                (self._caption("reverb", self.tr("Reverb")), 0),
                (self.reverb, 1),
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.meter)
        row.addLayout(rows, 1)

    def _caption(self, field: str, text: str) -> QLabel:
        """The name of a slider; those that stand at the left are of one width."""
        caption = label(text, "caption", buddy=getattr(self, field))
        if field != "reverb":
            widest = max(self.tr("Volume"), self.tr("Pan"), key=len)
            caption.setMinimumWidth(caption.fontMetrics().horizontalAdvance(widest))
        return caption

    def _switch(self, letter: str, tip: str, field: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{tip}: {track_title(self._track)}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(QSize(28, 26))
        button.clicked.connect(lambda checked: self.mixed.emit(self._track.id, field, int(checked)))
        return button

    def _eye(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setIconSize(QSize(15, 15))
        button.setToolTip(self.tr("Show its notes under the words, where there is height for them"))
        button.setAccessibleName(self.tr("Show the notes of {name}").format(name=track_title(self._track)))
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
        slider.setAccessibleName(f"{name}: {track_title(self._track)}")
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda value: self._slid(slider, field, value))
        slider.sliderReleased.connect(self.released)
        return slider

    def _slid(self, slider: QSlider, field: str, value: int) -> None:
        slider.setToolTip(_pan_text(value) if field == "pan" else str(value))
        if getattr(self._track.mix, field) != value:
            self.mixed.emit(self._track.id, field, value)

    def show_track(self, track: Track, *, anything_solo: bool) -> None:
        """Show a state of the track without telling anybody."""
        if (track, anything_solo) == self._shown:
            return
        self._track, self._shown = track, (track, anything_solo)
        self.name.setText(track_title(track))
        self.instrument.show_text(player_name(track))
        self.instrument.setToolTip(f"{track_title(track)}: {player_name(track)}")
        self.instrument.setAccessibleName(f"{self.tr('Instrument')}: {track_title(track)}, {player_name(track)}")
        self.volume.setValue(track.mix.volume)
        self.pan.setValue(track.mix.pan)
        self.reverb.setValue(track.mix.reverb)
        self.mute.setChecked(track.mix.mute)
        self.solo.setChecked(track.mix.solo)
        heard = track.mix.solo or (not track.mix.mute and not anything_solo)
        self.name.setEnabled(heard)

    def _list_instruments(self) -> None:
        """Every instrument the track can have: families of General MIDI programs, or drum kits."""
        menu = self.instruments
        menu.clear()
        group = QActionGroup(menu)
        if self._track.role is TrackRole.DRUMS:
            for program, name in DRUM_KITS.items():
                self._add_program(menu, group, program, said(name))
            return
        add_singer_menu(menu, self._track, lambda singing: self.singer_chosen.emit(self._track.id, singing))
        for index, (family, names) in enumerate(FAMILIES):
            inner = menu.addMenu(said(family))
            if self._track.program // 8 == index:
                font = inner.menuAction().font()
                font.setBold(True)
                inner.menuAction().setFont(font)
            for place, name in enumerate(names):
                self._add_program(inner, group, index * 8 + place, said(name))

    def _add_program(self, menu: QMenu, group: QActionGroup, program: int, name: str) -> None:
        action = QAction(name, menu)
        action.setCheckable(True)
        action.setChecked(program == self._track.program)
        action.triggered.connect(lambda _on=False: self.programmed.emit(self._track.id, program))
        group.addAction(action)
        menu.addAction(action)


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    """Widgets side by side, each with its share of the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget, share in parts:
        row.addWidget(widget, share)
    return row


def _pan_text(value: int) -> str:
    if value == 64:
        return "C"
    return f"L {64 - value}" if value < 64 else f"R {value - 64}"
