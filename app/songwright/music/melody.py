"""Pitches for the syllables of a phrase, by second-order dynamic programming over an explicit table of costs.

=============  ==================================================================================================
interval       steps are free, leaps cost by size (`_INTERVAL`); what is not a plain interval (augmented, diminished,
               sevenths, beyond an octave) is as good as forbidden (`_FORBIDDEN`)
recovery       a leap is followed by a step back; two leaps one way, three equal notes, a-b-a are blemishes
harmony        a strong or long note that is not in the chord; a leap to or from a note outside the chord
shape          distance from the phrase's arc; the rim of the range; a stressed syllable below its weak neighbour
cadence        what a phrase may end on: `_CADENCES`
memory         distance from the tune of a parallel phrase, in pitch (the same tune) or in steps (a sequence)
=============  ==================================================================================================

A little seeded noise on every note makes each seed another tune.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Chord, Key
from songwright.music.chords import chord_classes, leading_tone
from songwright.music.metrics import STRONG, WEAK
from songwright.music.pitch import degree_of, scale
from songwright.music.tonality import singable_classes

__all__ = ["Cadence", "Sung", "TuneSearch"]

Floats = NDArray[np.float64]

_INTERVAL: Final = {0: 1.0, 1: 0.1, 2: 0.0, 3: 0.3, 4: 0.45, 5: 0.5, 7: 0.9, 8: 1.8, 9: 1.7, 12: 2.4}
_PLAIN: Final = {0: (0,), 1: (1, 2), 2: (3, 4), 3: (5,), 4: (7,), 5: (8, 9), 7: (12,)}
"""The sizes in semitones that a plain interval of each number of degrees has (0 a unison, 7 an octave)."""

_FORBIDDEN: Final = 60.0
_OUTSIDE: Final = 1e6
_ARC: Final = 0.06
_NOISE: Final = 0.4


class Cadence(StrEnum):
    """How a phrase ends."""

    CLOSE = "close"
    OPEN = "open"
    INNER = "inner"


_CADENCES: Final = {
    Cadence.CLOSE: (0.0, 9.0, 5.5, 12.0, 6.5, 12.0, 14.0),
    Cadence.OPEN: (3.0, 0.0, 0.6, 5.0, 0.4, 4.0, 1.4),
    Cadence.INNER: (1.4, 0.5, 0.0, 2.0, 0.3, 1.2, 3.0),
}
"""Cost of ending on each degree, the tonic first; a note outside the chord costs `_CADENCE_FOREIGN` more."""

_CADENCE_FOREIGN: Final = 5.0


@dataclass(frozen=True, slots=True)
class Sung:
    """One note to be found: where it stands and what it should be near.

    `level` is the metric level, `long` whether it lasts a beat or more, `fixed` a locked pitch; `memory` the pitch that
    the parallel phrase has there and `step` its interval from the note before in degrees; `weight` scales both.
    `slurred` notes go on with the syllable of the note before: by a step or two of the scale.
    """

    level: int
    strength: int
    long: bool
    chord: Chord | None
    target: float
    fixed: int | None = None
    memory: int | None = None
    step: int | None = None
    weight: float = 1.0
    cadence: Cadence | None = None
    slurred: bool = False


class TuneSearch:
    """Finds tunes in one key between two pitches. `leaps` above 1 makes a style leap more freely."""

    def __init__(self, key: Key, low: int, high: int, *, leaps: float = 1.0, stretch: Sequence[int] = ()) -> None:
        """`stretch` names locked pitches that may lie outside the range."""
        self._key = key
        self._low, self._high = low, high
        self.pitches = np.arange(min([low, *stretch]), max([high, *stretch]) + 1)
        self._degrees = np.array([_ladder(int(pitch), key) for pitch in self.pitches])
        self._intervals = self._interval_table(leaps)
        self._recovery = self._recovery_table()
        self._distance = self.pitches[None, :] - self.pitches[:, None]
        self._harmonies: dict[object, tuple[NDArray[np.bool_], NDArray[np.bool_]]] = {}
        self._joins: dict[object, Floats] = {}

    def fit(self, notes: Sequence[Sung], before: int | None, noise: NDArray[np.float64]) -> tuple[int, ...]:
        """The pitches of a phrase.

        `before` is the last pitch of the phrase before; `noise` has a row a note, at least as long as the range.
        """
        unary = [self._unary(note) + _NOISE * row[: len(self.pitches)] for note, row in zip(notes, noise, strict=False)]
        if before is not None and self.pitches[0] <= before <= self.pitches[-1]:
            # A breath lies between two phrases, so the interval across it weighs half.
            unary[0] = unary[0] + 0.5 * self._intervals[before - int(self.pitches[0])]
        if len(notes) == 1:
            return (int(self.pitches[int(np.argmin(unary[0]))]),)
        total = unary[0][:, None] + self._pair(notes[0], notes[1]) + unary[1][None, :]
        choices: list[NDArray[np.int64]] = []
        for index in range(2, len(notes)):
            paths = total[:, :, None] + self._recovery
            choice = np.argmin(paths, axis=0)
            choices.append(choice)
            best = np.take_along_axis(paths, choice[None, :, :], axis=0)[0]
            total = best + self._pair(notes[index - 1], notes[index]) + unary[index][None, :]
        first, second = (int(place) for place in np.unravel_index(int(np.argmin(total)), total.shape))
        path = [second, first]
        for choice in reversed(choices):
            path.append(int(choice[path[-1], path[-2]]))
        return tuple(int(self.pitches[place]) for place in reversed(path))

    def steps(self, pitches: Sequence[int]) -> tuple[int, ...]:
        """The intervals between successive pitches, in degrees of the scale."""
        ladder = [_ladder(pitch, self._key) for pitch in pitches]
        return tuple(after - before for before, after in pairwise(ladder))

    def _interval_table(self, leaps: float) -> Floats:
        size = len(self.pitches)
        table = np.full((size, size), _FORBIDDEN)
        for low in range(size):
            for high in range(size):
                semitones, degrees = abs(high - low), abs(int(self._degrees[high] - self._degrees[low]))
                if semitones in _PLAIN.get(degrees, ()):
                    cost = _INTERVAL[semitones]
                    # Large leaps down are harder to sing in tune than leaps up.
                    cost *= 1.15 if semitones >= 7 and high < low else 1.0
                    table[low, high] = cost / leaps if semitones > 2 else cost
                elif degrees == 0:
                    table[low, high] = 2.0
        return table

    def _recovery_table(self) -> Floats:
        size = len(self.pitches)
        place = np.arange(size)
        first = (place[None, :, None] - place[:, None, None]) * np.ones((1, 1, size), dtype=int)
        second = (place[None, None, :] - place[None, :, None]) * np.ones((size, 1, 1), dtype=int)
        onward = np.sign(first) == np.sign(second)
        wide, middling = np.abs(first) >= 5, (np.abs(first) >= 3) & (np.abs(first) < 5)
        far = np.abs(second)
        after_wide = np.where(
            second == 0, 0.7, np.where(onward, np.where(far <= 2, 1.3, 4.0), np.where(far <= 4, 0, 1.4))
        )
        cost = np.where(wide, after_wide, 0.0)
        cost = (
            cost + np.where(middling & onward & (far >= 5), 1.8, 0.0) + np.where(middling & onward & (far >= 3), 0.3, 0)
        )
        cost = cost + np.where((first == 0) & (second == 0), 1.3, 0.0)
        cost = cost + np.where((first != 0) & (first + second == 0), 0.4, 0.0)
        return np.asarray(cost + np.where(np.abs(first + second) > 12, 6.0, 0.0))

    def _harmony(self, chord: Chord | None) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which pitches may be sung over a chord, and which belong to it."""
        key = _sound(chord)
        if key not in self._harmonies:
            tones = set(chord_classes(chord)) if chord is not None else set(scale(self._key))
            allowed = singable_classes(chord, self._key)
            classes = self.pitches % 12
            self._harmonies[key] = (np.isin(classes, list(allowed)), np.isin(classes, list(tones)))
        return self._harmonies[key]

    def _unary(self, note: Sung) -> Floats:
        if note.fixed is not None:
            return np.where(self.pitches == note.fixed, 0.0, _OUTSIDE)
        allowed, tones = self._harmony(note.chord)
        inside = (self.pitches >= self._low) & (self.pitches <= self._high)
        cost = np.where(allowed & inside, 0.0, _OUTSIDE)
        foreign = 2.8 if note.level >= STRONG else 1.5 if note.level >= WEAK else 0.35
        cost = cost + np.where(tones, 0.0, foreign + (1.2 if note.long else 0.0))
        # A semitone above a chord tone grates when it is held.
        if note.level >= WEAK or note.long:
            cost = cost + np.where(~tones & np.roll(tones, 1), 0.9, 0.0)
        cost = cost + np.minimum(_ARC * (self.pitches - note.target) ** 2, 5.0)
        cost = cost + np.where((self.pitches <= self._low + 1) | (self.pitches >= self._high - 1), 0.4, 0.0)
        if note.memory is not None:
            cost = cost + note.weight * 1.2 * np.minimum(np.abs(self.pitches - note.memory), 4)
        if note.cadence is not None:
            endings = np.array(_CADENCES[note.cadence])
            cost = cost + endings[self._degrees % 7] + np.where(tones, 0.0, _CADENCE_FOREIGN)
        return np.asarray(cost)

    def _pair(self, before: Sung, after: Sung) -> Floats:
        rises = after.strength == 2 and before.strength == 0
        key = (_sound(before.chord), _sound(after.chord), before.chord == after.chord, rises, after.slurred)
        if key not in self._joins:
            self._joins[key] = self._join(before, after, rises=rises)
            if after.slurred:
                size = np.abs(self._distance)
                self._joins[key] = self._joins[key] + np.where(size == 0, 4.0, np.where(size > 2, 0.8 * size, 0.0))
        if after.step is None:
            return self._joins[key]
        moved = self._degrees[None, :] - self._degrees[:, None]
        return np.asarray(self._joins[key] + after.weight * 0.8 * np.minimum(np.abs(moved - after.step), 3))

    def _join(self, before: Sung, after: Sung, *, rises: bool) -> Floats:
        """What every step from one note to the next costs over their chords."""
        cost, distance = self._intervals, self._distance
        leap = np.abs(distance) > 2
        _, from_tones = self._harmony(before.chord)
        _, to_tones = self._harmony(after.chord)
        cost = cost + np.where(leap & ~from_tones[:, None], 2.2, 0.0)
        cost = cost + np.where(leap & ~to_tones[None, :], 1.6, 0.0)
        if rises:
            cost = cost + np.where(distance < 0, 0.3, 0.0)
        led = leading_tone(before.chord) if before.chord is not None else None
        if led is not None and after.chord != before.chord and (led + 1) % 12 == self._key.tonic:
            # The leading tone goes home when its chord does.
            leads = self.pitches % 12 == led
            cost = cost + np.where(leads[:, None] & (distance != 1) & (distance != 0), 1.6, 0.0)
        return np.asarray(cost)


def _sound(chord: Chord | None) -> tuple[int, str] | None:
    """What of a chord a singer hears: not when it begins, nor its bass."""
    return None if chord is None else (chord.root, chord.quality)


def _ladder(pitch: int, key: Key) -> int:
    """The number of scale degrees from the key's lowest tonic up to a pitch; altered ones share their degree's rung."""
    degree, alteration = degree_of(pitch, key)
    return (pitch - alteration - key.tonic) // 12 * 7 + degree
