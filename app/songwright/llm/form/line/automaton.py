"""One line as an automaton over words: which words may come next so that the line can still be completed.

A state is a set of readings (pattern, position, what is still to come). Tables worked out from both ends make it
exact (see `completion`): a word is allowed only if some words complete the line after it, so writing never gets stuck,
and a line that cannot be written is known before its first word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from songwright.llm.form.line.completion import AWAITED, FREE, Completion, Promises
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.words.vocabulary import Flags, Vocabulary

__all__ = [
    "LineAutomaton",
    "PatternState",
    "State",
    "closers",
    "ends_from",
    "possible_endings",
    "reached",
]


@dataclass(frozen=True, slots=True, order=True)
class PatternState:
    """Where a line stands in one of its patterns: the next syllable, and whether the wished word is still `due`.

    `echo` is AWAITED while its inner rhyme is to come, FREE when nothing hangs on one any more, else the sound of the
    word inside that the end has to rhyme with.
    """

    pattern: str
    position: int
    due: bool
    echo: int = FREE


State: TypeAlias = frozenset[PatternState]


class LineAutomaton:
    """The words that may follow in a line whose last word must be one of `endings`."""

    def __init__(self, vocabulary: Vocabulary, fitting: Fitting, task: LineTask, endings: Flags) -> None:
        self._vocabulary = vocabulary
        self._fitting = fitting
        self._task = task
        self._endings = {pattern: endings & closers(vocabulary, task, pattern) for pattern in task.patterns}
        self._completions = self._worked_out()
        self._choices: dict[State, Flags] = {}
        self.start: State = frozenset(self._readings(task.patterns, 0, due=task.wish is not None))

    def _worked_out(self) -> dict[str, Completion]:
        vocabulary, task = self._vocabulary, self._task
        answered = task.inner is not None and task.inner.own
        words = task.inner.words & task.allowed if task.inner and answered else np.zeros(len(vocabulary), dtype=bool)
        promises: dict[bytes, Promises] = {}  # patterns that leave the same last words share them
        found = {}
        for pattern, endings in self._endings.items():
            key = endings.tobytes()
            if key not in promises:
                promises[key] = Promises(vocabulary, endings, words, task.wish)
            found[pattern] = Completion(vocabulary, self._fitting, task, pattern, endings, promises[key])
        return found

    @property
    def possible(self) -> bool:
        """Whether any line at all fulfils the task."""
        return bool(self.start) and bool(self.choices(self.start).any())

    def resumed(self, patterns: Iterable[str], position: int, *, due: bool) -> State:
        """The state of a line that has come to this position of these patterns with words of whatever sort.

        It is empty when no words complete the line from there.
        """
        known = (pattern for pattern in patterns if pattern in self._completions and position < len(pattern))
        return frozenset(self._readings(known, position, due=due))

    def _readings(self, patterns: Iterable[str], position: int, *, due: bool) -> Iterator[PatternState]:
        """Readings from which a line can be completed, its inner rhyme still to come."""
        echo = FREE if self._task.inner is None else AWAITED
        for pattern in patterns:
            if self._completions[pattern].from_(position, echo, due=due):
                yield PatternState(pattern, position, due, echo)

    def choices(self, state: State) -> Flags:
        """The words that may come next; at the start only openers."""
        known = self._choices.get(state)
        if known is None:
            known = np.zeros(len(self._vocabulary), dtype=bool)
            for reading in state:
                known |= self._after(reading)
            self._choices[state] = known
        return known

    def certain(self, state: State) -> Flags:
        """The words that may come next whatever is banned."""
        choices, uncertain = self.choices(state), self._task.uncertain
        return choices if uncertain is None else choices & ~uncertain

    def step(self, state: State, word: int) -> State:
        """The state after a word; readings at the end of their pattern are complete lines."""
        return frozenset(found for reading in state for found in self._steps(reading, word))

    def _steps(self, reading: PatternState, word: int) -> Iterator[PatternState]:
        pattern, size = reading.pattern, len(reading.pattern)
        if not self._fitting(pattern, reading.position)[self._vocabulary.kinds[word]]:
            return
        due = reading.due and word != self._task.wish
        end = reading.position + int(self._vocabulary.syllables[word])
        if end == size:
            if not due and self._answering(reading)[word]:
                yield PatternState(pattern, end, due, FREE)
            return
        completion = self._completions[pattern]
        if completion.from_(end, reading.echo, due=due):
            yield PatternState(pattern, end, due, reading.echo)
        if reading.echo == AWAITED and completion.fulfilling(reading.position, due=due)[word]:
            own = self._task.inner is not None and self._task.inner.own
            yield PatternState(pattern, end, due, int(self._vocabulary.sounds[word]) if own else FREE)

    def awaited(self, state: State) -> int | None:
        """The wished word while some way to complete the line still needs it."""
        return self._task.wish if any(reading.due for reading in state) else None

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

    def _answering(self, reading: PatternState) -> Flags:
        """The last words that are left when the line's inner rhyme is this."""
        endings, vocabulary = self._endings[reading.pattern], self._vocabulary
        if reading.echo == FREE:
            return endings
        if reading.echo == AWAITED:
            return np.zeros_like(endings)
        promised = vocabulary.tails == vocabulary.tail_of_sound(reading.echo)
        return np.asarray(endings & promised & (vocabulary.sounds != reading.echo))

    def _after(self, reading: PatternState) -> Flags:
        """Words that may come next in one reading."""
        task = self._task
        found = self._following(reading, due=reading.due)
        if reading.due and task.wish is not None:
            found[task.wish] = self._following(reading, due=False, wished=True)[task.wish]
        return found & task.openers if reading.position == 0 else found

    def _following(self, reading: PatternState, *, due: bool, wished: bool = False) -> Flags:
        """Words after which a line can be completed; `wished` asks about the wished word, allowed or not."""
        vocabulary, pattern, position = self._vocabulary, reading.pattern, reading.position
        completion = self._completions[pattern]
        ends = position + self._fitting.lengths
        here = self._fitting(pattern, position)
        going_on = completion.along(reading.echo, due=due)
        inside = here & (ends < len(pattern)) & going_on[np.minimum(ends, len(pattern))]
        found = inside[vocabulary.kinds]
        if reading.echo == AWAITED:
            found |= completion.fulfilling(position, due=due)
        if not wished:
            found &= self._task.allowed & vocabulary.inside
        if not due and reading.echo != AWAITED:
            last = here & (ends == len(pattern))
            found |= last[vocabulary.kinds] & self._answering(reading)
        return found


def possible_endings(vocabulary: Vocabulary, fitting: Fitting, task: LineTask) -> Flags:
    """Every word with which some line that fulfils the task ends, its inner rhyme apart (see `framing`)."""
    found = np.zeros(len(vocabulary), dtype=bool)
    for pattern in task.patterns:
        fulfilled, due = reached(vocabulary, fitting, task, pattern)
        able = closers(vocabulary, task, pattern)
        size = len(pattern)
        # By kinds of word first, of which there are a hundred, and only then by words.
        found |= able & ends_from(fitting, pattern, fulfilled)[vocabulary.kinds]
        if fulfilled[0]:
            whole = fitting(pattern, 0) & (fitting.lengths == size)
            found |= able & whole[vocabulary.kinds] & task.openers
        wish = task.wish
        if wish is not None and able[wish]:
            begin = size - int(vocabulary.syllables[wish])
            fits_there = begin >= 0 and due[begin] and fitting(pattern, begin)[vocabulary.kinds[wish]]
            found[wish] |= bool(fits_there) and (begin > 0 or bool(task.openers[wish]))
    return found


def ends_from(fitting: Fitting, pattern: str, places: Sequence[bool]) -> Flags:
    """The kinds of words that can end a pattern from one of these places, the first one apart."""
    size = len(pattern)
    found = np.zeros(len(fitting.lengths), dtype=bool)
    for begin in range(1, size):
        if places[begin]:
            found |= fitting(pattern, begin) & (fitting.lengths == size - begin)
    return found


def reached(
    vocabulary: Vocabulary,
    fitting: Fitting,
    task: LineTask,
    pattern: str,
    start: int = 0,
    states: tuple[bool, bool] | None = None,
) -> tuple[list[bool], list[bool]]:
    """Positions of a pattern that words can fill up to, with the wish fulfilled [0] and with it still due [1].

    `states` says which of the two a line may have come to `start` with; at first it is whatever the task says.
    """
    size = len(pattern)
    fulfilled, due = [False] * (size + 1), [False] * (size + 1)
    fulfilled[start], due[start] = states or (task.wish is None, task.wish is not None)
    inside, opening = np.zeros((2, len(vocabulary.types)), dtype=bool)
    inside[vocabulary.kinds[task.certain & vocabulary.inside]] = True
    opening[vocabulary.kinds[task.certain & task.openers & vocabulary.inside]] = True
    for position in range(start, size):
        present = inside if position else opening
        here = fitting(pattern, position)
        for length in {int(length) for length in fitting.lengths[here & present] if position + length < size}:
            fulfilled[position + length] |= fulfilled[position]
            due[position + length] |= due[position]
        if task.wish is not None and due[position] and here[vocabulary.kinds[task.wish]]:
            end = position + int(vocabulary.syllables[task.wish])
            if end < size and (position or task.openers[task.wish]):
                fulfilled[end] = True
    return fulfilled, due


def closers(vocabulary: Vocabulary, task: LineTask, pattern: str) -> Flags:
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
