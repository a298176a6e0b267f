"""The dialogs that ask before anything is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from songwright.ui.dialogs.file_questions import Questions, UserChoice
from songwright.ui.theme.manager import Theme

NAME = "“A rather long name of a song for such a small dialog.songwright”"


@pytest.fixture
def questions(qtbot: QtBot, theme: Theme) -> Questions:
    window = QWidget()
    qtbot.addWidget(window)
    return Questions(window, ".songwright")


@pytest.mark.parametrize(
    "ask",
    [
        lambda q: q.locked(f"{NAME} is open in another Songwright window. Open it read-only here.", may_take=True),
        lambda q: q.changed_on_disk(f"{NAME} was not saved: it was changed by another program since it was opened."),
        lambda q: q.save_changes(NAME),
        lambda q: q.recover(f"Songwright found unsaved work: {NAME}", "It was last changed: yesterday."),
    ],
)
def test_the_text_of_a_question_is_shown_whole(questions: Questions, ask: Callable[[Questions], UserChoice]) -> None:
    cut: list[str] = []
    shown: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        for label in box.findChildren(QLabel):
            if label.isVisible() and label.text():
                shown.append(label.text())
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                if label.height() < needed or (not label.wordWrap() and label.width() < label.sizeHint().width()):
                    cut.append(label.text())
        box.reject()

    QTimer.singleShot(0, look)
    ask(questions)
    assert any(NAME in text for text in shown)
    assert cut == []
