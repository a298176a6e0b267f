from __future__ import annotations

import pytest

from songwright.lyrics.kindred import Fits, Kinship, kindred
from songwright.lyrics.lexicon import Lexicon, LexiconError
from songwright.lyrics.meanings import Meanings, load_meanings


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return load_meanings()


def test_a_word_has_definitions_synonyms_opposites_and_company(meanings: Meanings) -> None:
    lantern = meanings.of("lantern")
    assert lantern is not None
    assert "light" in lantern.senses[0].definition
    assert lantern.senses[0].part == "noun"
    assert "light" in lantern.called_up
    sad = meanings.of("sad")
    assert sad is not None
    assert "glad" in sad.opposites
    ocean = meanings.of("ocean")
    assert ocean is not None
    assert "sea" in (*ocean.synonyms, *ocean.related)


@pytest.mark.parametrize(
    ("form", "word"),
    [("Lanterns", "lantern"), ("running", "run"), ("wept", "weep"), ("grieved", "grieve"), ("cities", "city"),
     ("mother's", "mother")],
)  # fmt: skip
def test_forms_are_looked_up_by_their_stems_or_as_they_are(meanings: Meanings, form: str, word: str) -> None:
    found = meanings.of(form)
    assert found is not None
    assert found.word in (word, form.lower())


@pytest.mark.parametrize("word", ["", "  ", "qzxv", "луна", "a\tb", "x" * 10_000, "zzz"])
def test_what_is_no_word_has_no_meaning(meanings: Meanings, word: str) -> None:
    found = meanings.of(word)
    assert found is None or found.word


def test_kin_can_be_narrowed_to_what_fits_a_place(meanings: Meanings, lexicon: Lexicon) -> None:
    kin = kindred("sad", meanings, lexicon, Fits(syllables=2, stress="/x"))
    assert kin is not None
    assert "mournful" in kin.words[Kinship.SAME]
    assert "tragicomic" not in kin.words[Kinship.SAME]
    rhymed = kindred("lantern", meanings, lexicon, Fits(rhyme="bright"))
    assert rhymed is not None
    assert "night" in rhymed.words[Kinship.CALLED_UP]
    assert "moon" not in rhymed.words[Kinship.CALLED_UP]


def test_no_word_stands_in_two_groups_or_beside_itself(meanings: Meanings, lexicon: Lexicon) -> None:
    for word in ("light", "sea", "run", "good"):
        kin = kindred(word, meanings, lexicon)
        assert kin is not None
        every = [one for words in kin.words.values() for one in words]
        assert len(every) == len(set(every))
        assert kin.word not in every


def test_words_of_a_subject_are_no_names_and_no_slurs(meanings: Meanings) -> None:
    for word in ("river", "house", "war"):
        found = meanings.of(word)
        assert found is not None
        assert all(one == one.lower() for one in (*found.synonyms, *found.called_up))


@pytest.mark.parametrize("data", [b"", b"[[1]]\n", b"not json\nrest"])
def test_a_damaged_file_is_an_error_in_a_sentence(data: bytes) -> None:
    with pytest.raises(LexiconError, match="install Songwright again"):
        Meanings(data)


def test_a_damaged_block_is_an_error_in_a_sentence() -> None:
    damaged = Meanings(b'[["a", 0, 5]]\nxxxxx')
    with pytest.raises(LexiconError, match="damaged"):
        damaged.of("lantern")
