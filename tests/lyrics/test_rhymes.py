from __future__ import annotations

import pytest

from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.rhymes import mosaics, rhymes


def words(found: tuple[object, ...]) -> list[str]:
    return [getattr(rhyme, "word", "") for rhyme in found]


def test_perfect_rhymes_are_listed_the_commonest_first(lexicon: Lexicon) -> None:
    found = rhymes("night", lexicon)
    assert words(found)[0] == "right"
    assert {"light", "bright", "tonight", "kite"} - set(words(found)) == {"tonight"}  # the same onset is no rhyme
    assert "night" not in words(found)
    assert "knight" not in words(found)


def test_feminine_rhymes_and_promoted_endings(lexicon: Lexicon) -> None:
    assert words(rhymes("water", lexicon))[:2] == ["daughter", "slaughter"]
    assert "sea" in words(rhymes("melody", lexicon, limit=500))


def test_articles_are_offered_for_no_rhyme(lexicon: Lexicon) -> None:
    assert words(rhymes("sea", lexicon))[:2] == ["be", "he"]
    assert "a" not in words(rhymes("day", lexicon, limit=500))


@pytest.mark.parametrize(
    ("word", "kind", "expected"),
    [
        ("wake", RhymeKind.FAMILY, "late"),
        ("mine", RhymeKind.ADDITIVE, "find"),
        ("signed", RhymeKind.SUBTRACTIVE, "line"),
        ("deep", RhymeKind.ASSONANCE, "seem"),
        ("love", RhymeKind.CONSONANCE, "leave"),
    ],
)
def test_near_rhymes_by_kind(lexicon: Lexicon, word: str, kind: RhymeKind, expected: str) -> None:
    found = rhymes(word, lexicon, kind, rarest=3.5, limit=1000)
    assert expected in words(found)
    sought = ending(word, lexicon)
    for rhyme in found[:30]:
        other = ending(rhyme.word, lexicon)
        assert sought is not None
        assert other is not None
        assert kind_between(sought, other) is kind


@pytest.mark.parametrize(("word", "left_out"), [("tell", "l"), ("words", "n-words"), ("be", "c")])
def test_letters_and_abbreviations_are_not_offered(lexicon: Lexicon, word: str, left_out: str) -> None:
    assert left_out not in words(rhymes(word, lexicon, limit=1000))


@pytest.mark.parametrize(
    ("word", "two"),
    [("fever", "believe her"), ("poet", "know it"), ("minute", "in it"), ("sonnet", "on it"), ("know it", "show it")],
)
def test_two_words_may_rhyme_together(lexicon: Lexicon, word: str, two: str) -> None:
    found = mosaics(word, lexicon)
    assert two in words(found)
    assert word not in words(found)
    heard = ending(word, lexicon)
    for one in found:
        other = ending(one.word, lexicon)
        assert heard is not None
        assert other is not None
        assert kind_between(heard, other) is RhymeKind.PERFECT


def test_two_words_are_answered_by_one(lexicon: Lexicon) -> None:
    assert words(rhymes("know it", lexicon))[0] == "poet"
    assert "fever" in words(rhymes("believe her", lexicon))
    assert "bit" in words(rhymes("finish it", lexicon))
    assert mosaics("night", lexicon) == ()


def test_unknown_words_and_numbers_have_rhymes_too(lexicon: Lexicon) -> None:
    assert "light" in words(rhymes("moonbright", lexicon))
    assert "wine" in words(rhymes("1999", lexicon))


@pytest.mark.parametrize("word", ["", "—", "🌊", "Привет", "shh"])
def test_what_has_no_sound_has_no_rhymes(lexicon: Lexicon, word: str) -> None:
    assert rhymes(word, lexicon) == ()
