"""Graveyards."""

from __future__ import annotations

from songwright.picture.contours import ellipse, poly, rect
from songwright.picture.flora import bare_tree, grass
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import at, floor, land, level, mist, road
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _stones(
    plate: Plate, line: list[tuple[float, float]], base: float, sizes: tuple[float, float], near: float, clear: float
) -> None:
    for k in range(9):
        x = 60 + k * 112 + plate.rng.uniform(-22, 22)
        if abs(x - plate.hero_x) > clear:
            drawing = plate.rng.choice(("tombstone", "tombstone", "cross"))
            plate.stamp(
                drawing,
                x,
                at(line, x) + base + plate.rng.uniform(0, 30),
                plate.rng.uniform(*sizes),
                body=plate.far(near),
                turn=plate.rng.uniform(-0.08, 0.08),
            )
    plate.poster.show("graves")


def _churchyard(plate: Plate) -> None:
    """Graves before a church, a bare tree, a mourner."""
    line = plate.horizon
    land(plate, line - 20, 0.25, amplitude=26, rows=6, gap=9, keep=0.5)
    middle = land(plate, line + 30, 0.48, amplitude=16, rows=8)
    x = 1000 - plate.hero_x
    plate.stamp("church", x, at(middle, x) + 4, 170, body=plate.far(0.66))
    if plate.weather == "fog":
        mist(plate, line + 50)
    near = land(plate, line + 110, 0.75, amplitude=18, rough=2, rows=12, gap=11, keep=0.85)
    _stones(plate, near, 10, (58, 96), 0.95, 90)
    bare_tree(plate, 90 if plate.hero_x > 500 else 910, 985, 780, plate.inks.ink)
    grave = plate.hero_x + (120 if plate.hero_x < 500 else -120)
    plate.stamp("tombstone", grave, at(near, grave) + 60, 140)
    if plate.roles.hero:
        heroes(plate, near, 50, 1.05)
    else:
        figure(
            plate,
            plate.rng.choice(("woman2", "man", "old_man")),
            plate.hero_x,
            at(near, plate.hero_x) + 56,
            230,
            facing=1 if grave > plate.hero_x else -1,
            pose="mourn",
        )
    floor(plate, 945)
    if not plate.snowy:
        grass(plate, -20, 1020, 1008, 80, plate.inks.ink, 120)
    plate.poster.show("graveyard", "church", "tree")


def _gates(plate: Plate) -> None:
    """Through the iron gates in mist."""
    line, inks = plate.horizon, plate.inks
    land(plate, line, 0.4, amplitude=14, rows=8)
    _stones(plate, level(line + 40), 0, (50, 80), 0.6, 0)
    mist(plate, line + 40, 7)
    road(plate, line + 30, 500, 500, 120)
    plate.hero_x = 500 + (44 if plate.hero_x > 500 else -44)
    heroes(plate, level(line + 220), 0, 1.15)
    for side in (-1, 1):
        x = 500 + side * 300
        plate.fill(rect(x - 44, 330, 88, 800), inks.ink)
        plate.fill(rect(x - 58, 312, 116, 26), inks.ink)
        plate.fill(ellipse(x, 286, 34), inks.ink)
        for k in range(7):
            bar = x + side * (58 + 34 * k)
            plate.fill(rect(bar - 4, 520, 8, 560), inks.ink)
            plate.fill(poly((bar - 9, 522), (bar, 490), (bar + 9, 522)), inks.ink)
        plate.fill(rect(min(x, x + side * 320), 570, 320, 9), inks.ink)
        plate.fill(rect(min(x, x + side * 320), 850, 320, 9), inks.ink)
    bare_tree(plate, 40 if plate.flip else 960, 1000, 700, inks.ink)
    plate.poster.show("graveyard", "gates")


def _lone_grave(plate: Plate) -> None:
    """One stone under a tree on a hill."""
    line = plate.horizon
    land(plate, line + 20, 0.25, amplitude=26, rough=4, rows=6)
    shape = [(float(x), line + 40 + 0.0008 * (x - 500) ** 2) for x in range(-60, 1073, 12)]
    hill = land(plate, line, 0.84, line=shape, rows=15, gap=13, keep=0.8)
    x = 1000 - plate.hero_x
    bare_tree(plate, x, at(hill, x) + 10, 520, plate.inks.ink)
    plate.stamp("tombstone", plate.hero_x, at(hill, plate.hero_x) + 26, 150, body=plate.tone("soft", ""))
    if plate.roles.hero:
        plate.hero_x += 150 if plate.hero_x > 500 else -150
        heroes(plate, hill, 30, 1.0)
    plate.stamp("rose", plate.hero_x if not plate.roles.hero else 1000 - x, at(hill, plate.hero_x) + 40, 66, turn=1.3)
    floor(plate, 955)
    plate.poster.show("grave", "tree")


VIEWS = (
    View("churchyard", 600, (320, 220, 84), 640, _churchyard),
    View("gates", 600, (500, 330, 120), 540, _gates),
    View("lone grave", 600, (600, 430, 160), 640, _lone_grave),
)
