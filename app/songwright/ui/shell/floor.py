"""How the window shares out its room: a pure function of its size, its type and what is open."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEAST_PAGE", "Floor", "floor_for"]

# In logical points at the usual type size; they grow with the type.
TOP, TRANSPORT, RAIL = 44, 56, 48
DRAWER, WIDE_DRAWER, HELPER = 264, 344, 280
MOST_DRAWER = 424
"""Widest that a drawer becomes for texts that need more room, as German's: at 1280 points all three still fit."""
LOW_TRANSPORT = 44
LEAST_PAGE = 520
"""Width that the page keeps when something opens beside it."""
LOW_WIDTH, LOW_HEIGHT = 1000, 620
"""Under either of them drawers and helper lie over the page."""
LARGE_WIDTH, LARGE_HEIGHT = 1600, 860
"""From these on the bars stand below the words as well."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Where things go. `low`: drawers and helper lie over the page. `drawer` and `helper` are widths, 0 while shut."""

    low: bool
    large: bool
    top: int
    transport: int
    rail: int
    drawer: int
    helper: int


def floor_for(
    width: int,
    height: int,
    *,
    scale: float = 1.0,
    drawer: bool = False,
    wide: bool = False,
    helper: bool = False,
    needed: int = 0,
) -> Floor:
    """The floor of a window of `width` x `height` points, with type at `scale` times the usual size.

    `needed` is the width in which no field of the open drawer is cut; it gets that, up to `MOST_DRAWER`.
    The helper gives way first: where not both fit beside the page it is not shown, though it stays wanted.
    """

    def scaled(points: int) -> int:
        return round(points * scale)

    low = width < LOW_WIDTH * scale or height < LOW_HEIGHT * scale
    usual = scaled(WIDE_DRAWER if wide else DRAWER)
    left = max(usual, min(needed, scaled(MOST_DRAWER))) if drawer else 0
    helping = scaled(HELPER) if helper else 0
    if not low and helping and width - scaled(RAIL) - left - helping < LEAST_PAGE * scale:
        helping = 0
    if low:
        left, helping = min(left, width - scaled(RAIL)), min(helping, width - scaled(RAIL))
    return Floor(
        low,
        width >= LARGE_WIDTH * scale and height >= LARGE_HEIGHT * scale,
        scaled(TOP),
        scaled(LOW_TRANSPORT if low else TRANSPORT),
        scaled(RAIL),
        left,
        helping,
    )
