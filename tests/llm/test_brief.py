"""A request and the take that answered it say the same, whoever asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.song import Piece, Take
from songwright.llm.brief import Brief, Length, Task, brief_of, take_of
from songwright.llm.wishes import Wishes

words = st.text("abcdefgh", min_size=1, max_size=8)
rows = st.lists(st.text("abc xyz", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=4).map(tuple)
lists = st.lists(words, max_size=3, unique=True).map(tuple)
wishes = st.builds(Wishes, words, st.just(()), lists, lists, st.sampled_from(["", "q", "xz"]), lists)
briefs = st.builds(
    Brief,
    words,
    st.sampled_from(Piece),
    words,
    st.sampled_from(Length),
    words,
    words,
    wishes,
    point_of_view=words,
    era=words,
    images=words,
    outline=rows,
    task=st.just(Task.REWRITE),
)


def taken(brief: Brief, text: str = "One\nTwo\nThree") -> Take:
    return take_of(brief, text, "", (), take_id="t1", seed=1, model="m", model_sha256="", created="", complete=True)


@given(briefs)
def test_a_brief_comes_back_from_its_take(brief: Brief) -> None:
    assert brief_of(taken(brief)) == brief


def test_what_of_the_document_a_brief_is_about_comes_back_too() -> None:
    brief = Brief("fog", rewrites=("l2", "l3"), kept=((1, "Two"),), before="Zero", task=Task.CLEARER, passage="x")
    assert brief_of(taken(brief)) == brief


@pytest.mark.parametrize(
    "settings",
    [
        (("length", "endless"), ("task", "dance"), ("rewrites", "l1"), ("kept", "x 99999999999999 1")),
        (("with", "two:salt"),),
        (("with", "9" * 5000 + ":salt"), ("acrostic", "A" * 100_000)),
    ],
)
def test_settings_that_make_no_sense_are_left_out(settings: tuple[tuple[str, str], ...]) -> None:
    brief = brief_of(Take("t1", "One\nTwo", "fog", Piece.SONG, 1, settings=settings))
    assert brief.about == "fog"
    assert (brief.length, brief.task, brief.wishes.required) == (Length.MEDIUM, Task.REWRITE, ())


def test_an_outline_of_the_command_line_is_read_in_parts() -> None:
    brief = brief_of(Take("t1", "One", "fog", Piece.SONG, 1, settings=(("outline", "He waits. / She goes."),)))
    assert brief.outline == ("He waits.", "She goes.")
