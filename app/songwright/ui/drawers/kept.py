"""The drawer of takes and tunes: two lists of one kind, with names and favourites; compare two, go on from any."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from songwright.core.changes import Aspect, Change
from songwright.core.song import Take, Tune
from songwright.core.tunes import with_tune
from songwright.llm.brief import brief_of
from songwright.ui.drawers.kept_items import KeptItem, take_items, tune_items, tune_key
from songwright.ui.fields import Segments, label
from songwright.ui.shell.parts import Parts
from songwright.ui.theme.manager import Theme
from songwright.ui.writing.desk import Placement
from songwright.ui.writing.rewriting import taken_up

__all__ = ["KeptDrawer", "KeptList", "build"]

_ITEM = Qt.ItemDataRole.UserRole
_HEIGHT = 4.6
_STAR, _NO_STAR = "\u2605", "\u2606"
TAKES, TUNES = "takes", "tunes"


class KeptDrawer(QWidget):
    """Nothing here is lost by using something else: taking a take or a tune is one step of undo."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._session = parts.services.session
        theme = parts.services.theme
        self.pages = Segments(
            self.tr("What is listed"),
            (
                (TAKES, self.tr("Takes"), self.tr("The drafts that were written")),
                (TUNES, self.tr("Tunes"), self.tr("The music that sections have had")),
            ),
        )
        self.takes = KeptList(theme, self.tr("Takes"))
        self.tunes = KeptList(theme, self.tr("Tunes"))
        self._lists = {TAKES: self.takes, TUNES: self.tunes}
        self._stack = QStackedWidget()
        for kept in self._lists.values():
            self._stack.addWidget(kept)
        self._empty = label("", "empty")
        self._empty.setWordWrap(True)
        self.use = QPushButton()
        self.again = QPushButton(self.tr("Go on from it"))
        self.compare = QPushButton(self.tr("Compare"))
        self._arrange()
        self._connect()
        self._fill()

    def _arrange(self) -> None:
        self.use.setProperty("kind", "primary")
        self.again.setToolTip(self.tr("Write another take of the same brief, model and settings, from a new seed"))
        self.compare.setToolTip(self.tr("Choose two with Ctrl and click; what differs is marked"))
        tools = QGridLayout()
        tools.setSpacing(6)
        tools.addWidget(self.use, 0, 0, 1, 2)
        tools.addWidget(self.again, 1, 0)
        tools.addWidget(self.compare, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.pages)
        column.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        column.addLayout(tools)

    def _connect(self) -> None:
        self.pages.chosen.connect(lambda _page: self._show_page())
        for page, kept in self._lists.items():
            kept.starred.connect(partial(self._star, page))
            kept.rename_asked.connect(partial(self._rename, page))
            kept.used.connect(lambda _key: self._use())
            kept.itemSelectionChanged.connect(self._show_possible)
            kept.shown.connect(partial(self._show, page))
        self.use.clicked.connect(lambda _checked=False: self._use())
        self.again.clicked.connect(lambda _checked=False: self._again())
        self.compare.clicked.connect(lambda _checked=False: self.show_comparison())
        self._parts.services.closing.append(self._session.subscribe(self._follow))
        self._parts.desk.changed.connect(self._show_possible)

    # --- what is shown ----------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.aspects & (Aspect.TAKES | Aspect.TUNES | Aspect.WORDS | Aspect.NOTES | Aspect.CHORDS | Aspect.OPENED):
            self._fill()

    def _fill(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        song = self._session.song
        current = next((take.id for take in reversed(self._session.takes) if taken_up(song, take)), "")
        self.takes.show_items(take_items(self._session.takes, current))
        self.tunes.show_items(tune_items(self._session.tunes, song))
        self._show_page()

    _stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the document."""
        super().showEvent(event)
        if self._stale:
            self._fill()

    def _show_page(self) -> None:
        kept = self._lists[self.pages.value]
        self._stack.setCurrentWidget(kept)
        self._empty.setText(
            self.tr("Every draft is kept here.")
            if kept is self.takes
            else self.tr("Every tune that a section has had is kept here once it is changed.")
        )
        self._empty.setVisible(not kept.count())
        self._show_possible()

    def _show_possible(self) -> None:
        kept = self._lists[self.pages.value]
        chosen = len(kept.chosen_keys())
        takes = kept is self.takes
        self.use.setText(self.tr("Put into the page") if takes else self.tr("Take this tune"))
        self.use.setEnabled(chosen == 1 and not self._parts.desk.writing)
        self.again.setVisible(takes)
        self.again.setEnabled(chosen == 1 and self._parts.services.actions["write"].isEnabled())
        self.compare.setVisible(takes)
        self.compare.setEnabled(chosen == 2)

    # --- what is done -----------------------------------------------------------------------------------------

    def _take(self, key: str) -> Take | None:
        return next((take for take in self._session.takes if take.id == key), None)

    def _tune(self, key: str) -> Tune | None:
        return next((tune for tune in self._session.tunes if tune_key(tune) == key), None)

    def _show(self, page: str, key: str) -> None:
        """Show a take on the draft's sheet, without taking it."""
        if page == TAKES:
            index = next((n for n, take in enumerate(self._session.takes) if take.id == key), -1)
            self._parts.desk.show_take(index)
            self._parts.centre.show_draft(shown=True)

    def _use(self) -> None:
        kept = self._lists[self.pages.value]
        for key in kept.chosen_keys()[:1]:
            if kept is self.takes:
                self._show(TAKES, key)
                usual = self._parts.desk.usual_placement
                self._parts.desk.accept(Placement.REPLACE if usual is Placement.APPEND else usual)
            else:
                self._use_tune(key)

    def _use_tune(self, key: str) -> None:
        tune = self._tune(key)
        if tune is not None:
            self._parts.services.settle()
            self._session.seal()
            self._session.apply(
                self.tr("Tune {number}").format(number=tune.number), with_tune(self._session.song, tune)
            )

    def _again(self) -> None:
        take = next((self._take(key) for key in self.takes.chosen_keys()[:1]), None)
        if take is not None:
            self._parts.desk.begin(brief_of(take))

    def _star(self, page: str, key: str) -> None:
        if page == TAKES:
            self._session.keep_takes(
                tuple(replace(t, favourite=not t.favourite) if t.id == key else t for t in self._session.takes)
            )
        else:
            self._session.keep_tunes(
                tuple(replace(t, favourite=not t.favourite) if tune_key(t) == key else t for t in self._session.tunes)
            )

    def _rename(self, page: str, key: str) -> None:
        kept = self._lists[page]
        name, given = QInputDialog.getText(self, self.tr("Name"), self.tr("Name"), text=kept.item_of(key).name)
        if given:
            self.name(page, key, name.strip())

    def name(self, page: str, key: str, name: str) -> None:
        """Give a take or a tune a name; "" for its usual one."""
        if page == TAKES:
            self._session.keep_takes(tuple(replace(t, name=name) if t.id == key else t for t in self._session.takes))
        else:
            tunes = tuple(replace(t, name=name) if tune_key(t) == key else t for t in self._session.tunes)
            self._session.keep_tunes(tunes)

    def show_comparison(self) -> None:
        """Show the two chosen takes side by side."""
        from songwright.ui.dialogs.comparison import ComparisonDialog

        takes = [take for key in self.takes.chosen_keys() if (take := self._take(key)) is not None]
        if len(takes) == 2:
            names = [self.takes.item_of(take.id).name for take in takes]
            dialog = ComparisonDialog(
                self._parts.services.theme, (names[0], takes[0].text), (names[1], takes[1].text), self.window()
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()


class KeptList(QListWidget):
    """Items with a star. Enter or a double click uses one, a click shows it, S stars it, F2 renames it."""

    starred = Signal(str)
    rename_asked = Signal(str)
    used = Signal(str)
    shown = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("cards", "true")
        self.setAccessibleName(name)
        self.setItemDelegate(_KeptPainter(theme, self))
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
        }.get(Qt.Key(event.key()))
        if signal is None or not keys:
            super().keyPressEvent(event)
        else:
            signal.emit(keys[0])


class _KeptPainter(QStyledItemDelegate):
    """Name and star, first words, and where it comes from."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.pixels(_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, item = self._theme, index.data(_ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("accent" if chosen else "border"), 1.6 if chosen else 1))
        painter.setBrush(theme.colour("accent_soft" if chosen or item.current else "page"))
        painter.drawRoundedRect(area, 8, 8)
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


def build(parts: Parts) -> QWidget:
    """The drawer."""
    return KeptDrawer(parts)
