"""Which tempo holds when, and how long it takes: ticks to seconds and back. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from songwright.core.signatures import TICKS_PER_QUARTER, Marking

__all__ = ["STAIR", "TempoMap", "TempoStep", "tempo_steps"]

STAIR = TICKS_PER_QUARTER // 2
"""A gradual change goes by eighth notes: finer than anybody hears, and MIDI files carry it exactly."""


@dataclass(frozen=True, slots=True)
class TempoStep:
    """From a tick on, this tempo (quarter notes a minute) holds."""

    tick: int
    tempo: float


class TempoMap:
    """The tempo of a whole song as steps in order; before the first step its tempo holds too."""

    def __init__(self, steps: Sequence[TempoStep]) -> None:
        """`steps` are at least one, by their ticks."""
        self.steps = tuple(steps)

    @cached_property
    def _ticks(self) -> list[int]:
        return [step.tick for step in self.steps]

    @cached_property
    def _seconds(self) -> list[float]:
        """When each step begins, as seconds after the first."""
        spent = [_lasting(later.tick - step.tick, step.tempo) for step, later in pairwise(self.steps)]
        return list(accumulate(spent, initial=0.0))

    @cached_property
    def _origin(self) -> float:
        """The time of tick 0, as seconds after the first step."""
        return self._since_first(0)

    @property
    def steady(self) -> bool:
        """Whether one tempo holds throughout."""
        return len(self.steps) == 1

    def tempo_at(self, tick: float) -> float:
        """The tempo that holds from a tick on."""
        return self.steps[self._index(tick)].tempo

    def seconds(self, tick: float) -> float:
        """Seconds from tick 0 to a tick."""
        if self.steady:
            return _lasting(tick, self.steps[0].tempo)
        return self._since_first(tick) - self._origin

    def between(self, start: float, end: float) -> float:
        """Seconds from one tick to a later one; the same for passages that are alike, to the last bit."""
        first, last = self._index(start), self._index(end)
        if first == last:
            return _lasting(end - start, self.steps[first].tempo)
        edges = [start, *(float(step.tick) for step in self.steps[first + 1 : last + 1]), end]
        tempi = [step.tempo for step in self.steps[first : last + 1]]
        return sum(_lasting(to - at, tempo) for (at, to), tempo in zip(pairwise(edges), tempi, strict=True))

    def ticks_in(self, seconds: float, tick: float) -> float:
        """How many ticks so many seconds are at the tempo of a tick."""
        return seconds * self.tempo_at(tick) / 60.0 * TICKS_PER_QUARTER

    def tick(self, seconds: float) -> float:
        """The tick at a time in seconds from tick 0."""
        if self.steady:
            return seconds * self.steps[0].tempo / 60.0 * TICKS_PER_QUARTER
        since = seconds + self._origin
        index = max(0, bisect_right(self._seconds, since) - 1)
        step = self.steps[index]
        return step.tick + (since - self._seconds[index]) * step.tempo / 60.0 * TICKS_PER_QUARTER

    def scaled(self, factor: float) -> TempoMap:
        """The same course, each tempo so many times as fast."""
        return TempoMap([TempoStep(step.tick, step.tempo * factor) for step in self.steps])

    def _index(self, tick: float) -> int:
        return max(0, bisect_right(self._ticks, tick) - 1)

    def _since_first(self, tick: float) -> float:
        step = self.steps[self._index(tick)]
        return self._seconds[self._index(tick)] + _lasting(tick - step.tick, step.tempo)


def _lasting(ticks: float, tempo: float) -> float:
    """Seconds that so many ticks take."""
    return ticks / TICKS_PER_QUARTER * 60.0 / tempo


def tempo_steps(tempo: float, markings: Iterable[Marking], end: int) -> Iterator[TempoStep]:
    """The steps of one section, in its own ticks up to `end`: the song's tempo, then what its markings make of it.

    A gradual change is a stair of eighth notes, each at the tempo of the straight line in its middle.
    """
    wanted = [marking for marking in markings if marking.tempo is not None and marking.start < end]
    if not wanted or wanted[0].start > 0:
        yield TempoStep(0, tempo)
    before = tempo
    limits = [*(marking.start for marking in wanted[1:]), end][: len(wanted)]
    for marking, limit in zip(wanted, limits, strict=True):
        assert marking.tempo is not None  # noqa: S101 - chosen above; tells the type checker
        last = before
        for step in _stair(before, marking.tempo, marking.start, marking.over):
            if step.tick < limit:
                yield step
                last = step.tempo
        before = last


def _stair(tempo: float, target: float, start: int, over: int) -> Iterator[TempoStep]:
    for number in range(math.ceil(over / STAIR)):
        tick = start + number * STAIR
        middle = min(over, number * STAIR + STAIR / 2) / over
        yield TempoStep(tick, tempo + (target - tempo) * middle)
    yield TempoStep(start + over, target)
