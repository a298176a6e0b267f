"""The frame that all cards in the drawers have: rounded, and in the accent's colours when chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from songwright.ui.theme.manager import Theme

__all__ = ["CardDelegate", "paint_card_frame"]


def paint_card_frame(painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, marked: bool = False) -> QRectF:
    """Paint the frame of a row in a list and return its area; a `marked` card has the ground of a chosen one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    area = QRectF(option.rect).adjusted(1, 1, -1, -1)
    painter.setPen(QPen(theme.colour("accent" if chosen else "border"), 1.6 if chosen else 1))
    painter.setBrush(theme.colour("accent_soft" if chosen or marked else "page"))
    painter.drawRoundedRect(area, 8, 8)
    return area


class CardDelegate(QStyledItemDelegate):
    """What all cards have in common: the theme, and a `height` in sizes of the base type."""

    def __init__(self, theme: Theme, height: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as a card is; the list gives it its width."""
        return QSize(100, self._theme.pixels(self._height))
