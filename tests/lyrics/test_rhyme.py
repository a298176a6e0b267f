from __future__ import annotations

import pytest

from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.scheme import letter, rhyme_scheme


def end(text: str, lexicon: Lexicon) -> Ending:
    found = ending(text, lexicon)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("night", "light", RhymeKind.PERFECT),
        ("water", "daughter", RhymeKind.PERFECT),  # feminine
        ("tenderly", "slenderly", RhymeKind.PERFECT),  # dactylic
        ("night", "knight", RhymeKind.IDENTITY),
        ("light", "delight", RhymeKind.IDENTITY),
        ("stone", "stone", RhymeKind.IDENTITY),
        ("wake", "late", RhymeKind.FAMILY),
        ("home", "alone", RhymeKind.FAMILY),
        ("mine", "signed", RhymeKind.ADDITIVE),
        ("signed", "mine", RhymeKind.SUBTRACTIVE),
        ("deep", "breathe", RhymeKind.ASSONANCE),
        ("love", "leave", RhymeKind.CONSONANCE),
        ("sorrow", "lantern", RhymeKind.NONE),
        ("wind", "mind", RhymeKind.PERFECT),  # the older way to say it
        ("melody", "sea", RhymeKind.PERFECT),  # a promoted last syllable
        ("rested", "crested", RhymeKind.PERFECT),
        ("poet", "did not know it", RhymeKind.PERFECT),  # two words
    ],
)
def test_kinds_of_rhyme(lexicon: Lexicon, first: str, second: str, kind: RhymeKind) -> None:
    assert kind_between(end(first, lexicon), end(second, lexicon)) is kind


def test_feminine_and_masculine_endings_are_told_apart(lexicon: Lexicon) -> None:
    assert end("water", lexicon).parts[0].syllables == 2
    assert end("night", lexicon).parts[0].syllables == 1


@pytest.mark.parametrize("text", ["", "—", "♪"])
def test_a_line_without_words_has_no_ending(lexicon: Lexicon, text: str) -> None:
    assert ending(text, lexicon) is None


@pytest.mark.parametrize(
    "text", ["in 1999", "at 7", "R.E.M.", "🌊", "shh", "well-known", "Привет", "x-", "b-b-", "rock & roll"]
)
def test_any_visible_word_ends_a_line(lexicon: Lexicon, text: str) -> None:
    assert ending(text, lexicon) is not None


def test_numbers_rhyme_as_they_are_read(lexicon: Lexicon) -> None:
    assert kind_between(end("in 1999", lexicon), end("wine", lexicon)) is RhymeKind.PERFECT


def marks(lexicon: Lexicon, words: str) -> str:
    scheme = rhyme_scheme([ending(word, lexicon) if word != "-" else None for word in words.split()])
    return "".join("-" if mark is None else mark.letter.lower() if mark.near else mark.letter for mark in scheme)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("stone night alone light", "ABAB"),
        ("stone alone night light", "AABB"),
        ("stone night light alone", "ABBA"),
        ("stone sorrow alone lantern", "A-A-"),
        ("signed mine line", "aAA"),  # a half rhyme joins a full pair
        ("wake sorrow late", "a-a"),  # two half rhymes pair up
        ("sea dream", "--"),  # open against closed vowel
        ("stone - stone", "A-A"),  # a repeated word
        ("-", "-"),
        ("", ""),
    ],
)
def test_rhyme_schemes(lexicon: Lexicon, words: str, expected: str) -> None:
    assert marks(lexicon, words) == expected


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


@pytest.mark.parametrize(
    ("one", "other"), [("here", "near"), ("tiers", "cheers"), ("fire", "higher"), ("hour", "shower")]
)
def test_words_that_dictionaries_spell_in_two_ways_rhyme_to_the_ear(lexicon: Lexicon, one: str, other: str) -> None:
    first, second = ending(one, lexicon), ending(other, lexicon)
    assert first is not None
    assert second is not None
    assert kind_between(first, second) is RhymeKind.PERFECT
    assert set(first.full) & set(second.full)
