"""A list of takes, tunes or versions: items with a name, a star, first words and where they come from."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
    QWidget,
)

from songwright.llm.kept_items import KeptItem
from songwright.ui.drawers.card_frame import CardDelegate, paint_card_frame
from songwright.ui.theme.manager import Theme

__all__ = ["KeptList"]

_ITEM = Qt.ItemDataRole.UserRole
_HEIGHT = 4.6
_STAR, _NO_STAR = "\u2605", "\u2606"


class KeptList(QListWidget):
    """Items with a star. Enter or a double click uses one, a click shows it, S stars it, F2 renames it.

    Delete asks to remove what is chosen; whether that can be is for the owner to say.
    """

    starred = Signal(str)
    rename_asked = Signal(str)
    used = Signal(str)
    shown = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("cards", "true")
        self.setAccessibleName(name)
        self.setItemDelegate(_KeptPainter(theme, _HEIGHT, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self.itemClicked.connect(self._clicked)
        self.itemDoubleClicked.connect(lambda item: self.used.emit(item.data(_ITEM).key))
        theme.changed.connect(self.viewport().update)

    def show_items(self, items: tuple[KeptItem, ...]) -> None:
        """Show these items; chosen ones stay chosen."""
        if [self.item(row).data(_ITEM) for row in range(self.count())] == list(items):
            return
        kept = set(self.chosen_keys())
        self.clear()
        for item in items:
            row = QListWidgetItem(item.name)
            row.setData(_ITEM, item)
            told = [item.name, item.words, item.origin]
            told += [self.tr("favourite")] * item.favourite + [self.tr("stands in the document")] * item.current
            row.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, told)))
            row.setToolTip("\n".join(filter(None, (item.words, item.origin))))
            self.addItem(row)
            row.setSelected(item.key in kept)

    def chosen_keys(self) -> list[str]:
        """Keys of the chosen items, from top to bottom."""
        return [item.data(_ITEM).key for item in sorted(self.selectedItems(), key=self.row)]

    def item_of(self, key: str) -> KeptItem:
        """The item with a key. KeyError for none."""
        for row in range(self.count()):
            item: KeptItem = self.item(row).data(_ITEM)
            if item.key == key:
                return item
        raise KeyError(key)

    def _clicked(self, item: QListWidgetItem) -> None:
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        area = self.visualItemRect(item)
        if at.x() >= area.right() - self._theme.pixels(2.2) and at.y() <= area.y() + self._theme.pixels(2):
            self.starred.emit(item.data(_ITEM).key)
        elif len(self.selectedItems()) == 1:
            self.shown.emit(item.data(_ITEM).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out an item's commands."""
        keys = self.chosen_keys()[:1]
        signal = {
            Qt.Key.Key_S: self.starred,
            Qt.Key.Key_F2: self.rename_asked,
            Qt.Key.Key_Return: self.used,
            Qt.Key.Key_Space: self.shown,
            Qt.Key.Key_Delete: self.removed,
        }.get(Qt.Key(event.key()))
        if signal is None or not keys:
            super().keyPressEvent(event)
        else:
            signal.emit(keys[0])


class _KeptPainter(CardDelegate):
    """Name and star, first words, and where it comes from."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, item = self._theme, index.data(_ITEM)
        painter.save()
        area = paint_card_frame(painter, option, theme, marked=item.current)
        inside = area.adjusted(10, 6, -10, -6).toRect()
        height = inside.height() // 3
        rows = (
            (theme.ui_font(bold=True), "text", f"{item.name} \u2713" if item.current else item.name),
            (theme.ui_font(0.92), "text", item.words),
            (theme.ui_font(0.85), "muted", item.origin),
        )
        for number, (font, colour, text) in enumerate(rows):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            room = inside.width() - (theme.pixels(1.6) if number == 0 else 0)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            place = QRect(inside.x(), inside.y() + number * height, room, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.ui_font(1.15))
        painter.setPen(theme.colour("heading" if item.favourite else "faint"))
        star = QRect(inside.right() - theme.pixels(1.4), inside.y(), theme.pixels(1.4), height)
        painter.drawText(star, Qt.AlignmentFlag.AlignCenter, _STAR if item.favourite else _NO_STAR)
        painter.restore()
