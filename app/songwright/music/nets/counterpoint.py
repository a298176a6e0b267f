"""What the choir net knows when it chooses the next pitch of a voice; shared by training and by writing.

Pitches are *values*: semitones above LOW after the music is moved to C major or A minor (`shift_to_c`), REST, or START
before the first step. All is in columns of classes, written for any leading axes: all steps of a piece while training,
all candidates at one step while writing. Voices are soprano, alto, tenor, bass; they choose in ORDER within a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.grid import LENGTHS, length_class

__all__ = [
    "COUNT",
    "LOW",
    "NOTE_SIZES",
    "ORDER",
    "REST",
    "ROW_SIZES",
    "START",
    "TRUNK_SIZES",
    "UNSEEN",
    "Ahead",
    "Matches",
    "Source",
    "look_ahead",
    "references",
    "row_columns",
    "shift_to_c",
    "trunk_columns",
]

Cells = NDArray[np.int64]

LOW = 30
COUNT = 59
REST = COUNT
START = COUNT + 1
ORDER = (0, 3, 1, 2)
"""Soprano, bass, alto, tenor."""

_LENGTHS = len(LENGTHS) + 1
_MOVES = 27  # -12 ... 12 and beyond, unknown, none
_SAME = 26
_MATCHES = (4, 8, 12, 16, 24, 32)
_LEAST = 2, 6
"""The shortest repetition, in steps, that says something: of all voices, of the soprano alone."""
_STRENGTH = np.array((0, 3, 2, 3, 1, 3, 2, 3, 0, 3, 2, 3, 1, 3, 2, 3))
_CLOSE = (1, 2, 4)
# Shares of the sounding time of each degree above C in the training chorales, moved so that they agree best.
_DEGREES = np.log((0.172, 0.010, 0.120, 0.004, 0.173, 0.064, 0.021, 0.154, 0.025, 0.148, 0.005, 0.104))

UNSEEN = (_LENGTHS, 4 * _MOVES)
"""The last two columns of a row, and the first of them in the trunk, when the soprano's future is not known."""
TRUNK_SIZES = (
    *(START + 1, _MOVES, 2 * _LENGTHS) * 4, *(13,) * 5, *(13 * 13,) * 3, 13 * 16, 16, _LENGTHS, 4 * _LENGTHS, 25, 12, 3,
    _LENGTHS + 1,
)  # fmt: skip
"""Classes in each column of `trunk_columns`; one more stands for "before the first step"."""
ROW_SIZES = (
    64, 4 * _LENGTHS, 4 * _LENGTHS, 52, START + 1, 4, *(97, 43, 43, 82) * 3, *(12 * (len(_MATCHES) + 1), 6) * 2,
    _LENGTHS + 1, 4 * (_MOVES + 1),
)  # fmt: skip
NOTE_SIZES = (START + 1, _MOVES, _LENGTHS, 16, 13 * 16)


def shift_to_c(pitches: NDArray[np.integer]) -> int:
    """Semitones, -6 to 5, that bring music (MIDI pitches, below 0 a rest) nearest to C major or A minor."""
    heard = np.bincount(pitches[pitches >= 0] % 12, minlength=12)
    best = int(np.argmax([heard @ np.roll(_DEGREES, -shift) for shift in range(12)]))
    return best if best < 6 else best - 12


def _degree(value: Cells) -> Cells:
    return np.where(value >= COUNT, 12, value % 12)


def _above(value: Cells, base: Cells) -> Cells:
    """Semitones above `base` within an octave, 12 when one of them rests."""
    return np.where((value >= COUNT) | (base >= COUNT), 12, (value - base) % 12)


def _move(value: Cells, before: Cells) -> Cells:
    return np.where((value >= COUNT) | (before >= COUNT), 25, np.clip(value - before, -12, 12) + 12)


def _motion(value: Cells, before: Cells) -> Cells:
    """0 none; up and down by step, third, leap: 1 to 6; 7 from or to a rest."""
    move = value - before
    size = np.abs(move)
    kind = np.where(size <= 2, 1, np.where(size <= 4, 3, 5)) + (move < 0)
    return np.where((value >= COUNT) | (before >= COUNT), 7, np.where(move == 0, 0, kind))


def _columns(columns: Sequence[Cells | int]) -> Cells:
    return np.stack(np.broadcast_arrays(*columns), -1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Source:
    """What a voice did when the music last went as it goes now."""

    known: NDArray[np.bool_]
    value: Cells
    moved: NDArray[np.bool_]
    same: NDArray[np.bool_]
    """Whether it came from the pitch from which it comes now."""
    length: Cells


def trunk_columns(
    now: Cells, before: Cells, age: Cells, *, step: Cells, phase: Cells, gap: Cells, shift: int, style: int, left: Cells
) -> Cells:
    """TRUNK_SIZES columns for a step at which some voice moved, all four `now` and in the step `before`.

    `age` is for how many steps each voice had stood before it, `gap` the steps since the last such step, `left` the
    class of what is left of the soprano's note (UNSEEN[0] when not known).
    """
    moved = now != before
    soprano, alto, tenor, bass = (now[..., voice] for voice in range(4))
    columns: list[Cells | int] = []
    for voice in range(4):
        columns += [
            now[..., voice],
            np.where(moved[..., voice], _move(now[..., voice], before[..., voice]), _SAME),
            length_class(age[..., voice]) + np.where(moved[..., voice], 0, _LENGTHS),
        ]
    columns += [_above(voice, bass) for voice in (soprano, alto, tenor)]
    columns += [_above(soprano, alto), _above(alto, tenor)]
    columns += [_degree(bass) * 13 + _above(voice, bass) for voice in (soprano, alto, tenor)]
    lasted = length_class(gap)
    columns += [_degree(soprano) * 16 + phase, phase, lasted, lasted * 4 + phase // 4, np.minimum(step // 16, 24)]
    return _columns([*columns, shift + 6, style, left])


def row_columns(
    rank: int,
    now: Cells,
    before: Cells,
    age: Cells,
    *,
    since: Cells,
    phase: Cells,
    sources: Sequence[Source],
    left: Cells,
    coming: Cells,
) -> Cells:
    """ROW_SIZES columns for the voice ORDER[rank]; of `now` only the voices before it are read.

    `since` counts the steps from the last move of any voice, `left` and `coming` are those of `look_ahead`.
    """
    own = before[..., ORDER[rank]]
    beat = phase % 4
    columns: list[Cells | int] = [
        rank * 16 + phase, length_class(age[..., ORDER[rank]]) * 4 + beat, length_class(since) * 4 + rank,
        _degree(own) * 4 + _STRENGTH[phase], own, rank,
    ]  # fmt: skip
    for k in range(3):
        if k >= rank:
            columns += [96, 42, 42, 81]
            continue
        value, base = now[..., ORDER[k]], before[..., ORDER[k]]
        columns += [
            (k * 8 + _motion(value, base)) * 4 + beat,
            k * 14 + _above(value, own),
            k * 14 + _degree(value),
            k * 27 + np.where(value != base, _move(value, base), _SAME),
        ]
    for source in sources:
        kind = np.where(source.known, 1 + source.moved, 0)
        length = np.searchsorted(_MATCHES, source.length)
        columns += [(kind * (len(_MATCHES) + 1) + length) * 4 + beat, kind * 2 + (source.same & source.known)]
    return _columns([*columns, *((left, coming) if rank else UNSEEN)])


def references(rank: int, now: Cells, before: Cells, sources: Sequence[Source]) -> Cells:
    """Six values whose distance to the next pitch of the voice ORDER[rank] tells something; COUNT for none."""
    none = np.full_like(now[..., 0], COUNT)
    chosen = [now[..., ORDER[k]] if k < rank else none for k in range(3)]
    found = [np.where(source.known, source.value, COUNT) for source in sources]
    return np.asarray(np.minimum(np.stack([before[..., ORDER[rank]], *chosen, *found], -1), COUNT))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A soprano's future: its notes from the end, and for each step what comes after the note that sounds."""

    notes: Cells
    """NOTE_SIZES columns, the end of the music first and then the notes, the last one first."""
    after: Cells
    """By step the place in `notes` of the note after the sounding one."""
    left: Cells
    coming: Cells


def look_ahead(soprano: Cells, phase: Cells) -> Ahead:
    """What a soprano (values by step) will do."""
    steps = np.arange(len(soprano))
    begins = np.flatnonzero(np.r_[True, soprano[1:] != soprano[:-1]])
    ends = np.r_[begins[1:], len(soprano)]
    values = soprano[begins]
    moves = _move(values, np.r_[START, values[:-1]])
    notes = _columns([values, moves, length_class(ends - begins), phase[begins], _degree(values) * 16 + phase[begins]])
    end = np.array([[START, _SAME, 0, 0, 12 * 16]])
    which = np.searchsorted(begins, steps, side="right") - 1
    left = ends[which] - steps
    coming = _move(np.r_[values[1:], REST], values)[which]
    close = np.searchsorted(_CLOSE, left)
    return Ahead(np.concatenate([end, notes[::-1]]), len(begins) - 1 - which, length_class(left), coming * 4 + close)


class Matches:
    """Where each of `count` pieces of music last went through what it has just gone through."""

    def __init__(self, count: int, steps: int) -> None:
        self._past = np.full((count, steps, 4), START)
        self._all, self._soprano = np.zeros((2, count, steps), np.int64)
        self._rows = np.arange(count)
        self._time = 0

    def push(self, now: Cells) -> None:
        """Add the (count, 4) values of the next step."""
        end = self._time + 1
        self._past[:, self._time] = now
        self._all = self._longer(self._all, (self._past[:, :end] == now[:, None]).all(2))
        self._soprano = self._longer(self._soprano, self._past[:, :end, 0] == now[:, None, 0])
        self._time = end

    @staticmethod
    def _longer(lengths: Cells, equal: NDArray[np.bool_]) -> Cells:
        found = np.zeros_like(lengths)
        found[:, 0] = equal[:, 0]
        end = equal.shape[1]
        found[:, 1:end] = np.where(equal[:, 1:], lengths[:, : end - 1] + 1, 0)
        return found

    def sources(self, before: Cells, soprano: Cells) -> tuple[tuple[Source, Source], ...]:
        """For soprano, alto, tenor, bass what each did after the longest repetition of all voices, and of the soprano.

        The lower voices know what `soprano` sings at this step.
        """
        every, above = self._find(self._all, 0), self._find(self._soprano, 1)
        known = self._find(self._soprano, 1, soprano)
        return tuple(
            (self._source(every, voice, before), self._source(known if voice else above, voice, before))
            for voice in range(4)
        )

    def _find(self, lengths: Cells, kind: int, soprano: Cells | None = None) -> tuple[Cells, Cells]:
        """The step of each piece that followed the longest match on this place of the beat, and its length."""
        time = self._time
        if time < 5:
            nothing = np.zeros(len(self._rows), np.int64)
            return nothing - 1, nothing
        steps = np.arange(1, time)
        candidates = np.where((steps - time) % 4 == 0, lengths[:, : time - 1], 0)
        if soprano is not None:
            on_beat = (steps - time) % 4 == 0
            agrees = (self._past[:, 1:time, 0] == soprano[:, None]) & on_beat
            candidates = np.where(agrees, lengths[:, : time - 1] + 1, 0)
        last = candidates.shape[1] - 1 - candidates[:, ::-1].argmax(1)
        length = candidates[self._rows, last]
        enough = length >= _LEAST[kind]
        return np.where(enough, last + 1, -1), np.where(enough, length, 0)

    def _source(self, found: tuple[Cells, Cells], voice: int, before: Cells) -> Source:
        step, length = found
        known = step >= 0
        value = self._past[self._rows, np.maximum(step, 0), voice]
        base = self._past[self._rows, np.maximum(step - 1, 0), voice]
        return Source(known, value, value != base, base == before[:, voice], length)
