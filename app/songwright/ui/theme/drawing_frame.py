"""The frame around what is drawn: a rounded sheet of the page's colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from songwright.ui.theme.manager import Theme

__all__ = ["paint_frame"]


def paint_frame(painter: QPainter, area: QRect, theme: Theme, *, radius: float = 6.0) -> None:
    """Paint it along the edge of an area, smoothly, as all that is drawn on it is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(theme.colour("page"))
    # A pen of one pixel is sharp in the middle of one.
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
