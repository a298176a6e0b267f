"""What each token of a model does to a word."""

from __future__ import annotations

import pytest

from songwright.llm.form.words.token_roles import read_token_roles, word_in


@pytest.mark.parametrize(
    ("spelled", "run", "spaced", "bare", "going_on", "whole"),
    [
        (b" sea", b"sea", True, False, False, True),
        (b"sea", b"sea", False, True, True, True),
        (b"'s", b"'s", False, True, True, True),
        (b"ed.", b"ed", False, True, True, False),
        (b" 12", b"12", False, False, False, True),
        (b", ", b"", False, False, False, False),
        (b" ", b"", False, False, False, False),
        (b"\xc3", b"\xc3", False, False, True, True),  # half of an umlaut: the word goes on after it
        (b" \xf0\x9f", b"\xf0\x9f", False, False, False, True),
    ],
)
def test_a_token_begins_goes_on_with_or_ends_a_word(
    spelled: bytes, run: bytes, spaced: bool, bare: bool, going_on: bool, whole: bool
) -> None:
    roles = read_token_roles(1, lambda _: spelled)
    assert roles.runs == (run,)
    assert (roles.spaced[0], roles.bare[0]) == (spaced, bare)
    assert (roles.going_on[0], roles.whole[0]) == (going_on, whole)
    assert roles.blank[0] == (spelled == b" ")


@pytest.mark.parametrize(
    ("spelled", "word"),
    [(b"sea", "sea"), ("don’t".encode(), "don't"), (b"sea-", "sea"), (b"12", ""), (b"", ""), (b"sea.", "sea")],
)
def test_runs_spell_a_word_together(spelled: bytes, word: str) -> None:
    assert word_in(spelled) == word
