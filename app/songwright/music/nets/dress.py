"""The harmony net's plain chords in the qualities of a style.

The net knows seven kinds of chord. Which of a style's own qualities each becomes is drawn from the style's tables: of
what stands there on the same degree with the same third, else of what stands anywhere with it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from songwright.core.song import Chord, Key, Mode
from songwright.music.chords import QUALITIES
from songwright.music.nets.cells import chord_family
from songwright.music.pitch import SCALES
from songwright.music.styles import Style

__all__ = ["dressed", "usual_families"]

_TRIADS: Final = {(0, 4, 7): "", (0, 3, 7): "m"}


def usual_families(style: Style, mode: Mode) -> frozenset[tuple[int, str]]:
    """The chords that a style uses in a mode as the net knows them, and the plain triads of the scale."""
    steps = SCALES[mode]
    found = {(root, chord_family(quality)) for root, quality in style.chords(mode)}
    found |= {(root, _plain(family)) for root, family in found}
    for degree, root in enumerate(steps):
        shape = tuple((steps[(degree + more) % 7] - root) % 12 for more in (0, 2, 4))
        if shape in _TRIADS:
            found.add((root, _TRIADS[shape]))
    return frozenset(found)


def dressed(chords: Iterable[Chord], style: Style, key: Key, seed: str) -> tuple[Chord, ...]:
    """The chords in the style's qualities; locked ones as they are, and the same chord always alike."""
    wardrobe = _wardrobe(tuple(sorted(style.chords(key.mode).items())))
    worn: dict[tuple[int, str], str] = {}
    found = []
    for chord in chords:
        place = (chord.root, chord.quality)
        if place not in worn:
            worn[place] = _drawn(wardrobe, (chord.root - key.tonic) % 12, chord.quality, f"{seed}/{place}")
        found.append(chord if chord.locked else replace(chord, quality=worn[place]))
    return tuple(found)


def _drawn(wardrobe: Mapping[object, Counter[str]], degree: int, family: str, seed: str) -> str:
    third = _third(family)
    # A dominant is a major chord with a seventh, so that either stands for the other on one degree.
    kin = {"major": "dominant", "dominant": "major"}.get(third, third)
    for place in ((degree, third), (degree, kin), third):
        qualities = wardrobe.get(place)
        if qualities:
            names = sorted(qualities)
            return random.Random(seed).choices(names, [qualities[name] for name in names])[0]
    return family


@lru_cache(maxsize=64)
def _wardrobe(chords: tuple[tuple[tuple[int, str], int], ...]) -> Mapping[object, Counter[str]]:
    """The qualities by degree and kind of third, and by kind of third alone."""
    found: dict[object, Counter[str]] = {}
    for (degree, quality), times in chords:
        third = _third(quality)
        for place in ((degree, third), third):
            found.setdefault(place, Counter())[quality] += times
    return found


def _third(quality: str) -> str:
    """What a chord is heard as whatever is added to it: major, minor, dominant, diminished or without a third."""
    steps = QUALITIES.get(quality, QUALITIES[""])
    if 4 in steps:
        return "dominant" if 10 in steps else "major"
    if 3 in steps:
        return "diminished" if 6 in steps else "minor"
    return "open"


def _plain(family: str) -> str:
    return {"7": "", "maj7": "", "m7": "m"}.get(family, family)
