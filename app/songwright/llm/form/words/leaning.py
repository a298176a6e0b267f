"""Which words a subject makes likelier, by the model's own odds with and without it.

The model is asked at a few places where a noun or an adjective comes next ("the ...", "with a ..."), once after the
request and once after the same request about "something". What the subject adds to the logarithm of a word's odds is
how far the piece leans to it: for "snow in a prison yard" jail, guard, ice, cell; for "a letter in a library book"
shelves, ink, pages.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from songwright.llm.form.words.tries import TokenTrie
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.model import Backend

__all__ = ["Leaning", "leaning", "noun_odds", "stock_words"]

Floats = npt.NDArray[np.float64]
Leaning = Floats  # for each word of a vocabulary, what the subject adds to it in nats; 0 for most, less for stock words

_PLACES = ("The", "A", "And the", "With a", "My", "Of the", "In the")
_LEAST_ODDS = 1e-5  # below, the odds of a word after "the" are noise
_FROM = 1.0  # nats that are chance
_MOST = 4.0
_STOCK = 1.2  # nats that a stock word costs which the subject does not name
_PART = 0.5  # of a word of several tokens only the first is asked about


def noun_odds(backend: Backend) -> Floats | None:
    """The mean odds of every token, float64 [vocabulary], at places for nouns after what the model has read.

    None for a backend that cannot go so many ways from there: its context is full, or it plays a script.
    """
    sequences = [backend.encode(place) for place in _PLACES]
    branches = backend.branch(len(sequences), max(map(len, sequences)))
    try:
        if branches.count < len(sequences):
            return None
        rows: list[Floats] = []
        for depth in range(max(map(len, sequences))):
            step = [(place, tokens[depth]) for place, tokens in enumerate(sequences) if len(tokens) > depth]
            grown = branches.grow(step)
            rows += [
                _odds(scores)
                for (place, _), scores in zip(step, grown, strict=True)
                if depth + 1 == len(sequences[place])
            ]
    finally:
        branches.close()
    return np.asarray(np.mean(rows, axis=0))


def leaning(
    vocabulary: Vocabulary, spelled: TokenTrie, with_subject: Floats, without: Floats, named: Collection[str] = ()
) -> Leaning:
    """How far each word is leaned to, float64 [words], 0 to 3 nats and only for words of weight.

    `spelled` are the words as they stand inside a line, `named` those of the subject. Stock words lose something.
    """
    gained = np.log((with_subject + _LEAST_ODDS) / (without + _LEAST_ODDS))
    found = np.zeros(len(vocabulary))
    first = np.array([sequence[0] for sequence in spelled.sequences])
    whole = np.array([len(sequence) == 1 for sequence in spelled.sequences])
    found[spelled.order] = gained[first] * np.where(whole, 1.0, _PART)
    gained = np.where(vocabulary.content, np.clip(found - _FROM, 0.0, _MOST - _FROM), 0.0)
    spare = [vocabulary.index[word] for word in stock_words() - {*named} if word in vocabulary.index]
    gained[spare] -= _STOCK
    return np.asarray(gained)


@cache
def stock_words() -> frozenset[str]:
    """The words that verse by language models falls back on."""
    rows = (files("songwright_resources") / "words" / "stock.txt").read_text("utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())


def _odds(scores: npt.NDArray[np.float32]) -> Floats:
    shares = np.exp(scores.astype(np.float64) - float(scores.max()))
    return np.asarray(shares / shares.sum())
