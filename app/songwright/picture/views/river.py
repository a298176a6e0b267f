"""Rivers and lakes."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import ellipse, rect, stroke
from songwright.picture.flora import grass, grove
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of, place_actor
from songwright.picture.terrain import at, floor, land, level, mist, mountains
from songwright.picture.town import bridge
from songwright.picture.views.sea import afloat
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water

__all__ = ["VIEWS"]


def _floats(plate: Plate) -> bool:
    hero = plate.roles.hero
    return hero is None or hero.concept in having("afloat")


def _lanterns(plate: Plate, line: float) -> None:
    """Paper lanterns on the water and in the air."""
    if not plate.has("lantern", "star"):
        return
    rng, inks = plate.rng, plate.inks
    spots = [(rng.uniform(60, 940), rng.uniform(line + 20, line + 200)) for _ in range(9)]
    spots += [(rng.uniform(60, 940), rng.uniform(150, line - 60)) for _ in range(9)]
    for x, y in spots if plate.has("lantern") else ():
        size = 5 + 13 * (y / 900) ** 2
        plate.halo(x, y, size * 3.4, inks.accent)
        plate.fill(rect(x - size * 0.8, y - size, size * 1.6, size * 2), mix(inks.accent, inks.glow, 0.35))
        plate.fill(ellipse(x, y + size * 0.3, size * 0.4), inks.glow)
    plate.poster.show("lanterns" if plate.has("lantern") else "")


def _banks(plate: Plate) -> None:
    """Trees on the far bank mirrored in still water; the hero on the near bank or afloat."""
    line = plate.horizon
    start = len(plate.poster.patches)
    land(plate, line - 80, 0.25, amplitude=36, rough=4, rows=6, gap=8, keep=0.5)
    bank = land(plate, line - 22, 0.5, amplitude=12, rows=4, gap=8)
    grove(plate, bank, 13, (70, 170), 0.7, ("poplar", "round", "pine"))
    if plate.has("house", "cottage", "village") and kind_of(plate.roles.hero) != "building":
        plate.stamp("cottage", 1000 - plate.hero_x, at(bank, 500) + 3, 74, body=plate.far(0.6))
    water(plate, line, colour=mix(plate.inks.low, plate.inks.mid, 0.45))
    reflect(plate, start, line)
    if plate.weather == "fog":
        mist(plate, line + 6)
    _lanterns(plate, line)
    if plate.has("bridge"):
        deck = bridge(plate, line - 76, line)
        if not _floats(plate):
            heroes(plate, deck, 4, 0.66)
            _reeds(plate)
            return
    if _floats(plate):
        afloat(plate, plate.hero_x, line + 150, 1.15)
    near = floor(plate, 905, tilt=0.09 if plate.hero_x < 500 else -0.09)
    if not _floats(plate):
        heroes(plate, near, 12, 1.1)
    elif plate.roles.second:
        place_actor(plate, plate.roles.second, 1000 - plate.hero_x, at(near, 1000 - plate.hero_x) + 10, 1.05)
    _reeds(plate)


def _reeds(plate: Plate) -> None:
    if plate.snowy:
        return
    left = plate.hero_x > 500
    grass(plate, -20, 1020, 1000, 80, plate.inks.ink, 70)
    grass(plate, -20 if left else 680, 320 if left else 1020, 1004, 190, plate.inks.ink, 40, ears=True)


def _jetty(plate: Plate) -> None:
    """A jetty that leads out into a lake with mountains behind it."""
    line, inks = plate.horizon, plate.inks
    start = len(plate.poster.patches)
    mountains(plate, line - 4, 200, 4, 0.3)
    bank = land(plate, line - 12, 0.5, amplitude=8, rough=2, rows=3, gap=8)
    grove(plate, bank, 10, (40, 90), 0.7, ("pine", "round"))
    water(plate, line, colour=mix(inks.low, inks.mid, 0.45))
    reflect(plate, start, line, 0.45, 0.5)
    _lanterns(plate, line)
    side = 1 if plate.hero_x > 500 else -1
    wood, y = mix(inks.ink, inks.mid, 0.2), line + 205
    end = 500 - side * 160
    for x in range(9):
        post = end + side * x * 88
        plate.fill(rect(post - 5, y - 4, 10, 92), inks.ink)
    plate.fill(rect(min(end - 10, end + side * 760), y - 12, 770, 20), wood)
    plate.fill(rect(min(end - 10, end + side * 760), y - 12, 770, 5), mix(wood, inks.low, 0.4))
    if _floats(plate):
        afloat(plate, 500 - side * 300, line + 150, 1.0)
    else:
        plate.hero_x = 500 - side * 60
        heroes(plate, level(y - 12), 0, 1.1)
    if not plate.snowy:
        grass(plate, *((560, 1040) if side > 0 else (-40, 440)), 1010, 210, inks.ink, 56, ears=True)


def _arches(plate: Plate) -> None:
    """From the water's edge up to a bridge that spans the picture; the hero is on it."""
    line = plate.horizon
    start = len(plate.poster.patches)
    bank = land(plate, line - 30, 0.36, amplitude=26, rough=3, rows=5, gap=8, keep=0.5)
    grove(plate, bank, 10, (80, 150), 0.56, ("poplar", "round"))
    water(plate, line, colour=mix(plate.inks.low, plate.inks.mid, 0.45))
    reflect(plate, start, line, 0.5, 0.45)
    if plate.weather == "fog":
        mist(plate, line)
    begin = len(plate.poster.patches)
    deck = bridge(plate, line - 190, line + 6)
    hero, second = plate.roles.hero, plate.roles.second
    if hero and not _floats(plate):
        place_actor(plate, hero, plate.hero_x, at(deck, plate.hero_x) + 4, 0.86)
    if second and second.concept not in having("afloat"):
        x = plate.hero_x + (120 if plate.hero_x < 500 else -120)
        place_actor(plate, second, x, at(deck, x) + 4, 0.8)
    reflect(plate, begin, line + 44, 0.6, 0.28)
    if _floats(plate):
        afloat(plate, plate.hero_x, line + 190, 1.0)
    _lanterns(plate, line)
    _reeds(plate)


def _stepping(plate: Plate) -> None:
    """A brook comes towards us between meadows."""
    line, inks = plate.horizon, plate.inks
    land(plate, line - 50, 0.22, amplitude=36, rough=4, rows=6, gap=8, keep=0.5)
    meadow = land(plate, line, 0.46, amplitude=12, rough=3, rows=16, gap=12, keep=0.8)
    grove(plate, meadow, 8, (60, 120), 0.64, clear=120)
    colour = mix(inks.sky, inks.mid, 0.45) if not plate.night else mix(inks.low, inks.mid, 0.3)
    left, right = [], []
    for k in range(25):
        near = k / 24
        x = (
            500
            + 130 * math.sin(near * 5.2 + (0 if plate.hero_x > 500 else 3.1)) * (1 - near * 0.4)
            - (plate.hero_x - 500) * 0.9 * near
        )
        left.append((x - 6 - 150 * near**1.6, line + 14 + (1046 - line) * near))
        right.append((x + 6 + 150 * near**1.6, line + 14 + (1046 - line) * near))
    plate.fill([left + right[::-1]], colour)
    for edge in (left, right):
        plate.fill(stroke(edge, 1.5, 9), mix(colour, inks.ink, 0.4))
    for k in range(7):
        near = (k + 2) / 9
        middle = (left[int(near * 24)][0] + right[int(near * 24)][0]) / 2
        plate.fill(
            ellipse(middle, left[int(near * 24)][1], 8 + 40 * near, 2.5 + 9 * near), mix(colour, inks.glow, 0.6), 0.8
        )
    if plate.roles.hero is None:
        pass
    elif _floats(plate):
        afloat(plate, (left[17][0] + right[17][0]) / 2, left[17][1] + 20, 0.9)
    else:
        heroes(plate, level(line + 220), 0, 1.2)
    _reeds(plate)


VIEWS = (
    View("banks", 610, (310, 240, 84), 680, _banks, shows=("bridge",)),
    View("jetty", 540, (600, 330, 120), 600, _jetty, never=("building",)),
    View("arches", 660, (690, 210, 80), 380, _arches, shows=("bridge",), never=("vehicle",)),
    View("brook", 540, (320, 360, 110), 690, _stepping),
)
