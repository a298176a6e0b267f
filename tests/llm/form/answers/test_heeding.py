from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from songwright.llm.form.answers.heeding import heeding
from songwright.llm.questions import NextWords, Option, Place, after_cursor


class Habits:
    """A model whose tokens are letters; " sea" follows “deep” nine times as often as “old”."""

    def follow(self, text: str, *, line_start: bool = False) -> list[int]:
        return list(text.encode())

    def scores(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        found = []
        for one in continuations:
            text = bytes(one).decode()
            share = 0.9 if text.startswith(" deep") else 0.1
            found.append([0.0] * (len(one) - 1) + [math.log(share)])
        return found


OPTIONS = (Option("old", 0.5, unbound=0.3), Option("deep", 0.5, unbound=0.2))


def test_a_word_that_the_rest_follows_from_comes_first() -> None:
    deep, old = heeding(OPTIONS, " sea", Habits(), first=False)
    assert (deep.text, old.text) == ("deep", "old")
    assert deep.unbound / old.unbound == pytest.approx(0.2 * 0.9 / (0.3 * 0.1))
    assert deep.unbound + old.unbound == pytest.approx(0.5)
    assert deep.probability + old.probability == pytest.approx(1.0)


def test_at_the_end_of_a_line_nothing_changes() -> None:
    assert heeding(OPTIONS, "  ", Habits(), first=False) == OPTIONS
    assert heeding((), " sea", Habits(), first=False) == ()


@pytest.mark.parametrize(
    ("text", "column", "after"),
    [
        ("the sea", 4, ""),
        ("the  sea", 4, " sea"),
        ("the , sea", 4, ", sea"),
        ("the sea", 7, ""),
        ("the sea", 3, " sea"),
    ],
)
def test_letters_right_at_the_cursor_belong_to_the_word_there(text: str, column: int, after: str) -> None:
    assert after_cursor(text, column) == after


def test_what_stands_after_is_part_of_the_question() -> None:
    assert NextWords(Place(), "the ", 9, " sea").after == " sea"
