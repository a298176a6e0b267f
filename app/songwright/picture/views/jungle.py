"""Jungles."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, ellipse, smooth, turned
from songwright.picture.flora import grass, palm
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import land
from songwright.picture.views.forest import columns_of_trunks
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _leaf(plate: Plate, x: float, y: float, length: float, turn: float, colour: str, rib: str) -> None:
    outline = [
        smooth(
            [
                (x, y),
                (x + length * 0.3, y - length * 0.17),
                (x + length * 0.7, y - length * 0.15),
                (x + length, y),
                (x + length * 0.7, y + length * 0.13),
                (x + length * 0.3, y + length * 0.15),
            ]
        )
    ]
    plate.fill(turned(outline, x, y, turn), colour)
    ribs: Contours = cut([(x, y), (x + length * 0.5, y - 2), (x + length * 0.98, y)], length * 0.025)
    for k in range(1, 6):
        at = x + length * k / 6.5
        ribs += cut(
            [(at, y), (at + length * 0.08, y - length * 0.06), (at + length * 0.1, y - length * 0.11)], length * 0.014
        )
        ribs += cut(
            [(at, y), (at + length * 0.08, y + length * 0.05), (at + length * 0.1, y + length * 0.1)], length * 0.014
        )
    plate.fill(turned(ribs, x, y, turn), rib, 0.8)


def _leaves_around(plate: Plate, sides: tuple[int, ...] = (-1, 1)) -> None:
    rng, inks = plate.rng, plate.inks
    for near in (0.72, 0.9, 1.0):
        for side in sides:
            for _ in range(5):
                x, y = 500 + side * rng.uniform(430, 560), rng.uniform(120, 1000)
                turn = (math.pi if side > 0 else 0) + rng.uniform(-0.7, 0.7)
                _leaf(
                    plate,
                    x,
                    y,
                    rng.uniform(150, 260) * (1.1 - 0.3 * (near < 0.8)),
                    turn,
                    plate.far(near),
                    mix(plate.far(near), inks.low, 0.3),
                )


def _thicket(plate: Plate) -> None:
    """Great leaves frame a clearing."""
    line = plate.horizon
    for near, down, count, width in ((0.25, -20, 12, 24), (0.5, 20, 8, 40)):
        columns_of_trunks(plate, line + down, near, count, width)
    for x, height in ((250, 420), (760, 480)):
        palm(plate, x, line + 60, height, plate.far(0.6), plate.far(0.4))
    near_line = land(plate, line + 100, 0.8, amplitude=14, rough=2, rows=9, gap=11, keep=0.8)
    heroes(plate, near_line, 40, 1.35)
    grass(plate, -20, 1020, 1010, 140, plate.inks.ink, 120)
    _leaves_around(plate)
    plate.poster.show("jungle", "leaves")


def _canopy(plate: Plate) -> None:
    """Before a great low light, palms and ferns in outline."""
    line = plate.horizon
    land(plate, line, 0.4, amplitude=20, rough=4, rows=7)
    for x, height, near in ((120, 380, 0.5), (330, 300, 0.45), (860, 420, 0.55), (640, 280, 0.45)):
        palm(plate, x, line + 30, height, plate.far(near), "")
    near_line = land(plate, line + 90, 0.7, amplitude=16, rough=3, rows=10, gap=12)
    heroes(plate, near_line, 60, 1.4)
    for x, size in ((60, 260), (250, 190), (880, 280), (720, 180)):
        plate.stamp("fern", x, 1010, size, body=plate.inks.ink)
    grass(plate, -20, 1020, 1010, 110, plate.inks.ink, 110)
    plate.poster.show("jungle", "palms")


def _riverbank(plate: Plate) -> None:
    """A clearing at night with eyes in the dark and vines from above."""
    line, rng, inks = plate.horizon, plate.rng, plate.inks
    for near, down, count, width in ((0.3, -20, 10, 40), (0.6, 30, 7, 66)):
        columns_of_trunks(plate, line + down, near, count, width)
    for _ in range(9):
        x, length = rng.uniform(0, 1000), rng.uniform(120, 420)
        vine = [(x, -60), (x + rng.uniform(-20, 20), length * 0.5), (x + rng.uniform(-30, 30), length)]
        plate.fill(cut(vine, 9, 0.4, blunt=True), inks.ink)
        plate.fill(ellipse(vine[-1][0], length, 8, 14), inks.ink)
    for _ in range(4):
        x, y = rng.uniform(80, 920), rng.uniform(line - 120, line + 30)
        if abs(x - plate.hero_x) > 120:
            for side in (-7, 7):
                plate.fill(ellipse(x + side, y, 3.4, 4.2), inks.glow)
    near_line = land(plate, line + 100, 0.86, amplitude=10, rough=2, rows=9, gap=11)
    heroes(plate, near_line, 50, 1.5)
    _leaves_around(plate, (-1,) if plate.hero_x > 500 else (1,))
    grass(plate, -20, 1020, 1010, 150, inks.ink, 120)
    plate.poster.show("jungle")


VIEWS = (
    View("thicket", 620, (430, 330, 110), 560, _thicket),
    View("canopy", 620, (540, 470, 190), 540, _canopy),
    View("vines", 610, (330, 230, 76), 620, _riverbank),
)
