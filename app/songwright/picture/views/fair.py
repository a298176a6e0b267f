"""Fairs."""

from __future__ import annotations

from songwright.picture.contours import Contours, ellipse, stroke
from songwright.picture.flora import grass
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, place_actor
from songwright.picture.terrain import at, floor, land, level
from songwright.picture.town import carousel, lamp
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _carousel(plate: Plate) -> None:
    """A carousel by day or night, a wheel behind it."""
    line = plate.horizon
    land(plate, line + 4, 0.3, amplitude=16, rows=6, gap=9, keep=0.5)
    if plate.has("ferris_wheel") or plate.rng.random() < 0.5:
        plate.stamp("ferris_wheel", 150 if plate.hero_x > 500 else 850, line + 46, 330, body=plate.far(0.6), veil=0.4)
        plate.poster.show("ferris wheel")
    land(plate, line + 50, 0.65, amplitude=8, rough=2, rows=14, gap=12, keep=0.8)
    carousel(plate, 500 + (70 if plate.hero_x > 500 else -70), line + 120, 560)
    front = floor(plate, 900)
    side = 150 if plate.hero_x < 500 else 850
    for actor, x in ((plate.roles.hero, side), (plate.roles.second, 1000 - side)):
        if actor and actor.concept not in ("carousel", "ferris_wheel", "circus_tent", "horse"):
            place_actor(plate, actor, x, at(front, x) + 16, 1.1)
    if not plate.snowy:
        grass(plate, -20, 1020, 1008, 100, plate.inks.ink, 140, ears=True)


def _wheel(plate: Plate) -> None:
    """A great wheel against the light, strings of lamps."""
    line, inks = plate.horizon, plate.inks
    land(plate, line + 10, 0.35, amplitude=12, rows=6)
    x = 1000 - plate.hero_x
    plate.stamp("ferris_wheel", x, line + 80, 560, body=inks.ink)
    if plate.roles.hero is None or plate.roles.hero.concept != "circus_tent":
        plate.stamp("circus_tent", plate.hero_x + (90 if plate.hero_x > 500 else -90), line + 60, 210, veil=0.2)
    land(plate, line + 64, 0.72, amplitude=6, rough=2, rows=14, gap=12)
    for row, y in enumerate((line - 40, line - 90)):
        bulbs: Contours = []
        for k in range(27):
            share = k / 26
            bulbs += ellipse(-20 + 1040 * share, y + 90 * (4 * share * (1 - share)) * (0.6 + 0.4 * row), 6)
        line_points = [
            (-20 + 1040 * k / 26, y + 90 * (4 * (k / 26) * (1 - k / 26)) * (0.6 + 0.4 * row)) for k in range(27)
        ]
        plate.fill(stroke(line_points, 2), inks.ink)
        plate.fill(bulbs, inks.glow if plate.glowing else inks.accent)
    heroes(plate, level(line + 190), 0, 1.2)
    floor(plate, 950)
    plate.poster.show("ferris wheel", "fair")


def _tent(plate: Plate) -> None:
    """The circus tent, large, with its flags; people go in."""
    line, _inks = plate.horizon, plate.inks
    land(plate, line + 20, 0.3, amplitude=18, rows=7)
    land(plate, line + 70, 0.6, amplitude=6, rough=2, rows=14, gap=12)
    plate.stamp("circus_tent", 500, line + 120, 640)
    for x in (90, 910):
        lamp(plate, x, line + 160, 300)
    hero = plate.roles.hero
    if hero and hero.concept != "circus_tent":
        plate.hero_x = 300 if plate.hero_x < 500 else 700
        heroes(plate, level(line + 200), 0, 1.15)
    floor(plate, 950)
    plate.poster.show("circus tent", "fair")


VIEWS = (
    View("carousel", 640, (310, 220, 84), 680, _carousel),
    View("wheel", 640, (560, 420, 150), 330, _wheel),
    View("tent", 640, (300, 200, 80), 320, _tent),
)
