"""A manner is measured, asked for, shown to the model, and nothing of it is copied."""

from __future__ import annotations

import pytest

from songwright.core.song import Piece
from songwright.llm.brief import Brief
from songwright.llm.manner import MannerPrompts, longest_shared, manner_of
from songwright.llm.plan import Fill
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


def test_lengths_and_rhymes_of_the_lines_are_measured(lexicon: Lexicon) -> None:
    manner = manner_of([HARBOUR, OVEN], lexicon)
    assert manner.scheme == "abab"
    assert manner.syllables == (7, 8, 8)
    assert manner.words == 6
    assert manner.rhymed == 1.0
    assert manner_of(["Nothing here has any end\nthat sounds"], lexicon).rhymed == 0.0


def test_free_verse_has_lines_of_the_manners_length_and_some_of_its_words(lexicon: Lexicon) -> None:
    manner = manner_of(["Stone.\nThe rope is wet.\nThe rope is old.\nIt holds."], lexicon)
    plan = MannerPrompts(load_prompts(), manner).plan(Brief("a harbour", Piece.POEM))
    fill = next(step for step in plan.steps if isinstance(step, Fill))
    assert (fill.shape.wish, fill.shape.most) == (3, 6)
    wished = (
        MannerPrompts(load_prompts(), manner_of([HARBOUR, OVEN], lexicon)).plan(Brief("a", Piece.POEM)).wishes.theme
    )
    assert len(wished) == 3
    assert set(wished) <= set(manner_of([HARBOUR, OVEN], lexicon).stock)


def test_to_go_on_from_a_text_comes_after_an_example_too(lexicon: Lexicon) -> None:
    prompts = MannerPrompts(load_prompts(), manner_of([HARBOUR, OVEN], lexicon))
    plan = prompts.continuation(Brief("bread in the oven", Piece.POEM), "The street is long")
    assert [turn.role for turn in plan.messages] == ["user", "assistant", "user"]
    assert plan.messages[1].content == OVEN
