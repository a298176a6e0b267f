"""The grid on which the nets see music: sixteenth notes, metres, metric strength, length classes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import TICKS_PER_QUARTER

__all__ = [
    "LENGTHS",
    "METRES",
    "OTHER_METRE",
    "STEPS_PER_QUARTER",
    "STEP_TICKS",
    "bar_steps",
    "length_class",
    "metre_class",
    "strength",
    "strengths",
]

STEPS_PER_QUARTER = 4
STEP_TICKS = TICKS_PER_QUARTER // STEPS_PER_QUARTER

METRES = ((4, 4), (3, 4), (2, 4), (6, 8), (2, 2), (9, 8), (12, 8), (3, 2))
OTHER_METRE = len(METRES)
# Upper ends, in steps, of the classes that lengths and gaps fall into; longer ones form one more class.
LENGTHS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 48)


def bar_steps(metre: tuple[int, int]) -> int:
    """Sixteenths in a bar of `metre` (beats, unit)."""
    return 16 * metre[0] // metre[1]


def metre_class(metre: tuple[int, int]) -> int:
    """Index into METRES; OTHER_METRE for any other time signature."""
    return METRES.index(metre) if metre in METRES else OTHER_METRE


def length_class(steps: NDArray[np.integer] | int) -> NDArray[np.int64]:
    """Class 0 ... len(LENGTHS) of a length or gap in steps."""
    return np.searchsorted(np.asarray(LENGTHS), np.asarray(steps)).astype(np.int64)


def strength(step: int, metre: tuple[int, int]) -> int:
    """Metric weight of a step of the bar: 4 the downbeat, 3 the half-bar, 2 a beat, 1 its half, 0 anything finer."""
    beats, unit = metre
    size = 16 // unit
    step %= bar_steps(metre)
    if step == 0:
        return 4
    if beats in {6, 9, 12} and unit >= 8:
        if step % (3 * size) == 0:
            return 3 if beats != 12 or step == 6 * size else 2
        return 1 if step % size == 0 else 0
    if step % size:
        return 1 if size > 1 and step % (size // 2) == 0 else 0
    half = beats % 2 == 0 and beats > 2 and step == beats // 2 * size
    return 3 if half else 2


@cache
def strengths(metre: tuple[int, int]) -> tuple[int, ...]:
    """`strength` of each step of one bar."""
    return tuple(strength(step, metre) for step in range(bar_steps(metre)))
