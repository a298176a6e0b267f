"""Ice and snow at the poles."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contours, cut, ellipse, poly, smooth
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import land, level, mountains
from songwright.picture.views.sea import afloat
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water

__all__ = ["VIEWS"]


def _berg(plate: Plate, x: float, base: float, size: float, near: float) -> None:
    inks = plate.inks
    outline = [
        (x + a * size, base - b * size)
        for a, b in (
            (-0.6, 0),
            (-0.46, 0.36),
            (-0.2, 0.44),
            (-0.06, 0.86),
            (0.12, 0.98),
            (0.2, 0.6),
            (0.42, 0.5),
            (0.6, 0.12),
            (0.66, 0),
        )
    ]
    plate.fill([outline], mix(inks.glow, inks.low, 0.15 + 0.4 * (1 - near)))
    shade = poly(
        (x + 0.12 * size, base - 0.98 * size),
        (x + 0.2 * size, base - 0.6 * size),
        (x + 0.42 * size, base - 0.5 * size),
        (x + 0.6 * size, base - 0.12 * size),
        (x + 0.66 * size, base),
        (x + 0.1 * size, base),
        (x + 0.02 * size, base - 0.5 * size),
    )
    plate.fill(shade, mix(inks.mid, inks.glow, 0.35), 0.75)


def _bergs(plate: Plate) -> None:
    """Icebergs in dark water; the hero on a floe."""
    line = plate.horizon
    _berg(plate, 1000 - plate.hero_x, line + 6, 300, 0.7)
    _berg(plate, plate.hero_x + 150, line + 4, 130, 0.3)
    start = len(plate.poster.patches)
    water(plate, line)
    _berg(plate, 1000 - plate.hero_x + 30, line + 60, 160, 1.0)
    reflect(plate, start + 8, line, 0.5, 0.0)
    hero = plate.roles.hero
    if hero and (hero.concept in having("swimmer") or hero.concept in having("at_sea")):
        afloat(plate, plate.hero_x, line + 150, 1.1)
        plate.poster.show("iceberg", "ice")
        return
    floe = [
        (plate.hero_x + a, line + 170 + b)
        for a, b in ((-330, 10), (-220, -24), (0, -32), (210, -22), (340, 6), (260, 44), (40, 56), (-220, 46))
    ]
    plate.fill([smooth([(x, y + 22) for x, y in floe])], mix(plate.inks.mid, plate.inks.glow, 0.4))
    plate.fill([smooth(floe)], plate.inks.glow)
    heroes(plate, level(line + 168), 0, 1.05)
    plate.poster.show("iceberg", "ice")


def _snowfield(plate: Plate) -> None:
    """White to the horizon; a trail leads to the hero."""
    line = plate.horizon
    mountains(plate, line + 6, 130, 5, 0.24)
    white = mix(plate.inks.glow, plate.inks.mid, 0.3 if plate.night else 0.06)
    near = land(plate, line, 0.5, amplitude=8, rough=3, rows=16, gap=14, keep=0.5, colour=white)
    prints: Contours = []
    for k in range(12):
        share = k / 11
        prints += ellipse(
            plate.hero_x - (plate.hero_x - 500) * 1.4 * share + (9 if k % 2 else -9) * (1 + share),
            line + 196 + 230 * share,
            5 + 6 * share,
            2.5 + 3 * share,
        )
    plate.fill(prints, mix(plate.inks.mid, plate.inks.low, 0.3), 0.8)
    heroes(plate, near, 180, 1.15)
    plate.poster.show("snowfield")


def _aurora(plate: Plate) -> None:
    """Curtains of light over a frozen bay."""
    line, inks = plate.horizon, plate.inks
    for row, (colour, opacity) in enumerate(
        ((inks.accent, 0.34), (mix(inks.low, inks.glow, 0.5), 0.4), (mix(inks.accent, inks.glow, 0.5), 0.3))
    ):
        top, bottom = [], []
        for k in range(41):
            x = -60 + k * 28
            wave = 46 * math.sin(k * 0.28 + row * 1.9) + 22 * math.sin(k * 0.71 + row)
            bottom.append((x, 300 + row * 84 + wave))
            top.append((x + 26, 90 + row * 84 + wave * 0.6))
        plate.fill([top + bottom[::-1]], colour, opacity)
        streaks: Contours = []
        for (ax, ay), (bx, by) in zip(top[::2], bottom[::2], strict=True):
            streaks += cut([(bx, by), ((ax + bx) / 2, (ay + by) / 2), (ax, ay)], 7, 0.5, blunt=True)
        plate.fill(streaks, inks.glow, 0.22)
    mountains(plate, line + 4, 110, 5, 0.3)
    land(plate, line + 30, 0.6, amplitude=6, rough=2, rows=10, gap=13, keep=0.6, colour=mix(inks.glow, inks.mid, 0.35))
    heroes(plate, level(line + 180), 0, 1.1)
    plate.poster.show("northern lights", "ice")


VIEWS = (
    View("bergs", 570, (690, 230, 80), 400, _bergs),
    View("snowfield", 480, (360, 400, 110), 640, _snowfield),
    View("aurora", 640, (800, 150, 50), 620, _aurora),
)
