"""Things drawn beforehand: our own stencils and traced silhouettes, as parts in heights of the thing.

In a motif x goes to the right from its middle and y down to 0 where it stands; it is about 1 high.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from songwright.picture.contours import Contours, Point, cut, ellipse, ring, smooth, stroke

__all__ = ["Motif", "ToneArea", "has_motif", "motif", "motif_names"]

_FOLDER = files("songwright_resources") / "pictures"
_ROUND_POINTS = 28


@dataclass(frozen=True, slots=True)
class ToneArea:
    """An area in a tone ("ink", "body", "pale" ...)."""

    tone: str
    opacity: float
    area: Contours


@dataclass(frozen=True, slots=True)
class Motif:
    """A thing's parts in the order in which they are printed; `width` is in heights; `traced` from a drawing."""

    parts: tuple[ToneArea, ...]
    width: float
    traced: bool = False


@cache
def motif(name: str) -> Motif:
    """The motif of a name. KeyError when there is none."""
    drawn = _stencils().get(name)
    return _stencil(drawn) if drawn is not None else _silhouette(_silhouettes()[name])


def has_motif(name: str) -> bool:
    """Whether there is a motif of that name."""
    return name in _stencils() or name in _silhouettes()


def motif_names() -> tuple[str, ...]:
    """Every motif, in order of their names."""
    return tuple(sorted({*_stencils(), *_silhouettes()}))


@dataclass(frozen=True, slots=True)
class _Traced:
    """A silhouette as it is kept: its size, and outlines by tone as flat lists of coordinates."""

    size: tuple[float, float]
    layers: list[tuple[str, list[list[float]]]]


@cache
def _silhouettes() -> dict[str, _Traced]:
    tree = json.loads(zlib.decompress((_FOLDER / "silhouettes.z").read_bytes()))
    return {name: _Traced(tuple(entry["size"]), entry["layers"]) for name, entry in tree.items()}


def _silhouette(traced: _Traced) -> Motif:
    width, height = traced.size
    parts = []
    for tone, outlines in traced.layers:
        area = [
            [((flat[at] - width / 2) / height, flat[at + 1] / height - 1.0) for at in range(0, len(flat), 2)]
            for flat in outlines
        ]
        parts.append(ToneArea("body" if tone == "ink" else tone, 1.0, area))
    return Motif(tuple(parts), width / height, traced=True)


@cache
def _stencils() -> dict[str, tuple[str, ...]]:
    """The lines of each stencil, by its name."""
    found: dict[str, list[str]] = {}
    for file in sorted((_FOLDER / "stencils").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".txt"):
            rows: list[str] = []
            for row in file.read_text(encoding="utf-8").splitlines():
                if row.startswith("@"):
                    rows = found.setdefault(row[1:].strip(), [])
                elif row.strip():
                    rows.append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _stencil(rows: tuple[str, ...]) -> Motif:
    parts = tuple(part for row in rows for part in _parts(row))
    # Shadows and glows reach beyond the thing itself.
    solid = [outline for part in parts if part.opacity > 0.5 for outline in part.area]
    return Motif(parts, 2 * max(abs(x) for outline in solid for x, _ in outline))


def _parts(row: str) -> list[ToneArea]:
    tone, kind, *numbers = row.split()
    tone, _, opacity = tone.partition("/")
    points = [_point(number) for number in numbers]
    mirrored = kind.startswith("2")
    area = _area(kind.removeprefix("2"), points)
    part = ToneArea(tone, float(opacity or 1), area)
    if not mirrored:
        return [part]
    return [part, ToneArea(tone, part.opacity, [[(-x, y) for x, y in outline] for outline in area])]


def _point(text: str) -> Point:
    x, _, y = text.partition(",")
    return float(x), -float(y or 0)


def _area(kind: str, points: list[Point]) -> Contours:
    width = float(kind[1:] or 0)
    build: dict[str, Callable[[], Contours]] = {
        "-": lambda: [points],
        "~": lambda: [smooth(points)],
        "o": lambda: ellipse(*points[0], points[1][0], -points[1][1], _ROUND_POINTS),
        "r": lambda: _rectangle(*points),
        "h": lambda: _round(*points),
        "g": lambda: cut(points, width),
        "b": lambda: cut(points, width, 0.5, blunt=True),
        "l": lambda: stroke(points, width),
        "s": lambda: stroke(smooth(points, closed=False), width),
    }
    return build[kind[0]]()


def _rectangle(corner: Point, size: Point) -> Contours:
    (x, y), (width, height) = corner, size
    return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]]


def _round(middle: Point, radii: Point) -> Contours:
    outer, inner = radii[0], -radii[1]
    bands = ring(*middle, outer, inner)
    count = _ROUND_POINTS
    if math.isclose(outer, inner):
        return bands
    return [*ellipse(*middle, outer, outer, count), *ellipse(*middle, inner, inner, count)]
