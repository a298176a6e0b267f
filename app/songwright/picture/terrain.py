"""Land: ridges, mountains, roads, mist, and the knife's cuts that follow the lie of it."""

from __future__ import annotations

import itertools
import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contour, Contours, cut, poly, rect
from songwright.picture.plate import Plate

__all__ = ["at", "fence", "floor", "furrows", "hatch", "land", "level", "mist", "mountains", "ridge", "road"]

_LEFT, _RIGHT, _STEP = -60, 1073, 12


def ridge(plate: Plate, y: float, amplitude: float, rough: int = 3, tilt: float = 0.0) -> Contour:
    """A wavy line from left to right at height y."""
    rng = plate.rng
    waves = []
    for k in range(rough):
        pitch = (k * 1.7 + rng.uniform(0.6, 1.4)) * 2 * math.pi / 1000
        waves.append((amplitude / (k + 1) ** 1.15, pitch, rng.uniform(0, 6.28)))
    line: Contour = []
    for x in range(_LEFT, _RIGHT, _STEP):
        rise = math.fsum(size * math.sin(pitch * x + phase) for size, pitch, phase in waves)
        line.append((float(x), y + tilt * (x - 500) + rise))
    return line


def level(y: float) -> Contour:
    """A straight line from left to right."""
    return [(float(x), y) for x in range(_LEFT, _RIGHT, _STEP)]


def at(line: Contour, x: float) -> float:
    """The height of a line at x."""
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        if ax <= x <= bx:
            return ay + (by - ay) * (x - ax) / ((bx - ax) or 1.0)
    return line[-1][1]


def land(
    plate: Plate,
    y: float,
    near: float,
    *,
    amplitude: float = 24,
    rough: int = 3,
    tilt: float = 0.0,
    rows: int = 9,
    gap: float = 10,
    keep: float = 0.75,
    colour: str = "",
    line: Contour | None = None,
) -> Contour:
    """Land from a ridge downwards; the ridge. `near` says how near it is (0 far, 1 here)."""
    line = line or ridge(plate, y, amplitude, rough, tilt)
    plate.fill([[*line, (line[-1][0], 1060), (line[0][0], 1060)]], colour or plate.ground(near))
    if rows:
        hatch(plate, line, plate.cutter(near), rows, gap, keep)
    return line


def floor(plate: Plate, y: float, near: float = 1.0, **shape: float) -> Contour:
    """The dark ground at our feet."""
    line = ridge(plate, y, shape.get("amplitude", 14), 2, shape.get("tilt", 0.0))
    colour = plate.ground(near) if plate.snowy else plate.inks.ink
    plate.fill([[*line, (line[-1][0], 1060), (line[0][0], 1060)]], colour)
    hatch(plate, line, plate.cutter(near), 6, 11, 0.65, 0.5)
    return line


def hatch(plate: Plate, line: Contour, colour: str, rows: int, gap: float, keep: float, opacity: float = 0.8) -> None:
    """Cuts that follow the lie of the land, sparser the further down."""
    rng, down = plate.rng, gap * 0.8
    shapes: Contours = []
    for row in range(rows):
        start = rng.randint(0, 5)
        while start < len(line) - 4:
            length = rng.randint(3, 11)
            piece = line[start : start + length]
            if len(piece) >= 3 and rng.random() < keep * (1 - 0.75 * row / rows):
                width = rng.uniform(1.6, 3.4) * (0.8 + row * 0.09)
                shapes += cut([(x, y + down + rng.uniform(-0.8, 0.8)) for x, y in piece], width)
            start += length + rng.randint(0, 3)
        down += gap * (1 + row * 0.13)
    plate.fill(shapes, colour, opacity)


def mist(plate: Plate, y: float, amount: int = 9) -> None:
    """Banks of mist around height y."""
    rng = plate.rng
    colour = mix(plate.inks.low, plate.inks.glow, 0.45)
    for _ in range(amount):
        x, row, length = rng.uniform(-100, 1000), y + rng.uniform(-46, 40), rng.uniform(240, 560)
        bank = [(x - length / 2, row), (x, row + rng.uniform(-5, 5)), (x + length / 2, row)]
        plate.fill(cut(bank, rng.uniform(20, 54), 0.9), colour, 0.62)


def mountains(plate: Plate, y: float, height: float, count: int, near: float) -> Contour:
    """A range of peaks with snow and shade; its outline."""
    peaks = _peaks(plate, y, height, count)
    colour = plate.far(near)
    body = [[*peaks, (1120, 1060), (-120, 1060)]]
    plate.fill(body, colour)
    shade: Contours = []
    caps: Contours = []
    for index in range(2, len(peaks) - 2):
        x, top = peaks[index]
        if top == min(point[1] for point in peaks[max(0, index - 4) : index + 5]):
            shade.append(_shade(x, top, height, -plate.lit(x)))
            caps.append(_cap(x, top, height))
    plate.fill(shade, mix(colour, plate.inks.ink, 0.28), 0.8, body)
    plate.fill(caps, mix(plate.inks.glow, plate.inks.low, 0.25), 0.95, body)
    hatch(plate, peaks, mix(colour, plate.inks.ink, 0.35), 10, 14, 0.4, 0.5)
    return peaks


def _peaks(plate: Plate, y: float, height: float, count: int) -> Contour:
    rng = plate.rng
    knots: Contour = []
    for index in range(count + 1):
        x = -60 + index * 1120 / count + rng.uniform(-50, 50)
        knots.append((x, y - height * rng.uniform(0.05, 0.35)))
        knots.append((x + 560 / count + rng.uniform(-30, 30), y - height * rng.uniform(0.65, 1.0)))
    line = [knots[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(knots):
        steps = rng.randint(4, 7)
        for k in range(1, steps + 1):
            loose = 1.0 if k < steps else 0.0
            x, row = ax + (bx - ax) * k / steps, ay + (by - ay) * k / steps
            line.append((x + loose * rng.uniform(-7, 7), row + loose * rng.uniform(-9, 9)))
    return line


def _shade(x: float, top: float, height: float, side: int) -> Contour:
    reach = ((0, 0.0), (30, 0.35), (4, 0.5), (60, 1.0), (330, 1.4), (200, 0.55))
    return [(x + side * across, top + height * down) for across, down in reach]


def _cap(x: float, top: float, height: float) -> Contour:
    edge = []
    for k in range(9):
        across = -1 + k / 4
        edge.append((x + across * height * 0.34, top + height * (0.39 if k % 2 else 0.26)))
    return [(x, top), *reversed(edge)]


def road(plate: Plate, top: float, foot: float, aim: float = 470.0, width: float = 150.0) -> None:
    """A road that winds from x = `foot` at the lower edge to x = `aim` at height `top`."""
    inks = plate.inks
    left: Contour = []
    right: Contour = []
    middle: list[tuple[float, float, float]] = []
    for k in range(25):
        share = k / 24
        bend = 70 * math.sin(share * 4.2) * (1 - share) * (0.4 + share)
        x = aim + (foot - aim) * share**1.6 + bend
        half, y = 4 + width * share**1.7, top + (1060 - top) * share
        left.append((x - half, y))
        right.append((x + half, y))
        middle.append((x, y, half))
    colour = mix(inks.low, inks.mid, 0.55 if plate.night else 0.3)
    plate.fill([left + right[::-1]], colour)
    for edge in (left, right):
        plate.fill(cut(edge, 7, 0.3), mix(colour, inks.ink, 0.5))
    dashes: Contours = []
    for (ax, ay, near), (bx, by, nearer) in zip(middle[4::2], middle[5::2], strict=False):
        dashes += poly(
            (ax - near * 0.05, ay), (ax + near * 0.05, ay), (bx + nearer * 0.05, by), (bx - nearer * 0.05, by)
        )
    plate.fill(dashes, mix(colour, inks.glow, 0.75))
    plate.poster.show("road")


def furrows(plate: Plate, top: float, aim: float) -> None:
    """A ploughed field that runs to a point on the horizon."""
    rng = plate.rng
    shapes: Contours = []
    for k in range(-16, 17):
        foot = aim + k * 120
        for _ in range(4):
            start = rng.uniform(0.05, 0.8)
            end = min(1.0, start + rng.uniform(0.1, 0.3))
            shares = (start, (start + end) / 2, end)
            line = [(aim + (foot - aim) * share**1.25, top + (1030 - top) * share) for share in shares]
            shapes += cut(line, 2 + 7 * end)
    plate.fill(shapes, plate.cutter(0.5), 0.85)


def fence(plate: Plate, top: float, aim: float, side: int) -> None:
    """A fence that comes towards us from (aim, top)."""
    ink = plate.inks.ink
    before: tuple[float, float, float] | None = None
    for k in range(7):
        share = (k / 6) ** 1.8
        x, y, height = aim - side * (26 + 560 * share), top + 4 + (980 - top) * share, 14 + 120 * share
        plate.fill(rect(x - height * 0.05, y - height, height * 0.1, height), ink)
        for rail in (0.35, 0.75) if before else ():
            assert before is not None  # noqa: S101 - tells the type checker what the line above says
            bx, by, was = before
            thick, old = height * 0.05, was * 0.05
            upper, lower = y - height * rail, by - was * rail
            plate.fill(poly((bx, lower), (x, upper), (x, upper + thick), (bx, lower + old)), ink)
        before = x, y, height
