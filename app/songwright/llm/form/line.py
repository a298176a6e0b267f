"""One line as an automaton over words: which words may come next so that the line can still be completed.

A state is a set of readings (pattern, position, whether the wished word is still to come). Tables worked out from both
ends make it exact: a word is allowed only if some words complete the line after it, so writing never gets stuck, and
a line that cannot be written is known before its first word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from songwright.llm.form.vocabulary import Flags, Vocabulary, fits

__all__ = ["Fitting", "LineAutomaton", "LineTask", "Reading", "State", "possible_endings"]


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """Where a line stands in one of its patterns: the next syllable, and whether the wished word is still `due`."""

    pattern: str
    position: int
    due: bool


State: TypeAlias = frozenset[Reading]


@dataclass(frozen=True, slots=True)
class LineTask:
    """What a line must be: one of these patterns, made of `allowed` words, beginning with a word of `openers`.

    `wish` is the index of a word that must be in it. `rhymes` asks that the rhyme begins on the pattern's last strong
    place, or on a free place after it. `uncertain` words may stand inside the line where nothing bars them, but a line
    can always be completed without one.
    """

    patterns: tuple[str, ...]
    allowed: Flags
    openers: Flags
    wish: int | None = None
    rhymes: bool = False
    uncertain: Flags | None = None

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


class LineAutomaton:
    """The words that may follow in a line whose last word must be one of `endings`."""

    def __init__(self, vocabulary: Vocabulary, fitting: Fitting, task: LineTask, endings: Flags) -> None:
        self._vocabulary = vocabulary
        self._fitting = fitting
        self._task = task
        self._endings = {pattern: endings & _closers(vocabulary, task, pattern) for pattern in task.patterns}
        self._complete = {pattern: self._completable(pattern) for pattern in task.patterns}
        self._choices: dict[State, Flags] = {}
        due = task.wish is not None
        self.start: State = frozenset(
            Reading(pattern, 0, due) for pattern in task.patterns if self._complete[pattern][due][0]
        )

    @property
    def possible(self) -> bool:
        """Whether any line at all fulfils the task."""
        return bool(self.start) and bool(self.choices(self.start).any())

    def resumed(self, patterns: Iterable[str], position: int, *, due: bool) -> State:
        """The state of a line that has come to this position of these patterns with words of whatever sort.

        It is empty when no words complete the line from there.
        """
        known = (pattern for pattern in patterns if pattern in self._complete and position < len(pattern))
        return frozenset(Reading(pattern, position, due) for pattern in known if self._complete[pattern][due][position])

    def choices(self, state: State) -> Flags:
        """The words that may come next; at the start only openers."""
        known = self._choices.get(state)
        if known is None:
            known = np.zeros(len(self._vocabulary), dtype=bool)
            for reading in state:
                known |= self._after(reading)
            self._choices[state] = known
        return known

    def step(self, state: State, word: int) -> State:
        """The state after a word; readings at the end of their pattern are complete lines."""
        found = set()
        size = int(self._vocabulary.syllables[word])
        for reading in state:
            if not self._fitting(reading.pattern, reading.position)[self._vocabulary.kinds[word]]:
                continue
            due = reading.due and word != self._task.wish
            end = reading.position + size
            if end == len(reading.pattern):
                goes_on = not due and bool(self._endings[reading.pattern][word])
            else:
                goes_on = self._complete[reading.pattern][due][end]
            if goes_on:
                found.add(Reading(reading.pattern, end, due))
        return frozenset(found)

    @staticmethod
    def complete(state: State) -> bool:
        """Whether the words so far are a whole line."""
        return any(reading.position == len(reading.pattern) for reading in state)

    @staticmethod
    def finished(state: State) -> State:
        """The readings that are whole lines."""
        return frozenset(reading for reading in state if reading.position == len(reading.pattern))

    @staticmethod
    def unfinished(state: State) -> State:
        """The readings that need more words."""
        return frozenset(reading for reading in state if reading.position < len(reading.pattern))

    def _after(self, reading: Reading) -> Flags:
        """Words that may come next in one reading."""
        vocabulary, task = self._vocabulary, self._task
        inner, last = self._kinds_after(reading.pattern, reading.position, due=reading.due)
        found = (inner[vocabulary.kinds] & task.allowed) | (last[vocabulary.kinds] & self._endings[reading.pattern])
        if reading.due and task.wish is not None:
            found[task.wish] = self._wish_fits(reading)
        return found & task.openers if reading.position == 0 else found

    def _wish_fits(self, reading: Reading) -> bool:
        wish = self._task.wish
        kind = self._vocabulary.kinds[wish]
        inner, last = self._kinds_after(reading.pattern, reading.position, due=False)
        return bool(inner[kind] | (last[kind] & self._endings[reading.pattern][wish]))

    def _kinds_after(self, pattern: str, position: int, *, due: bool) -> tuple[Flags, Flags]:
        """Types that may stand here inside the line, and those that may end it here."""
        ends = position + self._fitting.lengths
        here = self._fitting(pattern, position)
        complete = np.array([*self._complete[pattern][due][: len(pattern)], False], dtype=bool)
        inner = here & (ends < len(pattern)) & complete[np.minimum(ends, len(pattern))]
        last = here & (ends == len(pattern)) & (not due)
        return inner, last

    def _completable(self, pattern: str) -> tuple[list[bool], list[bool]]:
        """For a wish fulfilled [0] and one still due [1], whether a line can be completed from each position.

        Position 0 asks for an opener.
        """
        vocabulary, task = self._vocabulary, self._task
        inner_kinds = self._present(vocabulary.kinds[task.certain])
        opening_kinds = self._present(vocabulary.kinds[task.certain & task.openers])
        last_kinds = self._present(vocabulary.kinds[self._endings[pattern]])
        only_kinds = self._present(vocabulary.kinds[self._endings[pattern] & task.openers])
        size = len(pattern)
        fulfilled, due = [False] * size + [True], [False] * (size + 1)
        for position in range(size - 1, -1, -1):
            here = self._fitting(pattern, position)
            inner = here & (inner_kinds if position else opening_kinds)
            last = here & (last_kinds if position else only_kinds)
            ends = position + self._fitting.lengths
            fulfilled[position] = bool((last & (ends == size)).any()) or any(
                fulfilled[end] for end in ends[inner] if end < size
            )
            due[position] = any(due[end] for end in ends[inner] if end < size) or self._wish_completes(
                pattern, position, fulfilled
            )
        return fulfilled, due

    def _wish_completes(self, pattern: str, position: int, fulfilled: list[bool]) -> bool:
        """Whether the wished word may stand at this position with the rest of the line after it."""
        vocabulary, wish = self._vocabulary, self._task.wish
        if wish is None or (position == 0 and not self._task.openers[wish]):
            return False
        if not self._fitting(pattern, position)[vocabulary.kinds[wish]]:
            return False
        end = position + int(vocabulary.syllables[wish])
        return bool(self._endings[pattern][wish]) if end == len(pattern) else fulfilled[end]

    def _present(self, kinds: Iterable[int]) -> Flags:
        found = np.zeros(len(self._vocabulary.types), dtype=bool)
        found[np.asarray(kinds, dtype=np.intp)] = True
        return found


def possible_endings(vocabulary: Vocabulary, fitting: Fitting, task: LineTask) -> Flags:
    """Every word with which some line that fulfils the task ends."""
    found = np.zeros(len(vocabulary), dtype=bool)
    for pattern in task.patterns:
        fulfilled, due = _reached(vocabulary, fitting, task, pattern)
        able = _closers(vocabulary, task, pattern)
        size = len(pattern)
        # By kinds of word first, of which there are a hundred, and only then by words.
        ends = [fitting(pattern, begin) & (fitting.lengths == size - begin) for begin in range(size)]
        inside = np.zeros(len(fitting.lengths), dtype=bool)
        for begin in range(1, size):
            if fulfilled[begin]:
                inside |= ends[begin]
        found |= able & inside[vocabulary.kinds]
        if fulfilled[0]:
            found |= able & ends[0][vocabulary.kinds] & task.openers
        wish = task.wish
        if wish is not None and able[wish]:
            kind = vocabulary.kinds[wish]
            places = [begin for begin in range(size) if due[begin] and ends[begin][kind]]
            found[wish] |= any(begin or task.openers[wish] for begin in places)
    return found


def _reached(vocabulary: Vocabulary, fitting: Fitting, task: LineTask, pattern: str) -> tuple[list[bool], list[bool]]:
    """Positions of a pattern that words can fill up to, with the wish fulfilled [0] and with it still due [1]."""
    size = len(pattern)
    fulfilled, due = [False] * (size + 1), [False] * (size + 1)
    (fulfilled if task.wish is None else due)[0] = True
    for position in range(size):
        words = task.certain if position else task.certain & task.openers
        present = np.zeros(len(vocabulary.types), dtype=bool)
        present[vocabulary.kinds[words]] = True
        here = fitting(pattern, position)
        for length in {int(length) for length in fitting.lengths[here & present] if position + length < size}:
            fulfilled[position + length] |= fulfilled[position]
            due[position + length] |= due[position]
        if task.wish is not None and due[position] and here[vocabulary.kinds[task.wish]]:
            end = position + int(vocabulary.syllables[task.wish])
            if end < size and (position or task.openers[task.wish]):
                fulfilled[end] = True
    return fulfilled, due


def _closers(vocabulary: Vocabulary, task: LineTask, pattern: str) -> Flags:
    """Words that may be last in a pattern: in a rhyming line their rhyme must begin where it can be strong."""
    able = vocabulary.closing & task.certain
    if not task.rhymes:
        return able
    able = able & vocabulary.rhyming
    first = pattern.rfind("s")
    sizes = [len(pattern) - place for place, sign in enumerate(pattern) if place >= first and sign != "w"]
    fitting = np.zeros(int(vocabulary.tail_syllables.max()) + 1, dtype=bool)
    fitting[[size for size in sizes if size < len(fitting)]] = True
    return able & fitting[vocabulary.tail_syllables]
