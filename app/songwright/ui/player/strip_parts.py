"""What a strip of the mixer is made of: a level meter, sliders, and a button that shortens its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSlider, QWidget

__all__ = ["FALL_MILLISECONDS", "Fader", "LevelMeter", "MenuButton"]

FALL_MILLISECONDS = 33
_FALL = 0.03
"""How far a meter falls in that time: about as fast as a programme meter does, 40 dB a second."""
_ARROW = 36  # pixels of a menu button that are not for its text


class LevelMeter(QWidget):
    """A thin bar that says how loud a track is."""

    def __init__(self, colour: Callable[[], QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._level = 0.0
        self.setFixedWidth(6)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @property
    def level(self) -> float:
        """What is shown, 0-1."""
        return self._level

    def show_level(self, level: float) -> None:
        """A level from 0 to 1; one lower than what is shown waits for the meter to fall."""
        if level > self._level:
            self._level = level
            self.update()

    def fall(self) -> bool:
        """Fall a little; whether there is still something to show."""
        if self._level > 0.0:
            self._level = max(0.0, self._level - _FALL)
            self.update()
        return self._level > 0.0

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


class Fader(QSlider):
    """A slider that goes back to its usual value on a double click."""

    def __init__(self, usual: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._usual = usual

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Go back."""
        self.setValue(self._usual)


class MenuButton(QPushButton):
    """A button with a menu whose text ends in dots where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("menu", "true")

    def show_text(self, text: str) -> None:
        """Show as much of a text as there is room for."""
        self._whole = text
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again what there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.width() - _ARROW)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
