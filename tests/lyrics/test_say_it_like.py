from __future__ import annotations

import pytest

from songwright.lyrics.lexicon import Lexicon, LexiconError
from songwright.lyrics.respelling import read_respelling, respelled
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.say_it_like import guesses, said_like, unknown_words


@pytest.mark.parametrize(
    ("word", "saying", "stresses"),
    [
        ("Aoife", "EE-fuh", "10"),
        ("Siobhan", "shuh-VAWN", "01"),
        ("Llanelli", "luh-NETH-lee", "010"),
        ("Tomek", "x/", "01"),
        ("camphor", "/xx", "100"),
        ("camphor", "/", "1"),
        ("Eilidh", "like daily", "10"),
        ("Foo", "F AY1 ER0", "10"),
    ],
)
def test_a_word_is_said_as_its_user_says(lexicon: Lexicon, word: str, saying: str, stresses: str) -> None:
    assert said_like(word, saying, lexicon).stresses == stresses


def test_a_word_said_like_another_rhymes_with_it_and_keeps_its_own_beginning(lexicon: Lexicon) -> None:
    way = said_like("Keighley", "like beachy", lexicon)
    assert way.phones[0] == "K"
    theirs = lexicon.saying({"keighley": way})
    one, other = ending("Keighley", theirs), ending("beachy", theirs)
    assert one is not None
    assert other is not None
    assert kind_between(one, other) is RhymeKind.PERFECT


@pytest.mark.parametrize("saying", ["", "xx", "like qqqzzzq", "12", "???", "луна", "x/" * 40, "ss-TT"])
def test_a_saying_that_says_nothing_is_refused_in_a_sentence(lexicon: Lexicon, saying: str) -> None:
    with pytest.raises(LexiconError) as refused:
        said_like("Foo", saying, lexicon)
    assert refused.value.message.endswith((".", "“alone”."))


def test_guesses_begin_with_the_lexicons_own_and_can_be_asked_for_as_they_are_shown(lexicon: Lexicon) -> None:
    found = guesses("Brzeznik", lexicon)
    assert found[0].way.phones == lexicon.pronunciations("Brzeznik")[0].phones
    assert len({guess.way for guess in found}) == len(found) > 1
    for guess in found:
        assert said_like("Brzeznik", guess.text, lexicon).stresses == guess.way.stresses


@pytest.mark.parametrize(
    "phones",
    [("SH", "AH0", "V", "AO1", "N"), ("IY1", "F", "AH0"), ("T", "AA1", "M", "EH0", "K"), ("W", "UH1", "S", "T", "ER0")],
)
def test_a_respelling_is_read_as_it_was_written(phones: tuple[str, ...]) -> None:
    assert read_respelling(respelled(phones), lambda part: ()) == phones


def test_only_what_has_to_be_sounded_out_counts_as_unknown(lexicon: Lexicon) -> None:
    words = ["Wojtek", "lantern", "harkened", "moonwater", "Aoife", "Wojtek", "луна"]
    assert unknown_words(words, lexicon) == ("Wojtek",)


def test_a_name_can_have_endings(lexicon: Lexicon) -> None:
    assert lexicon.pronunciations("Aoife's")[0].stresses == "10"
    assert not lexicon.is_guess("Aoife's")
