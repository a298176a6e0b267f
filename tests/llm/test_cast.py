"""The people of a story stay the same."""

from __future__ import annotations

from songwright.llm.cast import Cast


def cast_of(*texts: str) -> Cast:
    cast = Cast()
    for text in texts:
        cast.hear(text)
    return cast


def test_two_names_are_free_and_each_further_one_costs_more() -> None:
    assert cast_of().price("He met", " Emily") == 0
    assert cast_of("He met Emily.").price("Then came", " Jack") == 0
    three = cast_of("He met Emily and Jack.").price("Then came", " Ember")
    four = cast_of("He met Emily and Jack, then Ember.").price("Then came", " Moss")
    assert 0 < three < four


def test_who_is_known_costs_nothing_in_whole_or_part() -> None:
    cast = cast_of("He met Emily and Jack.")
    assert cast.price("Then came", " Em") == 0
    assert cast.has("Emily")
    assert cast.price("Then", " I") == 0


def test_a_capital_at_the_start_of_a_sentence_is_no_name() -> None:
    cast = cast_of("The house. Nobody came. He met Emily and Jack.")
    assert not cast.has("Nobody")
    assert cast.price("They left.", " Nobody") == 0
    assert cast.price("", " Nobody") == 0
    assert cast.price("She said, “", "Come") == 0


def test_a_name_with_an_ending_is_the_name() -> None:
    assert cast_of("It was in Emily's house.").has("Emily")
