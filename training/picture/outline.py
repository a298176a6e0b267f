"""Outlines of the areas in a black-and-white grid: followed along the edges of its cells, smoothed and thinned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["area", "outlines"]

Point = tuple[float, float]
# Right, down, left, up: an outline keeps the area on its right-hand side.
_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def outlines(mask: NDArray[np.bool_], tolerance: float, least: float) -> list[list[Point]]:
    """Closed outlines of at least `least` square cells; holes are outlines of their own (even-odd rule)."""
    grid = np.pad(mask, 1)
    starts = {(x, y) for y, x in zip(*np.nonzero(grid[1:, 1:-1] & ~grid[:-1, 1:-1]), strict=True)}
    found = []
    while starts:
        corners = _followed(grid, min(starts))
        starts -= {(x, y) for (x, y), (after, _) in zip(corners, corners[1:] + corners[:1], strict=True) if after > x}
        if abs(area(corners)) >= least:
            found.append(_thinned(_softened(corners), tolerance))
    return [outline for outline in found if len(outline) > 2]


def area(outline: list[Point]) -> float:
    """Twice-signed area by the shoelace formula, halved."""
    ahead = outline[1:] + outline[:1]
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(outline, ahead, strict=True)) / 2


def _followed(grid: NDArray[np.bool_], start: tuple[int, int]) -> list[Point]:
    (x, y), heading = start, 0
    corners: list[Point] = []
    while not corners or (x, y) != start or heading != 0:
        corners.append((x, y))
        x, y = x + _STEPS[heading][0], y + _STEPS[heading][1]
        heading = next(turn % 4 for turn in (heading - 1, heading, heading + 1, heading + 2) if _edge(grid, x, y, turn))
    return corners


def _edge(grid: NDArray[np.bool_], x: int, y: int, heading: int) -> bool:
    """Whether from corner (x, y) an edge leads that way, the area on its right. Cell (x, y) is grid[y + 1, x + 1]."""
    right, left = {
        0: ((y + 1, x + 1), (y, x + 1)),
        1: ((y + 1, x), (y + 1, x + 1)),
        2: ((y, x), (y + 1, x)),
        3: ((y, x + 1), (y, x)),
    }[heading % 4]
    return bool(grid[right] and not grid[left])


def _softened(corners: list[Point], reach: int = 3) -> list[Point]:
    points = np.array(corners, float)
    kernel = range(-reach, reach + 1)
    return [tuple(point) for point in sum(np.roll(points, shift, axis=0) for shift in kernel) / len(kernel)]


def _thinned(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker (1973), on the two halves of the ring."""
    half = len(points) // 2
    return _line(points[: half + 1], tolerance)[:-1] + _line([*points[half:], points[0]], tolerance)[:-1]


def _line(points: list[Point], tolerance: float) -> list[Point]:
    if len(points) < 3:
        return points
    line = np.array(points)
    along = line[-1] - line[0]
    length = float(np.hypot(*along)) or 1.0
    away = np.abs(along[0] * (line[:, 1] - line[0, 1]) - along[1] * (line[:, 0] - line[0, 0])) / length
    furthest = int(away.argmax())
    if away[furthest] <= tolerance or furthest in (0, len(points) - 1):
        return [points[0], points[-1]]
    return _line(points[: furthest + 1], tolerance)[:-1] + _line(points[furthest:], tolerance)
