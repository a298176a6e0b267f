"""The find bar of the lyric page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from songwright.ui.fields import caption, icon_button
from songwright.ui.page.editor import LyricEditor
from songwright.ui.services import Services

__all__ = ["FindBar"]


class FindBar(QFrame):
    """Finds and replaces in the words; every replacement goes through the editor and so through undo."""

    def __init__(self, services: Services, editor: LyricEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._services = services
        self._editor = editor
        self.needle = QLineEdit()
        self.other = QLineEdit()
        self._case = QCheckBox(self.tr("Match case"))
        self._found = caption()
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(6)
        for field, name, width in (
            (self.needle, self.tr("Find"), 200),
            (self.other, self.tr("Replace with"), 160),
        ):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setMaximumWidth(width)
        self.needle.textChanged.connect(self._typed)
        self.needle.returnPressed.connect(self.find_next)
        self.other.returnPressed.connect(self.replace)
        theme = self._services.theme
        row.addWidget(self.needle)
        for icon, tip, function in (
            ("chevron-up", self.tr("Previous (Shift+F3)"), self.find_previous),
            ("chevron-down", self.tr("Next (F3)"), self.find_next),
        ):
            button = icon_button(theme, icon, tip, size=16)
            button.clicked.connect(function)
            row.addWidget(button)
        row.addWidget(self._case)
        row.addSpacing(8)
        row.addWidget(self.other)
        for text, tip, function in (
            (self.tr("Replace"), self.tr("Replace this one and find the next"), self.replace),
            (self.tr("All"), self.tr("Replace every one, as one step of undo"), self.replace_all),
        ):
            change = QPushButton(text)
            change.setToolTip(tip)
            change.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            change.clicked.connect(function)
            row.addWidget(change)
        row.addWidget(self._found, 1)
        close = icon_button(theme, "close", self.tr("Close (Esc)"), size=16)
        close.clicked.connect(self.leave)
        row.addWidget(close)

    def start(self) -> None:
        """Open the bar with the selected words in it."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.needle.setText(chosen)
        self.show()
        self.needle.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.needle.selectAll()

    def leave(self) -> None:
        """Close the bar and go back to the words."""
        self.hide()
        self._editor.setFocus()

    def find_next(self) -> None:
        """Select the next place; after the last comes the first."""
        self._find(QTextDocument.FindFlag(0))

    def find_previous(self) -> None:
        """Select the place before; before the first comes the last."""
        self._find(QTextDocument.FindFlag.FindBackward)

    def replace(self) -> None:
        """Replace the selected place, then select the next one."""
        cursor = self._editor.textCursor()
        if self._same(cursor.selectedText()):
            cursor.insertText(self.other.text())
        self.find_next()

    def replace_all(self) -> None:
        """Replace every place at once."""
        text = self.needle.text()
        if not text:
            return
        document, count = self._editor.document(), 0
        edit = QTextCursor(document)
        edit.beginEditBlock()
        place = document.find(text, 0, self._flags())
        while not place.isNull():
            place.insertText(self.other.text())
            count += 1
            place = document.find(text, place.position(), self._flags())
        edit.endEditBlock()
        self._services.session.seal()
        self._found.setText(self.tr("{0} replaced").format(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of this widget."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _typed(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.find_next()

    def _find(self, flags: QTextDocument.FindFlag) -> None:
        text = self.needle.text()
        if not text:
            self._found.setText("")
            return
        flags |= self._flags()
        if self._editor.find(text, flags):
            self._found.setText("")
            return
        before = self._editor.textCursor()
        cursor = QTextCursor(before)
        backward = bool(flags & QTextDocument.FindFlag.FindBackward)
        cursor.movePosition(QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start)
        self._editor.setTextCursor(cursor)
        found = self._editor.find(text, flags)
        self._found.setText(self.tr("From the other end") if found else self.tr("Not found"))
        if not found:
            self._editor.setTextCursor(before)

    def _flags(self) -> QTextDocument.FindFlag:
        return QTextDocument.FindFlag.FindCaseSensitively if self._case.isChecked() else QTextDocument.FindFlag(0)

    def _same(self, text: str) -> bool:
        wanted = self.needle.text()
        return text == wanted if self._case.isChecked() else text.lower() == wanted.lower()
