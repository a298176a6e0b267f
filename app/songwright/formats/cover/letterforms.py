"""Texts as outlines of the shipped typefaces (the table glyf of OpenType), so that a cover needs no fonts."""

from __future__ import annotations

import struct
from functools import lru_cache

from songwright.formats.engraving.drawing import Face
from songwright.formats.engraving.typefaces import Typeface, typeface
from songwright.picture.contours import Contour, Contours, Point

__all__ = ["letters", "missing_letters", "width_of"]

_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 1, 2, 8, 32, 64, 128
_STEPS = 5  # pieces of a curve: at 60 points none is longer than a quarter of a millimetre
_DEEPEST = 5


def width_of(text: str, face: Face, size: float, tracking: float = 0.0) -> float:
    """The width of a text, with `tracking` between its letters."""
    return typeface(face).width(text, size) + tracking * max(0, len(text) - 1)


def missing_letters(text: str, face: Face) -> bool:
    """Whether a text has a letter for which the typeface has no shape."""
    return any(not typeface(face).has(letter) for letter in text if not letter.isspace())


def letters(text: str, x: float, y: float, face: Face, size: float, tracking: float = 0.0) -> Contours:
    """The outlines of a text whose baseline begins at (x, y)."""
    font = typeface(face)
    scale = size / font.units
    found: Contours = []
    for letter in text:
        for outline in _outlines(face, font.glyph_of.get(ord(letter), 0)):
            found.append([(x + a * scale, y - b * scale) for a, b in outline])
        x += font.advance(letter) * scale + tracking
    return found


@lru_cache(maxsize=1024)
def _outlines(face: Face, glyph: int) -> tuple[Contour, ...]:
    return tuple(_glyph(typeface(face), glyph, 0))


def _glyph(font: Typeface, glyph: int, depth: int) -> list[Contour]:
    long = struct.unpack_from(">h", font.tables["head"], 50)[0]
    size, factor = ("L", 1) if long else ("H", 2)
    start, end = struct.unpack_from(f">2{size}", font.tables["loca"], glyph * struct.calcsize(size))
    data = font.tables["glyf"][start * factor : end * factor]
    if not data or depth > _DEEPEST:
        return []
    (count,) = struct.unpack_from(">h", data, 0)
    return _simple(data, count) if count >= 0 else _composite(font, data, depth)


def _simple(data: bytes, count: int) -> list[Contour]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]
    flags: list[int] = []
    while len(flags) < ends[-1] + 1:
        flag = data[at]
        at += 1
        flags.append(flag)
        if flag & _REPEAT:
            flags += [flag] * data[at]
            at += 1
    xs, at = _coordinates(data, at, flags, _SHORT_X, _SAME_X)
    ys, _ = _coordinates(data, at, flags, _SHORT_Y, _SAME_Y)
    outlines, start = [], 0
    for end in ends:
        points = [(xs[k], ys[k], bool(flags[k] & _ON_CURVE)) for k in range(start, end + 1)]
        outlines.append(_flattened(points))
        start = end + 1
    return outlines


def _coordinates(data: bytes, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


def _composite(font: Typeface, data: bytes, depth: int) -> list[Contour]:
    outlines: list[Contour] = []
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", data, at)
        at += 4
        move_x, move_y = struct.unpack_from(">hh" if flags & _WORDS else ">bb", data, at)
        at += 4 if flags & _WORDS else 2
        if not flags & _OFFSETS:
            move_x = move_y = 0
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if flags & _SCALE:
            a = d = struct.unpack_from(">h", data, at)[0] / 16384
            at += 2
        elif flags & _TWO_SCALES:
            a, d = (value / 16384 for value in struct.unpack_from(">hh", data, at))
            at += 4
        elif flags & _MATRIX:
            a, b, c, d = (value / 16384 for value in struct.unpack_from(">hhhh", data, at))
            at += 8
        for outline in _glyph(font, part, depth + 1):
            placed = [(a * x + c * y + move_x, b * x + d * y + move_y) for x, y in outline]
            outlines.append(placed)
    return outlines


def _flattened(points: list[tuple[int, int, bool]]) -> Contour:
    """A ring of points on and off quadratic curves as a polygon."""
    full: list[tuple[float, float, bool]] = []
    for index, (x, y, on) in enumerate(points):
        before_x, before_y, before_on = points[index - 1]
        if not on and not before_on:
            full.append(((x + before_x) / 2, (y + before_y) / 2, True))
        full.append((float(x), float(y), on))
    first = next((index for index, point in enumerate(full) if point[2]), 0)
    full = full[first:] + full[:first] + full[first : first + 1]
    outline: Contour = []
    place: Point = (full[0][0], full[0][1])
    control: Point | None = None
    for across, up, on in full[1:]:
        if not on:
            control = (across, up)
        else:
            outline += _curve(place, control, (across, up))
            place, control = (across, up), None
    return outline


def _curve(start: Point, control: Point | None, end: Point) -> Contour:
    if control is None:
        return [end]
    shares = [k / _STEPS for k in range(1, _STEPS + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t * t * end[1],
        )
        for t in shares
    ]
