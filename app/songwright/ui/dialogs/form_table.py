"""The lines of a form as a table to fill in, with buttons and keys to add, duplicate, remove and move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from songwright.lyrics.form_rows import KINDS, FormRow
from songwright.ui.services import Services

__all__ = ["FormTable"]

_Index = QModelIndex | QPersistentModelIndex
_KIND, _AMOUNT, _RHYME, _INSIDE, _REPEATS, _STANZA = range(6)
_SHOW, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole


class _Rows(QAbstractTableModel):
    """The rows of a form; `edited` follows every change that the user made."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FormRow] = []

    def show(self, rows: Sequence[FormRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.rows)

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _SHOW) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and orientation is Qt.Orientation.Horizontal:
            return (
                self.tr("Syllables; feet of a metre; each place weak or strong; or any length"),
                self.tr("8, or 8-10 syllables; feet; or places: x weak, / strong"),
                self.tr("Lines with the same letter rhyme; leave it empty for no rhyme"),
                self.tr("A word inside the line rhymes too: a letter, maybe with the syllable, such as B4"),
                self.tr("A refrain: the line comes back, or only its last word"),
                self.tr("Ticked where a stanza begins; its title may be written beside it"),
            )[section]
        if role != _SHOW:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return (
            self.tr("Counted in"),
            self.tr("How many"),
            self.tr("Rhyme"),
            self.tr("Inside"),
            self.tr("Repeats"),
            self.tr("New stanza"),
        )[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        row = self.rows[index.row()]
        given = row.repeats and index.column() in (_KIND, _AMOUNT, _RHYME, _INSIDE)
        if not given and not (index.column() == _AMOUNT and row.kind == "any"):
            found |= Qt.ItemFlag.ItemIsEditable
        if index.column() == _STANZA and index.row():
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def data(self, index: _Index, role: int = _SHOW) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _STANZA:
            return Qt.CheckState.Checked if row.begins or not index.row() else Qt.CheckState.Unchecked
        if role in (_SHOW, _EDIT):
            value = self._value(row, index.column())
            return self.told(index.column(), value) if role == _SHOW else value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            header = self.headerData(index.column(), Qt.Orientation.Horizontal)
            told = self.told(index.column(), self._value(row, index.column()))
            return self.tr("Line {0}, {1}: {2}").format(index.row() + 1, header, told or self.tr("none"))
        return None

    @staticmethod
    def _value(row: FormRow, column: int) -> str:
        repeats = f"~{row.ends_like}" if row.ends_like else ""
        if row.repeats:
            repeats = f"={row.repeats}"
        return (row.kind, row.amount, row.rhyme, row.inside, repeats, row.heading)[column]

    def told(self, column: int, value: str) -> str:
        """A cell's value for a reader."""
        if column == _KIND:
            return {
                "any": self.tr("any length"), "syllables": self.tr("syllables"), "iambic": self.tr("iambic feet"),
                "trochaic": self.tr("trochaic feet"), "anapaestic": self.tr("anapaestic feet"),
                "dactylic": self.tr("dactylic feet"), "amphibrachic": self.tr("amphibrachic feet"),
                "places": self.tr("weak and strong"),
            }[value]  # fmt: skip
        if column == _REPEATS and value:
            whole, word = self.tr("line {0}"), self.tr("last word of {0}")
            return (whole if value[0] == "=" else word).format(value[1:])
        return value

    def choices(self, index: _Index) -> list[str]:
        """The values that a cell may have; none where anything can be typed."""
        if index.column() == _KIND:
            return list(KINDS)
        if index.column() == _REPEATS:
            lines = range(1, index.row() + 1)
            return ["", *(f"={line}" for line in lines), *(f"~{line}" for line in lines)]
        return []

    def setData(self, index: _Index, value: object, role: int = _EDIT) -> bool:
        row, text = self.rows[index.row()], str(value)
        if role == Qt.ItemDataRole.CheckStateRole:
            changed = replace(row, begins=Qt.CheckState(value) is Qt.CheckState.Checked)
        elif index.column() == _KIND:
            changed = row.with_kind(text) if text != row.kind else row
        elif index.column() == _AMOUNT:
            changed = replace(row, amount=text.strip())
        elif index.column() == _RHYME:
            changed = replace(row, rhyme=text.strip().upper().replace("X", ""))
        elif index.column() == _INSIDE:
            changed = replace(row, inside=text.strip().upper())
        elif index.column() == _REPEATS:
            number = int(text[1:] or 0)
            changed = replace(row, repeats=number * (text[:1] == "="), ends_like=number * (text[:1] == "~"))
        else:
            changed = replace(row, heading=text.strip(), begins=row.begins or bool(text.strip()))
        self.rows[index.row()] = changed
        self.rows = [self._repeated(one) if one.repeats else one for one in self.rows]
        self.dataChanged.emit(self.index(index.row(), 0), self.index(len(self.rows) - 1, _STANZA))
        self.edited.emit()
        return True

    def _repeated(self, row: FormRow) -> FormRow:
        """A row that repeats another, as long and with the rhymes of that one."""
        first = self.rows[row.repeats - 1]
        return replace(first, repeats=row.repeats, ends_like=0, begins=row.begins, heading=row.heading)

    def arrange(self, order: Sequence[int | FormRow]) -> None:
        """Rows in another order, old ones by their place, new ones themselves; what repeats a line follows it."""
        places = {old: new for new, old in enumerate(order, 1) if isinstance(old, int)}

        def moved(entry: int | FormRow, here: int) -> FormRow:
            row = self.rows[entry] if isinstance(entry, int) else entry
            repeats, alike = places.get(row.repeats - 1, 0), places.get(row.ends_like - 1, 0)
            return replace(row, repeats=repeats * (repeats < here), ends_like=alike * (alike < here))

        self.show([moved(entry, here) for here, entry in enumerate(order, 1)])
        self.edited.emit()


class _Cells(QStyledItemDelegate):
    """Lists where there are choices, fields elsewhere."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        model = index.model()
        choices = model.choices(index) if isinstance(model, _Rows) else []
        if not choices or not isinstance(model, _Rows):
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        for value in choices:
            box.addItem(model.told(index.column(), value) or self.tr("nothing"), value)
        box.activated.connect(lambda _place: self._done(box))
        return box

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(_EDIT))))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class FormTable(QWidget):
    """The table and its buttons; `edited` follows every change of the user's."""

    edited = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows()
        self._rows.edited.connect(self.edited)
        self.view = QTableView()
        self.view.setModel(self._rows)
        self.view.setItemDelegate(_Cells(self.view))
        self.view.setAccessibleName(self.tr("Lines of the form"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().setDefaultSectionSize(services.theme.pixels(2.3))
        header = self.view.horizontalHeader()
        for place, width in enumerate((9.8, 6.6, 4.6, 4.6, 8.6, 7.0)):
            self.view.setColumnWidth(place, services.theme.pixels(width))
        header.setSectionResizeMode(_STANZA, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addLayout(self._tools())

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for text, key, tip, function in (
            (self.tr("Add"), "Ins", self.tr("Add a line below this one"), self.add),
            (self.tr("Duplicate"), "Ctrl+D", self.tr("Add a line like this one"), self.duplicate),
            (self.tr("Remove"), "Ctrl+Del", self.tr("Remove this line"), self.remove),
            (self.tr("Up"), "Alt+Up", self.tr("Move this line up"), lambda: self.move_row(-1)),
            (self.tr("Down"), "Alt+Down", self.tr("Move this line down"), lambda: self.move_row(1)),
        ):
            button = QPushButton(text)
            button.setProperty("kind", "quiet")
            button.setAutoDefault(False)
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{tip}  ({shown})")
            button.clicked.connect(function)
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(function)
            tools.addWidget(button)
        tools.addStretch(1)
        return tools

    @property
    def rows(self) -> list[FormRow]:
        """The rows as they are."""
        return list(self._rows.rows)

    def show_rows(self, rows: Sequence[FormRow]) -> None:
        """Show other rows; the cursor stays in its cell when there still is one."""
        here = self.view.currentIndex()
        row, column = max(0, here.row()), max(0, here.column())
        if list(rows) != self._rows.rows:
            self._rows.show(rows)
            self._go_to(min(row, len(rows) - 1), column)

    def add(self) -> None:
        """A line below the one at the cursor: as long, without a rhyme."""
        row = self._rows.rows[self._here] if self._rows.rows else FormRow()
        self._insert(replace(row, rhyme="", repeats=0, ends_like=0, begins=False, heading=""))

    def duplicate(self) -> None:
        """A line like the one at the cursor below it."""
        if self._rows.rows:
            self._insert(replace(self._rows.rows[self._here], begins=False, heading=""))

    def remove(self) -> None:
        """Remove the line at the cursor; the last one stays."""
        here, count = self._here, len(self._rows.rows)
        if count > 1:
            self._arrange([place for place in range(count) if place != here], min(here, count - 2))

    def move_row(self, step: int) -> None:
        """Move the line at the cursor."""
        here, count = self._here, len(self._rows.rows)
        if 0 <= here + step < count:
            order = list(range(count))
            order[here], order[here + step] = order[here + step], order[here]
            self._arrange(order, here + step)

    def _insert(self, row: FormRow) -> None:
        here, count = self._here, len(self._rows.rows)
        self._arrange([*range(min(here + 1, count)), row, *range(here + 1, count)], min(here + 1, count))

    def _arrange(self, order: Sequence[int | FormRow], here: int) -> None:
        column = max(0, self.view.currentIndex().column())
        self._rows.arrange(order)
        self._go_to(here, column)

    @property
    def _here(self) -> int:
        return max(0, self.view.currentIndex().row())

    def _go_to(self, row: int, column: int) -> None:
        self.view.setCurrentIndex(self._rows.index(row, column))
