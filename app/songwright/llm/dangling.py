"""Whether a line of free verse would break off before its noun: "with a big old", "he is a lonely"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from songwright.lyrics.meanings import load_meanings

__all__ = ["lacks_noun"]

_ARTICLES = ("a", "an")
_NOUNS_TOO = frozenset({"cold", "calm", "present", "native", "kind", "good"})  # by the count of their senses adjectives
_ADJECTIVES_TOO = frozenset({"broken", "red"})  # by it nouns or verbs
_LONGEST = 3  # adjectives in a row


def lacks_noun(words: Sequence[str]) -> bool:
    """Whether these words (lower case) end in "a" and adjectives alone."""
    for count in range(1, min(_LONGEST, len(words) - 1) + 1):
        if not _is_adjective(words[-count]):
            return False
        if words[-count - 1] in _ARTICLES:
            return True
    return False


@cache
def _is_adjective(word: str) -> bool:
    """Whether a word has more senses of an adjective than of a noun."""
    found = load_meanings().of(word)
    if found is None or word in _NOUNS_TOO:
        return False
    parts = Counter(sense.part for sense in found.senses)
    return word in _ADJECTIVES_TOO or parts["adj"] > parts["noun"]
