"""What could stand at the cursor: pop-ups that change nothing until something is taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text
from songwright.llm.brief import Brief
from songwright.llm.questions import Direction, LineOptions, Option, WordOptions
from songwright.llm.wish_text import read_wishes
from songwright.lyrics.forms import load_forms
from songwright.ui.notices import Notice
from songwright.ui.page.offers import OfferPopup
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.alternatives import Alternatives
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.rhyme_finder import RhymeFinder
from songwright.ui.writing.writer import WritingFault
from ui.stand_ins import ScriptedWriter

TEXT = """[Verse 1]
The boats went out before the light
And never one came home
The widows watched the water's edge
And combed the empty foam

[Verse 2]
The bell rang out across the sand
"""
LINES = (
    Option("And none of them came home", 0.6, -0.4),
    Option("The sea is all its own", 0.3, 0.2, "near rhyme"),
    Option("And none would ever roam", 0.1, 1.5),
)


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    made = make_services(TEXT, about="the drowned")
    made.actions.set_state(has_words=True)
    return made


@pytest.fixture
def sheet(services: Services, writer: ScriptedWriter, qtbot: QtBot) -> LyricSheet:
    desk = WritingDesk(services, writer, lambda: Brief("", wishes=read_wishes(avoid="fire", words="salt")))
    widget = LyricSheet(services)
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    widget.alternatives = Alternatives(services, desk, widget)
    widget.rhymes = RhymeFinder(services, widget)
    return widget


def put_cursor(sheet: LyricSheet, row: int, column: int = 0) -> None:
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(row))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column)
    sheet.editor.setTextCursor(cursor)


def opened(sheet: LyricSheet, command: str, writer: ScriptedWriter, qtbot: QtBot) -> OfferPopup:
    sheet._services.actions[command].trigger()
    qtbot.waitUntil(lambda: bool(writer.questions), timeout=20000)
    popup = sheet.alternatives.popup
    assert popup is not None
    return popup


def offered(popup: OfferPopup) -> list[str]:
    return [popup.list.item(row).text() for row in range(popup.list.count())]


def test_lines_are_asked_for_in_the_form_of_their_stanza_and_one_is_taken_with_enter(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    put_cursor(sheet, 2)
    popup = opened(sheet, "ideas", writer, qtbot)
    question, _ = writer.questions[0]
    assert isinstance(question, LineOptions)
    assert (question.line, question.direction, question.count) == ("And never one came home", Direction.ANY, 3)
    assert question.place.form is not None
    assert (question.place.form.least, question.place.form.most) == (6, 6)
    assert question.place.rhymes == ("And combed the empty foam",)
    assert question.place.before[-1] == "The boats went out before the light"
    assert question.place.after[0] == "The widows watched the water's edge"
    assert question.place.about == "the drowned"
    assert question.place.wishes.forbidden == ("fire",)
    before = services.session.song
    writer.offered.emit(LINES[2])
    assert offered(popup) == [LINES[2].text]
    writer.answered.emit(LINES)
    assert offered(popup) == [line.text for line in LINES]
    assert services.session.song is before
    assert popup.list.currentRow() == 0
    qtbot.keyClick(popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert lyric_text(services.session.song) == TEXT.replace("And never one came home", "The sea is all its own")
    assert sheet.alternatives.popup is None
    services.session.undo()
    assert services.session.song == before


def test_escape_leaves_everything_as_it_was_and_drops_the_question(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    before = services.session.song
    put_cursor(sheet, 2)
    popup = opened(sheet, "ideas", writer, qtbot)
    qtbot.keyClick(popup.list, Qt.Key.Key_Escape)
    assert sheet.alternatives.popup is None
    assert writer.dropped == 1
    writer.answered.emit(LINES)
    assert services.session.song is before


def test_a_direction_a_beginning_and_more_are_asked_for(
    sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    put_cursor(sheet, 2, 9)
    popup = opened(sheet, "ideas", writer, qtbot)
    popup.asked.emit("")
    popup.choose_kind("other rhyme")
    popup.asked.emit("other rhyme")
    popup.choose_kind("finish")
    popup.asked.emit("finish")
    popup.more_wanted.emit()
    asked = [question for question, _ in writer.questions]
    assert [question.direction for question in asked][2] is Direction.OTHER_RHYME
    assert asked[3].beginning == "And never"
    assert [question.count for question in asked] == [3, 3, 3, 3, 6]
    popup.close()


def test_an_empty_line_below_a_stanza_gets_a_first_line(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    put_cursor(sheet, 8)
    popup = opened(sheet, "ideas", writer, qtbot)
    question, _ = writer.questions[0]
    assert question.line == ""
    assert question.place.before[-1] == "The bell rang out across the sand"
    writer.answered.emit((Option("The gulls were in the air", 1.0),))
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert lyric_text(services.session.song) == TEXT + "The gulls were in the air"


def test_the_form_that_the_page_is_measured_by_comes_before_the_stanzas_own(
    sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.watch.measure_by(next(form for form in load_forms() if form.id == "long-metre"))
    put_cursor(sheet, 4)
    popup = opened(sheet, "ideas", writer, qtbot)
    question, _ = writer.questions[0]
    assert min(map(len, question.place.form.patterns)) == 8
    assert question.place.rhymes == ("And never one came home",)
    popup.close()


def test_a_word_is_swapped_with_its_capital_and_only_it(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    put_cursor(sheet, 1, 1)
    popup = opened(sheet, "another_word", writer, qtbot)
    question, _ = writer.questions[0]
    assert isinstance(question, WordOptions)
    assert question.line[question.start : question.end] == "The"
    writer.answered.emit((Option("The", 0.7, 0.0, "now"), Option("our", 0.2, -0.4), Option("some", 0.1, 1.2)))
    remarks = [popup.list.item(row).data(Qt.ItemDataRole.UserRole).remark for row in range(3)]
    assert remarks == ["now", "+0.4", "−1.2"]
    popup.list.setCurrentRow(1)
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert lyric_text(services.session.song).split("\n")[1] == "Our boats went out before the light"
    assert services.session.undo_label == "Another Word"


def test_a_model_that_cannot_answer_says_why_in_the_pop_up(
    sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    put_cursor(sheet, 2)
    popup = opened(sheet, "ideas", writer, qtbot)
    writer.unanswered.emit(WritingFault("The model is writing."))
    assert popup.status.text() == "The model is writing."
    popup.asked.emit("")
    writer.answered.emit(())
    assert "Nothing else fits" in popup.status.text()
    popup.close()


@pytest.mark.parametrize(("row", "why"), [(0, "into a line"), (2, "locked")])
def test_headings_and_locked_lines_are_left_alone(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, told: list[Notice], row: int, why: str
) -> None:
    put_cursor(sheet, 2)
    services.actions["lock_line"].trigger()
    put_cursor(sheet, row)
    services.actions["ideas"].trigger()
    assert why in told[-1].text
    assert sheet.alternatives.popup is None
    assert writer.questions == []


# --- rhymes, without a model --------------------------------------------------------------------------------------


def rhymes_shown(sheet: LyricSheet, qtbot: QtBot) -> OfferPopup:
    sheet._services.actions["rhymes"].trigger()
    popup = sheet.rhymes.popup
    assert popup is not None
    qtbot.waitUntil(lambda: popup.list.count() > 5, timeout=20000)
    return popup


def test_a_rhyme_takes_the_place_of_the_last_word_as_one_step(
    services: Services, sheet: LyricSheet, qtbot: QtBot
) -> None:
    put_cursor(sheet, 1)
    popup = rhymes_shown(sheet, qtbot)
    assert popup.field is not None
    assert popup.field.text() == "light"
    assert {"night", "right"} <= set(offered(popup))
    assert "light" not in offered(popup)
    popup.list.setCurrentRow(offered(popup).index("night"))
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert lyric_text(services.session.song) == TEXT.replace("before the light", "before the night")
    services.session.undo()
    assert lyric_text(services.session.song) == TEXT


def test_an_empty_line_is_offered_rhymes_with_the_line_before_and_any_word_can_be_typed(
    services: Services, sheet: LyricSheet, qtbot: QtBot
) -> None:
    put_cursor(sheet, 8)
    popup = rhymes_shown(sheet, qtbot)
    assert popup.field is not None
    assert popup.field.text() == "sand"
    assert "land" in offered(popup)
    popup.field.selectAll()
    qtbot.keyClicks(popup.field, "moon")
    qtbot.waitUntil(lambda: "soon" in offered(popup), timeout=20000)
    popup.list.setCurrentRow(offered(popup).index("soon"))
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert lyric_text(services.session.song) == TEXT + "soon"


def test_where_the_form_wants_an_answer_its_line_is_rhymed_with(sheet: LyricSheet, qtbot: QtBot) -> None:
    sheet.watch.measure_by(next(form for form in load_forms() if form.id == "couplet"))
    qtbot.waitUntil(lambda: sheet.watch.check is not None, timeout=20000)
    put_cursor(sheet, 2)
    popup = rhymes_shown(sheet, qtbot)
    assert popup.field is not None
    assert popup.field.text() == "light"
    popup.close()
