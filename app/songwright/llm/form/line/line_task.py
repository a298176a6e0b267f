"""What a line must be, and which words fit where in its patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from songwright.llm.form.words.vocabulary import Flags, Vocabulary, fits

__all__ = ["Fitting", "Inner", "LineTask"]


@dataclass(frozen=True, slots=True)
class Inner:
    """A rhyme inside a line: one of these `words`, before the last one.

    Its rhyme begins on the syllable `at`, counted from 1, or where that is 0 on one that can be strong, in the first
    two thirds of the line. With `own` the line's end must rhyme with it.
    """

    words: Flags
    at: int = 0
    own: bool = False

    def places(self, vocabulary: Vocabulary, pattern: str, position: int) -> Flags:
        """The words whose rhyme would begin where it may when they start at this position and do not end the line."""
        size = len(pattern)
        good = np.zeros(size + 1, dtype=bool)
        if self.at:
            good[self.at - 1 : self.at] = True
        else:
            good[:size] = [sign != "w" and 3 * place < 2 * size for place, sign in enumerate(pattern)]
        ends = position + vocabulary.syllables
        begins = np.minimum(ends - vocabulary.tail_syllables, size)
        return np.asarray(self.words & (ends < size) & good[begins])


@dataclass(frozen=True, slots=True)
class LineTask:
    """What a line must be: one of these patterns, made of `allowed` words, beginning with a word of `openers`.

    `wish` is the index of a word that must be in it. `rhymes` asks that the rhyme begins on the pattern's last strong
    place, or on a free place after it. `uncertain` words may stand inside the line where nothing bars them, but a line
    can always be completed without one. `inner` is the rhyme that it has inside.
    """

    patterns: tuple[str, ...]
    allowed: Flags
    openers: Flags
    wish: int | None = None
    rhymes: bool = False
    uncertain: Flags | None = None
    inner: Inner | None = None

    @property
    def certain(self) -> Flags:
        """The words that may be counted on."""
        return self.allowed if self.uncertain is None else self.allowed & ~self.uncertain


class Fitting:
    """Which kinds of word fit where in a pattern: one row of flags over the vocabulary's types, remembered."""

    __slots__ = ("_known", "_types", "lengths")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._types = vocabulary.types
        self._known: dict[tuple[str, int], Flags] = {}
        self.lengths = np.array([len(kind.stresses) for kind in vocabulary.types], dtype=np.intp)

    def __call__(self, pattern: str, position: int) -> Flags:
        """The types that may start at this position of the pattern."""
        known = self._known.get((pattern, position))
        if known is None:
            room = len(pattern) - position
            known = np.array(
                [len(kind.stresses) <= room and fits(kind, pattern, position) for kind in self._types],
                dtype=bool,
            )
            self._known[pattern, position] = known
        return known
