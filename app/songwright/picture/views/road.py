"""Roads that lead somewhere."""

from __future__ import annotations

from songwright.picture.contours import rect
from songwright.picture.flora import grass, grove, poplar
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, place_actor
from songwright.picture.terrain import at, fence, floor, furrows, land, level, mist, mountains, road
from songwright.picture.town import wire
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _plain(plate: Plate) -> None:
    """A road through fields with a fence along it."""
    line, aim = plate.horizon, 470.0
    land(plate, line - 24, 0.25, amplitude=26, rough=4, rows=5, gap=8, keep=0.5)
    field = land(plate, line + 20, 0.5, amplitude=10, rough=2, rows=0)
    furrows(plate, line + 26, aim)
    grove(plate, field, 7, (44, 80), 0.72, clear=130)
    road(plate, line + 22, 1000 - plate.hero_x, aim)
    fence(plate, line + 22, aim, 1 if plate.hero_x > 500 else -1)
    heroes(plate, level(line + 190), 0, 1.1)
    if not plate.snowy:
        grass(plate, -20, 1020, 1004, 60, plate.inks.ink, 90)


def _straight(plate: Plate) -> None:
    """A straight road to the light, with poles; the hero is on it."""
    line = plate.horizon
    mountains(plate, line + 8, 110, 4, 0.28)
    land(plate, line, 0.5, amplitude=3, rough=2, rows=14, gap=12, keep=0.6)
    inks = plate.inks
    plate.fill([[(492, line + 2), (508, line + 2), (820, 1060), (180, 1060)]], plate.far(0.82))
    for k in range(9):
        near = (k / 8) ** 2.2
        y, long, wide = line + 8 + 420 * near, 3 + 52 * near, 1 + 10 * near
        plate.fill(rect(500 - wide / 2, y, wide, long), inks.glow, 0.9)
    side = -1 if plate.hero_x > 500 else 1
    before: tuple[float, float] | None = None
    for k in range(6):
        near = (k / 5) ** 2
        x, foot, tall = 500 + side * (30 + 480 * near), line + 6 + 350 * near, 34 + 520 * near
        plate.fill(rect(x - 2 - 5 * near, foot - tall, 4 + 10 * near, tall), inks.ink)
        plate.fill(rect(x - 10 - 44 * near, foot - tall * 0.93, 20 + 88 * near, 3 + 7 * near), inks.ink)
        if before:
            wire(plate, before, (x - 6 - 30 * near, foot - tall * 0.93), 6 + 26 * near)
        before = (x - 6 - 30 * near, foot - tall * 0.93)
    plate.poster.show("road")
    heroes(plate, level(line + 210), 0, 1.05)


def _bend(plate: Plate) -> None:
    """A road that winds down from the hills, from high above; poplars along it."""
    line = plate.horizon
    land(plate, line - 60, 0.2, amplitude=40, rough=4, rows=7, gap=8, keep=0.5)
    far = land(plate, line - 6, 0.36, amplitude=26, rough=3, rows=7, gap=9, keep=0.6)
    grove(plate, far, 8, (40, 70), 0.6)
    if plate.weather == "fog":
        mist(plate, line + 20)
    near = land(plate, line + 60, 0.56, amplitude=16, rough=2, rows=20, gap=13, keep=0.8)
    road(plate, line + 62, 380 if plate.hero_x > 500 else 620, 1000 - plate.hero_x * 0.9, 118)
    for k in range(6):
        x = (70 + 62 * k) if plate.hero_x > 500 else (930 - 62 * k)
        poplar(plate, x, at(near, x) + 150 - 22 * k, 330 - 44 * k, plate.far(0.94), plate.far(0.6))
    heroes(plate, near, 190, 1.15)
    floor(plate, 960)


def _signpost(plate: Plate) -> None:
    """A crossroads at eye level: the sign is as tall as the traveller."""
    line = plate.horizon
    land(plate, line + 4, 0.26, amplitude=24, rough=3, rows=6, gap=8, keep=0.5)
    land(plate, line + 70, 0.52, amplitude=8, rough=2, rows=12, gap=12, keep=0.7)
    road(plate, line + 72, 720 if plate.hero_x < 500 else 280, 540, 190)
    x = 1000 - plate.hero_x
    plate.stamp("signpost", x, line + 250, 300, body=plate.tone("pale", ""))
    for actor, at_x, scale in ((plate.roles.second, x + 120, 1.0), (plate.roles.hero, plate.hero_x, 1.35)):
        if actor:
            place_actor(plate, actor, at_x, line + 244, scale)
    if not plate.snowy:
        grass(plate, -20, 1020, 1006, 120, plate.inks.ink, 120, ears=True)


VIEWS = (
    View("plain", 610, (310, 260, 88), 690, _plain),
    View("straight", 560, (500, 470, 130), 590, _straight),
    View("bend", 520, (300, 220, 74), 690, _bend),
    View("signpost", 640, (690, 330, 100), 330, _signpost),
)
