"""Chorale mode: a sung tune becomes four singable parts, every voice with the words.

The choir net writes them from left to right; where notes of the lower voices stay, the score net fills in the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Key, Note
from songwright.music.kit import Kit
from songwright.music.nets.choir import Cells, write
from songwright.music.nets.grid import STEP_TICKS
from songwright.music.nets.score_model import FREE, Grid, fill
from songwright.music.nets.voice_leading import RANGES

__all__ = ["chorale", "octaves_to_soprano"]

Held = tuple[Sequence[Note], Sequence[Note], Sequence[Note]]

_PHASE = 16
_TRIAD = frozenset({0, 3, 4, 7})
_HEAT = 0.6
_FINEST = 2
"""Where voices are filled between notes that stay: cooler than the net was trained, and moving in eighths."""


def chorale(
    kit: Kit,
    tune: Sequence[Note],
    *,
    seed: int,
    key: Key | None = None,
    octaves: int | None = None,
    held: Held = ((), (), ()),
    cancelled: Callable[[], bool] | None = None,
) -> tuple[tuple[Note, ...], ...]:
    """Soprano, alto, tenor and bass for a tune of single notes (ticks from a bar line, an upbeat negative).

    The soprano is the tune, moved by `octaves`; left out, by as many as it lies too low or too high. Where the tune
    rests all rest. The lower voices begin a note wherever the tune does, with its syllable, and move between its notes
    as they like; such further notes carry the same syllable (a slur). On a line's last note all hold (a fermata).
    A tune that ends in the triad on the tonic of `key` ends on its root, and a minor key keeps its third. `held` are
    notes of alto, tenor and bass that stay as they are. Raises NetError, Cancelled.
    """
    if not tune:
        return ((), *(tuple(notes) for notes in held))
    notes = sorted(tune, key=lambda note: note.start)
    shift = 12 * (octaves_to_soprano([note.pitch for note in notes]) if octaves is None else octaves)
    soprano = [replace(note, pitch=note.pitch + shift) if shift else note for note in notes]
    first = round(soprano[0].start / STEP_TICKS)
    line = np.full(round(max(note.end for note in soprano) / STEP_TICKS) - first, FREE, np.int64)
    for note in soprano:
        start = round(note.start / STEP_TICKS) - first
        line[start : max(start + 1, round(note.end / STEP_TICKS) - first)] = note.pitch
    fermatas = _fermatas(soprano, len(line), first)
    if any(held):
        grid = _filled(kit, line, held, fermatas, first, seed, cancelled)
    else:
        grid = _written(kit, line, fermatas, first, seed, key, cancelled)
    lower = (
        sorted([*_part(grid, voice, soprano, first), *own], key=lambda note: note.start)
        for voice, own in enumerate(held, 1)
    )
    return (tuple(soprano), *map(tuple, lower))


def _written(
    kit: Kit,
    line: Cells,
    fermatas: NDArray[np.bool_],
    first: int,
    seed: int,
    key: Key | None,
    cancelled: Callable[[], bool] | None,
) -> Grid:
    """All of the lower voices; while the soprano rests the net hears its last note held."""
    rests = line == FREE
    sounding = line[np.maximum.accumulate(np.where(rests, 0, np.arange(len(line))))]
    still = np.r_[False, sounding[1:] == sounding[:-1]] & (fermatas | rests)
    root = key.tonic if key is not None and (int(sounding[-1]) - key.tonic) % 12 in _TRIAD else None
    grid = write(
        kit.choir,
        sounding,
        seed=seed,
        first_step=first % _PHASE,
        tied=still,
        root=root,
        key=key,
        cancelled=cancelled,
    )
    grid[rests] = FREE
    return grid


def _filled(
    kit: Kit,
    line: Cells,
    held: Held,
    fermatas: NDArray[np.bool_],
    first: int,
    seed: int,
    cancelled: Callable[[], bool] | None,
) -> Grid:
    """What the lower voices sing around their held notes; those are FREE, and so are rests."""
    grid = np.full((len(line), 4), FREE, np.int64)
    grid[:, 0] = line
    free = np.zeros(grid.shape, np.bool_)
    free[:, 1:] = grid[:, :1] != FREE
    for voice, own in enumerate(held, 1):
        for note in own:
            start = round(note.start / STEP_TICKS) - first
            cells = slice(max(0, start), max(0, start + 1, round(note.end / STEP_TICKS) - first))
            grid[cells, voice], free[cells, voice] = note.pitch, False
    filled = fill(
        kit.score,
        grid,
        free,
        seed=seed,
        temperature=_HEAT,
        first_step=first % _PHASE,
        finest=_FINEST,
        fermatas=fermatas,
        cancelled=cancelled,
    )
    filled[~free] = FREE
    return filled


def _fermatas(soprano: Sequence[Note], steps: int, first: int) -> NDArray[np.bool_]:
    """The steps under the last note of each line, where a choir holds: True after the step on which it begins."""
    found = np.zeros(steps, np.bool_)
    for index, note in enumerate(soprano):
        if index + 1 == len(soprano) or soprano[index + 1].line != note.line:
            start = round(note.start / STEP_TICKS) - first
            found[start + 1 : max(start + 1, round(note.end / STEP_TICKS) - first)] = True
    return found


def octaves_to_soprano(pitches: Sequence[int]) -> int:
    """By how many octaves to move the tune so that as much of it as can be lies in the soprano's range."""
    low, high = RANGES[0]
    return min(range(-3, 4), key=lambda k: (sum(not low <= pitch + 12 * k <= high for pitch in pitches), abs(k)))


def _part(grid: Grid, voice: int, soprano: Sequence[Note], first: int) -> tuple[Note, ...]:
    """One lower voice as notes; boundaries that coincide with the soprano's keep its exact ticks."""
    onsets = {round(note.start / STEP_TICKS) - first: note for note in soprano}
    ends = {round(note.end / STEP_TICKS) - first: note.end for note in soprano}
    starts = sorted(onsets)
    pitches = grid[:, voice].tolist()
    notes: list[Note] = []
    at = 0
    while at < len(pitches):
        end = at + 1
        while end < len(pitches) and pitches[end] == pitches[at] and end not in onsets:
            end += 1
        if pitches[at] != FREE:
            leader = onsets[starts[bisect_right(starts, at) - 1]]
            begin = onsets[at].start if at in onsets else (at + first) * STEP_TICKS
            stop = onsets[end].start if end in onsets else ends.get(end, (end + first) * STEP_TICKS)
            stop = min(stop, leader.end) if at in onsets and leader.end > begin else stop
            notes.append(replace(leader, start=begin, length=max(1, stop - begin), pitch=pitches[at], locked=False))
        at = end
    return tuple(notes)
