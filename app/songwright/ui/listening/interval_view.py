"""A drawing of a share with its interval, against what guessing gives."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.music.listening.results import Tally
from songwright.ui.theme.manager import Theme

__all__ = ["IntervalView"]

_HEIGHT = 96
_BAR = 14
_DOT = 6.0
_TYPE = 0.92


class IntervalView(QWidget):
    """The share that was right as a dot, its 95 % interval as a bar, and a half as a dashed line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tally: Tally | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Share of right answers"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide and flat."""
        return QSize(420, _HEIGHT)

    def show_tally(self, tally: Tally | None) -> None:
        """Draw these answers; None for none."""
        self._tally = tally if tally is not None and tally.count else None
        self.setAccessibleDescription(self._described())
        self.update()

    def _described(self) -> str:
        if self._tally is None:
            return self.tr("No answers")
        low, high = self._tally.interval
        text = self.tr("{0:.0f} % right, 95 % interval {1:.0f} to {2:.0f} %; guessing gives 50 %")
        return text.format(100 * self._tally.share, 100 * low, 100 * high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.ui_font(_TYPE))
        self._paint_axis(painter)
        if self._tally is not None:
            self._paint_share(painter, self._tally)
        painter.end()

    def _x(self, share: float) -> float:
        side = QFontMetricsF(self._theme.ui_font(_TYPE)).horizontalAdvance("100 %") / 2 + 2
        return side + share * (self.width() - 2 * side)

    def _paint_axis(self, painter: QPainter) -> None:
        bottom = _HEIGHT - 24.0
        painter.setPen(QPen(self._theme.colour("outline"), 1))
        painter.drawLine(QPointF(self._x(0), bottom), QPointF(self._x(1), bottom))
        for percent in range(0, 101, 25):
            x = self._x(percent / 100)
            painter.setPen(QPen(self._theme.colour("outline"), 1))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QRectF(x - 30, bottom + 5, 60, 18), Qt.AlignmentFlag.AlignCenter, f"{percent} %")
        painter.setPen(QPen(self._theme.colour("muted"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(self._x(0.5), 20), QPointF(self._x(0.5), bottom))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(QRectF(self._x(0.5) - 60, 0, 120, 18), Qt.AlignmentFlag.AlignCenter, self.tr("guessing"))

    def _paint_share(self, painter: QPainter, tally: Tally) -> None:
        middle = (20 + _HEIGHT - 24) / 2
        low, high = (self._x(end) for end in tally.interval)
        painter.setPen(QPen(self._theme.colour("accent"), 1))
        painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawRoundedRect(QRectF(low, middle - _BAR / 2, high - low, _BAR), _BAR / 2, _BAR / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(QPointF(self._x(tally.share), middle), _DOT, _DOT)
