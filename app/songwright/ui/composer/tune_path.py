"""The way between two tunes as a slider: at its ends the buttons that mark them, its stops the tunes between."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from songwright.core.song import Tune

__all__ = ["STOPS", "TunePath"]

MARK_WIDTH = 56
STOPS = 7
"""Tunes between the two ends; with them the way has eight steps."""


class TunePath(QWidget):
    """Two marks and a slider from one to the other; it moves by mouse, wheel and arrow keys."""

    moved = Signal(int)
    """The stop that is wanted: 0 is tune A, `STOPS` + 1 tune B."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.last = self._mark_button("A"), self._mark_button("B")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STOPS + 1)
        self.slider.setPageStep(2)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.valueChanged.connect(self.moved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.first)
        row.addWidget(self.slider, 1)
        row.addWidget(self.last)
        self.show_ends(None, None)

    def _mark_button(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setToolTip(self.tr("Mark the tune that you hear as {name}").format(name=name))
        button.setAccessibleName(self.tr("Mark this tune as {name}").format(name=name))
        button.setFixedWidth(MARK_WIDTH)
        return button

    def show_ends(self, first: Tune | None, last: Tune | None) -> None:
        """Name the ends; without both of them there is no way to go."""
        both = first is not None and last is not None
        for end, name, tune in ((self.first, "A", first), (self.last, "B", last)):
            end.setText(name if tune is None else f"{name} {tune.number}")
        self.slider.setEnabled(both)
        if first is None or last is None:
            self.show_stop(0)
            tip = self.tr("Mark one tune as A and another as B; then go from one to the other here.")
            name = self.tr("Between tune A and tune B")
        else:
            tip = self.tr("Drag from tune {first} to tune {last}: every stop is sung to the same words and rhythm.")
            tip = tip.format(first=first.number, last=last.number)
            name = self.tr("Between tune {first} and tune {last}").format(first=first.number, last=last.number)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(name)

    def show_stop(self, stop: int) -> None:
        """Stand at a stop, without asking for it."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(stop)
