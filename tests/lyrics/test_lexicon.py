from __future__ import annotations

import pytest

from songwright.lyrics.lexicon import Lexicon, LexiconError


def stresses(lexicon: Lexicon, word: str) -> str:
    return lexicon.pronunciations(word)[0].stresses


@pytest.mark.parametrize(
    ("word", "expected"),
    [("lantern", "10"), ("remember", "010"), ("night", "1"), ("lullaby", "102"), ("away", "01"), ("a", "0")],
)
def test_dictionary_words_have_their_stresses(lexicon: Lexicon, word: str, expected: str) -> None:
    assert stresses(lexicon, word) == expected
    assert not lexicon.pronunciations(word)[0].guessed


@pytest.mark.parametrize("word", ["FIRE", "Fire", "fire"])
def test_case_does_not_matter_and_song_counts_fire_short_first(lexicon: Lexicon, word: str) -> None:
    assert [way.syllables for way in lexicon.pronunciations(word)] == [1, 2]


def test_typographic_apostrophes_and_accents_find_the_plain_word(lexicon: Lexicon) -> None:
    assert lexicon.pronunciations("don’t") == lexicon.pronunciations("don't")
    assert lexicon.pronunciations("café") == lexicon.pronunciations("cafe")


def test_first_and_last_words_of_the_dictionary_are_found(lexicon: Lexicon) -> None:
    words = [entry.word for entry in lexicon.entries()]
    assert words == sorted(words, key=str.encode)
    assert lexicon.knows(words[0])
    assert lexicon.knows(words[-1])
    assert len(words) > 120_000


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("moonwater", "120"),  # compound
        ("harkened", "10"),  # stem and ending
        ("moonlings", "10"),
        ("dreamlessness", "100"),
        ("unsinging", "010"),
        ("wand'ring", "10"),  # elision of a known word
        ("lovest", "10"),  # older grammar
        ("blorptation", "010"),  # neither: by its letters
    ],
)
def test_unknown_words_are_guessed(lexicon: Lexicon, word: str, expected: str) -> None:
    assert not lexicon.knows(word)
    way = lexicon.pronunciations(word)[0]
    assert way.guessed
    assert way.stresses == expected


def test_endings_take_the_voice_of_the_sound_before(lexicon: Lexicon) -> None:
    assert lexicon.pronunciations("moonwaters")[0].phones[-1] == "Z"
    assert lexicon.pronunciations("lampcats")[0].phones[-1] == "S"
    assert lexicon.pronunciations("moonwished")[0].phones[-1] == "T"


@pytest.mark.parametrize("word", ["hmm", "shh", "psst", "xyz", "bcdfg", "'", "…", "", "7"])
def test_everything_has_at_least_one_syllable(lexicon: Lexicon, word: str) -> None:
    assert all(way.syllables >= 1 for way in lexicon.pronunciations(word))
    assert lexicon.pronunciations(word)


def test_common_words_are_more_frequent_than_rare_ones(lexicon: Lexicon) -> None:
    assert lexicon.zipf("the") > lexicon.zipf("lantern") > lexicon.zipf("qwertyish") == 0.0


def test_the_user_decides_how_a_word_is_said(lexicon: Lexicon) -> None:
    own = lexicon.with_user_words({"Fire": "F AY1 ER0", "Yggdra": "IH1 G D R AH0, Y IH1 G D R AH0"})
    assert own.pronunciations("fire")[0].syllables == 2
    assert len(own.pronunciations("yggdra")) == 2
    assert own.knows("yggdra")
    assert lexicon.pronunciations("fire")[0].syllables == 1


@pytest.mark.parametrize("text", ["", "fy-er", "F AY", "F AY3 R", ","])
def test_an_unreadable_pronunciation_is_refused_with_a_sentence(lexicon: Lexicon, text: str) -> None:
    with pytest.raises(LexiconError, match="fire"):
        lexicon.with_user_words({"fire": text})


def test_words_are_found_by_their_ending_sounds(lexicon: Lexicon) -> None:
    from songwright.lyrics.phones import encode

    found = {entry.word for entry in lexicon.ending_in(encode(("AY1", "T")))}
    assert {"night", "light", "tonight", "kite"} <= found
    assert "nice" not in found
