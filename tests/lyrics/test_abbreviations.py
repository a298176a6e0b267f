from __future__ import annotations

import pytest

from songwright.lyrics.abbreviations import is_abbreviation


@pytest.mark.parametrize(
    "word", ["l", "l's", "'s", "t'", "hp", "rpm", "lbs", "mr", "n-words", "c-code", "u.s", "st-john"]
)
def test_letters_and_abbreviations_are_no_words(word: str) -> None:
    assert is_abbreviation(word)


@pytest.mark.parametrize("word", ["a", "i", "o", "sky", "shh", "tv", "x-ray", "t-shirts", "o'er", "well-worn", "a's"])
def test_short_and_hyphenated_words_are_words(word: str) -> None:
    assert not is_abbreviation(word)
