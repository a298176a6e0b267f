"""Numbers in a lyric are said as a reader says them."""

from __future__ import annotations

import pytest

from songwright.lyrics.spoken import spoken_number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("900", "nine hundred"),
        ("1099", "one thousand ninety nine"),
        ("1100", "eleven hundred"),
        ("1905", "nineteen oh five"),
        ("1984", "nineteen eighty four"),
        ("2005", "two thousand five"),
        ("2099", "twenty ninety nine"),
        ("2100", "two thousand one hundred"),
        ("3000", "three thousand"),
        ("12000", "twelve thousand"),
        ("1,250", "one thousand two hundred fifty"),
        ("007", "oh oh seven"),
        ("12:05", "twelve oh five"),
        ("7:00", "seven"),
        ("3.14", "three point one four"),
    ],
)
def test_years_clocks_and_other_numbers_are_said_as_what_they_are(written: str, said: str) -> None:
    assert " ".join(spoken_number(written)) == said


def test_a_word_without_figures_is_no_number() -> None:
    assert spoken_number("hello") == ()
