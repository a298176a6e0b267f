"""A manner is measured, asked for, shown to the model, and nothing of it is copied."""

from __future__ import annotations

import pytest

from songwright.core.song import Piece
from songwright.llm.brief import Brief
from songwright.llm.manner import MannerPrompts, longest_shared, manner_of
from songwright.llm.prompts import form_for, load_prompts
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


HARBOUR = """[Verse 1]
The rope was wet, the rope was old,
The harbour bell was ringing,
The mate was drunk, the tea was cold,
And all the gulls were singing.

The rope was thrown, the anchor weighed,
The harbour lamps were burning,
And nobody at home had prayed
For anyone's returning."""
OVEN = """The baker sweeps the flour away,
The oven door is closing,
And half the street has bread today
And half the street is dozing."""


def test_the_commonest_stanza_is_asked_for_with_rhymes_of_its_own(lexicon: Lexicon) -> None:
    manner = manner_of([HARBOUR, OVEN], lexicon)
    form = form_for(manner.form)
    assert [line.rhyme for line in form.lines] == list("ABABCDCDEFEF")
    assert [line.most for line in form.lines[:4]] == [8, 7, 8, 7]


def test_the_stock_is_what_comes_oftener_than_elsewhere(lexicon: Lexicon) -> None:
    stock = manner_of([HARBOUR, OVEN], lexicon).stock
    assert {"rope", "harbour"} <= set(stock[:6])
    assert not {"the", "was", "and"} & set(stock)


def test_the_model_is_shown_the_nearest_text_as_an_earlier_piece(lexicon: Lexicon) -> None:
    prompts = MannerPrompts(load_prompts(), manner_of([HARBOUR, OVEN], lexicon))
    plan = prompts.plan(Brief("bread in the oven", Piece.POEM, form="quatrain"))
    assert [turn.role for turn in plan.messages] == ["user", "assistant", "user"]
    assert plan.messages[1].content == OVEN
    assert plan.plain.startswith(OVEN)
    assert "[Verse" not in prompts.plan(Brief("a harbour bell", Piece.POEM)).messages[1].content


@pytest.mark.parametrize(
    ("text", "longest"),
    [("The oven door is red", 4), ("Nothing like it", 0), ("the flour, away! The oven", 5), (OVEN, 24)],
)
def test_a_copy_is_found_by_its_longest_run(text: str, longest: int) -> None:
    assert longest_shared(text, [HARBOUR, OVEN]) == longest
