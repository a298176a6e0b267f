"""Fields and hills."""

from __future__ import annotations

import math

from songwright.picture.contours import Contours, cut, ellipse
from songwright.picture.flora import bare_tree, grass, grove, round_tree
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, stand
from songwright.picture.terrain import at, floor, furrows, land, mist, ridge, road
from songwright.picture.town import fire
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _foreground(plate: Plate) -> None:
    if plate.has("fire"):
        fire(plate, 985, 170)
        return
    ears = plate.has("wheat") or (plate.recipe.season in ("summer", "autumn") and not plate.snowy)
    if ears:
        grass(plate, -20, 1020, 1000, 150, plate.tone("deep", ""), 170, ears=True)
    if not plate.snowy:
        grass(plate, -20, 1020, 1010, 96 if ears else 74, plate.inks.ink, 140, ears=ears)


def _hives(plate: Plate, line: list[tuple[float, float]]) -> None:
    if not plate.has("hive", "honeybee"):
        return
    side = 1000 - plate.hero_x
    for k, across in enumerate((-85, 75)):
        plate.stamp("hive", side + across, at(line, side + across) + 22 + 14 * k, 118 + 14 * k)
    bees: Contours = []
    for _ in range(22):
        x, y = side + plate.rng.gauss(0, 130), plate.horizon + 10 + plate.rng.gauss(0, 70)
        bees += ellipse(x, y, 4.4, 3, 9)
        bees += cut([(x - 5, y - 6), (x, y - 2), (x + 5, y - 7)], 3.4)
    plate.fill(bees, plate.inks.ink)
    plate.poster.show("hive", "bees")


def _rolling(plate: Plate) -> None:
    """Three ridges, trees between them, the hero on the nearest."""
    line = plate.horizon
    land(plate, line - 30, 0.22, amplitude=34, rough=4, rows=6, gap=8, keep=0.5)
    if plate.weather == "fog":
        mist(plate, line)
    middle = land(plate, line + 40, 0.45, amplitude=30)
    grove(plate, middle, plate.rng.randint(5, 9), (46, 86), 0.72, clear=110)
    if plate.has("house", "village", "barn") and not plate.roles.hero:
        plate.stamp("cottage", 1000 - plate.hero_x, at(middle, 1000 - plate.hero_x) + 3, 70, body=plate.far(0.6))
    near = land(plate, line + 150, 0.72, amplitude=26, rough=2, rows=14, gap=11, keep=0.85)
    if plate.has("road", "street"):
        road(plate, line + 140, 1000 - plate.hero_x)
    _hives(plate, near)
    heroes(plate, near, 34)
    floor(plate, 925)
    _foreground(plate)


def _crest(plate: Plate) -> None:
    """One great hill against the light; the hero stands on top of it."""
    line = plate.horizon
    land(plate, line + 40, 0.25, amplitude=26, rough=4, rows=5, gap=8, keep=0.5)
    if plate.weather == "fog":
        mist(plate, line + 60)
    shape = [(float(x), line - 8 + 0.00072 * (x - plate.hero_x) ** 2) for x in range(-60, 1073, 12)]
    crest = land(plate, line, 0.85, line=shape, rows=16, gap=13, keep=0.8)
    tree_x = plate.hero_x + (230 if plate.hero_x < 500 else -230)
    if plate.roles.hero is None or plate.has("tree"):
        kind = bare_tree if plate.snowy or plate.recipe.mood in ("sad", "decay", "fear", "time") else round_tree
        x = tree_x if plate.roles.hero else plate.hero_x
        kind(plate, x, at(crest, x) + 6, 330, plate.inks.ink, plate.far(0.55))
    heroes(plate, crest, 8, 1.2)
    floor(plate, 940)
    _foreground(plate)


def _furrowed(plate: Plate) -> None:
    """A ploughed plain that runs to the horizon, with a row of trees, the hero large before it."""
    line = plate.horizon
    far = land(plate, line - 14, 0.3, amplitude=10, rough=3, rows=4, gap=8, keep=0.5)
    grove(plate, far, 16, (60, 130), 0.6, ("poplar", "round"))
    land(plate, line + 18, 0.5, amplitude=3, rough=2, rows=0)
    furrows(plate, line + 24, 1000 - plate.hero_x)
    stand_x = 1000 - plate.hero_x
    if not plate.roles.second:
        extra = plate.rng.choice(("barn", "windmill", "cottage", "scarecrow"))
        stand(plate, extra, stand_x, line + 40, 0.5 if extra != "scarecrow" else 0.9)
    flat = ridge(plate, line + 250, 4, 2)
    _hives(plate, flat)
    heroes(plate, flat, 0, 1.35)
    _foreground(plate)


def hay(plate: Plate, x: float, base: float, size: float) -> None:
    """A round bale."""
    plate.fill(ellipse(x, base - size * 0.5, size * 0.56, size * 0.5), plate.tone("warm", ""))
    turns = [
        (x + size * 0.06 * k * math.cos(k * 0.7), base - size * 0.5 + size * 0.05 * k * math.sin(k * 0.7))
        for k in range(9)
    ]
    plate.fill(cut(turns, size * 0.04, 0.3), plate.tone("deep", ""))


def _bales(plate: Plate) -> None:
    """A mown slope with bales, seen across the valley."""
    line = plate.horizon
    land(plate, line - 60, 0.2, amplitude=44, rough=4, rows=7, gap=8, keep=0.5)
    far = land(plate, line + 10, 0.4, amplitude=16, rough=3, rows=6, gap=9, keep=0.6)
    grove(plate, far, 9, (50, 90), 0.62, clear=70)
    near = land(
        plate, line + 90, 0.66, amplitude=10, tilt=0.12 if plate.hero_x < 500 else -0.12, rows=18, gap=12, keep=0.8
    )
    for x, size in ((1000 - plate.hero_x, 84), (1000 - plate.hero_x + 150, 58), (plate.hero_x + 190, 66)):
        if not plate.snowy:
            hay(plate, x, at(near, x) + 40 + size * 0.6, size)
    _hives(plate, near)
    heroes(plate, near, 70, 1.1)
    floor(plate, 940)
    _foreground(plate)


VIEWS = (
    View("rolling", 600, (310, 250, 84), 690, _rolling),
    View("crest", 640, (560, 440, 190), 560, _crest),
    View("furrows", 590, (300, 420, 110), 330, _furrowed),
    View("bales", 560, (700, 210, 74), 320, _bales),
)
