"""Single keys are commands, except where the focus wants them for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)

from songwright.ui.keys import BareKeys

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.window]


class Actions(QObject):
    """Remembers which keys are allowed."""

    allowed: tuple[bool, bool] | None = None

    def allow_bare_keys(self, *, letters: bool, space: bool) -> None:
        self.allowed = (letters, space)


class App(QObject):
    """Where the focus is said to be."""

    focusChanged = Signal(object, object)  # noqa: N815 - Qt's own name

    def __init__(self, focus: QWidget | None) -> None:
        super().__init__()
        self._focus = focus

    def focusWidget(self) -> QWidget | None:  # noqa: N802 - Qt's own name
        return self._focus


@pytest.mark.parametrize(
    ("kind", "letters", "space"),
    [
        (QLabel, True, True),
        (QPushButton, True, False),
        (QCheckBox, True, False),
        (QLineEdit, False, False),
        (QPlainTextEdit, False, False),
        (QSpinBox, False, False),
        (QComboBox, False, False),
        (QListWidget, False, False),
    ],
)
def test_what_has_the_focus_keeps_the_keys_that_it_needs(
    qtbot: QtBot, kind: type[QWidget], letters: bool, space: bool
) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    actions, app = Actions(), App(None)
    BareKeys(app, actions)  # type: ignore[arg-type]
    assert actions.allowed == (True, True)
    app.focusChanged.emit(None, widget)
    assert actions.allowed == (letters, space)
    app.focusChanged.emit(widget, None)
    assert actions.allowed == (True, True)


def test_what_has_the_focus_at_the_start_counts(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    actions = Actions()
    BareKeys(App(field), actions)  # type: ignore[arg-type]
    assert actions.allowed == (False, False)
