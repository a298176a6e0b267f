"""The drawer of sections: a card each, to be dragged, copied, linked and renamed; the same by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QDropEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from songwright.core.changes import Aspect, Change
from songwright.core.edits import move_section, remove_section, repeat_section, unlink_section
from songwright.core.section_cards import SectionCard, section_cards
from songwright.core.section_edits import copy_section, link_section, linkable, rename_section
from songwright.core.song import Song
from songwright.ui.bars.look import section_colour
from songwright.ui.drawers.card_frame import CardDelegate, paint_card_frame
from songwright.ui.fields import icon_button, label
from songwright.ui.shell.parts import Parts
from songwright.ui.theme.manager import Theme

__all__ = ["SectionsDrawer", "build"]

_CARD = Qt.ItemDataRole.UserRole
_HEIGHT = 5.2
"""Of a card, in base type sizes."""
_PAUSE_MS = 120
_SHOWN_BY = Aspect.WORDS | Aspect.NOTES | Aspect.TRACKS | Aspect.OPENED | Aspect.TIME


class SectionsDrawer(QWidget):
    """Every command is one step of undo. A click shows the section on the page and puts the playhead there."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._services = parts.services
        self._session = parts.services.session
        self.list = _Cards(parts.services.theme, self)
        self._empty = label(self.tr("A row such as [Verse 1] on the page starts a section."), "empty")
        self._empty.setWordWrap(True)
        theme = parts.services.theme
        self._buttons = {
            name: icon_button(theme, icon, tip, size=18)
            for name, icon, tip in (
                ("up", "chevron-up", self.tr("Move up  (Alt+Up)")),
                ("down", "chevron-down", self.tr("Move down  (Alt+Down)")),
                ("repeat", "link", self.tr("Repeat it: the same words and music once more  (Ctrl+L)")),
                ("copy", "duplicate", self.tr("Duplicate it, with words and music of its own  (Ctrl+D)")),
                ("rename", "write", self.tr("Rename it  (F2)")),
                ("remove", "trash", self.tr("Remove it  (Del)")),
            )
        }
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for button in self._buttons.values():
            tools.addWidget(button)
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(4)
        column.addLayout(tools)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        services = self._services
        commands: dict[str, Callable[[], None]] = {
            "up": lambda: self.move_by(-1),
            "down": lambda: self.move_by(1),
            "repeat": self.repeat,
            "copy": self.copy,
            "rename": self.rename,
            "remove": self.remove,
        }
        for name, function in commands.items():
            self._buttons[name].clicked.connect(lambda _checked=False, function=function: function())
        self.list.commands = {
            (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier): commands["up"],
            (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier): commands["down"],
            (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier): commands["repeat"],
            (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier): commands["copy"],
            (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier): commands["rename"],
            (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): commands["remove"],
            (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier): self.show_chosen,
        }
        self.list.menu_wanted = self._menu
        self.list.dropped = self.move_to
        self.list.itemClicked.connect(lambda _item: self.show_chosen())
        services.closing.append(self._session.subscribe(self._follow))
        services.closing.append(self._pause.stop)
        services.fit_marks.changed.connect(self._pause.start)
        services.theme.changed.connect(self.list.viewport().update)

    def _follow(self, change: Change) -> None:
        if change.aspects & _SHOWN_BY:
            self._pause.start()

    def refresh(self) -> None:
        """Show the sections as they are; the chosen one stays chosen."""
        self._pause.stop()
        kept = self.chosen
        cards = section_cards(self._session.song, self._services.fit_marks.lines)
        self.list.show_cards(cards, kept)
        self._empty.setVisible(not cards)
        for button in self._buttons.values():
            button.setEnabled(bool(cards))

    @property
    def chosen(self) -> str:
        """Id of the chosen section; "" for none."""
        item = self.list.currentItem()
        return str(item.data(_CARD).id) if self.list.count() else ""

    # --- commands ---------------------------------------------------------------------------------------------

    def _edit(self, name: str, change: Callable[[Song], Song], chosen: str = "") -> None:
        self._services.settle()
        song = self._session.song
        if not any(section.id == self.chosen for section in song.sections):
            return
        before = {section.id for section in song.sections}
        self._session.seal()
        self._session.apply(name, change(song))
        made = [section.id for section in self._session.song.sections if section.id not in before]
        self.refresh()
        self.list.choose(chosen or (made[0] if made else self.chosen))

    def move_by(self, step: int) -> None:
        """Move the chosen section up or down."""
        self.move_to(self.list.currentRow() + step)

    def move_to(self, place: int) -> None:
        """Move the chosen section to a place in the order."""
        chosen = self.chosen
        if chosen and 0 <= place < self.list.count():
            self._edit(self.tr("Move Section"), lambda song: move_section(song, chosen, place), chosen)

    def repeat(self) -> None:
        """The chosen section once more, its words and music shared."""
        self._edit(self.tr("Repeat Section"), lambda song: repeat_section(song, self.chosen))

    def copy(self) -> None:
        """The chosen section once more, with words and music of its own."""
        self._edit(self.tr("Duplicate Section"), lambda song: copy_section(song, self.chosen))

    def remove(self) -> None:
        """Take the chosen section out; its repeats stay."""
        self._edit(self.tr("Remove Section"), lambda song: remove_section(song, self.chosen))

    def unlink(self) -> None:
        """Let a repeat have words and music of its own."""
        self._edit(self.tr("Unlink Section"), lambda song: unlink_section(song, self.chosen), self.chosen)

    def link(self, like: str) -> None:
        """Let the chosen section repeat another; its own words and music go, until undone."""
        self._edit(self.tr("Link Section"), lambda song: link_section(song, self.chosen, like), self.chosen)

    def rename(self) -> None:
        """Ask for another heading."""
        if not self.chosen:
            return
        card: SectionCard = self.list.currentItem().data(_CARD)
        title, given = QInputDialog.getText(self, self.tr("Rename Section"), self.tr("Heading"), text=card.name)
        if given:
            self.rename_to(title)

    def rename_to(self, title: str) -> None:
        """Give the chosen section, and its repeats, another heading."""
        self._edit(self.tr("Rename Section"), lambda song: rename_section(song, self.chosen, title), self.chosen)

    def show_chosen(self) -> None:
        """Show the section on the page, and put the playhead to where it begins."""
        chosen = self.chosen
        row = self._parts.centre.sheet.editor.rows().row_of_section(chosen)
        if row is not None:
            self._parts.centre.sheet.editor.show_row(row)
        span = next((span for span in self._parts.music.bars.roll.spans if span.section.id == chosen), None)
        if span is not None and span.music is not None:
            self._parts.music.playing.seek(span.start)

    def _menu(self, event: QContextMenuEvent) -> None:
        chosen = self.chosen
        if not chosen:
            return
        song, menu = self._session.song, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, function in (
            (self.tr("Repeat"), self.repeat),
            (self.tr("Duplicate"), self.copy),
            (self.tr("Rename…"), self.rename),
        ):
            menu.addAction(text).triggered.connect(lambda _checked=False, function=function: function())
        if song.section(chosen).repeats is not None:
            menu.addAction(self.tr("Unlink: words and music of its own")).triggered.connect(
                lambda _on=False: self.unlink()
            )
        else:
            links = menu.addMenu(self.tr("Link to"))
            links.setEnabled(bool(linkable(song, chosen)))
            for card in section_cards(song):
                if card.id in linkable(song, chosen):
                    links.addAction(card.name).triggered.connect(lambda _on=False, like=card.id: self.link(like))
        menu.addSeparator()
        menu.addAction(self.tr("Remove")).triggered.connect(lambda _on=False: self.remove())
        menu.popup(event.globalPos())


class _Cards(QListWidget):
    """The cards one below the other; a drag within the list is told as a move."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.commands: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]] = {}
        self.menu_wanted: Callable[[QContextMenuEvent], None] = lambda _event: None
        self.dropped: Callable[[int], None] = lambda _place: None
        self.setProperty("cards", "true")
        self.setAccessibleName(self.tr("Sections"))
        self.setItemDelegate(_CardPainter(theme, _HEIGHT, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)

    def show_cards(self, cards: tuple[SectionCard, ...], chosen: str) -> None:
        """Show these cards; a card that is the same stays as it is."""
        shown = [self.item(row).data(_CARD) for row in range(self.count())]
        if shown == list(cards):
            return
        self.clear()
        for card in cards:
            item = QListWidgetItem(card.name)
            item.setData(_CARD, card)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._told(card))
            item.setToolTip(self._told(card))
            self.addItem(item)
        self.choose(chosen)
        if self.currentItem() is None and cards:
            self.setCurrentRow(0)

    def choose(self, section: str) -> None:
        """Choose a section's card."""
        for row in range(self.count()):
            if self.item(row).data(_CARD).id == section:
                self.setCurrentRow(row)

    def _told(self, card: SectionCard) -> str:
        """A card in words."""
        parts = [card.name, card.words]
        if card.repeats:
            parts.append(self.tr("repeats {0}").format(card.repeats))
        if card.bars:
            parts.append(self.tr("1 bar") if card.bars == 1 else self.tr("{0} bars").format(card.bars))
            parts.append(self.tr("fits its tune") if card.fits else self.tr("no longer fits its tune"))
        parts += [self.tr("changed by hand")] * card.changed + [self.tr("locked")] * card.locked
        return ", ".join(filter(None, parts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out a card's commands."""
        command = self.commands.get((Qt.Key(event.key()), event.modifiers()))
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a section."""
        self.menu_wanted(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the card was dropped; the song moves it, not the list."""
        at = event.position().toPoint()
        item = self.itemAt(at)
        place = self.count() - 1 if item is None else self.row(item)
        if item is not None and self.dropIndicatorPosition() is QAbstractItemView.DropIndicatorPosition.BelowItem:
            place += 1
        if place > self.currentRow():
            place -= item is not None
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        QTimer.singleShot(0, self, lambda: self.dropped(place))


class _CardPainter(CardDelegate):
    """A card: name and state above, first words in the middle, the tune's course at the foot."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, card = self._theme, index.data(_CARD)
        painter.save()
        area = paint_card_frame(painter, option, theme)
        colour = QColor(section_colour(theme.tokens, card.kind))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(area.x() + 4, area.y() + 8, 3, area.height() - 16), 1.5, 1.5)
        inside = area.adjusted(14, 6, -10, -6).toRect()
        self._paint_head(painter, card, inside)
        painter.setFont(theme.ui_font(0.92))
        painter.setPen(theme.colour("muted"))
        words = card.words or (self.tr("only played") if card.bars else self.tr("no words yet"))
        line = QRect(inside.x(), inside.y() + theme.pixels(1.35), inside.width(), theme.pixels(1.4))
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width()),
        )
        self._paint_tune(painter, card, QRectF(inside).adjusted(0, theme.pixels(2.9), 0, 0), colour)
        painter.restore()

    def _paint_head(self, painter: QPainter, card: SectionCard, area: QRect) -> None:
        theme = self._theme
        state = []
        if card.bars:
            state.append(self.tr("{0} bars").format(card.bars))
        if card.repeats:
            state.insert(0, "\u21ba")
        if card.locked:
            state.append(self.tr("locked"))
        elif card.changed:
            state.append(self.tr("changed"))
        if not card.fits:
            state.append(self.tr("does not fit"))
        told = " \u00b7 ".join(state)
        painter.setFont(theme.ui_font(0.85))
        painter.setPen(theme.colour("muted" if card.fits else "warning"))
        row = QRect(area.x(), area.y(), area.width(), theme.pixels(1.3))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
        left = row.width() - painter.fontMetrics().horizontalAdvance(told) - 8
        painter.setFont(theme.ui_font(bold=True))
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(card.name, Qt.TextElideMode.ElideRight, left)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_tune(self, painter: QPainter, card: SectionCard, area: QRectF, colour: QColor) -> None:
        painter.setPen(QPen(colour, 2))
        for start, end, height in card.tune:
            y = area.bottom() - height * area.height()
            left, right = area.x() + start * area.width(), area.x() + end * area.width()
            painter.drawLine(QPointF(left, y), QPointF(max(left + 1, right - 1.5), y))


def build(parts: Parts) -> QWidget:
    """The drawer."""
    return SectionsDrawer(parts)
