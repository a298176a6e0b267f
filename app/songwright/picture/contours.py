"""Closed outlines as lists of points on a square of 1000 by 1000, y downwards; filled by the even-odd rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

__all__ = [
    "Contour",
    "Contours",
    "Outlines",
    "Point",
    "arch",
    "blob",
    "crescent",
    "cut",
    "ellipse",
    "moved",
    "poly",
    "rect",
    "ring",
    "rounded",
    "shrunk",
    "smooth",
    "star",
    "stroke",
    "turned",
]

Point = tuple[float, float]
Contour = list[Point]
Contours = list[Contour]
Outlines = Sequence[Sequence[Point]]
"""Contours that are only read."""

_FULL = 2 * math.pi


def poly(*points: Point) -> Contours:
    """One polygon."""
    return [list(points)]


def rect(x: float, y: float, width: float, height: float) -> Contours:
    """A rectangle from its upper left corner."""
    return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]]


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Contours:
    """A rectangle with rounded corners."""
    points: Contour = []
    corners = ((x + width, y, -0.5), (x + width, y + height, 0.0), (x, y + height, 0.5), (x, y, 1.0))
    for corner_x, corner_y, start in corners:
        middle_x = corner_x + (-radius if corner_x > x else radius)
        middle_y = corner_y + (-radius if corner_y > y else radius)
        for step in range(9):
            angle = math.pi * (start + step / 16)
            points.append((middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)))
    return [points]


def ellipse(x: float, y: float, across: float, down: float | None = None, points: int = 0) -> Contours:
    """An ellipse with these half-axes (a circle with one), of as many points as its size needs."""
    down = across if down is None else down
    count = points or max(10, min(96, int(10 + max(across, down) * 0.6)))
    angles = (_FULL * index / count for index in range(count))
    return [[(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]]


def ring(x: float, y: float, across: float, within: float, squash: float = 1.0) -> Contours:
    """The band between two ellipses."""
    return [*ellipse(x, y, across, across * squash), *ellipse(x, y, within, within * squash)]


def arch(x: float, y: float, width: float, height: float, crown: float) -> Contours:
    """An upright window from its upper left corner whose top is half an ellipse `crown` high."""
    middle, half, spring = x + width / 2, width / 2, y + crown
    top = [(middle - half * math.cos(math.pi * k / 40), spring - crown * math.sin(math.pi * k / 40)) for k in range(41)]
    return [[(x, y + height), *top, (x + width, y + height)]]


def crescent(x: float, y: float, radius: float, turn: float = -0.5, full: float = 0.42) -> Contours:
    """A moon whose dark part leaves `full` of the half axis."""
    arc = [(math.cos(math.pi * (k / 40 - 0.5)), math.sin(math.pi * (k / 40 - 0.5))) for k in range(41)]
    points = [*arc, *((full * a, b) for a, b in reversed(arc))]
    cosine, sine = math.cos(turn), math.sin(turn)
    return [[(x + radius * (a * cosine - b * sine), y + radius * (a * sine + b * cosine)) for a, b in points]]


def star(x: float, y: float, radius: float, points: int = 4, inner: float = 0.28, turn: float = 0.0) -> Contours:
    """A star whose dents lie at `inner` of its radius."""
    lengths = (radius, radius * inner)
    angles = [turn + math.pi * index / points for index in range(2 * points)]
    return [[(x + lengths[k % 2] * math.sin(a), y - lengths[k % 2] * math.cos(a)) for k, a in enumerate(angles)]]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 6) -> Contour:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    curve: Contour = []
    for index in range(count if closed else count - 1):
        around = [points[_near(index + k, count, closed=closed)] for k in (-1, 0, 1, 2)]
        for step in range(steps):
            t = step / steps
            curve.append((_spline([p[0] for p in around], t), _spline([p[1] for p in around], t)))
    return curve if closed else [*curve, points[-1]]


def _near(index: int, count: int, *, closed: bool) -> int:
    return index % count if closed else max(0, min(count - 1, index))


def _spline(values: Sequence[float], t: float) -> float:
    a, b, c, d = values
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def blob(rng: Random, x: float, y: float, across: float, down: float, rough: float = 0.12, knots: int = 12) -> Contours:
    """An ellipse drawn by an unsteady hand."""
    turn = rng.random() * _FULL
    points = []
    for index in range(knots):
        angle = turn + _FULL * index / knots
        points.append(
            (
                x + across * (1 + rng.uniform(-rough, rough)) * math.cos(angle),
                y + down * (1 + rng.uniform(-rough, rough)) * math.sin(angle),
            )
        )
    return [smooth(points, steps=4)]


def cut(points: Sequence[Point], width: float, even: float = 0.6, *, blunt: bool = False) -> Contours:
    """A cut of the knife along a line: thick in its middle and pointed at both ends, or at its last only if blunt."""
    path = smooth(points, closed=False, steps=4) if 2 < len(points) < 6 else list(points)
    left: Contour = []
    right: Contour = []
    last = len(path) - 1
    for index, (x, y) in enumerate(path):
        across, down = _normal(path, index)
        share = index / last if last else 0.0
        reach = width / 2 * ((1 - share) ** even if blunt else max(0.0, math.sin(math.pi * share)) ** even)
        left.append((x - down * reach, y + across * reach))
        right.append((x + down * reach, y - across * reach))
    return [left + right[::-1]]


def _normal(path: Sequence[Point], index: int) -> Point:
    """The direction of a path at one of its points, of length 1."""
    (ax, ay), (bx, by) = path[max(0, index - 1)], path[min(len(path) - 1, index + 1)]
    length = math.hypot(bx - ax, by - ay) or 1.0
    return (bx - ax) / length, (by - ay) / length


def stroke(points: Sequence[Point], width: float, end: float | None = None) -> Contours:
    """A line of a width that changes evenly to `end`, as one outline with round ends."""
    end = width if end is None else end
    left: Contour = []
    right: Contour = []
    last = max(1, len(points) - 1)
    for index, (x, y) in enumerate(points):
        across, down = _normal(points, index)
        half = (width + (end - width) * index / last) / 2
        left.append((x - down * half, y + across * half))
        right.append((x + down * half, y - across * half))
    return [[*left, *_cap(points, end / 2), *right[::-1], *_cap(points[::-1], width / 2)]]


def _cap(points: Sequence[Point], radius: float) -> Contour:
    """Half a circle round a path's last point, from its left to its right."""
    across, down = _normal(points, len(points) - 1)
    start = math.atan2(across, -down)
    x, y = points[-1]
    return [
        (x + radius * math.cos(start - math.pi * k / 6), y + radius * math.sin(start - math.pi * k / 6))
        for k in range(1, 6)
    ]


def moved(contours: Contours, dx: float = 0.0, dy: float = 0.0, scale: float = 1.0, *, flip: bool = False) -> Contours:
    """Outlines mirrored, scaled, then moved."""
    across = -scale if flip else scale
    return [[(x * across + dx, y * scale + dy) for x, y in contour] for contour in contours]


def turned(contours: Contours, x: float, y: float, angle: float) -> Contours:
    """Outlines turned about a point by radians, clockwise as y grows downwards."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return [
        [(x + (a - x) * cosine - (b - y) * sine, y + (a - x) * sine + (b - y) * cosine) for a, b in contour]
        for contour in contours
    ]


def shrunk(contours: Contours, x: float, y: float, scale: float) -> Contours:
    """Outlines scaled about a point."""
    return [[(x + (a - x) * scale, y + (b - y) * scale) for a, b in contour] for contour in contours]
