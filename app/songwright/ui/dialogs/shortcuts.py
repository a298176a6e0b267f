"""Every key, by group, and a way to change each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from songwright.ui.actions import GROUPS, Actions
from songwright.ui.fields import caption, label

__all__ = ["ShortcutsDialog"]

_ID = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """Lists the commands; `changed` is called with the keys that differ from the usual ones."""

    def __init__(self, actions: Actions, changed: Callable[[dict[str, str]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self.resize(560, 620)
        self._actions = actions
        self._changed = changed
        self._custom = actions.custom()
        self.filter = QLineEdit()
        self.list = QTreeWidget()
        self.keys = QKeySequenceEdit()
        self._command = QLabel()
        self._problem = label("", "error")
        self._usual = QPushButton(self.tr("Usual key"))
        self._arrange()
        self._fill()
        self.list.currentItemChanged.connect(self._choose)
        self.keys.editingFinished.connect(self._set_key)
        self._usual.clicked.connect(self._reset)
        self.filter.textChanged.connect(self._show_matching)
        self._choose(None)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Keyboard Shortcuts"), "title"))
        note = self.tr("Single keys such as Space, L, C and T work while you are not typing.")
        column.addWidget(caption(note))
        self.filter.setPlaceholderText(self.tr("Search commands"))
        self.filter.setAccessibleName(self.tr("Search commands"))
        self.filter.setClearButtonEnabled(True)
        column.addWidget(self.filter)
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self._command, 1)
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        self.keys.setFixedWidth(170)
        self.keys.setAccessibleName(self.tr("New key"))
        self.keys.setToolTip(self.tr("Press the new key"))
        row.addWidget(self.keys)
        row.addWidget(self._usual)
        column.addLayout(row)
        column.addWidget(self._problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for name in GROUPS:
            item = QTreeWidgetItem([QCoreApplication.translate("Groups", name)])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = item.font(0)
            font.setWeight(QFont.Weight.DemiBold)
            item.setFont(0, font)
            self.list.addTopLevelItem(item)
            groups[name] = item
        for spec in self._actions.specs():
            item = QTreeWidgetItem([self._actions.text(spec.id), self._shown_keys(spec.id)])
            item.setData(0, _ID, spec.id)
            item.setToolTip(0, QCoreApplication.translate("Actions", spec.tip))
            groups[spec.group].addChild(item)
        self.list.expandAll()

    def _shown_keys(self, action_id: str) -> str:
        native = QKeySequence.SequenceFormat.NativeText
        return "   ".join(QKeySequence(key).toString(native) for key in self._actions.keys(action_id))

    def _chosen(self) -> str | None:
        item = self.list.currentItem()
        return item.data(0, _ID) if item is not None else None

    def _choose(self, _item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        action_id = self._chosen()
        self._problem.setText("")
        for widget in (self.keys, self._usual):
            widget.setEnabled(action_id is not None)
        self._command.setText(
            self._actions.text(action_id) if action_id else self.tr("Choose a command to change its key")
        )
        keys = self._actions.keys(action_id) if action_id else ()
        self.keys.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())

    def _set_key(self) -> None:
        action_id = self._chosen()
        key = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if action_id is None or (self._actions.keys(action_id)[:1] == (key,)):
            return
        owner = self._actions.owner(key) if key else None
        if owner is not None and owner != action_id:
            self._problem.setText(self.tr("{0} is taken by “{1}”.").format(key, self._actions.text(owner)))
            return
        self._custom[action_id] = key
        self._apply(action_id)

    def _reset(self) -> None:
        action_id = self._chosen()
        if action_id is not None:
            self._custom.pop(action_id, None)
            self._apply(action_id)
            self._choose(None)

    def _apply(self, action_id: str) -> None:
        self._problem.setText("")
        self._actions.remap(self._custom)
        self._changed(dict(self._custom))
        if (item := self.list.currentItem()) is not None:
            item.setText(1, self._shown_keys(action_id))

    def _show_matching(self, text: str) -> None:
        wanted = text.strip().lower()
        for group in _children(self.list.invisibleRootItem()):
            children = _children(group)
            for child in children:
                child.setHidden(wanted not in f"{child.text(0)} {child.text(1)}".lower())
            group.setHidden(all(child.isHidden() for child in children))


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(place) for place in range(item.childCount()))
    return [child for child in found if child is not None]
