"""Above the clouds."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, ellipse, rect, smooth
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of, place_actor, stand
from songwright.picture.views.view import View

__all__ = ["VIEWS"]

# An angel's wing from the shoulder, in heights of it.
_WING = (
    (0.04, 0.1),
    (0.3, -0.42),
    (0.62, -0.72),
    (0.96, -0.8),
    (0.9, -0.5),
    (0.84, -0.26),
    (0.7, -0.02),
    (0.5, 0.16),
    (0.24, 0.24),
)


def _cloud_bank(plate: Plate, y: float, size: float, colour: str, shade: str) -> None:
    rng, x = plate.rng, -80.0
    shapes: Contours = []
    marks: Contours = []
    while x < 1080:
        radius = size * rng.uniform(0.7, 1.25)
        top = y + rng.uniform(-0.2, 0.2) * size
        shapes = ellipse(x, top, radius, radius * 0.8)
        plate.fill(shapes, colour)
        marks += cut(
            [
                (x - radius * 0.7, top - radius * 0.24),
                (x, top - radius * 0.66),
                (x + radius * 0.6, top - radius * 0.36),
            ],
            5,
        )
        x += radius * rng.uniform(0.8, 1.25)
    plate.fill(rect(-60, y, 1120, 1100 - y), colour)
    plate.fill(marks, shade, 0.7)


def _bank_tint(plate: Plate, near: float) -> str:
    inks = plate.inks
    light = mix(inks.glow, inks.low, 0.25) if not plate.night else mix(inks.low, inks.glow, 0.25)
    return mix(mix(inks.low, inks.sky, 0.3), light, near)


def _in_the_air(plate: Plate, x: float, y: float, scale: float) -> None:
    hero = plate.roles.hero
    if hero is None:
        return
    plate.poster.show(hero.concept)
    if kind_of(hero) == "person" and hero.concept not in ("mermaid",):
        name = hero.concept
        if name in ("angel", "woman", "bride"):
            if name == "angel":
                _wings(plate, x, y - 20 * scale, 190 * scale)
            figure(
                plate, "bride" if name == "angel" else "woman", x, y + 150 * scale, 300 * scale, facing=1, pose="gaze"
            )
        else:
            place_actor(plate, hero, x, y + 150 * scale, 1.4 * scale)
    else:
        stand(plate, hero.concept, x, y + 150 * scale, 1.5 * scale)


def _wings(plate: Plate, x: float, y: float, size: float) -> None:
    """A pair of wings spread behind somebody."""
    for side in (-1, 1):
        wing = [smooth([(x + side * a * size, y + b * size) for a, b in _WING])]
        plate.fill(wing, plate.pale)
        quills: Contours = []
        for k in range(6):
            share = k / 5
            tip = (x + side * size * (0.92 - 0.42 * share), y + size * (-0.62 + 0.74 * share))
            quills += cut(
                [
                    (x + side * size * 0.14, y - size * 0.06),
                    (x + side * size * (0.5 - 0.1 * share), y + size * (-0.42 + 0.4 * share)),
                    tip,
                ],
                size * 0.02,
            )
        plate.fill(quills, plate.tone("soft", ""), 0.55, wing)


def _cloud_sea(plate: Plate) -> None:
    """A sea of cloud, the hero over it."""
    line = plate.horizon
    for k, near in enumerate((0.2, 0.5, 0.8)):
        _cloud_bank(plate, line + 60 + 100 * k, 60 + 30 * k, _bank_tint(plate, near), _bank_tint(plate, near - 0.25))
    _in_the_air(plate, plate.hero_x, line - 30, 1.2)
    _cloud_bank(plate, 920, 150, _bank_tint(plate, 1.0), _bank_tint(plate, 0.7))
    plate.poster.show("clouds")


def _towers(plate: Plate) -> None:
    """Between towers of cloud that catch the light."""
    inks, rng = plate.inks, plate.rng
    for side, x in ((-1, 120), (1, 880)):
        for k in range(9):
            y, size = 1000 - 90 * k, 190 - 9 * k
            tint = _bank_tint(plate, 0.25 + 0.08 * k)
            plate.fill(ellipse(x - side * rng.uniform(-30, 60), y, size, size * 0.72), tint)
            plate.fill(
                cut(
                    [
                        (x - side * 60 - size * 0.6, y - 20),
                        (x - side * 60, y - size * 0.6),
                        (x - side * 60 + size * 0.5, y - size * 0.4),
                    ],
                    6,
                ),
                inks.glow,
                0.6,
            )
    _in_the_air(plate, 500, 560, 1.3)
    _cloud_bank(plate, 940, 130, _bank_tint(plate, 0.95), _bank_tint(plate, 0.6))
    plate.poster.show("clouds")


def _stair(plate: Plate) -> None:
    """A stair of light up into the clouds."""
    inks = plate.inks
    for k in range(14):
        near = 1 - k / 14
        y, half = 960 - 40 * k - 30 * k * near * 0.2, 30 + 190 * near
        x = 500 + 60 * math.sin(k * 0.4) * near
        plate.fill(rect(x - half, y, 2 * half, 12 + 20 * near), mix(inks.glow, inks.low, 0.3 * (1 - near)))
        plate.fill(rect(x - half, y + 12 + 20 * near, 2 * half, 10 * near), mix(inks.low, inks.mid, 0.4), 0.8)
    for side in (-1, 1):
        for k in range(6):
            x, y, size = 500 + side * (300 + 40 * k), 950 - 120 * k, 150 - 10 * k
            plate.fill(ellipse(x, y, size, size * 0.7), _bank_tint(plate, 0.35 + 0.1 * k))
    hero = plate.roles.hero
    if hero is None or kind_of(hero) == "person":
        if hero is None:
            figure(plate, "woman", 500, 800, 240, facing=1, pose="gaze")
        else:
            place_actor(plate, hero, 500, 800, 1.1)
    else:
        _in_the_air(plate, 500, 560, 1.0)
    _cloud_bank(plate, 960, 110, _bank_tint(plate, 1.0), _bank_tint(plate, 0.7))
    plate.poster.show("clouds", "stairs", "heaven")


VIEWS = (
    View("sea of cloud", 640, (320, 250, 92), 600, _cloud_sea),
    View("towers", 700, (500, 330, 120), 500, _towers),
    View("stair", 760, (500, 260, 110), 500, _stair, never=("vehicle", "building")),
)
