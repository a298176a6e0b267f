"""The strip of likely next words: where it asks, what it shows, and what taking a word does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut, QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece
from songwright.llm.questions import NextWords, Option
from songwright.lyrics.forms import load_forms
from songwright.ui.preferences import NEXT_WORDS
from songwright.ui.wiring import Studio
from songwright.ui.writing.next_words import here
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

QUATRAIN = next(form for form in load_forms() if form.id == "quatrain")
ROWS = "The lantern burned above the bay\nThe ships came home with morning light\nWe heard the bells"
WORDS = (
    Option("harbour", 0.0, unbound=0.4),
    Option("across", 0.6, unbound=0.12),
    Option("below", 0.4, unbound=0.08),
)


@pytest.mark.parametrize(
    ("text", "column", "left", "own", "typed", "after"),
    [
        ("", 0, "", "", "", "sea"),
        ("The ", 4, "The ", "", "", "The sea"),
        ("The s", 5, "The s", "", "s", "The sea"),
        ("The sea", 5, "The ", "sea", "", "The sea"),
        ("The old,", 8, "The old, ", "", "", "The old, sea"),
        ("The light came", 4, "The ", "light", "", "The sea came"),
    ],
)
def test_a_word_is_next_begun_or_there_already(
    text: str, column: int, left: str, own: str, typed: str, after: str
) -> None:
    spot = here(3, text, column)
    assert (spot.left, spot.own, spot.typed) == (left, own, typed)
    assert text[: spot.start] + spot.inserted("sea") + text[spot.end :] == after


def test_after_a_word_that_is_whole_the_next_one_comes() -> None:
    spot = here(0, "The sea", 7, whole=True)
    assert (spot.left, spot.inserted("was")) == ("The sea ", " was")


@pytest.fixture
def studio(make_studio: Callable[..., Studio], writer: ScriptedWriter, qtbot: QtBot) -> Studio:
    made = make_studio(lambda _services: writer)
    made.window.show()
    sheet = made.window.centre.sheet
    sheet.editor.setPlainText(ROWS)
    qtbot.waitUntil(lambda: bool(made.window.brief.forms.forms))
    sheet.measure.choose(QUATRAIN)
    qtbot.waitUntil(lambda: sheet.watch.check is not None and len(sheet.watch.check.by_row) == 3)
    sheet.editor.setFocus()
    made.services.actions["show_next_words"].setChecked(True)
    sheet.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(sheet.editor, " ")
    qtbot.waitUntil(lambda: bool(writer.questions))
    return made


def test_the_question_has_the_place_in_its_form_and_the_line_so_far(studio: Studio, writer: ScriptedWriter) -> None:
    question = writer.questions[-1][0]
    assert isinstance(question, NextWords)
    assert question.left == "We heard the bells "
    assert question.place.form is not None
    assert question.place.rhymes == ("The lantern burned above the bay",)
    assert question.place.before[-1] == "The ships came home with morning light"


def test_words_in_form_come_first_with_what_form_leaves(studio: Studio, writer: ScriptedWriter) -> None:
    writer.answered.emit(WORDS)
    strip = studio.window.centre.sheet.words
    assert strip.isVisible()
    assert strip.words == [["across", "below"], ["harbour", "across", "below"]]
    told = [child.text() for child in strip.findChildren(type(strip._message)) if "In form" in child.text()]
    assert told == ["In form: 20%"]


def test_a_number_takes_a_word_as_if_it_had_been_typed(studio: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    writer.answered.emit(WORDS)
    sheet, asked = studio.window.centre.sheet, len(writer.questions)
    qtbot.waitUntil(lambda: sheet.words.take(1))  # once the words have been laid out
    assert sheet.editor.plain_text().endswith("\nWe heard the bells across")
    qtbot.waitUntil(lambda: len(writer.questions) > asked)
    assert writer.questions[-1][0].left == "We heard the bells across "
    studio.services.actions["undo"].trigger()
    assert not sheet.editor.plain_text().endswith("across")


def test_words_for_another_place_are_not_taken(studio: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    writer.answered.emit(WORDS)
    sheet = studio.window.centre.sheet
    qtbot.keyClicks(sheet.editor, "of")
    sheet.words.take(1)
    assert sheet.editor.plain_text().endswith("We heard the bells of")


def test_typing_drops_the_question_and_asks_when_it_pauses(
    studio: Studio, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    dropped, asked = writer.dropped, len(writer.questions)
    qtbot.keyClicks(studio.window.centre.sheet.editor, "ac")
    assert writer.dropped > dropped
    qtbot.waitUntil(lambda: len(writer.questions) > asked)
    assert writer.questions[-1][0].left == "We heard the bells ac"


def test_a_word_that_stands_there_whole_is_not_offered(studio: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    sheet, asked = studio.window.centre.sheet, len(writer.questions)
    qtbot.keyClicks(sheet.editor, "across")
    qtbot.waitUntil(lambda: len(writer.questions) > asked)
    writer.answered.emit((Option("across", 1.0, unbound=1.0),))
    assert sheet.words.words == []
    assert "after a blank" in sheet.words.message


def test_the_model_that_writes_is_left_alone(studio: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    writer.become(ModelState.WRITING)
    strip, asked = studio.window.centre.sheet.words, len(writer.questions)
    assert "is writing" in strip.message
    qtbot.keyClicks(studio.window.centre.sheet.editor, "a")
    qtbot.waitUntil(lambda: "is writing" in strip.message and strip.words == [])
    assert len(writer.questions) == asked
    writer.become(ModelState.READY)
    qtbot.waitUntil(lambda: len(writer.questions) > asked)


def test_whether_it_is_shown_is_remembered(studio: Studio) -> None:
    assert studio.services.settings.get(NEXT_WORDS) is True
    studio.services.actions["show_next_words"].setChecked(False)
    assert studio.services.settings.get(NEXT_WORDS) is False
    assert not studio.window.centre.sheet.words.isVisible()


def test_the_keys_that_take_a_word_work_only_where_words_are_shown_and_can_be_written(
    studio: Studio, writer: ScriptedWriter
) -> None:
    sheet, draft = studio.window.centre.sheet, studio.window.centre.draft

    def enabled(page: QWidget) -> set[bool]:
        keys = [key for key in page.findChildren(QShortcut) if key.key().toString().startswith("Alt+")]
        return {key.isEnabled() for key in keys}

    assert enabled(sheet) == {True}
    assert enabled(draft) == {not draft.text.isReadOnly()}
    studio.services.actions["show_next_words"].setChecked(False)
    assert enabled(sheet) == {False}
    studio.services.actions["show_next_words"].setChecked(True)
    assert enabled(sheet) == {True}


def test_a_draft_shows_what_else_could_have_stood_there(studio: Studio, writer: ScriptedWriter, qtbot: QtBot) -> None:
    studio.window.brief.about.setPlainText("a harbour")
    studio.window.brief.piece.set_value(Piece.POEM.value)
    studio.desk.write()
    writer.say("The lantern burned above the bay\n")
    writer.end()
    draft, asked = studio.window.centre.draft, len(writer.questions)
    draft.text.setFocus()
    cursor = QTextCursor(draft.text.document())
    cursor.setPosition(6)
    draft.text.setTextCursor(cursor)
    qtbot.waitUntil(lambda: len(writer.questions) > asked)
    assert writer.questions[-1][0].left == "The "
    writer.answered.emit((Option("lantern", 0.3, unbound=0.3), Option("lamp", 0.2, unbound=0.2)))
    # A poem is in form unless asked otherwise: what the model expects, and what keeps the form.
    assert draft.words.words == [["lantern", "lamp"], ["lantern", "lamp"]]
    qtbot.keyClick(draft.text, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert draft.text.toPlainText().startswith("The lantern")
