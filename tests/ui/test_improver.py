"""The page gets better line by line, shown as it goes, stopped at any time, taken back by one undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text
from songwright.llm.brief import Brief
from songwright.llm.questions import LineCosts, Option
from songwright.ui.notices import Notice
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.form_shelf import FormShelf
from songwright.ui.writing.improver import Improver
from ui.stand_ins import ScriptedWriter

TEXT = """The ferry left before the light
The harbour bell was gray it be
And all the windows of the night
Were open to the sea"""
GOOD, NIGHT = "A gull was calling over me", "And all the houses of the night"


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    made = make_services(TEXT)
    made.actions.set_state(has_words=True)
    return made


@pytest.fixture
def sheet(services: Services, writer: ScriptedWriter, qtbot: QtBot) -> LyricSheet:
    forms = FormShelf(services)
    forms.load()
    qtbot.waitUntil(lambda: bool(forms.forms))
    widget = LyricSheet(services, forms)
    qtbot.addWidget(widget)
    Improver(services, WritingDesk(services, writer, lambda: Brief("the ferry")), widget, forms)
    return widget


def weigh(writer: ScriptedWriter, qtbot: QtBot, asked: int) -> None:
    """Answer a question on the lines: "gray it be" is unlikely, "windows" a little, everything else is likely."""
    qtbot.waitUntil(lambda: len(writer.questions) == asked)
    question = writer.questions[-1][0]
    assert isinstance(question, LineCosts)
    odds = {"gray": 1e-6, "it": 1e-6, "be": 1e-6, "windows": 1e-4}
    words = [(line, word) for line, text in enumerate(question.lines) for word in text.split()]
    writer.answered.emit(tuple(Option(word, probability=odds.get(word, 0.2), line=line) for line, word in words))


def rewrite(writer: ScriptedWriter, qtbot: QtBot, asked: int, lines: dict[int, str]) -> Brief:
    """Write the text that was asked for, with these lines in place of the old ones."""
    qtbot.waitUntil(lambda: len(writer.requests) == asked)
    rows = [lines.get(place, row) for place, row in enumerate(TEXT.split("\n"))]
    writer.say("\n".join(rows))
    writer.end()
    return writer.requests[-1][0]


def test_better_lines_come_into_the_page_and_one_undo_takes_them_back(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    services.actions["improve"].trigger()
    weigh(writer, qtbot, 1)
    brief = rewrite(writer, qtbot, 1, {1: GOOD})
    assert sorted(dict(brief.kept)) == [0, 2, 3]
    weigh(writer, qtbot, 2)
    qtbot.waitUntil(lambda: GOOD in lyric_text(services.session.song))
    brief = rewrite(writer, qtbot, 2, {1: GOOD, 2: NIGHT})
    assert dict(brief.kept) == {0: TEXT.split("\n")[0], 1: GOOD, 3: TEXT.split("\n")[3]}
    weigh(writer, qtbot, 3)
    qtbot.waitUntil(lambda: NIGHT in lyric_text(services.session.song))
    services.actions["stop"].trigger()
    assert not services.actions["improve"].isChecked()
    assert "2" in told[-1].text
    services.session.undo()
    assert lyric_text(services.session.song) == TEXT


def test_locked_lines_and_lines_outside_the_selection_stay(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.go_to(1)
    services.actions["lock_line"].trigger()
    cursor = sheet.editor.textCursor()
    cursor.setPosition(sheet.editor.document().findBlockByNumber(1).position())
    cursor.setPosition(sheet.editor.document().findBlockByNumber(2).position() + 3, QTextCursor.MoveMode.KeepAnchor)
    sheet.editor.setTextCursor(cursor)
    services.actions["improve"].trigger()
    weigh(writer, qtbot, 1)
    qtbot.waitUntil(lambda: len(writer.requests) == 1)
    assert sorted(dict(writer.requests[0][0].kept)) == [0, 1, 3]
    services.actions["improve"].trigger()
    assert not services.actions["improve"].isChecked()


def test_words_that_the_writer_changes_meanwhile_are_never_written_over(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    services.actions["improve"].trigger()
    weigh(writer, qtbot, 1)
    qtbot.waitUntil(lambda: len(writer.requests) == 1)
    sheet.editor.setPlainText(TEXT.replace("gray it be", "ringing clear"))
    services.settle()
    rewrite(writer, qtbot, 1, {1: GOOD})
    qtbot.waitUntil(lambda: not services.actions["improve"].isChecked())
    assert "ringing clear" in lyric_text(services.session.song)
    assert GOOD not in lyric_text(services.session.song)
    assert told[-1].key == "improve"


def test_a_question_that_takes_the_place_of_its_own_only_holds_it_up(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    services.actions["improve"].trigger()
    qtbot.waitUntil(lambda: len(writer.questions) == 1)
    writer.unanswered.emit(None)
    assert services.actions["improve"].isChecked()
    weigh(writer, qtbot, 2)
    qtbot.waitUntil(lambda: len(writer.requests) == 1)
    services.actions["improve"].trigger()


def test_with_nothing_to_improve_it_says_so(
    make_services: Callable[..., Services], writer: ScriptedWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    services = make_services("")
    services.actions.set_state(has_words=True)
    forms = FormShelf(services)
    sheet = LyricSheet(services, forms)
    qtbot.addWidget(sheet)
    Improver(services, WritingDesk(services, writer, lambda: Brief("")), sheet, forms)
    services.actions["improve"].trigger()
    assert not services.actions["improve"].isChecked()
    assert told[-1].key == "improve"
    assert not writer.questions
