"""Words that may stand by the rules of form but should not: banned ones, clichés, and what was said already.

What the writer bans never stands: lines are planned so that they can always do without it (see `Phrases.uncertain`).
Of the rest form comes first: where nothing else is left, such words may stand after all. They give way in order: first
words that came before, then the openings of other lines, then what is merely held back, last what "a" and "an" ask
for. Going on with a run of words that came before has its price instead (see `Repeats`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld_phrases import LONGEST_PHRASE, Phrases
from songwright.llm.repeats import Repeats

__all__ = ["Restraints", "WithheldHere", "WithheldWords"]

_OPENINGS = 3  # a line begins otherwise than so many before it


@dataclass(frozen=True, slots=True)
class Restraints:
    """What a piece should not do.

    `banned` phrases of several words never stand in a line ("heart of *", where "*" stands for any word or part of a
    word); that single words do not is the line's task. `held_back` phrases and words stand only where nothing else is
    left. Words of weight come once when `fresh`. Runs of `free` words that came before are gone on with at a price:
    `dry` nats, and more for longer ones.
    """

    banned: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    fresh: bool = True
    dry: float = 1.5
    free: int = 2


class WithheldHere(NamedTuple):
    """What may or should not come in one place.

    `banned` words would complete a banned phrase, `held_back` ones a phrase that is held back; `repeated` ones were
    said already, `costs` are those that would go on with a run of words, with their price in nats. `article` is the
    word "a" or "an" that stands before the place, -1 for neither.
    """

    banned: tuple[int, ...]
    held_back: tuple[int, ...]
    repeated: tuple[int, ...]
    costs: tuple[tuple[int, float], ...]
    article: int


class WithheldWords:
    """Keeps what a piece has said, and says which words should not come now."""

    def __init__(self, vocabulary: Vocabulary, manners: Restraints) -> None:
        self._vocabulary = vocabulary
        self._manners = manners
        self._used: Flags = np.zeros(len(vocabulary), dtype=bool)
        self._said: list[int] = []  # the words of finished lines, -1 where one is not known
        self._openings: list[int] = []
        self._begun: list[int] = []  # words with which the line that is written begins already
        self._repeats = Repeats(manners.dry, manners.free)
        self._banned = Phrases(vocabulary, manners.banned)
        self._held_back = Phrases(vocabulary, (*manners.banned, *manners.held_back))
        self._disagreeing = _disagreeing(vocabulary)

    def note(self, words: Sequence[int]) -> None:
        """A line of these words (-1 for one that is not in the vocabulary) stands in the piece."""
        words = self._vocabulary.apart(words)
        known = [word for word in words if word >= 0]
        self._used[[word for word in known if self._vocabulary.content[word]]] = True
        self._used = self._vocabulary.spread(self._used)
        self._openings.append(words[0] if words else -1)
        self._repeats.add(words)
        self._said += words

    def copy(self) -> WithheldWords:
        """The same, which goes on by itself."""
        other = copy(self)
        other._used, other._said, other._openings = self._used.copy(), [*self._said], [*self._openings]  # noqa: SLF001 - its own kind
        other._begun, other._repeats = [*self._begun], self._repeats.copy()  # noqa: SLF001 - its own kind
        return other

    def read(self, words: Sequence[int]) -> None:
        """These words stand in an example: to go on with a run of them has its price, each of them may come."""
        self._repeats.add([*self._vocabulary.apart(words), -1])

    def begin(self, words: Sequence[int]) -> None:
        """The line that is written begins with these words, see `note`."""
        self._begun = [*words]

    def after(self, written: Sequence[int]) -> WithheldHere:
        """What may or should not follow these words of a line, beyond what the piece has used."""
        words = [*self._begun, *written]
        repeated = {word for word in words if self._manners.fresh and self._vocabulary.content[word]}
        repeated.update(words[-1:])
        if not words:
            repeated.update(word for word in self._openings[-_OPENINGS:] if word >= 0)
        article = words[-1] if words and words[-1] in self._disagreeing else -1
        return WithheldHere(
            self._banned.completing(words),
            self._held_back.completing([*self._said[-LONGEST_PHRASE:], *words]),
            tuple(sorted(repeated)),
            tuple(sorted(self._repeats.costs(words).items())) if words else (),
            article,
        )

    @staticmethod
    def permitted(choices: Flags, barred: WithheldHere) -> Flags:
        """The choices without banned ones."""
        if not barred.banned:
            return choices
        found = choices.copy()
        found[list(barred.banned)] = False
        return found

    def fresh(self, choices: Flags, barred: WithheldHere) -> Flags:
        """The permitted choices without what should not come, as far as something is left."""
        choices = self.permitted(choices, barred)
        agreed = choices & ~self._disagreeing[barred.article] if barred.article >= 0 else choices
        agreed = agreed if agreed.any() else choices
        allowed = agreed & ~self._held_back.single
        allowed[list(barred.held_back)] = False
        if not allowed.any():
            return agreed
        said = allowed.copy()
        said[list(barred.repeated)] = False
        if not said.any():
            return allowed
        if not self._manners.fresh:
            return said
        unused = said & ~self._used
        return unused if unused.any() else said

    def misleads(self, word: int, following: Callable[[], Flags]) -> bool:
        """Whether a word is an article with which none of the words that may follow agrees."""
        disagreeing = self._disagreeing.get(word)
        return disagreeing is not None and not bool((following() & ~disagreeing).any())

    @property
    def articles(self) -> tuple[int, ...]:
        """The words "a" and "an", which ask for a certain sound after them."""
        return tuple(self._disagreeing)


def _disagreeing(vocabulary: Vocabulary) -> dict[int, Flags]:
    """For "a" and "an", the words that must not follow."""
    barred = {"a": vocabulary.vowels, "an": ~vocabulary.vowels}
    return {vocabulary.index[article]: flags for article, flags in barred.items() if article in vocabulary.index}
