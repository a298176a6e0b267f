"""A list of what could stand at the cursor, each with its likelihood as a bar and a remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from songwright.ui.theme.manager import Theme

__all__ = ["OfferList", "Shown"]

_OFFER = Qt.ItemDataRole.UserRole
_ROW = 2.3
"""Height of a row in base type sizes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: its words, its likelihood from 0 to 1 (None while that is not known), and remarks at the right."""

    text: str
    share: float | None = None
    remark: str = ""
    good: bool = False
    """Whether the remark is good news."""
    tip: str = ""


class OfferList(QListWidget):
    """Arrows move, Enter or a click takes."""

    taken = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._take)

    @property
    def row_height(self) -> int:
        """Height of a row in pixels."""
        return self._theme.pixels(_ROW)

    def show_offers(self, offers: Sequence[Shown]) -> None:
        """Show these rows; one that the user has gone to stays chosen."""
        item = self.currentItem()
        kept = item.data(_OFFER).text if item is not None and self.currentRow() > 0 else ""
        self.clear()
        for offer in offers:
            entry = self._entry(offer)
            self.addItem(entry)
            if offer.text == kept:
                self.setCurrentItem(entry)
        if self.currentItem() is None and offers:
            self.setCurrentRow(0)

    def _entry(self, offer: Shown) -> QListWidgetItem:
        entry = QListWidgetItem(offer.text)
        entry.setData(_OFFER, offer)
        entry.setToolTip(offer.tip)
        share = self.tr("{0} percent").format(round(offer.share * 100)) if offer.share is not None else ""
        told = ", ".join(filter(None, (offer.text, share, offer.remark)))
        entry.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        return entry

    def take_current(self) -> None:
        """Take the chosen row."""
        self._take(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_current()
        else:
            super().keyPressEvent(event)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.taken.emit(item.data(_OFFER).text)


class _Delegate(QStyledItemDelegate):
    """Words at the left; at the right a bar and a share, and a remark between them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, self._theme.pixels(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Shown = index.data(_OFFER)
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        right = area.right() - 8
        if offer.share is not None:
            right = self._paint_share(painter, area, right, offer.share)
        painter.setFont(theme.ui_font(0.92))
        if offer.remark:
            width = painter.fontMetrics().horizontalAdvance(offer.remark)
            painter.setPen(theme.colour("success" if offer.good else "muted"))
            place = QRect(right - width, area.y(), width + 1, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, offer.remark)
            right -= width + 10
        painter.setFont(theme.page_font(theme.pixels(1.2) / theme.page_pixels))
        painter.setPen(theme.colour("text"))
        place = QRect(area.x() + 8, area.y(), right - area.x() - 8, area.height())
        text = painter.fontMetrics().elidedText(offer.text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_share(self, painter: QPainter, area: QRect, right: int, share: float) -> int:
        """Draw a bar and its number; returns where there is room to the left of them."""
        theme = self._theme
        painter.setFont(theme.ui_font(0.92))
        text = f"{share:.0%}" if share >= 0.01 else "<1%"
        width = painter.fontMetrics().horizontalAdvance("100%")
        painter.setPen(theme.colour("muted"))
        place = QRect(right - width, area.y(), width, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        length = theme.pixels(4.5)
        bar = QRectF(right - width - 8 - length, area.center().y() - 2, length, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(3.0, bar.width() * share), bar.height()), 2.5, 2.5)
        return round(bar.left()) - 10
