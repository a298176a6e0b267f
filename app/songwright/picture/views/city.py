"""The city and its streets."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contours, cut, rect
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of
from songwright.picture.terrain import floor, level, mist
from songwright.picture.town import bridge, lamp, skyline
from songwright.picture.views.sea import afloat
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water

__all__ = ["VIEWS", "lit_columns"]


def _rooftop(plate: Plate) -> None:
    """Three rows of houses; the hero on a roof before them."""
    line, inks, rng = plate.horizon, plate.inks, plate.rng
    skyline(plate, line, (130, 330), 0.25, 0)
    if plate.weather == "fog":
        mist(plate, line - 60)
    skyline(plate, line + 20, (90, 250), 0.5, 0.24)
    skyline(plate, line + 60, (40, 170), 0.78, 0.28, (60, 130))
    deck = line + 130
    plate.fill(rect(-60, deck, 1120, 500), inks.ink)
    plate.fill(rect(-60, deck, 1120, 12), mix(inks.ink, inks.low, 0.4))
    shapes: Contours = []
    for _ in range(90):
        x, y, length = rng.uniform(-20, 1000), rng.uniform(deck + 24, 1040), rng.uniform(20, 80)
        shapes += cut([(x, y), (x + length / 2, y), (x + length, y)], 3)
    plate.fill(shapes, mix(inks.ink, inks.mid, 0.6), 0.7)
    x = 1000 - plate.hero_x
    plate.fill(rect(x - 70, deck - 84, 52, 90), inks.ink)
    plate.fill(rect(x + 60, deck - 60, 90, 64), inks.ink)
    for k in range(3):
        plate.fill(rect(x - 66 + k * 17, deck - 104, 11, 24), inks.ink)
    heroes(plate, level(deck + 2), 4, 1.05)
    plate.poster.show("city", "skyline")


def _waterfront(plate: Plate) -> None:
    """The skyline mirrored in a river; a bridge or a boat before it."""
    line = plate.horizon
    start = len(plate.poster.patches)
    skyline(plate, line, (150, 360), 0.35, 0.06)
    skyline(plate, line + 4, (70, 220), 0.62, 0.3, (46, 104))
    plate.fill(rect(-60, line - 4, 1120, 10), plate.far(0.8))
    water(plate, line, colour=mix(plate.inks.low, plate.inks.mid, 0.55))
    reflect(plate, start, line, 0.45, 0.5)
    if plate.has("bridge"):
        heroes(plate, bridge(plate, line + 60, line + 170), 4, 0.8)
        return
    hero = plate.roles.hero
    if hero and hero.concept in having("afloat") | having("swimmer"):
        afloat(plate, plate.hero_x, line + 190, 1.3)
        plate.poster.show("city", "skyline", "river")
        return
    if hero and (kind_of(hero) == "vehicle" and hero.concept not in ("boat", "ship", "sailboat")):
        hero = None
    if hero and kind_of(hero) in ("person", "animal", "thing", "building"):
        floor(plate, 870, amplitude=0)
        plate.fill(rect(-60, 836, 1120, 9), plate.inks.ink)
        for k in range(30):
            plate.fill(rect(-60 + k * 40, 838, 5, 60), plate.inks.ink)
        heroes(plate, level(884), 0, 1.25)
        lamp(plate, 1000 - plate.hero_x, 884, 330)
    else:
        afloat(plate, plate.hero_x, line + 170, 1.0)
    plate.poster.show("city", "skyline", "river")


def _canyon(plate: Plate) -> None:
    """Down an avenue between towers to the light at its end."""
    line, inks, rng = plate.horizon, plate.inks, plate.rng
    skyline(plate, line + 6, (40, 120), 0.3, 0.0, (24, 50))
    plate.fill([[(470, line), (530, line), (1060, 1060), (-60, 1060)]], plate.far(0.7))
    for row in range(7):
        near = (6 - row) / 6
        far = 1 - near
        for side in (-1, 1):
            inner = 500 + side * (32 + 520 * far**1.9)
            outer = 500 + side * (32 + 520 * min(1.0, far + 0.24) ** 1.9 + 60)
            foot = line + 4 + 460 * far**1.9
            top = line - 90 - (360 + rng.uniform(-70, 90)) * far**0.8
            colour = plate.far(0.35 + 0.62 * far)
            plate.fill(rect(min(inner, outer), top, abs(outer - inner), foot - top + 200 * far), colour)
            lit_columns(plate, inner, outer, top, foot, colour)
    for k in range(8):
        near = (k / 7) ** 2
        plate.fill(rect(500 - 2 - 8 * near, line + 14 + 400 * near, 4 + 16 * near, 6 + 50 * near), inks.glow, 0.85)
    plate.hero_x = 500 + (70 if plate.hero_x > 500 else -70)
    heroes(plate, level(line + 260), 0, 1.25)
    plate.poster.show("city", "street")


def lit_columns(plate: Plate, inner: float, outer: float, top: float, foot: float, colour: str) -> None:
    """Windows between two edges of a house, some of them lit."""
    width = abs(outer - inner)
    step = max(9.0, width / 4)
    panes: Contours = []
    x = min(inner, outer) + step * 0.4
    while x < max(inner, outer) - step * 0.4:
        y = top + step * 0.6
        while y < foot - step:
            if plate.rng.random() < 0.34:
                panes += rect(x, y, step * 0.42, step * 0.6)
            y += step * 1.1
        x += step
    inks = plate.inks
    plate.fill(panes, mix(inks.glow, inks.accent, 0.3) if plate.glowing else mix(colour, inks.low, 0.4), 0.9)


VIEWS = (
    View("rooftop", 640, (310, 230, 80), 690, _rooftop),
    View("waterfront", 560, (640, 300, 130), 380, _waterfront, shows=("bridge", "river")),
    View("canyon", 520, (500, 380, 120), 560, _canyon),
)
