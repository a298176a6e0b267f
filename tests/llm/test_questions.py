"""Questions about a text: their places, and their way through the client, the protocol and a scripted worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm.driving import Start, follow
from llm.plans import COUPLET
from songwright.llm.events import Answered, Failed, Offered, Stopped
from songwright.llm.process import ModelProcess
from songwright.llm.questions import LineOptions, Option, Place, place_in
from songwright.llm.sampling_settings import Sampling
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import load_forms

MODEL = Path("model.gguf")
FORMS = {form.id: form for form in load_forms()}
QUESTION = LineOptions(Place(before=("The tide goes out below the wall",)))
OFFERS = [{"offer": {"text": "A lamp is lit", "probability": 0.75}}, {"offer": {"text": "The boats come home"}}]


def ask(process: ModelProcess) -> list[object]:
    process.load(MODEL)
    process.ask(QUESTION, Sampling(), seed=1)
    return list(follow(process))


def test_options_are_offered_one_by_one_and_then_told_together(start: Start) -> None:
    process = start({"ask": OFFERS})
    events = ask(process)
    options = (Option("A lamp is lit", 0.75), Option("The boats come home"))
    assert [event.option for event in events if isinstance(event, Offered)] == list(options)
    assert isinstance(events[-1], Answered)
    assert events[-1].options == options
    assert not process.busy


def test_a_question_that_is_stopped_leaves_what_was_offered(start: Start) -> None:
    process = start({"ask": [OFFERS[0], {"wait": 60}]})
    process.load(MODEL)
    process.ask(QUESTION, Sampling(), seed=1)
    while not any(isinstance(event, Offered) for event in process.wait(100)):
        pass
    process.cancel()
    assert isinstance(follow(process)[-1], Stopped)
    assert not process.busy


def test_a_worker_that_dies_over_a_question_says_why_and_answers_the_next_piece(start: Start) -> None:
    process = start({"ask": [OFFERS[0], {"abort": True}], "write": [{"say": "The tide goes out below the wall\n"}]})
    failed = ask(process)[-1]
    assert isinstance(failed, Failed)
    assert failed.crashed
    process.write(COUPLET, Sampling(), 1)
    follow(process)


def test_one_question_or_piece_at_a_time(start: Start) -> None:
    process = start({"ask": [{"wait": 60}]})
    process.load(MODEL)
    process.ask(QUESTION, Sampling(), seed=1)
    assert process.busy
    with pytest.raises(ValueError, match="one piece or question"):
        process.write(COUPLET, Sampling(), 1)
    process.cancel()
    follow(process)


SONNET = [f"line {number} of rhyme {mark}" for number, mark in enumerate("ababcdcdefefgg")]
ROWS = [*SONNET[:4], "", *SONNET[4:8], "", *SONNET[8:12], "", *SONNET[12:]]


def test_a_place_knows_the_line_of_the_form_and_the_lines_that_rhyme_with_it() -> None:
    place = place_in(ROWS, 6, FORMS["sonnet-shakespearean"], about="the sea")
    assert place.form == FORMS["sonnet-shakespearean"].lines[5]
    assert place.rhymes == (SONNET[7],)
    assert place.before == tuple(ROWS[:6])
    assert place.after == tuple(ROWS[7:])


def test_lines_that_are_not_written_yet_rhyme_with_nothing_and_are_not_shown() -> None:
    rows = [SONNET[0], "_", "_", SONNET[3]]
    place = place_in(rows, 1, FORMS["quatrain"])
    assert place.rhymes == (SONNET[3],)
    assert place.after == (SONNET[3],)
    assert place_in(rows, 2, FORMS["quatrain"]).before == (SONNET[0],)


def test_a_refrain_does_not_have_to_rhyme_with_itself() -> None:
    rows = ["The sea is wide", "x", "And deep the tide", "", "x", "x", "The sea is wide"]
    assert place_in(rows, 0, FORMS["villanelle"]).rhymes == ("And deep the tide", "x")


def test_end_words_that_stand_already_are_asked_for() -> None:
    rows = [f"so here is {word}" for word in ["stone", "water", "fire", "wind", "light", "sand"]] + ["", "_"]
    assert place_in(rows, 7, FORMS["sestina"]).ends_with == "sand"


def test_a_row_beyond_the_form_is_free() -> None:
    assert place_in([*SONNET[:4], "one more"], 4, FORMS["quatrain"]).form is None


def test_wishes_for_the_whole_form_become_those_of_the_line() -> None:
    wishes = Wishes("tide", required=((1, "moon"), (2, "sand")), anywhere=("star",), without="q")
    place = place_in(SONNET[:4], 1, FORMS["quatrain"], wishes=wishes)
    assert place.wishes == Wishes("i", required=((0, "moon"),), without="q")
