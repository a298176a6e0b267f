"""Odds as bars: what a model gives each word or chord, and what is left of that when one is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.ui.guide.odds import Chance
from songwright.ui.theme.manager import Theme

__all__ = ["OddsView"]


class OddsView(QWidget):
    """A bar a word: hollow as the model gives it, filled as it is drawn after temperature and min-p."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chances: tuple[Chance, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Odds of the next word"))

    def show_chances(self, chances: tuple[Chance, ...]) -> None:
        """Show these odds, the likeliest first."""
        self._chances = chances
        told = [f"{chance.word} {chance.left:.0%}" for chance in chances]
        self.setAccessibleDescription(", ".join(told))
        self.updateGeometry()
        self.update()

    @property
    def chances(self) -> tuple[Chance, ...]:
        """What is shown."""
        return self._chances

    def sizeHint(self) -> QSize:
        """A row a word."""
        return QSize(360, max(1, len(self._chances)) * self._theme.pixels(1.9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, left = theme.pixels(1.9), theme.pixels(7)
        room = self.width() - left - theme.pixels(4)
        for place, chance in enumerate(self._chances):
            top = place * row
            painter.setFont(theme.page_font(theme.pixels(1.15) / theme.page_pixels))
            painter.setPen(theme.colour("text" if chance.left else "faint"))
            words = QRectF(0, top, left - 8, row)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, chance.word)
            given = QRectF(left, top + 5, max(2.0, room * chance.given), row - 10)
            drawn = QRectF(left, top + 5, room * chance.left, row - 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRect(drawn)
            painter.setPen(QPen(theme.colour("muted"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(given)
            painter.setFont(theme.ui_font(0.92))
            painter.setPen(theme.colour("muted"))
            told = f"{chance.left:.0%}" if chance.left else self.tr("cut off")
            number = QRectF(max(given.right(), drawn.right()) + 6, top, theme.pixels(5), row)
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, told)
