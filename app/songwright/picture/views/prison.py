"""Prison yards and cells."""

from __future__ import annotations

import math

from songwright.picture.backs import seen_from_behind
from songwright.picture.colour import mix
from songwright.picture.contours import Contours, ellipse, poly, rect, star
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import character_of, kind_of, place_actor
from songwright.picture.terrain import land, level
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _wall(plate: Plate, top: float, bottom: float) -> None:
    inks, rng = plate.inks, plate.rng
    colour = mix(inks.mid, inks.ink, 0.35)
    plate.fill(rect(-60, top, 1120, bottom - top), colour)
    dull: Contours = []
    lit: Contours = []
    y, row = top + 12, 0
    while y < bottom - 10:
        x = -70 + (row % 2) * 36
        while x < 1050:
            if rng.random() < 0.82:
                brick = rect(x + rng.uniform(0, 3), y + rng.uniform(0, 2), 62 + rng.uniform(-2, 2), 20)
                (lit if rng.random() < 0.3 else dull).extend(brick)
            x += 72
        y += 27
        row += 1
    plate.fill(dull, mix(colour, inks.low, 0.16))
    plate.fill(lit, mix(colour, inks.low, 0.32))


def _barbed(plate: Plate, y: float) -> None:
    coils: Contours = []
    x = -40.0
    while x < 1040:
        coils += ellipse(x, y, 26, 25, 28) + ellipse(x, y, 22.5, 21.5, 28)
        for turn in (0.0, 1.6, 3.1, 4.7):
            coils += star(x + 24 * math.cos(turn), y + 23 * math.sin(turn), 6, 2, 0.2, turn)
        x += 31
    plate.fill(coils, plate.inks.ink)


def _prisoner(plate: Plate, x: float, base: float, scale: float) -> None:
    if plate.roles.hero:
        place_actor(plate, plate.roles.hero, x, base, scale)
    else:
        figure(plate, "man2", x, base, 205 * scale, facing=1, pose="wait")


def _prison(plate: Plate) -> None:
    """A wall with wire and a watchtower; someone walks before it."""
    line, inks = plate.horizon, plate.inks
    top, tower = line - 250, 1000 - plate.hero_x
    plate.fill(
        poly((tower - 46, line), (tower - 34, top - 120), (tower + 34, top - 120), (tower + 46, line)), plate.far(0.7)
    )
    plate.fill(rect(tower - 62, top - 190, 124, 74), plate.far(0.85))
    plate.fill(rect(tower - 50, top - 178, 100, 40), plate.lamp)
    plate.fill(poly((tower - 76, top - 188), (tower, top - 238), (tower + 76, top - 188)), plate.far(0.9))
    _wall(plate, top, line + 30)
    x = plate.hero_x
    plate.fill(rect(x - 92, top + 54, 184, 132), mix(inks.ink, inks.mid, 0.1))
    plate.fill(rect(x - 78, top + 66, 156, 110), plate.lamp)
    for k in range(5):
        plate.fill(rect(x - 66 + k * 30, top + 60, 9, 120), mix(inks.ink, inks.mid, 0.1))
    if plate.snowy:
        plate.fill(rect(-60, top - 8, 1120, 16), inks.glow)
    _barbed(plate, top - 30)
    land(plate, line + 20, 0.85, amplitude=9, rows=13, gap=12)
    walker = 500 + (100 if plate.hero_x < 500 else -100)
    steps: Contours = []
    for k in range(9):
        share = k / 8
        steps += ellipse(
            walker + (150 if plate.hero_x < 500 else -150) * (1 - share) + (9 if k % 2 else -9),
            985 - 120 * share,
            9 - 3 * share,
            4.6 - 1.5 * share,
        )
    plate.fill(steps, plate.cutter(0.6) if plate.snowy else inks.ink)
    _prisoner(plate, walker, line + 118, 1.15)
    plate.poster.show("prison", "wall", "bars", "watchtower", "barbed wire")


def _bars(plate: Plate) -> None:
    """Out through the bars of a cell."""
    line, inks = plate.horizon, plate.inks
    land(plate, line, 0.3, amplitude=26, rough=4, rows=7)
    land(plate, line + 70, 0.5, amplitude=14, rows=8)
    wall = mix(inks.ink, inks.mid, 0.22)
    x, y, wide, tall = 250, 170, 500, 520
    plate.fill([rect(-60, -60, 1120, 1120)[0], rect(x, y, wide, tall)[0]], wall)
    bricks: Contours = []
    for row in range(40):
        for column in range(16):
            at_x, at_y = -50 + column * 74 + (row % 2) * 37, -30 + row * 29
            inside = x - 80 < at_x < x + wide + 10 and y - 40 < at_y < y + tall + 20
            if not inside and plate.rng.random() < 0.5:
                bricks += rect(at_x, at_y, 66, 22)
    plate.fill(bricks, mix(wall, inks.low, 0.14))
    for k in range(5):
        plate.fill(rect(x + 60 + 92 * k, y - 10, 20, tall + 20), inks.ink)
    plate.fill(rect(x - 10, y + 250, wide + 20, 18), inks.ink)
    plate.fill(rect(x - 30, y + tall, wide + 60, 30), mix(wall, inks.glow, 0.3))
    hero = plate.roles.hero
    if hero is None or kind_of(hero) == "person":
        seen_from_behind(
            plate, character_of(plate, hero) if hero else "man2", 500 + (70 if plate.hero_x > 500 else -70), 1050, 440
        )
    else:
        place_actor(plate, hero, 500, y + tall + 4, 0.8)
    plate.poster.show("prison", "bars", "cell")


def _searchlight(plate: Plate) -> None:
    """A searchlight sweeps the yard."""
    line, inks = plate.horizon, plate.inks
    _wall(plate, line - 120, line + 30)
    _barbed(plate, line - 150)
    land(plate, line + 20, 0.8, line=level(line + 20), rows=14, gap=12)
    x = 110 if plate.hero_x > 500 else 890
    plate.fill(poly((x - 52, line + 60), (x - 34, 250), (x + 34, 250), (x + 52, line + 60)), inks.ink)
    plate.fill(rect(x - 70, 170, 140, 84), inks.ink)
    plate.fill(poly((x - 86, 172), (x, 110), (x + 86, 172)), inks.ink)
    target = plate.hero_x
    beam = poly((x, 210), (target - 190, line + 190), (target + 190, line + 230))
    plate.fill(beam, inks.glow, 0.4)
    plate.fill(ellipse(target, line + 210, 200, 46), inks.glow, 0.55)
    plate.fill(ellipse(x, 210, 22), inks.glow)
    _prisoner(plate, target, line + 214, 1.2)
    plate.poster.show("prison", "wall", "searchlight")


VIEWS = (
    View("wall", 690, (310, 190, 70), 680, _prison),
    View("bars", 560, (560, 330, 90), 560, _bars),
    View("searchlight", 560, (720, 190, 60), 620, _searchlight),
)
