"""The transport: play, stop, where we are, the strip of the whole song, loop, click, tempo, how loud."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from songwright.core.edits import TEMPO_RANGE, set_tempo
from songwright.core.song import Song
from songwright.music.tap_tempo import TapTempo
from songwright.ui.fields import icon_button, label
from songwright.ui.player.song_strip import SongStrip
from songwright.ui.services import Services

__all__ = ["TransportBar", "clock_text"]


def clock_text(seconds: float) -> str:
    """Minutes and seconds: 83.4 is "1:23"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


LEAST_WIDTH = 360


class TempoField(QDoubleSpinBox):
    """Leaves undo to the session, which does the undoing of what is typed here."""

    def event(self, event: QEvent) -> bool:
        """Do not claim the undo keys."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if undoing:
                event.ignore()
                return False
        return super().event(event)


class TransportBar(QFrame):
    """Buttons are the window's own commands; what they do is the pane's business."""

    rewound = Signal()
    volume_moved = Signal(int)
    """Master volume, 0-127; 100 changes nothing."""
    count_in_toggled = Signal(bool)
    sought = Signal(int)
    """A tick that was clicked in the strip of the song."""

    def __init__(
        self, services: Services, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._clock = clock
        self._taps = TapTempo()
        self.setObjectName("transport")
        self.setAccessibleName(self.tr("Transport"))
        theme = services.theme
        self.rewind = icon_button(theme, "rewind", self.tr("Back to the start  (Home in the bars)"))
        self.rewind.clicked.connect(self.rewound)
        self.play = self._command("play", size=22)
        self.count_in = icon_button(theme, "count-in", self.tr("Count in one bar before playing"))
        self.count_in.setCheckable(True)
        self.count_in.toggled.connect(self.count_in_toggled)
        self.position = self._position_label()
        self.time = label("0:00 / 0:00", "caption")
        self.time.setAccessibleName(self.tr("Time"))
        self.tempo = self._tempo_field()
        self.volume = self._volume_slider()
        self.volume.valueChanged.connect(self.volume_moved)
        self.strip = SongStrip(services)
        self.strip.sought.connect(self.sought)
        self._lay_out()
        services.actions.on("tap", self.tap)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        theme = self._services.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(4)
        for widget in (self.rewind, self.play, self._command("stop_playback")):
            row.addWidget(widget)
        row.addSpacing(6)
        self._where = QWidget()
        where = QVBoxLayout(self._where)
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(0)
        where.addStretch(1)
        where.addWidget(self.position)
        where.addWidget(self.time)
        where.addStretch(1)
        row.addWidget(self._where)
        row.addSpacing(8)
        row.addWidget(self.strip, 1)
        row.addSpacing(8)
        self._looping = (self._command("loop"), self._command("click"))
        self._tap = self._command("tap")
        settings: tuple[QWidget, ...] = (*self._looping, self.count_in, self.tempo, self._tap)
        for setting in settings:
            row.addWidget(setting)
        row.addSpacing(4)
        self._speaker = QLabel()
        row.addWidget(self._speaker)
        row.addWidget(self.volume)
        self.more = icon_button(
            theme, "more", self.tr("What there is no room for: volume, tempo, count-in, tapping, loop and click")
        )
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_more)
        row.addWidget(self.more)

    def _command(self, action_id: str, *, size: int = 18) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._services.actions[action_id])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(size, size))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._services.actions.text(action_id))
        return button

    def _position_label(self) -> QLabel:
        position = QLabel("1 : 1")
        position.setAccessibleName(self.tr("Bar and beat"))
        position.setToolTip(self.tr("Bar and beat"))
        return position

    def _tempo_field(self) -> QDoubleSpinBox:
        tempo = TempoField()
        tempo.setRange(*TEMPO_RANGE)
        tempo.setDecimals(1)
        tempo.setPrefix("♩ = ")
        tempo.setKeyboardTracking(False)
        tempo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        tempo.setFixedWidth(104)
        tempo.setAccessibleName(self.tr("Tempo, beats a minute"))
        tempo.setToolTip(self.tr("Tempo in quarter notes a minute; press T to the beat to tap it"))
        tempo.valueChanged.connect(self._set_tempo)
        return tempo

    def _volume_slider(self) -> QSlider:
        volume = QSlider(Qt.Orientation.Horizontal)
        volume.setRange(0, 127)
        volume.setValue(100)
        volume.setFixedWidth(90)
        volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        volume.setAccessibleName(self.tr("Master volume"))
        volume.setToolTip(self.tr("Master volume"))
        return volume

    def _restyle(self) -> None:
        theme = self._services.theme
        font = theme.ui_font(1.2, bold=True)
        font.setFeature(QFont.Tag("tnum"), 1)
        self.position.setFont(font)
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00 / 00:00"))
        self._speaker.setPixmap(theme.icon("volume", "muted").pixmap(16, 16))

    # How it fits ------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Narrow: what there is no room for goes away, the least needed first."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose what there is room for."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        optional: tuple[tuple[QWidget, ...], ...] = (
            (self._tap,),
            (self.count_in,),
            (self._speaker, self.volume),
            (self.tempo,),
            self._looping,
            (self._where,),
        )
        for widget in itertools.chain(*optional):
            widget.show()
        self.more.hide()
        self.more.setVisible(self._needed() > width)
        for group in optional:
            if self._needed() <= width:
                return
            for widget in group:
                widget.hide()

    def _fill_more(self) -> None:
        """Offer what there is no room for now."""
        menu = self.more.menu()
        menu.clear()
        for button in (self.count_in,):
            if button.isHidden():
                action = menu.addAction(button.icon(), button.toolTip())
                action.setCheckable(button.isCheckable())
                action.setChecked(button.isChecked())
                action.triggered.connect(button.click)
        menu.addActions([button.defaultAction() for button in (*self._looping, self._tap) if button.isHidden()])
        if self.tempo.isHidden():
            field = self._tempo_field()
            with QSignalBlocker(field):
                field.setValue(self.tempo.value())
            entry = QWidgetAction(menu)
            entry.setDefaultWidget(field)
            menu.addSection(self.tr("Tempo"))
            menu.addAction(entry)
        if self.volume.isHidden():
            slider = self._volume_slider()
            slider.setValue(self.volume.value())
            slider.valueChanged.connect(self.volume.setValue)
            entry = QWidgetAction(menu)
            entry.setDefaultWidget(slider)
            menu.addSection(self.tr("Master volume"))
            menu.addAction(entry)

    def _needed(self) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        layout.invalidate()
        return layout.sizeHint().width()

    # What is shown ----------------------------------------------------------------------------------------------

    def show_song(self, song: Song) -> None:
        """Follow the song's tempo."""
        with QSignalBlocker(self.tempo):
            self.tempo.setValue(song.tempo)

    def show_position(self, bar: int, beat: int, seconds: float, total: float) -> None:
        """Say where the playhead is."""
        self.position.setText(f"{bar} : {beat}")
        self.time.setText(f"{clock_text(seconds)} / {clock_text(total)}")

    def show_volume(self, volume: int) -> None:
        """Show the master volume."""
        with QSignalBlocker(self.volume):
            self.volume.setValue(volume)

    # What is done -----------------------------------------------------------------------------------------------

    def tap(self) -> None:
        """Take a tap on the beat; from the second one on the song's tempo follows."""
        tempo = self._taps.tap(self._clock())
        if tempo is not None:
            self._set_tempo(tempo, merge="tap tempo")

    def _set_tempo(self, tempo: float, merge: str = "tempo") -> None:
        session = self._services.session
        session.apply(self.tr("Tempo"), set_tempo(session.song, tempo), merge=merge)
