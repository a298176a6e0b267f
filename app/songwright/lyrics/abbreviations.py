"""Which entries of a word list are no words to write with: letters and abbreviations."""

from __future__ import annotations

import re

__all__ = ["is_abbreviation"]

# A part without a vowel that is a word all the same: what one exclaims, and what is said by its letters in any talk.
_SAID = frozenset(
    [
        "brr",
        "grr",
        "hm",
        "hmm",
        "hmmm",
        "mm",
        "mmm",
        "pfft",
        "psst",
        "sh",
        "shh",
        "tsk",
        "zzz",
        "nth",
        "tv",
        "tvs",
        "dj",
        "djs",
    ]
)
_LETTER_WORDS = frozenset("aio")
# Words that begin with a letter's name are few; word lists have far more such entries that nobody writes ("n-words").
_LETTERED = re.compile(r"(?:x-ray|t-shirt|e-mail|u-turn)\w*")
_VOWEL = re.compile("[aeiouy]")


def is_abbreviation(word: str) -> bool:
    """Whether a word in normal spelling is a letter ("l"), is said or written by letters ("rpm"), or begins so."""
    if word.isalpha():
        return _is_lettered(word)
    if _LETTERED.match(word):
        return False
    return "." in word or any(_is_lettered(part.removesuffix("'s").strip("'")) for part in word.split("-"))


def _is_lettered(part: str) -> bool:
    if len(part) < 2:
        return part not in _LETTER_WORDS
    return not _VOWEL.search(part) and part not in _SAID
