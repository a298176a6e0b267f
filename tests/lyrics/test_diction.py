"""The sounds of every syllable, as they are sung."""

from __future__ import annotations

import pytest

from songwright.lyrics.diction import articulate, other_ways, unsingable
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import syllabify


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _sounds(text: str, lexicon: Lexicon) -> list[str]:
    return [" ".join((*one.before, one.vowel, *one.after)) for one in articulate(text, lexicon)]


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("1999", ["N AY1", "N T IY1 N", "N AY1", "N T IY0", "N AY1 N"]),
        ("the FBI", ["DH AH0", "EH1", "F B IY1", "AY1"]),
        ("fi-re", ["F AY1", "ER0"]),
        ("beauti-ful", ["B Y UW1", "T AH0 F AH0 L"]),
        ("never-ending", ["N EH1", "V ER0", "EH1", "N D IH0 NG"]),
        ("hmm", ["HH M"]),
        ("shh", ["SH AH0"]),
    ],
)
def test_what_is_written_otherwise_than_it_is_said_is_sung_as_words(
    text: str, sounds: list[str], lexicon: Lexicon
) -> None:
    assert _sounds(text, lexicon) == sounds


@pytest.mark.parametrize(
    "text",
    [
        "Twinkle, twinkle, little star",
        "7 o'clock & 100% ready",
        "A.B.C. XJG W.",
        "あなたの歌 Привет",
        "blessèd lovin' 'tis",
    ],
)
def test_every_written_syllable_has_its_sounds(text: str, lexicon: Lexicon) -> None:
    assert len(articulate(text, lexicon)) == len(syllabify(text, lexicon))


def test_a_users_own_pronunciation_counts_at_once(lexicon: Lexicon) -> None:
    own = lexicon.with_user_words({"tomato": "T AH0 M AA1 T OW2"})
    assert "M AA1" in _sounds("tomato", own)
    assert "M AA1" not in _sounds("tomato", lexicon)


def test_words_of_another_script_are_named(lexicon: Lexicon) -> None:
    assert unsingable("sing Привет to me, 日本語", lexicon) == ("Привет", "日本語")
    assert [one.vowel for one in articulate("日本語", lexicon)] == ["", "", ""]


def test_a_word_of_several_ways_is_sung_as_its_line_says(lexicon: Lexicon) -> None:
    usual, chosen = (articulate("the wind", lexicon, readings) for readings in ((), (("wind", 1),)))
    assert {usual[1].vowel, chosen[1].vowel} == {"IH1", "AY1"}
    assert articulate("the wind", lexicon, (("wind", 9), ("the", 1)))[1] == usual[1]


def test_only_ways_with_as_many_syllables_are_on_offer(lexicon: Lexicon) -> None:
    assert len(other_ways("wind", lexicon)) == 2
    assert other_ways("xqzzt", lexicon) == ()
    assert all(sum(phone[-1].isdigit() for phone in way) == 1 for way in other_ways("blessed", lexicon))
