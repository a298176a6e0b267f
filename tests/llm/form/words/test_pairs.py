"""What English does not put side by side comes only where nothing else fits."""

from __future__ import annotations

import numpy as np
import pytest

from songwright.llm.form.words.pairs import Pairs
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def pairs(vocabulary: Vocabulary) -> Pairs:
    return Pairs(vocabulary)


def may_follow(
    pairs: Pairs, vocabulary: Vocabulary, before: str, word: str, *, left: int = 9, last: bool = False
) -> bool:
    """Whether the word stays, beside one that always may."""
    allowed = np.zeros(len(vocabulary), dtype=bool)
    allowed[[vocabulary.index[word], vocabulary.index["rain"]]] = True
    place = vocabulary.index[before] if before else -1
    return bool(pairs.fitting(allowed, place, left=left, last=last)[vocabulary.index[word]])


@pytest.mark.parametrize(
    "words",
    [
        "my a",
        "the my",
        "no a",
        "the is",
        "he'd saw",
        "he'd lying",
        "she'll sees",
        "would went",
        "that's sing",
        "there's goes",
        "it's till",
        "are sing",
        "was went",
        "to went",
        "had go",
        "a mice",
        "a shoes",
        "an is",
    ],
)
def test_pairs_that_english_never_has_give_way(pairs: Pairs, vocabulary: Vocabulary, words: str) -> None:
    assert not may_follow(pairs, vocabulary, *words.split())


@pytest.mark.parametrize(
    "words",
    [
        "my house",
        "no more",
        "he'd seen",
        "she'll sing",
        "would go",
        "that's gone",
        "it's kissed",
        "are sung",
        "was lying",
        "to go",
        "had gone",
        "a mouse",
        "a bus",
        "has come",
        "his own",
        "all the",
        "to bring",
        "a thing",
    ],
)
def test_good_pairs_stay(pairs: Pairs, vocabulary: Vocabulary, words: str) -> None:
    assert may_follow(pairs, vocabulary, *words.split())


@pytest.mark.parametrize("word", ["small", "lent", "grand", "broken", "kept"])
def test_a_line_does_not_end_between_an_article_and_its_noun(pairs: Pairs, vocabulary: Vocabulary, word: str) -> None:
    size = int(vocabulary.syllables[vocabulary.index[word]])
    assert not may_follow(pairs, vocabulary, "a", word, left=size)
    assert may_follow(pairs, vocabulary, "a", word, left=size + 3)
    assert may_follow(pairs, vocabulary, "so", word, left=size)


def test_a_piece_does_not_end_on_a_verb_that_wants_its_object(pairs: Pairs, vocabulary: Vocabulary) -> None:
    assert not may_follow(pairs, vocabulary, "could", "say", left=1, last=True)
    assert may_follow(pairs, vocabulary, "to", "say", left=1, last=True)
    assert may_follow(pairs, vocabulary, "could", "say", left=1)
    assert may_follow(pairs, vocabulary, "could", "say", left=4, last=True)


def test_where_nothing_else_fits_form_comes_first(pairs: Pairs, vocabulary: Vocabulary) -> None:
    only = np.zeros(len(vocabulary), dtype=bool)
    only[vocabulary.index["went"]] = True
    assert pairs.fitting(only, vocabulary.index["to"], left=1, last=True)[vocabulary.index["went"]]
