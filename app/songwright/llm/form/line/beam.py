"""Writes one line in several ways at once and keeps the one that the model finds likeliest.

Some drafts of the line are begun by drawing, for variety, and finished by a beam search, because the end, where the
rhyme is, is where a draft that was merely drawn goes wrong. The probability of the token that ends the line counts, so
that lines end where phrases do. The automaton has no dead ends, so no draft is ever lost.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from songwright.llm.form.line.pen import Draft, Pen
from songwright.llm.form.line.sampling import Chances, Freedom, log_total
from songwright.llm.form.line.side_by_side import Growing
from songwright.llm.model import Branches, Logits

__all__ = ["BeamSearch", "FinishedLine", "line_worth"]

_TAIL = 5  # syllables at the end of a line that are searched, not drawn
_WIDTH = 8  # tokens that the search tries after one draft
_HEIRS = 4  # drafts that may come of one draft in one step, and of one beginning in all, if it was not drawn oftener
_SYLLABLE_COST = 1.4  # nats that a syllable to come is taken to cost, when drafts of different lengths are compared
_AFTER_MARK = 0.5  # nats that the line feed after a mark is taken to cost
_MOST_BEHIND = 2.5  # nats that a step may promise less than the most hopeful one beside it
_WEAKEST = 1.0  # times that the least likely word of a line counts again: one bad word spoils it
_HOPE = 0.5  # nats that it costs at least, or the draft is given up beside a finished one


@dataclass(frozen=True, slots=True, eq=False)
class _Voice:
    """A draft on a branch, with what may follow it.

    `count` is how many of the beginnings that were drawn it stands for, as long as they are alike; `kin` numbers the
    beginning that it came of. `owed` are the nats that it gets back for the wished word that it writes.
    """

    draft: Draft
    branch: int
    kin: int
    count: int
    chances: Chances
    total: float  # the logarithm of the sum of all that may follow
    owed: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A token that a draft might go on with, as `count` of its beginnings do.

    `hope` is what its line may come to, in nats.
    """

    hope: float
    voice: _Voice
    place: int
    count: int


@dataclass(frozen=True, slots=True)
class FinishedLine:
    """A line, the branch that it stands on, what of it the branch has not read, and `worth` in nats a syllable."""

    draft: Draft
    branch: int
    unread: list[int]
    worth: float


class BeamSearch:
    """One line being searched for, with several drafts side by side on branches of the text."""

    def __init__(
        self, pen: Pen, branches: Branches, own: Sequence[int], freedom: Freedom, random: np.random.Generator
    ) -> None:
        """`own` are the numbers of its branches, all alike: one more than there are to be drafts, at least one."""
        self._pen = pen
        self._branches = branches
        self._freedom = freedom
        self._random = random
        self._size = max(1, len(own) - 1)
        self._free = [*own]
        self._left: list[int] = []  # free after the step: other drafts may still go on from them
        self._longest = 0
        self._found: FinishedLine | None = None

    def line(self, start: Draft, logits: Logits) -> Growing[FinishedLine]:
        """The best line that begins as `start` does, before which the model gives these scores."""
        self._longest = max(len(reading.pattern) for reading in start.state)
        drawn = max(1, self._longest - _TAIL)
        behind, voices = [self._begin(start, logits)], list[_Voice]()
        while behind:
            grown = yield from self._grow([step for voice in behind for step in self._drawn(voice)])
            voices += [voice for voice in grown if voice.draft.syllables >= drawn]
            behind = [voice for voice in grown if voice.draft.syllables < drawn]
        voices = [replace(voice, kin=number) for number, voice in enumerate(voices)]
        while voices:
            steps = self._best(voices)
            going = {id(step.voice) for step in steps}
            self._free += [voice.branch for voice in voices if id(voice) not in going]
            voices = yield from self._grow(steps)
        if self._found is None:
            raise AssertionError("a line without an end")
        return self._found

    def _begin(self, start: Draft, logits: Logits) -> _Voice:
        chances = Chances(self._pen.moves(start), logits)
        return _Voice(start.copy(), self._free.pop(), 0, self._size, chances, log_total(logits))

    def _drawn(self, voice: _Voice) -> list[_Step]:
        """Steps that are drawn, one for each beginning that the voice stands for, like ones together."""
        places = Counter(voice.chances.draw(self._freedom, self._random) for _ in range(voice.count))
        return [_Step(0.0, voice, place, count) for place, count in places.items()]

    def _best(self, voices: Sequence[_Voice]) -> list[_Step]:
        """The most hopeful steps, not too many of them after one draft or one beginning, and none far behind."""
        steps = [
            _Step(hope, voice, place, voice.count)
            for voice in voices
            for place in voice.chances.best(_WIDTH)
            if (hope := self._hope(voice, place)) > -math.inf
        ]
        steps.sort(key=lambda step: -step.hope)
        least = steps[0].hope - _MOST_BEHIND if steps else -math.inf
        chosen: list[_Step] = []
        heirs: Counter[int] = Counter()
        kin: Counter[int] = Counter()
        for step in steps:
            if step.hope < least:
                break
            voice, most = step.voice, max(_HEIRS, step.voice.count)
            if len(chosen) < self._size and heirs[voice.branch] < most and kin[voice.kin] < most:
                chosen.append(step)
                heirs[voice.branch] += 1
                kin[voice.kin] += 1
        return chosen

    def _hope(self, voice: _Voice, place: int) -> float:
        """What a step promises, in nats; minus infinity when it cannot beat the line that was found."""
        left = self._longest - voice.draft.syllables
        draft = voice.draft
        so_far = draft.likelihood - draft.cost + _WEAKEST * min(draft.weakest, draft.newest) - voice.total + voice.owed
        if self._found is not None:
            bound = so_far + float(voice.chances.logits[place]) - _HOPE * max(0, left - 2)
            if bound / self._longest < self._found.worth:
                return -math.inf
        return so_far + float(voice.chances.scores[place]) - _SYLLABLE_COST * left

    def _grow(self, steps: Sequence[_Step]) -> Growing[list[_Voice]]:
        """Take these steps; the drafts that are still open after them, read on."""
        grown: list[tuple[Draft, int, int, _Step]] = []
        taken: set[int] = set()
        for step in steps:
            voice = step.voice
            go, token = voice.chances.at(step.place)
            draft, branch = voice.draft.copy(), voice.branch
            self._pen.take(draft, go, token)
            draft.count(go, float(voice.chances.logits[step.place]) - voice.total)
            if branch in taken:
                branch = self._free.pop()
                self._branches.copy(voice.branch, branch)
            taken.add(branch)
            if draft.done:
                self._finish(draft, branch, [token] if go == "close" else [])
            else:
                grown.append((draft, branch, token, step))
        self._free += self._left
        self._left = []
        if not grown:
            return []
        rows = yield [(branch, token) for _, branch, token, _ in grown]
        return [
            self._voice(draft, branch, step, Chances(self._pen.moves(draft), row), log_total(row))
            for (draft, branch, _, step), row in zip(grown, rows, strict=True)
        ]

    def _voice(self, draft: Draft, branch: int, step: _Step, chances: Chances, total: float) -> _Voice:
        return _Voice(draft, branch, step.voice.kin, step.count, chances, total, self._pen.given_back(draft))

    def _finish(self, draft: Draft, branch: int, unread: list[int]) -> None:
        """Keep a finished line if it is the best so far; the branch of the other one is free."""
        found = FinishedLine(draft, branch, unread, line_worth(draft, marked=bool(unread)))
        if self._found is None or found.worth > self._found.worth:
            self._left += [self._found.branch] if self._found else []
            self._found = found
        else:
            self._left.append(branch)


def line_worth(draft: Draft, *, marked: bool) -> float:
    """What a finished line is worth: nats a syllable, its weakest word counted again; `marked` when a mark ends it."""
    likelihood = draft.likelihood - draft.cost + _WEAKEST * draft.weakest
    return (likelihood - (_AFTER_MARK if marked and draft.end else 0.0)) / max(1, draft.syllables)
