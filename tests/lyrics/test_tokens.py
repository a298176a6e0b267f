"""Visible words, also in texts that nobody would write."""

from __future__ import annotations

import pytest

from songwright.lyrics.analysis import analyse
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.tokens import tokens

LONG = 300_000


def test_a_word_without_end_is_read_piece_by_piece() -> None:
    text = "so ab" + "cd" * LONG + "'s end"
    found = tokens(text)
    assert max(len(token.text) for token in found) < 200
    assert [token.text for token in (found[0], found[-1])] == ["so", "end"]
    assert "".join(token.text for token in found[1:-1]) == text[3:-4]
    assert all(text[token.start : token.end] == token.text for token in found)


def test_the_longest_word_of_the_dictionary_is_one_word() -> None:
    assert [token.text for token in tokens("antidisestablishmentarianism")] == ["antidisestablishmentarianism"]


# Each of them took minutes to hours when a step was repeated for every letter of the rest.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["ab", "'", "1st ", "a-", "9,", "é", "e\u0301"])
def test_a_row_of_the_same_signs_over_and_over_is_read_in_one_pass(lexicon: Lexicon, piece: str) -> None:
    analysis = analyse(piece * (LONG // len(piece)), lexicon)
    assert len(analysis.lines) == 1
    assert (analysis.syllables > 0) == (piece != "'")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'tis 'twas", ["'tis", "'twas"]),
        ("o''er", ["o''er"]),
        ("''quoted''", ["''quoted''"]),
        ("rock 'n' roll", ["rock", "'n'", "roll"]),
        ("'99 o'clock", ["'99", "o'clock"]),
        ("' alone", ["alone"]),
    ],
)
def test_apostrophes_stay_with_their_words(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words
