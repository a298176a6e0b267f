"""Gardens and orchards."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.contours import arch, ellipse, rect, stroke
from songwright.picture.flora import grass, grove, round_tree
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of
from songwright.picture.terrain import at, fence, land, level
from songwright.picture.views.view import View

__all__ = ["VIEWS"]

_FLOWERS = ("poppy", "tulip", "sunflower", "rose", "daffodil", "dandelion")


def _blooms(plate: Plate) -> tuple[str, ...]:
    named = tuple(name for name in _FLOWERS if plate.has(name))
    if named:
        return named
    return plate.rng.choice((("poppy",), ("tulip", "poppy"), ("sunflower",), ("poppy", "dandelion")))


def _bed(plate: Plate, base: float, heights: tuple[float, float], count: int) -> None:
    """Flowers before us, lower where the hero stands."""
    rng, kinds = plate.rng, _blooms(plate)
    for k in range(count):
        x = -10 + 1020 * (k + 0.5) / count + rng.uniform(-16, 16)
        tall = rng.uniform(*heights) * (0.5 if abs(x - plate.hero_x) < 140 else 1.0)
        plate.stamp(rng.choice(kinds), x, base + rng.uniform(0, 16), tall, turn=rng.uniform(-0.12, 0.12))
    plate.poster.show("flowers", *kinds)


def _orchard(plate: Plate) -> None:
    """Fruit trees behind, flowers before."""
    line, inks, rng = plate.horizon, plate.inks, plate.rng
    land(plate, line - 10, 0.28, amplitude=26, rows=6, gap=9, keep=0.6)
    hedge = land(plate, line + 60, 0.5, amplitude=14, rough=5)
    for k in range(6):
        x, tall = 80 + k * 170 + rng.uniform(-40, 40), rng.uniform(120, 200)
        round_tree(plate, x, at(hedge, x) + 6, tall, plate.far(0.68), plate.far(0.42))
        if plate.has("apple", "apple_tree", "pear", "cherries") or plate.recipe.season in ("autumn", "spring"):
            colour = plate.pale if plate.recipe.season == "spring" else inks.accent
            for _ in range(10):
                plate.fill(
                    ellipse(
                        x + rng.gauss(0, tall * 0.14),
                        at(hedge, x) - tall * 0.6 + rng.gauss(0, tall * 0.13),
                        tall * 0.028,
                    ),
                    colour,
                )
    near = land(plate, line + 140, 0.78, amplitude=12, rough=2, rows=8, gap=11)
    heroes(plate, near, 40, 1.2)
    grass(plate, -20, 1020, 1010, 150, mix(inks.ink, inks.mid, 0.35), 150)
    _bed(plate, 1010, (150, 300), 15)
    grass(plate, -20, 1020, 1016, 100, inks.ink, 110)


def _gate(plate: Plate) -> None:
    """Through an arch of roses onto a lawn."""
    line, inks, rng = plate.horizon, plate.inks, plate.rng
    far = land(plate, line, 0.36, amplitude=14, rows=6)
    grove(plate, far, 9, (90, 190), 0.56, ("round", "poplar"), clear=0)
    land(plate, line + 60, 0.56, amplitude=6, rough=2, rows=14, gap=12, keep=0.8)
    plate.fill([[(460, line + 64), (540, line + 64), (700, 1060), (300, 1060)]], mix(inks.glow, inks.low, 0.4))
    x, wide = 500.0, 300.0
    outer = arch(x - wide, 190, 2 * wide, 900, 270)
    inner = arch(x - wide + 60, 252, 2 * wide - 120, 900, 230)
    plate.hero_x = 500 + (40 if plate.hero_x > 500 else -40)
    heroes(plate, level(line + 230), 0, 1.2)
    plate.fill([outer[0], inner[0]], plate.far(0.9))
    for _ in range(150):
        at_x, at_y = _on_arch(plate, x, wide)
        tint = rng.choice(
            (plate.far(0.6), plate.far(0.72), inks.accent, inks.accent, plate.tone("warm", ""), plate.pale)
        )
        plate.fill(ellipse(at_x, at_y, rng.uniform(6, 15), rng.uniform(6, 13)), tint)
    for side in (-1, 1):
        left = 0 if side < 0 else 500 + wide
        plate.fill(rect(left - 60 if side < 0 else left, 760, 260, 400), plate.far(0.86))
    _bed(plate, 1016, (90, 200), 12)
    plate.poster.show("rose arch", "garden")


def _on_arch(plate: Plate, x: float, wide: float) -> tuple[float, float]:
    share = plate.rng.random()
    radius = plate.rng.uniform(-34, 34)
    if share < 0.5:
        turn = math.pi * plate.rng.random()
        return x - (wide - 30 + radius) * math.cos(turn), 460 - (244 + radius) * math.sin(turn)
    side = -1 if share < 0.75 else 1
    return x + side * (wide - 30 + radius), plate.rng.uniform(450, 1000)


def _meadow(plate: Plate) -> None:
    """Eye to eye with tall flowers, the hero small beyond them."""
    line, inks = plate.horizon, plate.inks
    far = land(plate, line, 0.3, amplitude=24, rough=4, rows=7)
    grove(plate, far, 7, (50, 100), 0.55)
    land(plate, line + 60, 0.5, amplitude=12, rough=3, rows=10)
    if kind_of(plate.roles.hero) != "building":
        fence(plate, line + 50, 1000 - plate.hero_x, 1 if plate.hero_x > 500 else -1)
    heroes(plate, level(line + 150), 0, 0.95)
    grass(plate, -20, 1020, 1010, 240, mix(inks.ink, inks.mid, 0.4), 160)
    rng, kinds = plate.rng, _blooms(plate)
    for k in range(9):
        x = 40 + 115 * k + rng.uniform(-24, 24)
        tall = rng.uniform(330, 520) * (0.5 if abs(x - plate.hero_x) < 130 else 1.0)
        plate.stamp(rng.choice(kinds), x, 1040, tall, turn=rng.uniform(-0.1, 0.1))
    for _ in range(14):
        x = rng.uniform(0, 1000)
        stem = [(x, 1040), (x + rng.uniform(-20, 20), 930), (x + rng.uniform(-40, 40), rng.uniform(780, 880))]
        plate.fill(stroke(stem, 6, 2), inks.ink)
    plate.poster.show("flowers", "meadow", *kinds)


VIEWS = (
    View("orchard", 600, (310, 240, 84), 660, _orchard),
    View("rose arch", 640, (500, 430, 100), 540, _gate),
    View("meadow", 560, (620, 330, 120), 400, _meadow),
)
