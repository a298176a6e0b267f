"""Harbours."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import ellipse, rect, stroke
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of, place_actor
from songwright.picture.terrain import floor, land, level
from songwright.picture.town import lamp, planks, roofs
from songwright.picture.views.coast import far_cape
from songwright.picture.views.sea import afloat
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, wake, water

__all__ = ["VIEWS"]


def _town(plate: Plate) -> None:
    """A harbour town across the water, boats before it, the hero on the quay."""
    line = plate.horizon
    start = len(plate.poster.patches)
    land(plate, line - 90, 0.25, amplitude=40, rows=6, gap=9, keep=0.5)
    shore = land(plate, line - 16, 0.5, amplitude=5, rough=2, rows=0)
    roofs(plate, shore, (84, 132), 0.62, (0.85, 1.15))
    water(plate, line, colour=mix(plate.inks.low, plate.inks.mid, 0.5))
    reflect(plate, start, line, 0.5, 0.35)
    for x, y, size in ((plate.hero_x - 40, line + 60, 74), (1000 - plate.hero_x, line + 120, 92)):
        _moored(plate, x, y, size)
    _quay(plate, 905)


def _moored(plate: Plate, x: float, y: float, size: float) -> None:
    ink = plate.inks.ink
    plate.fill(rect(x - size * 0.04, y - size * 2.7, size * 0.08, size * 2.5), ink)
    for across, up in ((1.0, 0.4), (-0.95, 0.4)):
        plate.fill(stroke([(x, y - size * 2.6), (x + size * across, y - size * up)], 2.4), ink)
    plate.stamp("rowboat", x, y, size)
    wake(plate, x, y + 4, size * 1.1)
    plate.poster.show("boats")


def _quay(plate: Plate, top: float) -> None:
    inks = plate.inks
    plate.fill(rect(-60, top, 1120, 200), inks.glow if plate.snowy else inks.ink)
    plate.fill(
        rect(-60, top + (24 if plate.snowy else 0), 1120, 200 if plate.snowy else 9),
        inks.ink if plate.snowy else mix(inks.ink, inks.low, 0.4),
    )
    side = 860 if plate.hero_x > 500 else 140
    lamp(plate, side, top + 6, 330)
    x = side - 130 if side > 500 else side + 130
    hero, second = plate.roles.hero, plate.roles.second
    if hero and hero.concept not in having("at_sea"):
        place_actor(plate, hero, x, top + 6, 1.15)
    if second and second.concept not in having("at_sea"):
        place_actor(plate, second, x + (130 if x < 500 else -130), top + 6, 1.05)


def _pier(plate: Plate) -> None:
    """A pier that runs out from us to the light; the hero at its end."""
    line, inks = plate.horizon, plate.inks
    water(plate, line)
    far_cape(plate, 1 if plate.hero_x < 500 else -1)
    wood = mix(inks.ink, inks.mid, 0.25)
    far_y = line + 120
    plate.fill([[(470, far_y), (560, far_y), (800, 1060), (150, 1060)]], wood)
    for k in range(12):
        near = (k / 11) ** 1.8
        y = far_y + (1030 - far_y) * near
        plate.fill(rect(470 - 320 * near, y, 90 + 560 * near, 1.5 + 4 * near), mix(wood, inks.low, 0.35), 0.8)
    for k in range(5):
        near = (k / 4) ** 1.6
        for x in (466 - 300 * near, 564 + 230 * near):
            y = far_y + 20 + (900 - far_y) * near
            plate.fill(rect(x - 4 - 10 * near, y - 40 - 70 * near, 8 + 20 * near, 60 + 150 * near), inks.ink)
    plate.hero_x = 515
    heroes(plate, level(far_y + 34), 0, 0.95)
    if plate.roles.hero is None:
        _moored(plate, 700, line + 120, 80)


def _boats_close(plate: Plate) -> None:
    """Large boats at anchor, the town small behind them."""
    line = plate.horizon
    shore = land(plate, line - 12, 0.4, amplitude=14, rough=3, rows=4, gap=8, keep=0.5)
    roofs(plate, shore, (44, 66), 0.5, (0.9, 1.5))
    water(plate, line)
    _moored(plate, 1000 - plate.hero_x, line + 70, 70)
    hero = plate.roles.hero
    if hero is None or hero.concept in having("at_sea") or kind_of(hero) in ("person", "animal"):
        afloat(plate, plate.hero_x, line + 200, 1.25)
    else:
        heroes(plate, level(line + 200), 0, 1.0)
    floor(plate, 955)
    planks(plate, 965, plate.inks.ink, 30)
    at_x = 120 if plate.hero_x > 500 else 880
    plate.fill(rect(at_x - 26, 860, 52, 200), plate.inks.ink)
    plate.fill(ellipse(at_x, 862, 34, 12), mix(plate.inks.ink, plate.inks.low, 0.3))


VIEWS = (
    View("town", 620, (300, 190, 72), 680, _town),
    View("pier", 520, (520, 450, 130), 560, _pier, never=("vehicle", "building")),
    View("boats", 500, (310, 210, 80), 600, _boats_close),
)
