"""Drum fills from a grammar: how long, in which cells, on which drums, getting louder towards the next downbeat.

fill -> the style's own | beat ... beat      beat -> a cell of strokes on one drum
drums -> from high to low over the fill, those that the style has
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from songwright.core.song import Metre
from songwright.music.grids import Step
from songwright.music.metrics import beats, is_compound

__all__ = ["FALLING", "written_fill"]

FALLING: Final = ("snare", "stick", "high-tom", "conga", "mid-tom", "low-conga", "low-tom")
"""The drums that fills are played on, in the order in which a hand goes round the kit."""

_SIMPLE: Final = ("x.x.", "xxxx", "x.xx", "xx.x", "..xx", "x..x", "xxx.", "x...")
_COMPOUND: Final = ("x.x", "xxx", "x..", ".xx", "xx.")
_CALM: Final = 3
"""The number of cells, from the first, that a quiet style uses."""

_QUIET: Final = 0.75
_SWELL: Final = 0.3
"""How loud a fill begins beside the groove, and how much it gains to its end."""


def written_fill(
    drums: Mapping[str, str], metre: Metre, count: int, rng: random.Random, *, calm: bool
) -> tuple[tuple[str, Step, float], ...]:
    """Strokes for the last `count` beats of a bar: drum, step and loudness from 0 to 1.

    `drums` are those that the style's grooves and fill have. Empty when none of them is one for fills.
    """
    kit = [name for name in FALLING if name in drums]
    if not kit:
        return ()
    felt = beats(metre)[-count:]
    cells = _cells(metre, calm=calm)
    round_trip = _round(kit, len(felt), rng)
    found: list[tuple[str, Step, float]] = []
    for place, ((start, length), drum) in enumerate(zip(felt, round_trip, strict=True)):
        cell = rng.choice(cells)
        each = length // len(cell)
        for stroke, mark in enumerate(cell):
            if mark == "x":
                through = (place + stroke / len(cell)) / len(felt)
                found.append((drum, Step(start + stroke * each, each, "x"), _QUIET + _SWELL * through))
    return tuple(found)


def _cells(metre: Metre, *, calm: bool) -> Sequence[str]:
    cells = _COMPOUND if is_compound(metre) else _SIMPLE
    return cells[:_CALM] if calm else cells


def _round(kit: Sequence[str], count: int, rng: random.Random) -> list[str]:
    """Which drum each beat is played on: the snare for a while, then down the kit; or the snare alone."""
    if len(kit) == 1 or rng.random() < 1 / 3:
        return [kit[0]] * count
    places = sorted(rng.choices(range(len(kit)), k=count))
    return [kit[place] for place in places]
