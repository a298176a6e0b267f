"""Chords as a hand holds them on a guitar in standard tuning: a note a string, four frets, four fingers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from songwright.core.song import Chord
from songwright.music.chords import chord_classes

__all__ = ["GUITARS", "STRINGS", "grip", "is_playable"]

STRINGS: Final = (40, 45, 50, 55, 59, 64)
"""The open strings, E2 to E4."""

GUITARS: Final = frozenset(range(24, 32))
"""General MIDI programs that are guitars."""

_SPAN: Final = 4
_HIGHEST: Final = 9
"""Frets that a hand spans, and the highest at which it begins."""

_FINGERS: Final = 4
_LEAST: Final = 4
"""Strings that a chord sounds on at least; power chords have three."""

_STRAY: Final = 0.35
_SHIFT: Final = 0.5
_THIN: Final = 0.8
"""What it costs to lie a semitone from the instrument's middle, to shift the hand a fret, to leave a string out."""


@dataclass(frozen=True, slots=True)
class _Grip:
    position: int
    pitches: tuple[int, ...]


def grip(chord: Chord, before: tuple[int, ...] | None, centre: int, *, bare: bool = False) -> tuple[int, ...]:
    """The pitches of a chord from the lowest string up, near the hand's last grip and the instrument's `centre`.

    The bass is the chord's own; every class of it sounds, the fifth apart where there are too many. `bare` grips are
    root, fifth and octave. Empty when no hand holds the chord.
    """
    bass = chord.root if chord.bass is None else chord.bass
    choices = _power(chord.root) if bare else _grips(chord_classes(chord), chord.root, bass)
    if not choices:
        return ()
    where = _position(before) if before else None

    def cost(one: _Grip) -> float:
        shift = 0.0 if where is None else _SHIFT * abs(one.position - where)
        middle = sum(one.pitches) / len(one.pitches)
        return shift + _STRAY * abs(middle - centre) + (0.0 if bare else _THIN * (len(STRINGS) - len(one.pitches)))

    return min(choices, key=cost).pitches


def is_playable(pitches: Sequence[int]) -> bool:
    """Whether one hand can hold these notes together, each on a string of its own."""
    ordered = sorted(pitches)
    if len(ordered) > len(STRINGS):
        return False
    return any(
        _fits([pitch - STRINGS[string] for pitch, string in zip(ordered, strings, strict=True)])
        for strings in _rising(len(ordered))
    )


def _rising(count: int) -> Iterator[tuple[int, ...]]:
    yield from (choice for choice in product(range(len(STRINGS)), repeat=count) if list(choice) == sorted(set(choice)))


def _fits(frets: Sequence[int]) -> bool:
    pressed = [fret for fret in frets if fret > 0]
    if any(fret < 0 for fret in frets) or not pressed:
        return not any(fret < 0 for fret in frets)
    lowest = min(pressed)
    # One finger may lie across all strings at the lowest fret, if none of them is to sound open.
    barred = 1 if 0 not in frets else pressed.count(lowest)
    fingers = barred + sum(fret > lowest for fret in pressed)
    return max(pressed) - lowest < _SPAN and fingers <= _FINGERS


@lru_cache(maxsize=512)
def _grips(classes: tuple[int, ...], root: int, bass: int) -> tuple[_Grip, ...]:
    """Every grip of a chord: from its bass on one of the lower strings all strings upwards, without gaps."""
    needed = set(classes) if len(classes) <= _LEAST else set(classes) - {(root + 7) % 12}
    found: dict[tuple[int, ...], _Grip] = {}
    for position in range(_HIGHEST + 1):
        for lowest in range(3):
            for choice in product(*_stops(position, lowest, classes, bass)):
                pitches = tuple(STRINGS[lowest + place] + fret for place, fret in enumerate(choice))
                complete = needed <= {bass, *(pitch % 12 for pitch in pitches)}
                if complete and _fits(choice) and list(pitches) == sorted(set(pitches)):
                    found.setdefault(pitches, _Grip(position, pitches))
    return tuple(found.values())


def _stops(position: int, lowest: int, classes: tuple[int, ...], bass: int) -> list[list[int]]:
    """For each string from the lowest one on the frets that give a tone of the chord, on that one its bass."""
    first = max(1, position)
    # In the two lowest positions the open strings sound too.
    frets = [*([0] if position < 2 else []), *range(first, first + _SPAN)]
    wanted = [{bass}] + [set(classes)] * (len(STRINGS) - lowest - 1)
    return [
        [fret for fret in frets if (STRINGS[string] + fret) % 12 in tones]
        for string, tones in enumerate(wanted, start=lowest)
    ]


@lru_cache(maxsize=32)
def _power(root: int) -> tuple[_Grip, ...]:
    """Root, fifth and octave on three neighbouring strings, from the sixth or fifth string."""
    found = []
    for string in (0, 1):
        fret = (root - STRINGS[string]) % 12
        pitch = STRINGS[string] + fret
        found.append(_Grip(fret, (pitch, pitch + 7, pitch + 12)))
    return tuple(found)


def _position(pitches: tuple[int, ...]) -> int:
    """About where the hand was: the fret of the lowest note on the highest string that has it."""
    return min(pitches[0] - string for string in STRINGS if string <= pitches[0]) if pitches[0] >= STRINGS[0] else 0
