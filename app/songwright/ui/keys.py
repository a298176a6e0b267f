"""When single keys (Space, L, C, T) are commands, and when they belong to what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from songwright.ui.actions import Actions

__all__ = ["BareKeys"]

_TYPES = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox, QAbstractItemView)
"""These want letters and Space for themselves: typed text, or the first letter of an entry."""
_PRESSES = (QAbstractButton,)
"""These want Space, which presses them."""


class BareKeys(QObject):
    """Switches the single-key shortcuts as the focus moves."""

    def __init__(self, app: QApplication, actions: Actions) -> None:
        super().__init__(actions)
        self._actions = actions
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        types = isinstance(new, _TYPES)
        self._actions.allow_bare_keys(letters=not types, space=not types and not isinstance(new, _PRESSES))
