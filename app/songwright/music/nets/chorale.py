"""Chorale mode: a sung tune becomes four singable parts, every voice with the words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from songwright.core.song import Note
from songwright.music.nets.grid import STEP_TICKS
from songwright.music.nets.score import FREE, Grid, ScoreModel, harmonise
from songwright.music.nets.voice_leading import RANGES

__all__ = ["chorale"]

_PHASE = 16


def chorale(
    model: ScoreModel,
    tune: Sequence[Note],
    *,
    seed: int,
    passes: int = 24,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[tuple[Note, ...], ...]:
    """Soprano, alto, tenor and bass for a tune of single notes (ticks from a bar line, an upbeat negative).

    The soprano is the tune, moved by octaves if it lies too low or too high. Where the tune rests all rest.
    The lower voices begin a note wherever the tune does, with its syllable, and move between its notes as they like;
    such further notes carry the same syllable (a slur). Raises Cancelled.
    """
    if not tune:
        return ((), (), (), ())
    notes = sorted(tune, key=lambda note: note.start)
    octaves = 12 * _octaves([note.pitch for note in notes])
    soprano = [replace(note, pitch=note.pitch + octaves) for note in notes]
    first = round(soprano[0].start / STEP_TICKS)
    line = np.full(round(max(note.end for note in soprano) / STEP_TICKS) - first, FREE, np.int64)
    for note in soprano:
        start = round(note.start / STEP_TICKS) - first
        line[start : max(start + 1, round(note.end / STEP_TICKS) - first)] = note.pitch
    grid = harmonise(model, line, seed=seed, passes=passes, first_step=first % _PHASE, cancelled=cancelled)
    return (tuple(soprano), *(_part(grid, voice, soprano, first) for voice in (1, 2, 3)))


def _octaves(pitches: Sequence[int]) -> int:
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
