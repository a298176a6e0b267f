"""Names of songs, tracks and files are shown letter by letter, whatever stands in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

from songwright.core.words import with_lyric_text
from songwright.ui.dialogs.file_questions import Questions, UserChoice
from songwright.ui.wiring import Studio

NAME = '<img src="/tmp/x.png"><a href="https://x.invalid">Song</a>'


def labels() -> list[QLabel]:
    found = [widget for widget in QApplication.allWidgets() if isinstance(widget, QLabel)]
    for label in found:
        label.ensurePolished()
    return found


def guessing(found: list[QLabel]) -> list[str]:
    """The labels that would take a text for markup, but for those that say that they hold a link of ours."""
    return [
        f"{label.metaObject().className()} {label.objectName()} “{label.text()[:60]}”"
        for label in found
        if label.textFormat() is not Qt.TextFormat.PlainText and not label.property("rich")
    ]


def test_no_label_of_the_window_or_its_dialogs_takes_a_name_for_markup(studio: Studio, qtbot: QtBot) -> None:
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, f"[Verse]\n{NAME}\nand more"))
    found: list[QLabel] = []

    def dialogs() -> list[QDialog]:
        return [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog)]

    for command in ("settings", "about", "shortcuts", "form_report"):

        def look() -> None:
            found.extend(labels())
            for dialog in dialogs():
                dialog.close()

        QTimer.singleShot(0, look)
        studio.services.actions[command].trigger()
        qtbot.waitUntil(lambda: not any(dialog.isVisible() for dialog in dialogs()))
        assert len(found) > 20
        assert guessing(found) == []
        found.clear()


@pytest.mark.parametrize(
    "ask",
    [
        lambda q: q.locked(f"{NAME} is open in another Songwright window.", may_take=True),
        lambda q: q.changed_on_disk(f"{NAME} was not saved."),
        lambda q: q.save_changes(NAME),
        lambda q: q.recover(f"Songwright found unsaved work: {NAME}", f"{NAME} was last changed: yesterday."),
    ],
)
def test_no_question_takes_a_name_for_markup(studio: Studio, ask: Callable[[Questions], UserChoice]) -> None:
    shown: list[QLabel] = []
    wrong: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        shown.extend(label for label in box.findChildren(QLabel) if NAME in label.text())
        wrong.extend(guessing(box.findChildren(QLabel)))
        box.reject()

    QTimer.singleShot(0, look)
    ask(Questions(studio.window, ".songwright"))
    assert shown
    assert wrong == []


def test_no_tool_tip_takes_a_name_for_markup(studio: Studio, qtbot: QtBot) -> None:
    QToolTip.showText(QPoint(20, 20), NAME, studio.window)
    qtbot.waitUntil(QToolTip.isVisible)
    tips = [label for label in labels() if label.metaObject().className() == "QTipLabel"]
    QToolTip.hideText()
    assert [label.text() for label in tips] == [NAME]
    assert guessing(tips) == []
