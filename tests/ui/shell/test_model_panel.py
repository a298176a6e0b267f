"""The helper's panel that asks the model about the place of the cursor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.llm.questions import LineOptions, NextWords, Option, WordOptions
from songwright.ui.helper.model_panel import LINES, NEXT, ModelPanel
from songwright.ui.wiring import Studio
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

pytestmark = pytest.mark.window


@pytest.fixture
def writer() -> ScriptedWriter:
    return ScriptedWriter()


@pytest.fixture
def page(make_studio: Callable[..., Studio], writer: ScriptedWriter, qtbot: QtBot) -> Studio:
    studio = make_studio(writer)
    studio.window.resize(1280, 800)
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, "The tide is late\nThe moon is high"))
    studio.window.centre.sheet.go_to(0)
    qtbot.waitUntil(lambda: bool(writer.questions))
    return studio


def panel(studio: Studio) -> ModelPanel:
    made = studio.window.helper.panel("model")
    assert isinstance(made, ModelPanel)
    return made


def test_the_word_at_the_cursor_can_be_swapped_in_one_step(page: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    question = writer.questions[-1][0]
    assert isinstance(question, WordOptions)
    assert question.line[question.start : question.end] == "The"
    writer.answered.emit((Option("This", 0.4, cost=-0.5), Option("A", 0.2, cost=0.3)))
    rows = panel(page).list
    assert [rows.item(place).text() for place in range(rows.count())] == ["This", "A"]
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert lyric_text(page.services.session.song).startswith("This tide is late")
    page.services.session.undo()
    assert lyric_text(page.services.session.song).startswith("The tide is late")


def test_what_is_asked_follows_the_chosen_kind_and_the_cursor(
    page: Studio, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    made = panel(page)
    made.kinds.set_value(NEXT)
    made.kinds.chosen.emit(NEXT)
    qtbot.waitUntil(lambda: isinstance(writer.questions[-1][0], NextWords))
    made.kinds.set_value(LINES)
    page.window.centre.sheet.go_to(1)
    qtbot.waitUntil(lambda: isinstance(writer.questions[-1][0], LineOptions))
    assert writer.questions[-1][0].line == "The moon is high"


def test_an_answer_for_another_place_changes_nothing(page: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    writer.answered.emit((Option("This", 0.4, cost=-0.5),))
    session = page.services.session
    session.apply("Type", with_lyric_text(session.song, "A tide is late\nThe moon is high"))
    panel(page)._take("This")
    assert lyric_text(session.song).startswith("A tide is late")


def test_it_says_why_it_is_silent(page: Studio, writer: ScriptedWriter) -> None:
    writer.become(ModelState.WRITING)
    assert "is writing" in panel(page).told.text()
    writer.become(ModelState.LOADING)
    assert "loaded" in panel(page).told.text()
    writer.become(ModelState.NONE)
    assert "need a model" in panel(page).told.text()
