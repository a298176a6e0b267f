"""Where the accents of a metre fall: how strong a position in a bar is.

Levels, strongest first:

    5 the downbeat · 4 the other strong beats · 3 weak beats · 2 divisions of a beat · 1 their halves · 0 anything else
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Metre

__all__ = [
    "DOWNBEAT",
    "STRONG",
    "WEAK",
    "beats",
    "grid_step",
    "is_compound",
    "level",
    "parse_metre",
    "strong_beats",
    "sung_step",
]

DOWNBEAT: Final = 5
STRONG: Final = 4
WEAK: Final = 3

_SLOWEST_STEP: Final = 0.55
_FASTEST_STEP: Final = 0.09
"""Seconds; a longer step would leave too few places for the words, a shorter one none that can be sung."""

_ADDITIVE: Final[Mapping[int, tuple[int, ...]]] = MappingProxyType(
    {5: (3, 2), 7: (2, 2, 3), 8: (4, 4), 10: (3, 3, 2, 2), 11: (3, 3, 3, 2), 13: (3, 3, 3, 2, 2)}
)
"""How the units of an irregular bar are felt in groups; the head of each group is strong."""


def is_compound(metre: Metre) -> bool:
    """Whether beats divide in three: 6/8, 9/8, 12/8 and their like."""
    return metre.unit >= 8 and metre.beats > 3 and metre.beats % 3 == 0


@lru_cache(maxsize=64)
def beats(metre: Metre) -> tuple[tuple[int, int], ...]:
    """The felt beats of a bar as (start, length) in ticks: dotted ones in compound metres, groups of 2 or 3 in 7/8."""
    unit = metre.beat_ticks
    if is_compound(metre):
        groups: tuple[int, ...] = (3,) * (metre.beats // 3)
    elif metre.unit >= 8 and metre.beats in (5, 7, 10, 11, 13):
        groups = _ADDITIVE[metre.beats]
    else:
        groups = (1,) * metre.beats
    starts = [sum(groups[:index]) * unit for index in range(len(groups))]
    return tuple((start, group * unit) for start, group in zip(starts, groups, strict=True))


@lru_cache(maxsize=64)
def strong_beats(metre: Metre) -> frozenset[int]:
    """The ticks in a bar of its strong beats, the downbeat among them."""
    unit = metre.beat_ticks
    if is_compound(metre):
        every = {2: 1, 4: 2}.get(metre.beats // 3, metre.beats // 3)
        return frozenset(range(0, metre.bar_ticks, 3 * unit * every))
    if metre.beats in _ADDITIVE:
        groups = _ADDITIVE[metre.beats]
        return frozenset(sum(groups[:index]) * unit for index in range(len(groups)))
    if metre.beats >= 4 and metre.beats % 2 == 0:
        return frozenset(range(0, metre.bar_ticks, 2 * unit))
    return frozenset({0})


def grid_step(metre: Metre) -> int:
    """The usual shortest step of a sung line in ticks: an eighth in quarter and eighth metres, scaled for others."""
    return {1: 4, 2: 2, 4: 1, 8: 1, 16: 1, 32: 1}[metre.unit] * (
        TICKS_PER_QUARTER // 2 if metre.unit <= 8 else TICKS_PER_QUARTER * 4 // metre.unit
    )


def sung_step(metre: Metre, tempo: float) -> int:
    """The grid on which words are set, in ticks: `grid_step`, halved where the tempo is slow and doubled where fast."""
    step, bar = grid_step(metre), metre.bar_ticks
    seconds = 60.0 / tempo / TICKS_PER_QUARTER
    while step > 60 and step * seconds > _SLOWEST_STEP:
        step //= 2
    while step * seconds < _FASTEST_STEP and (bar % (2 * step) == 0 or step % bar == 0):
        step *= 2
    return step


def level(metre: Metre, tick: int) -> int:
    """How strong a position is, 5 to 0; ticks count from any downbeat and may be negative or beyond the first bar."""
    return _level(metre, tick % metre.bar_ticks)


@lru_cache(maxsize=4096)
def _level(metre: Metre, place: int) -> int:
    if place == 0:
        return DOWNBEAT
    if place in strong_beats(metre):
        return STRONG
    unit = metre.beat_ticks
    felt = {start for start, _ in beats(metre)}
    if place in felt:
        return WEAK
    # Inside compound or grouped beats the written unit is the division; elsewhere the unit's half is.
    division = unit if len(felt) < metre.beats else unit // 2
    if place % division == 0:
        return 2
    return 1 if place % (division // 2) == 0 else 0


def parse_metre(text: str) -> Metre:
    """A metre from "3/4"; SongwrightError for anything else."""
    top, _, bottom = text.strip().partition("/")
    try:
        return Metre(int(top), int(bottom))
    except ValueError as error:
        message = said("“{text}” is not a time signature; write one such as 4/4, 3/4, 6/8 or 7/8.", text=text)
        raise SongwrightError(message, detail=str(error)) from error
