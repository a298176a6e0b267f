"""A fair count of syllables in words that are not written in the Latin alphabet."""

from __future__ import annotations

import unicodedata

__all__ = ["foreign_syllables"]

# Alphabets whose vowels are letters: a syllable a vowel.
_VOWELS = frozenset("аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰ")
# Scripts in which a character is a syllable, or close to one.
_SYLLABIC = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "ETHIOPIC", "CHEROKEE", "YI ", "BOPOMOFO")
# Small kana and the long-vowel mark lean on the character before them.
_LEANING = frozenset("ぁぃぅぇぉゃゅょゎっァィゥェォャュョヮッー")


def foreign_syllables(word: str) -> tuple[tuple[int, int, int], ...]:
    """(start, end, stress) of each syllable of the word, covering it; at least one, the first is stressed."""
    starts = _syllabic(word) if unicodedata.name(word[0], "").startswith(_SYLLABIC) else _by_vowels(word)
    starts = [0, *[start for start in starts if start > 0]]
    ends = [*starts[1:], len(word)]
    return tuple((start, end, int(start == 0)) for start, end in zip(starts, ends, strict=True))


def _syllabic(word: str) -> list[int]:
    return [
        index
        for index, character in enumerate(word)
        if character not in _LEANING and not unicodedata.category(character).startswith("M")
    ]


def _by_vowels(word: str) -> list[int]:
    """A new syllable before the consonant that precedes each vowel letter after the first."""
    vowels = [index for index, letter in enumerate(word.lower()) if letter in _VOWELS]
    return [vowel - 1 if vowel - 1 not in vowels else vowel for vowel in vowels[1:]]
