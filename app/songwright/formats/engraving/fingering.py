"""How chords are fingered on fretted instruments: a table of common shapes, and a search for all others.

Tunings are the usual ones: guitar E2 A2 D3 G3 B3 E4, ukulele G4 C4 E4 A4 (re-entrant).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from songwright.core.song import Chord
from songwright.music.chords import chord_classes, parse_symbol

__all__ = ["TUNINGS", "FrettedInstrument", "FrettedShape", "fingered", "shape"]

Fret = int | None


class FrettedInstrument(StrEnum):
    """Instruments that chord diagrams are drawn for."""

    GUITAR = "guitar"
    UKULELE = "ukulele"
    PIANO = "piano"


TUNINGS: Mapping[FrettedInstrument, tuple[int, ...]] = {
    FrettedInstrument.GUITAR: (40, 45, 50, 55, 59, 64),
    FrettedInstrument.UKULELE: (67, 60, 64, 69),
}
"""MIDI pitches of the open strings, from the one that is drawn on the left."""

_REACH = 3
"""A hand covers so many frets above the one where its first finger is."""
_HIGHEST, _HIGHEST_MOVE = 11, 8
_FINGERS = 4


@dataclass(frozen=True, slots=True)
class FrettedShape:
    """A fret for each string (0 open, None not played), and the fret that one finger holds down across strings."""

    frets: tuple[Fret, ...]
    barre: int | None = None

    @property
    def first(self) -> int:
        """The fret that a diagram begins with: 1 while the shape fits the first four."""
        pressed = [fret for fret in self.frets if fret]
        return 1 if not pressed or max(pressed) <= _REACH + 1 else min(pressed)


def fingered(chord: Chord, capo: int) -> Chord:
    """The chord that is fingered above a capo to make `chord` sound."""
    bass = None if chord.bass is None else (chord.bass - capo) % 12
    return Chord(chord.start, (chord.root - capo) % 12, chord.quality, bass)


def shape(chord: Chord, instrument: FrettedInstrument) -> FrettedShape | None:
    """A shape for a chord on a fretted instrument; None when no hand can play it."""
    bass = chord.bass if instrument is FrettedInstrument.GUITAR else None
    return _shape(chord.root, chord.quality, bass, instrument)


@cache
def _shape(root: int, quality: str, bass: int | None, instrument: FrettedInstrument) -> FrettedShape | None:
    known = _table(instrument).get((root, quality, bass if bass != root else None))
    if known is not None:
        return FrettedShape(known, _barre(known))
    moved = _moved(root, quality, instrument) if bass in (None, root) else None
    if moved is not None:
        return FrettedShape(moved, _barre(moved))
    found = min(_candidates(Chord(0, root, quality, bass), instrument), key=_effort, default=None)
    return None if found is None else FrettedShape(found, _barre(found))


def _moved(root: int, quality: str, instrument: FrettedInstrument) -> tuple[Fret, ...] | None:
    """A movable shape put where it sounds the chord; the one that lies lowest."""
    found = []
    for text in _shapes().get(f"{instrument}-movable", {}).get(quality, ()):
        frets = _read(text)
        string = next(index for index, fret in enumerate(frets) if fret is not None)
        at = TUNINGS[instrument][string] + (frets[string] or 0)
        up = (root - at) % 12
        if up <= _HIGHEST_MOVE:
            found.append((up, tuple(None if fret is None else fret + up for fret in frets)))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _read(text: str) -> tuple[Fret, ...]:
    return tuple(None if fret == "x" else int(fret) for fret in text)


@cache
def _shapes() -> dict[str, Any]:
    return tomllib.loads((files("songwright_resources") / "chords" / "shapes.toml").read_text(encoding="utf-8"))


@cache
def _table(instrument: FrettedInstrument) -> dict[tuple[int, str, int | None], tuple[Fret, ...]]:
    found = {}
    for symbol, frets in _shapes()[instrument.value].items():
        chord = parse_symbol(symbol)
        found[chord.root, chord.quality, chord.bass] = _read(frets)
    return found


def _candidates(chord: Chord, instrument: FrettedInstrument) -> Iterator[tuple[Fret, ...]]:
    """Every shape that sounds the chord, complete but for its fifth, its bass lowest (on a guitar)."""
    tuning = TUNINGS[instrument]
    wanted = set(chord_classes(chord)) | ({chord.bass} if chord.bass is not None else set())
    needed = wanted if len(wanted) <= 3 else wanted - {(chord.root + 7) % 12}
    if len(needed) > len(tuning):  # a thirteenth on four strings: its root is left to the others
        needed -= {chord.root}
    lowest = chord.root if chord.bass is None else chord.bass
    for base in range(1, _HIGHEST - _REACH + 1):
        choices = [_string(open_string, wanted, base, instrument) for open_string in tuning]
        for frets in product(*choices):
            if _sounds(frets, tuning, needed, lowest if instrument is FrettedInstrument.GUITAR else None):
                yield frets


def _string(pitch: int, wanted: set[int], base: int, instrument: FrettedInstrument) -> list[Fret]:
    frets: list[Fret] = [None] if instrument is FrettedInstrument.GUITAR else []
    frets += [fret for fret in (0, *range(base, base + _REACH + 1)) if (pitch + fret) % 12 in wanted]
    return frets


def _sounds(frets: tuple[Fret, ...], tuning: tuple[int, ...], needed: set[int], lowest: int | None) -> bool:
    played = [index for index, fret in enumerate(frets) if fret is not None]
    # Strings are left out at the edges only: a strumming hand cannot skip one.
    if len(played) < min(4, len(tuning)) or played[-1] - played[0] + 1 != len(played):
        return False
    pitches = [pitch + fret for pitch, fret in zip(tuning, frets, strict=True) if fret is not None]
    if not needed <= {pitch % 12 for pitch in pitches}:
        return False
    return (lowest is None or pitches[0] % 12 == lowest) and _fingers(frets) <= _FINGERS


def _barre(frets: tuple[Fret, ...]) -> int | None:
    """The fret that one finger lies across; None where each finger holds one string."""
    pressed = [fret for fret in frets if fret]
    if not pressed or 0 in frets:
        return None
    low = min(pressed)
    return low if pressed.count(low) > 1 and (len(pressed) > _FINGERS or frets[-1] == low) else None


def _fingers(frets: tuple[Fret, ...]) -> int:
    pressed = [fret for fret in frets if fret]
    barre = _barre(frets)
    return len(pressed) if barre is None else len(pressed) - pressed.count(barre) + 1


def _effort(frets: tuple[Fret, ...]) -> tuple[float, ...]:
    """What makes a shape hard: high frets, many fingers, wide stretches, strings left out."""
    pressed = [fret for fret in frets if fret]
    high = max(pressed, default=0)
    stretch = high - min(pressed, default=0)
    silent = sum(fret is None for fret in frets)
    return (
        high + 1.5 * _fingers(frets) + stretch + 1.6 * silent + (2 if _barre(frets) else 0),
        high,
        *map(_order, frets),
    )


def _order(fret: Fret) -> float:
    return -1.0 if fret is None else float(fret)
