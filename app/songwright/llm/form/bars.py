"""Words that may stand by the rules of form but should not: used before, clichés, phrases said already.

Form comes first: where nothing else is left, such words may stand after all. They give way in order: first words that
came before, then phrases and openings that did, then what the writer banned, last what "a" and "an" ask for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from songwright.llm.form.vocabulary import Flags, Vocabulary

__all__ = ["Barred", "Bars", "Manners"]

_OPENINGS = 3  # a line begins otherwise than so many before it
_LONGEST_BANNED = 6  # words of a banned phrase


@dataclass(frozen=True, slots=True)
class Manners:
    """What a piece should not do.

    `banned` phrases are not used at all: "heart of *", where "*" stands for any word or part of a word. Words of weight
    come once when `fresh`. Phrases of more than `phrase` words come once; 0 lets them come again.
    """

    banned: tuple[str, ...] = ()
    fresh: bool = True
    phrase: int = 2


class Barred(NamedTuple):
    """What should not come in one place: words said already, words that complete a banned phrase, and by which article.

    `article` is the word "a" or "an" that stands before the place, -1 for neither.
    """

    repeated: tuple[int, ...]
    banned: tuple[int, ...]
    article: int


class Bars:
    """Keeps what a piece has said, and says which words should not come now."""

    def __init__(self, vocabulary: Vocabulary, manners: Manners) -> None:
        self._vocabulary = vocabulary
        self._manners = manners
        self._used: Flags = np.zeros(len(vocabulary), dtype=bool)
        self._said: list[int] = []  # the words of finished lines, -1 where one is not known
        self._openings: list[int] = []
        self._follow: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
        matches = _Matchers(vocabulary)
        banned = [tuple(map(matches, phrase)) for phrase in _phrases(manners.banned)]
        self._banned = _Phrases([phrase for phrase in banned if len(phrase) > 1], len(vocabulary))
        self._disagreeing = _disagreeing(vocabulary)
        self._never: Flags = np.zeros(len(vocabulary), dtype=bool)
        for phrase in banned:
            if len(phrase) == 1:
                self._never |= phrase[0]

    def note(self, words: Sequence[int]) -> None:
        """A line of these words (-1 for one that is not in the vocabulary) stands in the piece."""
        known = [word for word in words if word >= 0]
        self._used[[word for word in known if self._vocabulary.content[word]]] = True
        self._openings.append(words[0] if words else -1)
        size = self._manners.phrase
        line = [*words]
        for at in range(size, len(line)):
            if size and line[at] >= 0:
                self._follow[tuple(line[at - size : at])].add(line[at])
        self._said += line

    def after(self, words: Sequence[int]) -> Barred:
        """What should not follow these words of a line, beyond what the piece has used."""
        repeated = {word for word in words if self._manners.fresh and self._vocabulary.content[word]}
        repeated.update(words[-1:])
        size = self._manners.phrase
        if size and len(words) >= size:
            repeated |= self._follow.get(tuple(words[-size:]), set())
        if not words:
            repeated.update(word for word in self._openings[-_OPENINGS:] if word >= 0)
        article = words[-1] if words and words[-1] in self._disagreeing else -1
        return Barred(
            tuple(sorted(repeated)), self._banned.completing([*self._said[-_LONGEST_BANNED:], *words]), article
        )

    def fresh(self, choices: Flags, barred: Barred) -> Flags:
        """The choices without what should not come, as far as something is left."""
        agreed = choices & ~self._disagreeing[barred.article] if barred.article >= 0 else choices
        agreed = agreed if agreed.any() else choices
        allowed = agreed & ~self._never
        allowed[list(barred.banned)] = False
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


def _phrases(banned: Iterable[str]) -> list[list[str]]:
    """The phrases as words; a "*" at an end stands for any word, so that what is left is banned everywhere."""
    found = []
    for phrase in banned:
        words = phrase.lower().replace("’", "'").split()
        while words and words[-1] == "*":
            words.pop()
        while words and words[0] == "*":
            del words[0]
        if 0 < len(words) <= _LONGEST_BANNED:
            found.append(words)
    return found


class _Phrases:
    """Banned phrases of two words and more, by the words that they are about to end after."""

    def __init__(self, phrases: Sequence[tuple[Flags, ...]], size: int) -> None:
        self._phrases = phrases
        self._before_last: Flags = np.array([phrase[-2] for phrase in phrases]).reshape(len(phrases), size)

    def completing(self, words: Sequence[int]) -> tuple[int, ...]:
        """Words that would complete a phrase after these (-1 for one that is not known)."""
        if not words or words[-1] < 0 or not len(self._phrases):
            return ()
        found: set[int] = set()
        for place in np.flatnonzero(self._before_last[:, words[-1]]).tolist():
            phrase = self._phrases[place]
            tail = words[-len(phrase) + 1 :]
            if len(tail) == len(phrase) - 1 and all(
                word >= 0 and part[word] for part, word in zip(phrase, tail, strict=False)
            ):
                found.update(np.flatnonzero(phrase[-1]).tolist())
        return tuple(sorted(found))


class _Matchers:
    """Which words the parts of phrases stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, Flags] = {}

    def __call__(self, part: str) -> Flags:
        known = self._known.get(part)
        if known is None:
            known = self._known[part] = self._matched(part)
        return known

    def _matched(self, part: str) -> Flags:
        if "*" not in part:
            found = np.zeros(len(self._vocabulary), dtype=bool)
            found[[self._vocabulary.index[part]] if part in self._vocabulary.index else []] = True
            return found
        pattern = re.compile("".join(".*" if sign == "*" else re.escape(sign) for sign in part))
        return np.array([pattern.fullmatch(word.lower()) is not None for word in self._vocabulary.words], dtype=bool)
