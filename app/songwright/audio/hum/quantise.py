"""From notes in seconds to notes on the song's grid and in its key.

Nobody hums exactly at the song's tempo or exactly in tune. So the speed of the whole phrase and its place against the
grid are fitted first, by least squares over all onsets with a leaning towards the beat; and how far the singer is out
of tune is taken away before pitches are rounded, a doubtful one towards the scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from songwright.core.song import TICKS_PER_QUARTER
from songwright.music.metrics import level
from songwright.music.pitch import scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.hum.listen import HeardNote
    from songwright.core.song import Key, Metre

__all__ = ["GridNote", "best_transposition", "fitted", "pace", "pitches"]

_SPEEDS = tuple(1.25 ** (step / 20) for step in range(-20, 21))  # a quarter slower to a quarter faster
_SPEED_COST = 0.1  # of singing 25 % off the song's tempo, in squared steps an onset
_PACES = (1.0, 2.0, 0.5)
"""How the beat of a phrase can lie to the song's: alike, twice as slow (it is sung twice as fast), twice as fast."""
_PACE_COST = 0.5  # octaves of speed by which another beat must be nearer
_FULL_COST = 0.5  # the same, of a beat at which the phrase does not fit into its place
_OFF_COST = (0.4, 0.25, 0.06, 0.0, 0.0, 0.0)
"""What it costs an onset to be on a place of each level (`songwright.music.metrics`), in squared steps."""
_LEANING = 0.3  # semitones by which a note of the scale is nearer
_IN_KEY = 0.85  # share of a phrase that is in the scale when it was sung in the song's key


@dataclass(frozen=True, slots=True)
class GridNote:
    """A note of a phrase: ticks from the tick at which the phrase was asked to begin, and a MIDI pitch."""

    start: int
    length: int
    pitch: int

    @property
    def end(self) -> int:
        """Tick at which it ends."""
        return self.start + self.length


def fitted(
    notes: Sequence[HeardNote], pitched: Sequence[int], *, metre: Metre, tempo: float, step: int, begin: int
) -> tuple[GridNote, ...]:
    """The notes on a grid of `step` ticks, the first one at 0, which is the tick `begin` of a bar.

    The phrase may be sung up to a quarter slower or faster than `tempo`. Notes that fall on one place are kept apart by
    a step, and a rest shorter than a step is closed.
    """
    if not notes:
        return ()
    onsets = np.array([note.start - notes[0].start for note in notes]) * tempo / 60 * TICKS_PER_QUARTER / step
    speed, shift = _best_fit(onsets, metre, step, begin)
    starts = _apart(np.rint(onsets * speed + shift).astype(int).tolist())
    first = starts[0]
    ends = [(note.end - notes[0].start) * tempo / 60 * TICKS_PER_QUARTER / step * speed + shift for note in notes]
    out = []
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        latest = starts[index + 1] if index + 1 < len(starts) else math.inf
        stop = latest if latest - end < 1 else max(start + 1, round(end))
        out.append(GridNote((start - first) * step, int(min(stop, latest) - start) * step, pitched[index]))
    return tuple(out)


def pace(notes: Sequence[HeardNote], tempo: float, usual: float, count: int, room: int) -> float:
    """How many times faster than it was hummed a phrase is meant: 1, 2 or 0.5.

    Many hum a tune at half or at double the tempo that a song is written in. Where the phrase goes, a note usually has
    `usual` ticks, `count` notes are wanted, and there are `room` ticks for all onsets. Another beat than the song's is
    only believed when both the single notes and the whole phrase speak for it.
    """
    ticks = tempo / 60 * TICKS_PER_QUARTER
    last, end = ((moment - notes[0].start) * ticks for moment in (notes[-1].start, notes[-1].end))
    lengths = (end / len(notes) / usual, end / max(1, count) / usual)

    def cost(factor: float) -> float:
        octaves = [abs(math.log2(max(length, 1e-3) / factor)) for length in lengths]
        off = min(octaves) if factor == 1.0 else max(octaves) + _PACE_COST
        return off + _FULL_COST * (last / factor >= room)

    return min(_PACES, key=cost)


def _best_fit(onsets: np.ndarray, metre: Metre, step: int, begin: int) -> tuple[float, float]:
    """The speed and the shift (steps) that bring the onsets (steps) nearest to the grid."""
    best = (math.inf, 1.0, 0.0)
    for speed in _SPEEDS:
        slow = _SPEED_COST * (math.log(speed) / math.log(1.25)) ** 2
        for shift in (-0.3, -0.15, 0.0, 0.15, 0.3):
            moved = onsets * speed + shift
            places = np.rint(moved)
            off = sum(_OFF_COST[level(metre, begin + int(place) * step)] for place in places)
            cost = (float(((moved - places) ** 2).sum()) + off) / len(onsets) + slow + 0.05 * abs(shift)
            best = min(best, (cost, speed, shift))
    return best[1], best[2]


def _apart(places: list[int]) -> list[int]:
    """Places that rise by at least one."""
    out: list[int] = []
    for place in places:
        out.append(max(place, out[-1] + 1) if out else place)
    return out


def pitches(notes: Sequence[HeardNote], key: Key, *, transpose: int = 0, near: float | None = None) -> tuple[int, ...]:
    """The MIDI pitches of a phrase that was sung somewhat out of tune.

    `near` moves all by octaves so that the phrase lies around that pitch; `transpose` adds semitones.
    """
    if not notes:
        return ()
    lengths = np.array([note.end - note.start for note in notes])
    sung = np.array([note.pitch for note in notes])
    sung = sung - _out_of_tune(sung, lengths) + transpose
    if near is not None:
        sung = sung + 12 * round((near - float(np.average(sung, weights=lengths))) / 12)
    inside = set(scale(key))
    return tuple(min(127, max(0, _rounded(pitch, inside))) for pitch in sung.tolist())


def _out_of_tune(sung: np.ndarray, lengths: np.ndarray) -> float:
    """How far (-0.5 to 0.5 semitones) the singer lies beside concert pitch: the mean angle of the fractions."""
    turns = np.exp(2j * np.pi * sung)
    mean = complex((turns * lengths).sum() / lengths.sum())
    return math.atan2(mean.imag, mean.real) / (2 * math.pi)


def _rounded(pitch: float, inside: set[int]) -> int:
    candidates = (math.floor(pitch), math.ceil(pitch))
    return min(candidates, key=lambda whole: abs(whole - pitch) - _LEANING * (whole % 12 in inside))


def best_transposition(notes: Sequence[HeardNote], key: Key) -> int:
    """Semitones (-6 to 5) that bring a phrase into the key; 0 when it is there, or nowhere better."""
    if not notes:
        return 0
    inside = set(scale(key))

    def share(semitones: int) -> float:
        moved = pitches(notes, key, transpose=semitones)
        total = sum(note.end - note.start for note in notes)
        kept = zip(notes, moved, strict=True)
        return sum(note.end - note.start for note, pitch in kept if pitch % 12 in inside) / total

    if share(0) >= _IN_KEY:
        return 0
    return max(range(-6, 6), key=lambda semitones: (round(share(semitones), 2), -abs(semitones)))
