"""Words laid under a tune that is there, with as few changes to its notes as can be: dynamic programming.

A syllable takes one note, or several (a slur; notes of one pitch are tied); a note may be parted among two or three
syllables; notes of a pick-up may fall silent, and one to three syllables may be put before the first note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from songwright.core.song import Metre, Note
from songwright.music.metrics import STRONG, WEAK, level, sung_step

__all__ = ["aligned"]

_SLUR: Final = 1.1
_WEAK_SLUR: Final = 0.4
_TIE: Final = 0.5
_OLD_SLUR: Final = 0.1
_BROKEN_SLUR: Final = 0.2
_FREED: Final = 0.5
"""What the place of a slur's further note weighs for a syllable that takes it: it is there to be sung, so words that
have grown use it up before other notes are parted."""

_PART: Final = 1.4
_PICKUP: Final = 0.9
_SILENT: Final = 1.0
_SILENCED: Final = 2.2
"""A note of a pick-up that is not sung; any other at either end of the line."""

_TOO_SHORT: Final = 6.0
_MOST: Final = 3
"""Notes that one syllable may take newly, and syllables that may share a note."""

_LONGEST_SLUR: Final = 12


@dataclass(frozen=True, slots=True)
class _Move:
    """One step: `syllables` more of them on `notes` more notes; in `made` the move's own syllables count from 0."""

    syllables: int
    notes: int
    cost: float
    made: tuple[Note, ...]


def aligned(
    tune: Sequence[Note],
    strengths: Sequence[int],
    line: str,
    metre: Metre,
    tempo: float,
    *,
    room: int,
) -> tuple[Note, ...] | None:
    """The notes of a tune under the syllables of another line; None when there is no way.

    `tune` is in order and names the syllables that it carried; `strengths` are 0 (weak) to 2 (stressed), one a
    syllable; `room` is how many ticks before the first note are free for a pick-up. Locked notes keep their syllable
    and are neither parted nor moved.
    """
    if not tune or not strengths:
        return () if not strengths and not any(note.locked for note in tune) else None
    step = sung_step(metre, tempo)
    moves = _Moves(tune, strengths, metre, step, room)
    best: dict[tuple[int, int], tuple[float, tuple[int, int], _Move]] = {}
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for sung in range(len(strengths) + 1):
        for used in range(len(tune) + 1):
            here = (sung, used)
            if here not in costs:
                continue
            for move in moves.after(sung, used):
                there = (sung + move.syllables, used + move.notes)
                cost = costs[here] + move.cost
                if cost < costs.get(there, float("inf")):
                    costs[there] = cost
                    best[there] = (cost, here, move)
    return _walked(best, (len(strengths), len(tune)), line)


def _walked(
    best: dict[tuple[int, int], tuple[float, tuple[int, int], _Move]], end: tuple[int, int], line: str
) -> tuple[Note, ...] | None:
    found: list[Note] = []
    while end != (0, 0):
        if end not in best:
            return None
        _, before, move = best[end]
        found += [replace(note, line=line, syllable=before[0] + (note.syllable or 0)) for note in reversed(move.made)]
        end = before
    return tuple(found[::-1])


class _Moves:
    """What may come next."""

    def __init__(self, tune: Sequence[Note], strengths: Sequence[int], metre: Metre, step: int, room: int) -> None:
        self.tune, self.strengths, self.metre, self.step, self.room = tune, strengths, metre, step, room
        self.runs_on = [
            index > 0 and note.syllable is not None and note.syllable == tune[index - 1].syllable
            for index, note in enumerate(tune)
        ]

    def after(self, sung: int, used: int) -> Iterator[_Move]:
        left, notes = len(self.strengths) - sung, len(self.tune) - used
        if sung == 0 and used == 0:
            yield from self._pickups(left)
        if notes and not self.tune[used].locked and (sung == 0 or not left):
            weak = sung == 0 and level(self.metre, self.tune[used].start) < STRONG
            yield _Move(0, 1, _SILENT if weak else _SILENCED, ())
        if left and notes:
            yield from self._taken(sung, used)
            yield from self._parted(sung, used, min(left, _MOST))

    def _place(self, index: int, tick: int) -> float:
        """What is wrong with a syllable on a place of the bar."""
        strength, place = self.strengths[index], level(self.metre, tick)
        if strength == 2:
            return 0.0 if place >= STRONG else 0.5 if place >= WEAK else 2.6
        if strength == 1:
            return 0.0 if place >= WEAK else 0.7
        return 1.1 if place > STRONG else 0.7 if place >= STRONG else 0.0

    def _pickups(self, left: int) -> Iterator[_Move]:
        first = self.tune[0]
        for count in range(1, min(_MOST, left - 1) + 1):
            if count * self.step > self.room:
                return
            starts = [first.start - (count - place) * self.step for place in range(count)]
            made = tuple(
                replace(first, start=start, length=self.step, syllable=place, locked=False, edited=False)
                for place, start in enumerate(starts)
            )
            yield _Move(count, 0, sum(_PICKUP + self._place(i, tick) for i, tick in enumerate(starts)), made)

    def _taken(self, sung: int, used: int) -> Iterator[_Move]:
        """One syllable on one note or more."""
        cost = self._place(sung, self.tune[used].start)
        if self.runs_on[used]:
            cost = _FREED * cost + _BROKEN_SLUR
        made: list[Note] = []
        for count in range(1, min(_LONGEST_SLUR, len(self.tune) - used) + 1):
            note, runs_on = self.tune[used + count - 1], self.runs_on[used + count - 1]
            if note.locked and note.syllable != sung:
                return
            if count > _MOST and not runs_on:
                return
            tied = bool(made) and _ties(made[-1], note)
            if count > 1:
                cost += _OLD_SLUR if runs_on else self._slur(sung, tied=tied)
            if tied and not runs_on:
                made[-1] = replace(made[-1], length=note.end - made[-1].start)
            else:
                made.append(replace(note, syllable=0))
            yield _Move(1, count, cost, tuple(made))

    def _slur(self, sung: int, *, tied: bool) -> float:
        """What it costs to hold a syllable over one more note, dearer for a weak one."""
        return _TIE if tied else _SLUR + (_WEAK_SLUR if self.strengths[sung] == 0 else 0.0)

    def _parted(self, sung: int, used: int, most: int) -> Iterator[_Move]:
        """Several syllables on one note."""
        note = self.tune[used]
        for count in range(2, most + 1):
            if note.locked or note.length < count:
                return
            bounds = _division(note, count, self.step)
            short = min(b - a for a, b in pairwise(bounds))
            cost = _PART * (count - 1) + (0.0 if short >= self.step else _TOO_SHORT * (1 - short / self.step))
            cost += sum(self._place(sung + index, tick) for index, tick in enumerate(bounds[:-1]))
            made = tuple(
                replace(note, start=start, length=end - start, syllable=index)
                for index, (start, end) in enumerate(pairwise(bounds))
            )
            yield _Move(count, 1, cost, made)


def _division(note: Note, count: int, step: int) -> list[int]:
    """Where the parts of a note begin, on the grid where it has room, and where the last one ends."""
    raw = [note.start + note.length * index / count for index in range(count + 1)]
    snapped = [note.start + round((tick - note.start) / step) * step for tick in raw[:-1]]
    ordered = all(b > a for a, b in zip(snapped, [*snapped[1:], note.end], strict=True))
    return (
        [*snapped, note.end] if ordered else [note.start + note.length * index // count for index in range(count + 1)]
    )


def _ties(before: Note, note: Note) -> bool:
    """Whether a note of the same pitch may become part of the one before it."""
    return note.pitch == before.pitch and not (note.locked or before.locked)
