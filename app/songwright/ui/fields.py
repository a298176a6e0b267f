"""Small input widgets that the window shares: segments, buttons, captions, fields that leave undo to the session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QToolButton,
    QWidget,
)

from songwright.ui.theme.manager import Theme

__all__ = [
    "ActionButton",
    "DocumentField",
    "DocumentText",
    "IconButton",
    "Segments",
    "action_button",
    "brings_files",
    "caption",
    "divider",
    "icon_button",
    "indent_spin_boxes",
    "label",
    "make_report",
    "plain_words",
    "set_kind",
]


class Segments(QFrame):
    """A row of choices of which one is chosen, as in a segmented control. Arrow keys move the choice."""

    chosen = Signal(str)
    """The key of the new choice; only when the user made it."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`choices` are (key, text, tooltip)."""
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for key, text, tip in choices:
            button = QPushButton(text, self)
            button.setProperty("segment", "true")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(f"{name}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button, 1)
        next(iter(self._buttons.values())).setChecked(True)

    @property
    def value(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_choice(self, key: str, *, shown: bool) -> None:
        """Offer a choice, or leave it out."""
        self._buttons[key].setVisible(shown)

    def set_value(self, key: str) -> None:
        """Choose a segment without telling."""
        self._buttons[key].setChecked(True)


def plain_words(text: str) -> str:
    """Pasted text as the document keeps it: line feeds only, and nothing that cannot be seen or saved."""
    for separator in ("\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c"):
        text = text.replace(separator, "\n")
    return text.replace("\0", "")


def brings_files(source: QMimeData) -> bool:
    """Whether something dropped or pasted is files: these are opened by the window, not put into the words."""
    return any(url.isLocalFile() for url in source.urls())


def _leave_undo(event: QEvent) -> bool:
    """Whether this is the moment at which a field would claim the undo keys for itself."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class DocumentField(QLineEdit):
    """A line of the document: its changes go through the session, which also does the undoing."""

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if _leave_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def show_text(self, text: str) -> None:
        """Show what the document says, keeping the cursor where it can stay."""
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))


class DocumentText(QPlainTextEdit):
    """Several lines of the document: its changes go through the session, which also does the undoing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if _leave_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, but leave files to the window."""
        return not brings_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste."""
        self.insertPlainText(plain_words(source.text()))

    def show_text(self, text: str) -> None:
        """Show what the document says, keeping the cursor where it can stay."""
        if text != self.toPlainText():
            place = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(place, self.document().characterCount() - 1))
            self.setTextCursor(cursor)


def indent_spin_boxes(root: QWidget) -> None:
    """Give the numbers in spin boxes the distance from the edge that other fields have: Qt's style sheets cannot."""
    for box in root.findChildren(QAbstractSpinBox):
        line = box.findChild(QLineEdit)
        if line is not None:
            line.setTextMargins(6, 0, 0, 0)


def label(text: str, role: str, parent: QWidget | None = None, *, buddy: QWidget | None = None) -> QLabel:
    """A label in one of the style sheet's roles ("title", "section", "field", "caption", "empty", "error")."""
    result = QLabel(text, parent)
    result.setProperty("role", role)
    if buddy is not None:
        result.setBuddy(buddy)
    return result


def caption(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A line of small secondary text."""
    return label(text, "caption", parent)


def make_report(table: QTableWidget) -> None:
    """Make a table one to be read: whole rows are picked, nothing is typed, Tab leaves it."""
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def divider(parent: QWidget | None = None) -> QFrame:
    """A hairline."""
    line = QFrame(parent)
    line.setProperty("bar", "divider")
    line.setFixedHeight(1)
    return line


class ActionButton(QPushButton):
    """A push button for a command: its text (or another), icon, tooltip and state."""

    def __init__(self, action: QAction, *, kind: str = "", icon: bool = True, text: str = "") -> None:
        super().__init__()
        self._action = action
        self._text = text
        self._with_icon = icon and kind != "primary"
        if kind:
            self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the command as it is now."""
        self.setText(self._text or self._action.text().replace("&", "").rstrip("…"))
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self.text())
        self.setEnabled(self._action.isEnabled())
        if self._with_icon:
            # On the filled kind of button an icon in the colour of text would hardly be seen.
            self.setIcon(QIcon() if self.property("kind") == "primary" else self._action.icon())

    def changeEvent(self, event: QEvent) -> None:
        """Follow another kind."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.follow()


def action_button(action: QAction, *, kind: str = "", icon: bool = True, text: str = "") -> ActionButton:
    """A push button for a command."""
    return ActionButton(action, kind=kind, icon=icon, text=text)


def set_kind(button: QPushButton, kind: str) -> None:
    """Give a button that somebody else made one of the style sheet's kinds ("primary", "quiet")."""
    button.setProperty("kind", kind)
    button.style().unpolish(button)
    button.style().polish(button)


class IconButton(QToolButton):
    """A flat button with an icon that follows the theme, and a tooltip that is also its accessible name.

    With an `action` it triggers that command and is enabled with it.
    """

    def __init__(self, theme: Theme, icon: str, tip: str, *, size: int = 18, action: QAction | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._action = action
        self.setIconSize(QSize(size, size))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tint()
        # Methods, not lambdas: Qt drops these connections when the button goes.
        theme.changed.connect(self._tint)
        if action is not None:
            self.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
            self._follow()

    def _tint(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name))

    def _follow(self) -> None:
        if self._action is not None:
            self.setEnabled(self._action.isEnabled())
            self.setToolTip(self._action.toolTip())


def icon_button(theme: Theme, icon: str, tip: str, *, size: int = 18, action: QAction | None = None) -> IconButton:
    """A flat icon button."""
    return IconButton(theme, icon, tip, size=size, action=action)
