"""Forests and jungles."""

from __future__ import annotations

from songwright.picture.contours import cut, poly
from songwright.picture.flora import birch, grass, pine, trunk
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import floor, land, level, mist, road
from songwright.picture.views.view import View

__all__ = ["VIEWS", "columns_of_trunks"]


def columns_of_trunks(plate: Plate, y: float, near: float, count: int, width: float) -> None:
    """A row of trunks, boughs and the ground that they stand on."""
    rng = plate.rng
    for _ in range(count):
        x, thick = rng.uniform(-20, 1020), width * rng.uniform(0.7, 1.3)
        if plate.roles.emblem and abs(x - plate.light.x) < plate.light.radius * 1.12:
            continue
        lean, ends = rng.uniform(-6, 6), rng.uniform(-6, 6)
        plate.fill(
            poly(
                (x - thick / 2, y + 30),
                (x - thick * 0.36 + lean, -60),
                (x + thick * 0.36 + ends, -60),
                (x + thick * 0.55, y + 30),
            ),
            plate.far(near),
        )
        for _ in range(3):
            bough, side = rng.uniform(30, y - 200), rng.choice((-1, 1))
            limb = [(x, bough + 40), (x + side * 40, bough), (x + side * 90, bough - 30)]
            plate.fill(cut(limb, thick * 0.3, 0.5, blunt=True), plate.far(near))
    land(plate, y + 10, near + 0.05, amplitude=9, rows=5, keep=0.6)
    if plate.weather == "fog" or near < 0.5:
        mist(plate, y - 10, 5)


def _front_trunks(plate: Plate) -> None:
    white = plate.has("birch") or plate.rng.random() < 0.35
    for x in (40, 165, 930) if plate.hero_x > 500 else (70, 840, 960):
        width = plate.rng.uniform(62, 96)
        if white:
            birch(plate, x, 1060, 1130, width)
        else:
            trunk(plate, x, width, plate.inks.ink, plate.far(0.55))


def _deep(plate: Plate) -> None:
    """Rows of trunks into the haze, the hero in a clearing."""
    line = plate.horizon
    for near, down, count, width in ((0.22, -30, 15, 22), (0.42, 10, 11, 34), (0.62, 50, 8, 48)):
        columns_of_trunks(plate, line + down, near, count, width)
    near_line = land(plate, line + 110, 0.85, amplitude=14, rough=2, rows=9, gap=11, keep=0.8)
    heroes(plate, near_line, 30, 1.15)
    _front_trunks(plate)
    if not plate.snowy:
        grass(plate, -20, 1020, 1010, 100, plate.inks.ink, 120)
    plate.poster.show("trees", "forest")


def _edge(plate: Plate) -> None:
    """The forest's edge: firs in tiers up a slope, open land before them."""
    line = plate.horizon
    rng = plate.rng
    for near, y, heights, count in (
        (0.25, line - 70, (70, 130), 26),
        (0.45, line - 10, (110, 190), 20),
        (0.68, line + 60, (170, 270), 13),
    ):
        land(plate, y, near, amplitude=16, rough=3, rows=0)
        for _ in range(count):
            x = rng.uniform(-20, 1020)
            if near < 0.6 or abs(x - plate.hero_x) > 120:
                pine(plate, x, y + 24, rng.uniform(*heights), plate.far(near + 0.12), plate.far(max(0, near - 0.1)))
        if plate.weather == "fog":
            mist(plate, y + 10, 5)
    near_line = land(plate, line + 100, 0.72, amplitude=12, rough=2, rows=14, gap=12, keep=0.8)
    if plate.has("road"):
        road(plate, line + 104, 1000 - plate.hero_x, plate.hero_x, 110)
    heroes(plate, near_line, 70, 1.2)
    floor(plate, 950)
    if not plate.snowy:
        grass(plate, -20, 1020, 1010, 90, plate.inks.ink, 110, ears=True)
    plate.poster.show("trees", "forest")


def _path(plate: Plate) -> None:
    """A path between tall trunks that close above it like a vault."""
    line, inks = plate.horizon, plate.inks
    land(plate, line, 0.4, amplitude=6, rough=2, rows=14, gap=13, keep=0.7)
    road(plate, line + 4, 500 + (60 if plate.hero_x > 500 else -60), 500, 170)
    for row in range(6):
        near = (row + 1) / 6
        for side in (-1, 1):
            x = 500 + side * (70 + 470 * near**1.7)
            width = 10 + 74 * near**1.6
            colour = plate.far(0.25 + 0.75 * near)
            foot = line + 12 + 330 * near**1.7
            plate.fill(
                poly(
                    (x - width * 0.6, foot), (x - width * 0.36, -60), (x + width * 0.36, -60), (x + width * 0.62, foot)
                ),
                colour,
            )
            for k in range(2):
                y = 40 + 110 * k + 200 * (1 - near)
                limb = [
                    (x, y + 70 * near),
                    (x - side * 70 * near - 20 * side, y),
                    (x - side * 260 * near, y - 60 * near),
                ]
                plate.fill(cut(limb, width * 0.5, 0.5, blunt=True), colour)
        if row in (1, 3):
            mist(plate, line + 10 + 40 * row, 3)
    plate.hero_x = 500 + (34 if plate.hero_x > 500 else -34)
    heroes(plate, level(line + 186), 0, 1.05)
    if not plate.snowy:
        for left, right in ((-20, 300), (700, 1020)):
            grass(plate, left, right, 1010, 130, inks.ink, 60)
    plate.poster.show("trees", "forest", "path")


VIEWS = (
    View("deep", 640, (320, 240, 80), 660, _deep),
    View("edge", 560, (690, 200, 78), 360, _edge),
    View("path", 560, (500, 380, 110), 560, _path),
)
