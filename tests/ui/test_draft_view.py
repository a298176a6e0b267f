"""The draft's sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.words import with_lyric_text
from songwright.llm.brief import Brief
from songwright.llm.questions import LineCosts, Option, Place
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.draft_view import DraftView
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.writer import WritingFault
from ui.stand_ins import ScriptedWriter


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def desk(services: Services, writer: ScriptedWriter) -> WritingDesk:
    return WritingDesk(services, writer, lambda: Brief("fog", mood="calm"))


@pytest.fixture
def view(services: Services, desk: WritingDesk, qtbot: QtBot) -> DraftView:
    widget = DraftView(services, desk)
    qtbot.addWidget(widget)
    widget.resize(500, 260)
    widget.show()
    return widget


def test_a_rewritten_draft_stays_at_its_new_lines_while_the_kept_ones_come(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    ids, old = tuple(str(number) for number in range(40)), [f"Line {number} was here before" for number in range(40)]
    desk.begin(Brief("fog", rewrites=ids, kept=tuple((index, old[index]) for index in range(20, 40))))
    bar = view.text.verticalScrollBar()
    for row in range(40):
        writer.say(f"New line {row}\n" if row < 20 else f"{old[row]}\n")
        qtbot.waitUntil(lambda row=row: view.text.toPlainText().count("\n") == row + 1, timeout=5000)
        if row == 19:
            assert bar.value() == bar.maximum() > 0
    shown = view.text.cursorForPosition(view.text.viewport().rect().bottomLeft()).blockNumber()
    assert 10 < shown <= 22


def test_words_appear_while_they_are_written(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("The ", "horn ", "is ")
    qtbot.waitUntil(lambda: view.text.toPlainText() == "The horn is ", timeout=5000)
    writer.say("low")
    writer.end()
    assert view.text.toPlainText() == "The horn is low"


def test_leafing_back_and_forth_shows_each_take_whole(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    for text in ("first take", "second take"):
        desk.write()
        writer.say(text)
        writer.end()
    assert view._heading.text() == "Draft · Take 2 of 2"
    services.actions["previous_take"].trigger()
    assert view.text.toPlainText() == "first take"
    services.actions["next_take"].trigger()
    assert view.text.toPlainText() == "second take"


def test_a_running_draft_goes_on_growing_after_a_look_at_an_earlier_take(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("old")
    writer.end()
    desk.write()
    writer.say("new ")
    desk.show_take(0)
    assert view.text.toPlainText() == "old"
    writer.say("words ")
    desk.show_take(1)
    writer.say("flow")
    qtbot.waitUntil(lambda: view.text.toPlainText() == "new words flow", timeout=5000)
    writer.end()
    assert view.text.toPlainText() == "new words flow"


def test_the_page_stays_where_the_reader_is_when_the_draft_ends(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("\n".join(f"line {number}" for number in range(60)))
    bar = view.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), timeout=5000)
    bar.setValue(20)
    writer.end()
    assert bar.value() == 20


def test_a_finished_draft_that_was_followed_is_shown_from_its_first_line(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("\n".join(f"line {number}" for number in range(60)))
    bar = view.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    writer.end()
    assert bar.value() == 0


def test_the_button_says_where_accepting_puts_the_take(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    desk.write()
    writer.say("words")
    writer.end()
    assert view._accept.text() == "Accept"
    services.session.apply("Typing", with_lyric_text(services.session.song, "my own"))
    assert view._accept.text() == "Accept at the end"
    assert not view._stop.isVisible()


def test_while_writing_only_stop_is_offered(view: DraftView, desk: WritingDesk, writer: ScriptedWriter) -> None:
    desk.write()
    assert view._stop.isVisible()
    assert not view._accept.isVisible()
    writer.end()


def test_a_drafts_rhymes_and_syllables_are_shown_too(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("The tide is late\nThe tide will wait")
    writer.end()
    qtbot.waitUntil(lambda: "rhyme A" in view._gutter.describe(0, "The tide is late"), timeout=10000)


COSTS = (
    Option("The", 0.5, 0.2, "", 0, 0, 3),
    Option("tide", 0.001, 5.0, "sea", 0, 4, 8),
    Option("will", 0.3, 0.9, "", 1, 0, 4),
    Option("wait", 0.00001, 11.0, "be", 1, 5, 9),
)


def test_what_form_cost_is_asked_of_a_whole_draft_tinted_and_told_word_by_word(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    services.actions["show_costs"].setChecked(True)
    desk.write()
    writer.say("[Verse 1]\nThe tide\n\nwill wait")
    assert writer.questions == []
    writer.end()
    ((question, _),) = writer.questions
    assert isinstance(question, LineCosts)
    assert question.lines == ("The tide", "will wait")
    assert (question.place.about, question.place.kind) == ("fog", "song")
    writer.answered.emit(COSTS)
    tints = {
        selection.cursor.selectedText(): selection.format.background().color().alphaF()
        for selection in view.text.extraSelections()
    }
    assert list(tints) == ["tide", "wait"]
    assert tints["tide"] < tints["wait"]
    assert "50 %" in view._told.toolTip()
    told = view.costs.describe(view.text.document().findBlockByNumber(1).position() + 5)
    assert "“tide”: 0.10% likely here, 148 times less" in told
    assert "“sea”" in told
    services.actions["show_costs"].setChecked(False)
    assert view.text.extraSelections() == []


def test_another_question_in_between_is_answered_to_whom_it_belongs(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    desk.write()
    writer.say("The tide\nwill wait")
    writer.end()
    services.actions["show_costs"].setChecked(True)
    other, heard = Inquiry(), []
    other.answered.connect(heard.append)
    desk.inquiries.ask(other, LineCosts(Place(), ("x",)))
    writer.answered.emit((Option("x", 1.0),))
    assert heard == [(Option("x", 1.0),)]
    assert view.text.extraSelections() == []
    services.actions["show_costs"].setChecked(False)
    services.actions["show_costs"].setChecked(True)
    writer.answered.emit(COSTS)
    assert len(view.text.extraSelections()) == 2


def test_a_model_that_cannot_tell_the_costs_says_why(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    desk.write()
    writer.say("The tide")
    writer.end()
    services.actions["show_costs"].setChecked(True)
    writer.unanswered.emit(WritingFault("No model is loaded."))
    assert view._told.toolTip() == "No model is loaded."


def test_a_running_draft_tells_how_far_it_is_in_lines_of_its_form(
    services: Services, view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    view._forms.load()
    qtbot.waitUntil(lambda: view._forms.get("haiku") is not None)
    desk.begin(Brief("fog", form="haiku"))
    assert view._about.text() == "Trying the first lines…"
    assert view._progress.maximum() == 0
    writer.say("[Verse]\nThe horn is calling\nover")
    qtbot.waitUntil(lambda: view._about.text() == "Writing line 2 of 3…")
    assert (view._progress.value(), view._progress.maximum()) == (1, 3)
    writer.say(" the harbour\none lamp\n")
    qtbot.waitUntil(lambda: view._progress.value() == 2)
    writer.end()
    assert not view._progress.isVisible()


def test_a_draft_without_a_form_counts_its_lines(
    view: DraftView, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    desk.write()
    writer.say("The horn is calling\nover")
    qtbot.waitUntil(lambda: view._about.text() == "Writing line 2…")
    assert view._progress.maximum() == 0


def test_what_happens_after_the_words_is_told_before_they_come(view: DraftView, desk: WritingDesk) -> None:
    desk.leads_on = True
    desk.write()
    assert "the tune" in view.text.placeholderText()
    desk.stop()
    desk.leads_on = False
    desk.write()
    assert "tune" not in view.text.placeholderText()
