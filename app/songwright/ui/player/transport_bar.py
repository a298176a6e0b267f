"""The transport bar: play, stop, loop, click, tempo, where we are, how loud, and the panels at the side."""

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
    QWidget,
    QWidgetAction,
)

from songwright.core.edits import TEMPO_RANGE, set_tempo
from songwright.core.song import Song
from songwright.ui.fields import icon_button, label
from songwright.ui.player.tap_tempo import TapTempo
from songwright.ui.services import Services

__all__ = ["TransportBar", "clock_text"]


def clock_text(seconds: float) -> str:
    """Minutes and seconds: 83.4 is "1:23"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


LEAST_WIDTH = 430


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
    zoomed = Signal(float)
    panel_toggled = Signal(str, bool)
    """("compose" or "mixer", wanted)."""

    def __init__(
        self, services: Services, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._clock = clock
        self._taps = TapTempo()
        self._zooms: list[QToolButton] = []
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
        self.compose_toggle = self._panel_button(
            "compose", self.tr("Composer"), "song", self.tr("Show or hide style, singing, tunes and how words fit them")
        )
        self.mixer_toggle = self._panel_button("mixer", self.tr("Mixer"), "mixer", self.tr("Show or hide the mixer"))
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
        row.addSpacing(8)
        row.addWidget(self.position)
        row.addWidget(self.time)
        row.addSpacing(8)
        self._looping = (self._command("loop"), self._command("click"))
        self._tap = self._command("tap")
        for widget in (*self._looping, self.count_in):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.tempo)
        row.addWidget(self._tap)
        row.addStretch(1)
        for icon, tip, factor in (
            ("zoom-out", self.tr("Zoom out  (− in the bars)"), 0.8),
            ("zoom-in", self.tr("Zoom in  (+ in the bars)"), 1.25),
        ):
            button = icon_button(theme, icon, tip)
            button.clicked.connect(lambda _on=False, factor=factor: self.zoomed.emit(factor))
            self._zooms.append(button)
            row.addWidget(button)
        row.addSpacing(8)
        self._speaker = QLabel()
        row.addWidget(self._speaker)
        row.addWidget(self.volume)
        self.more = icon_button(
            theme, "more", self.tr("What there is no room for: zoom, volume, count-in, tapping, loop and click")
        )
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_more)
        row.addWidget(self.more)
        row.addSpacing(8)
        row.addWidget(self.compose_toggle)
        row.addWidget(self.mixer_toggle)

    def _command(self, action_id: str, *, size: int = 18) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._services.actions[action_id])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(size, size))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._services.actions.text(action_id))
        return button

    def _panel_button(self, name: str, text: str, icon: str, tip: str) -> QToolButton:
        button = icon_button(self._services.theme, icon, text)
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.clicked.connect(lambda wanted: self.panel_toggled.emit(name, wanted))
        return button

    def _position_label(self) -> QLabel:
        position = QLabel("1 : 1")
        position.setAccessibleName(self.tr("Bar and beat"))
        position.setToolTip(self.tr("Bar and beat"))
        position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        font = theme.ui_font(1.35, bold=True)
        font.setFeature(QFont.Tag("tnum"), 1)
        self.position.setFont(font)
        self.position.setMinimumWidth(self.position.fontMetrics().horizontalAdvance("000 : 00"))
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
            tuple(self._zooms),
            (self._speaker, self.volume),
            (self.time,),
            (self.count_in,),
            (self._tap,),
            self._looping,
            (self.position,),
        )
        self._show_panel_names(shown=True)
        for widget in itertools.chain(*optional):
            widget.show()
        self.more.hide()
        if self._needed() > width:
            self._show_panel_names(shown=False)
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
        for button in (*self._zooms, self.count_in):
            if button.isHidden():
                action = menu.addAction(button.icon(), button.toolTip())
                action.setCheckable(button.isCheckable())
                action.setChecked(button.isChecked())
                action.triggered.connect(button.click)
        menu.addActions([button.defaultAction() for button in (*self._looping, self._tap) if button.isHidden()])
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

    def _show_panel_names(self, *, shown: bool) -> None:
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.compose_toggle, self.mixer_toggle):
            button.setToolButtonStyle(style)

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

    def show_panel(self, name: str | None) -> None:
        """Show which side panel is open."""
        self.compose_toggle.setChecked(name == "compose")
        self.mixer_toggle.setChecked(name == "mixer")

    # What is done -----------------------------------------------------------------------------------------------

    def tap(self) -> None:
        """Take a tap on the beat; from the second one on the song's tempo follows."""
        tempo = self._taps.tap(self._clock())
        if tempo is not None:
            self._set_tempo(tempo, merge="tap tempo")

    def _set_tempo(self, tempo: float, merge: str = "tempo") -> None:
        session = self._services.session
        session.apply(self.tr("Tempo"), set_tempo(session.song, tempo), merge=merge)
