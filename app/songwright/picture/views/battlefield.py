"""Battlefields."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, blob, cut, ellipse, rect, stroke
from songwright.picture.flora import bare_tree, grass
from songwright.picture.people import figure
from songwright.picture.picture_cast import is_many
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import at, floor, land, level, mist
from songwright.picture.town import fire, skyline
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _columns_of_smoke(plate: Plate, spots: tuple[tuple[float, float], ...]) -> None:
    for x, height in () if plate.roles.emblem else spots:
        for k in range(10):
            share = k / 9
            size = 22 + 54 * share
            tint = mix(plate.inks.ink, plate.inks.low, 0.3 + 0.5 * share)
            drift = 140 * share**1.5
            plate.fill(
                blob(plate.rng, x + drift, plate.horizon - height * share, size, size * 0.8, 0.16, 10), tint, 0.85
            )


def _riders(plate: Plate, line: list[tuple[float, float]], count: int) -> None:
    """A charge along a ridge, sabres drawn."""
    for k in range(count):
        x = 60 + 900 * (k + 0.5) / count + plate.rng.uniform(-20, 20)
        base, size = at(line, x) + 8, plate.rng.uniform(92, 112)
        way = 1 if not plate.flip else -1
        plate.stamp("horse_running", x, base, size * 0.8, body=plate.far(0.95), facing=way)
        figure(plate, "soldier", x, base - size * 0.3, size * 0.9, facing=way, pose="row", silhouette=plate.far(0.95))
        plate.fill(
            stroke([(x + way * 8, base - size * 0.9), (x + way * 46, base - size * 1.34)], 4, 2), plate.far(0.95)
        )
    plate.poster.show("horses", "riders", "soldiers")


def _charge(plate: Plate) -> None:
    """Riders along a ridge against a burning sky."""
    line = plate.horizon
    land(plate, line - 20, 0.3, amplitude=26, rough=4, rows=6)
    _columns_of_smoke(plate, ((180, 330), (820, 260)))
    near = land(plate, line + 70, 0.7, amplitude=14, rough=2, rows=12, gap=12)
    hero = plate.roles.hero
    if hero is None or hero.concept == "horse" or is_many(hero.word) or hero.word in ("brigade", "army", "troops"):
        _riders(plate, near, 6)
    else:
        heroes(plate, near, 40, 1.2)
    floor(plate, 900)
    grass(plate, -20, 1020, 1008, 110, plate.inks.ink, 120, ears=True)
    plate.poster.show("battlefield", "smoke")


def _wire_and_mud(plate: Plate) -> None:
    """No man's land: stumps, wire and one figure."""
    line, rng, ink = plate.horizon, plate.rng, plate.inks.ink
    land(plate, line, 0.3, amplitude=22, rough=5, rows=7)
    _columns_of_smoke(plate, ((760 if plate.hero_x < 500 else 240, 300),))
    for x, size in ((150, 260), (330, 150), (880, 300)):
        bare_tree(plate, x if plate.hero_x > 500 else 1000 - x, line + 40, size, plate.far(0.7))
    near = land(plate, line + 110, 0.66, amplitude=20, rough=5, rows=12, gap=12)
    if plate.weather == "fog":
        mist(plate, line + 60)
    heroes(plate, near, 50, 1.25)
    if plate.roles.hero is None:
        figure(plate, "soldier", plate.hero_x, at(near, plate.hero_x) + 50, 250, facing=-1, pose="mourn")
        plate.poster.show("soldier")
    front = floor(plate, 920)
    loops: Contours = []
    along = -30.0
    while along < 1030:
        y = at(front, along) - 26 + rng.uniform(-8, 8)
        loops += ellipse(along, y, 34, 26, 24) + ellipse(along, y, 31, 23, 24)
        along += 38
    for x in (80, 300, 520, 740, 940):
        plate.fill(stroke([(x - 20, 960), (x + 12, 850)], 10), ink)
        plate.fill(stroke([(x + 24, 960), (x - 8, 850)], 10), ink)
    plate.fill(loops, ink)
    plate.poster.show("battlefield", "barbed wire", "bare trees")


def _poppies(plate: Plate) -> None:
    """Poppies before rows of crosses: afterwards."""
    line = plate.horizon
    land(plate, line - 10, 0.28, amplitude=24, rough=4, rows=6)
    land(plate, line + 40, 0.5, line=level(line + 40), rows=16, gap=13, keep=0.7)
    for row in range(4):
        near = (row + 1) / 4
        for k in range(11):
            x = 500 + (k - 5) * (70 + 60 * near) + (20 if row % 2 else 0)
            if abs(x - plate.hero_x) > 70:
                plate.stamp(
                    "cross",
                    x,
                    line + 60 + 130 * near**1.4,
                    26 + 54 * near,
                    body=mix(plate.pale, plate.far(0.4), 0.6 - 0.5 * near),
                )
    heroes(plate, level(line + 230), 0, 1.2)
    grass(plate, -20, 1020, 1010, 130, plate.inks.ink, 130)
    for k in range(20):
        x = 10 + 52 * k + plate.rng.uniform(-20, 20)
        plate.stamp(
            "poppy",
            x,
            1020,
            plate.rng.uniform(90, 250) * (0.6 if abs(x - plate.hero_x) < 110 else 1),
            turn=plate.rng.uniform(-0.15, 0.15),
        )
    plate.poster.show("poppies", "crosses", "battlefield")


def _burning(plate: Plate) -> None:
    """A city burns on the horizon; a flag before it."""
    line, inks = plate.horizon, plate.inks
    _columns_of_smoke(plate, ((220, 420), (520, 300), (780, 460)))
    skyline(plate, line + 20, (40, 150), 0.8, 0.14, (30, 70))
    fire(plate, line + 34, 60)
    near = land(plate, line + 60, 0.95, amplitude=18, rough=4, rows=10, colour=inks.ink)
    x = 1000 - plate.hero_x
    if not plate.roles.emblem:
        plate.stamp("flag", x, at(near, x) + 90, 300)
    plate.fill(rect(-60, 900, 1120, 200), inks.ink)
    heroes(plate, near, 120, 1.2)
    plate.fill(cut([(0, 960), (500, 950), (1000, 962)], 8), inks.accent, 0.6)
    plate.poster.show("battlefield", "fire", "smoke", "flag")


VIEWS = (
    View("charge", 600, (520, 430, 150), 600, _charge),
    View("wire", 600, (330, 300, 90), 620, _wire_and_mud),
    View("poppies", 520, (640, 300, 110), 400, _poppies),
    View("burning", 620, (310, 220, 84), 640, _burning),
)
