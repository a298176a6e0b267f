from __future__ import annotations

import pytest

from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.rhyme import RhymeKind
from songwright.lyrics.rhyme_list import Wanted, rhyme_list


def listed(word: str, lexicon: Lexicon, wanted: Wanted | None = None, limit: int = 200) -> list[str]:
    return [rhyme.word for rhyme in rhyme_list(word, lexicon, wanted, limit=limit)]


@pytest.mark.parametrize(
    ("word", "rhyme"),
    [("love", "above"), ("moon", "soon"), ("fire", "desire"), ("water", "daughter"), ("poet", "know it")],
)
def test_what_every_rhyming_dictionary_has_is_found(lexicon: Lexicon, word: str, rhyme: str) -> None:
    assert rhyme in listed(word, lexicon)


@pytest.mark.parametrize(
    ("word", "intruder"),
    [
        ("heart", "kmart"),
        ("heart", "descartes"),
        ("month", "eleventh"),  # a weak vowel is not raised to a beat
        ("sea", "re"),
        ("moon", "coon"),
        ("part", "heart's"),
        ("time", "all-time"),
    ],
)
def test_trade_names_foreign_words_and_slurs_are_not_offered(lexicon: Lexicon, word: str, intruder: str) -> None:
    assert intruder not in listed(word, lexicon, limit=1000)


def test_near_rhymes_follow_the_nearest_first(lexicon: Lexicon) -> None:
    found = rhyme_list("love", lexicon)
    kinds = [rhyme.kind is RhymeKind.PERFECT for rhyme in found]
    assert kinds == sorted(kinds, reverse=True)
    near = [rhyme.word for rhyme in found if rhyme.kind is not RhymeKind.PERFECT]
    assert near.index("enough") < near.index("much")
    assert "enough" not in listed("love", lexicon, Wanted(near=False))


def test_names_stand_at_the_end(lexicon: Lexicon) -> None:
    found = rhyme_list("moon", lexicon, limit=1000)
    assert found[-1].name
    assert "june" in [rhyme.word for rhyme in found if rhyme.name]
    assert not any(rhyme.name for rhyme in rhyme_list("moon", lexicon, Wanted(names=False)))


def test_lists_can_be_narrowed_to_a_shape(lexicon: Lexicon) -> None:
    found = rhyme_list("night", lexicon, Wanted(syllables=2, stress="x/"))
    assert found
    assert all((rhyme.syllables, rhyme.beats) == (2, "01") for rhyme in found)
    assert listed("night", lexicon, Wanted(stress="x/")) == listed("night", lexicon, Wanted(stress="01"))
    assert listed("night", lexicon, Wanted(syllables=9)) == []


@pytest.mark.parametrize("word", ["", "луна", "qzx", "...", "x" * 5000])
def test_what_has_no_sound_has_no_rhymes(lexicon: Lexicon, word: str) -> None:
    assert isinstance(rhyme_list(word, lexicon), tuple)


def test_no_word_is_offered_twice(lexicon: Lexicon) -> None:
    found = listed("sea", lexicon, limit=2000)
    assert len(found) == len(set(found))
