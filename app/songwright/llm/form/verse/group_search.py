"""Lines that rhyme with each other, written several times side by side: the best of the attempts is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np

from songwright.llm.form.line.beam import BeamSearch, FinishedLine
from songwright.llm.form.line.pen import Pen
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.line.side_by_side import Growing, side_by_side
from songwright.llm.form.verse.attempts import promising
from songwright.llm.form.verse.so_far import PieceSoFar, VerseWork
from songwright.llm.model import Branches, Logits

__all__ = ["Branching", "GroupSearch"]


@runtime_checkable
class Branching(Protocol):
    """A reader that can go several ways from where it stands."""

    def logits(self) -> Logits:
        """Scores of every token that may come next."""

    def extend(self, tokens: Sequence[int]) -> None:
        """Read more tokens."""

    def branch(self, count: int, tokens: int) -> Branches:
        """Up to `count` branches that read no more than so many tokens each."""


@dataclass(slots=True)
class _Attempt:
    """One way in which the lines may go, on branches of its `own`; between two lines they are all alike.

    `logits` are the scores after what it has read; `branch` is where its newest line stands, `unread` what of that and
    of the line's end it has not read.
    """

    so_far: PieceSoFar
    pen: Pen
    own: list[int]
    random: np.random.Generator
    logits: Logits
    branch: int
    unread: list[int] = field(default_factory=list)

    def search(self, work: VerseWork, index: int, branches: Branches, freedom: Freedom) -> Growing[FinishedLine]:
        """A search for line `index`. Raises ImpossibleFormError."""
        automaton, (end, _) = work.automaton(index, self.so_far), work.end(index)
        beam = BeamSearch(self.pen, branches, self.own, freedom, self.random)
        return beam.line(self.pen.begin(automaton, end), self.logits)

    def take(self, work: VerseWork, index: int, line: FinishedLine) -> None:
        """The line stands."""
        end, break_ = work.end(index)
        self.so_far.take(index, line.draft, break_)
        self.branch, self.unread = line.branch, [*line.unread, *end]

    def repeat(self, work: VerseWork, index: int, text: str) -> None:
        """A line stands that is not written now."""
        end, break_ = work.end(index)
        self.so_far.repeat(text, break_)
        self.unread = [*work.tokens.follow(text), *end]

    def reading(self, branches: Branches) -> Growing[None]:
        """Read what is unread, with all branches."""
        scores = yield [(self.branch, token) for token in self.unread]
        self.logits, self.unread = scores[-1].copy(), []
        for other in self.own:
            if other != self.branch:
                branches.copy(self.branch, other)

    def fork(self, work: VerseWork, own: list[int], branches: Branches) -> _Attempt:
        """Another attempt that goes on from here, on branches of its own."""
        for branch in own:
            branches.copy(self.branch, branch)
        so_far, (random,) = self.so_far.copy(), self.random.spawn(1)
        return _Attempt(so_far, work.pen(so_far.bars), own, random, self.logits, own[0])


@dataclass(frozen=True, slots=True)
class GroupSearch:
    """Writes groups of lines `times` over, with so many `drafts` of every line."""

    work: VerseWork
    reader: Branching
    freedom: Freedom
    random: np.random.Generator
    times: int
    drafts: int

    def write(self, group: range, ways: Sequence[PieceSoFar], show: Callable[[str], None]) -> PieceSoFar:
        """The piece with these lines, which the reader has then read; the first and the last are to be written.

        The attempts go on from one of the `ways` each, in turn, which differ in what they ask for. `show` is given the
        lines that are certain to stay. Raises ImpossibleFormError.
        """
        branches = self._branches(ways[0], group)
        try:
            attempts = self._begun(ways, branches)
            times = len(attempts)
            for index in group:
                if index > group.start:
                    side_by_side([attempt.reading(branches) for attempt in attempts], branches)
                    attempts = self._spread(attempts, times, branches)
                self._write_line(index, attempts, branches)
                attempts = self._promising(attempts, group.stop - index - 1, times)
                if len(attempts) == 1:
                    attempts[0].so_far.show(show)
            (best,) = attempts
            branches.take(best.branch)
        finally:
            branches.close()
        if best.unread:
            self.reader.extend(best.unread)
        return best.so_far

    def _branches(self, so_far: PieceSoFar, group: range) -> Branches:
        """Branches for all attempts, as far as the context has room; what an attempt has read it keeps once."""
        line = max(self.work.usual_tokens(so_far.tasks[index]) for index in group)
        before = (len(group) - 1) * line
        return self.reader.branch(self.times * (self.drafts + 1), line + before // (self.drafts + 1) + 1)

    def _begun(self, ways: Sequence[PieceSoFar], branches: Branches) -> list[_Attempt]:
        size = min(self.drafts + 1, branches.count)
        logits = self.reader.logits()
        found = []
        for number, random in enumerate(self.random.spawn(min(self.times, branches.count // size))):
            own = [*range(number * size, (number + 1) * size)]
            so_far = ways[number % len(ways)].copy()
            so_far.worths = []
            found.append(_Attempt(so_far, self.work.pen(so_far.bars), own, random, logits, own[0]))
        return found

    def _promising(self, attempts: Sequence[_Attempt], left: int, times: int) -> list[_Attempt]:
        """The attempts that go on."""
        worths = [attempt.so_far.worths for attempt in attempts]
        naming = [self.work.names_subject(attempt.so_far) for attempt in attempts]
        return [attempts[number] for number in promising(worths, naming, left, times)]

    def _spread(self, attempts: list[_Attempt], times: int, branches: Branches) -> list[_Attempt]:
        """These attempts, the best of them in two ways, as many as there are to be."""
        size = len(attempts[0].own)
        used = {branch for attempt in attempts for branch in attempt.own}
        free = [branch for branch in range(times * size) if branch not in used]
        forked = [
            attempt.fork(self.work, free[number * size : (number + 1) * size], branches)
            for number, attempt in enumerate(attempts[: times - len(attempts)])
        ]
        return [*attempts, *forked]

    def _write_line(self, index: int, attempts: Sequence[_Attempt], branches: Branches) -> None:
        if not self.work.is_open(index, attempts[0].so_far):
            for attempt in attempts:
                attempt.repeat(self.work, index, self.work.repeated(index, attempt.so_far) or "")
            return
        searches = [attempt.search(self.work, index, branches, self.freedom) for attempt in attempts]
        for attempt, line in zip(attempts, side_by_side(searches, branches), strict=True):
            attempt.take(self.work, index, line)
