"""Rhythm for words."""

from __future__ import annotations

from enum import IntEnum


class SyllableClass(IntEnum):
    """What the net knows of a syllable's weight."""

    FUNCTION = 0
    CONTENT = 1
    PRIMARY = 2
    SECONDARY = 3
    WEAK = 4
    UNKNOWN = 5


def classify(stress: int, word_length: int) -> SyllableClass:
    """From a lexical stress (0 none, 1 primary, 2 secondary) and the number of syllables in the word."""
    if word_length == 1:
        return SyllableClass.CONTENT if stress else SyllableClass.FUNCTION
    return (SyllableClass.WEAK, SyllableClass.PRIMARY, SyllableClass.SECONDARY)[stress]
