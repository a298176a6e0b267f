"""How the window shares out its room: a pure function of its size, its type and what is open."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEAST_PAGE", "Floor", "floor_for"]

# In logical points at the usual type size; they grow with the type.
TOP, TRANSPORT, RAIL = 44, 56, 48
DRAWER, WIDE_DRAWER, HELPER = 264, 344, 280
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
    width: int, height: int, *, scale: float = 1.0, drawer: bool = False, wide: bool = False, helper: bool = False
) -> Floor:
    """The floor of a window of `width` x `height` points, with type at `scale` times the usual size.

    The helper gives way first: where not both fit beside the page it is not shown, though it stays wanted.
    """

    def scaled(points: int) -> int:
        return round(points * scale)

    low = width < LOW_WIDTH * scale or height < LOW_HEIGHT * scale
    left = scaled(WIDE_DRAWER if wide else DRAWER) if drawer else 0
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
