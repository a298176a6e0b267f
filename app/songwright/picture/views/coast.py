"""Cliffs, lighthouses and beaches; harbours."""

from __future__ import annotations

from songwright.core.artwork import Actor
from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contours, cut, ellipse, poly
from songwright.picture.flora import grass
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of, place_actor, stand
from songwright.picture.terrain import level, mist
from songwright.picture.views.view import View
from songwright.picture.waters import wake, water, waves

__all__ = ["VIEWS", "far_cape"]

_USUAL_BUILDING = 360.0
"""What a castle is high; a building of another size stands as much lower or higher."""


def _cliff(plate: Plate, x: float, width: float, top: float, near: float) -> None:
    line, rng = plate.horizon, plate.rng
    edge = [
        (x - width * 0.5, top + 26),
        (x - width * 0.3, top + 4),
        (x, top),
        (x + width * 0.3, top + 6),
        (x + width * 0.48, top + 30),
    ]
    foot = [
        (x + width * 0.62, line + 70),
        (x + width * 0.75, line + 120),
        (x - width * 0.75, line + 120),
        (x - width * 0.6, line + 60),
    ]
    body = [edge + foot]
    plate.fill(body, plate.far(near))
    shapes: Contours = []
    for _ in range(34):
        at_x, at_y = x + rng.uniform(-0.55, 0.55) * width, top + rng.uniform(22, max(30, line + 100 - top))
        length, slant = rng.uniform(14, 40), (at_x - x) / width * 0.8
        crack = [
            (at_x, at_y),
            (at_x + slant * length * 0.5, at_y + length * 0.5),
            (at_x + slant * length + rng.uniform(-6, 6), at_y + length),
        ]
        shapes += cut(crack, rng.uniform(3, 7))
    plate.fill(shapes, plate.far(max(0.0, near - 0.4)), 0.85, body)
    if plate.snowy:
        plate.fill([[*edge, *((px, py + 12) for px, py in edge[::-1])]], plate.inks.glow)


def _lighthouse(plate: Plate, x: float, base: float, height: float) -> None:
    plate.stamp("lighthouse", x, base, height)
    top = (x, base - height * 0.835)
    plate.poster.show("lighthouse")
    if not (plate.glowing or plate.weather in ("fog", "storm", "rain")):
        return
    side = -1 if x > 500 else 1
    for way, strength in ((side, 0.34), (-side, 0.2)):
        for spread in (1.0, 0.55):
            beam = poly(
                top,
                (top[0] + way * 1150, top[1] - 40 - 150 * spread),
                (top[0] + way * 1150, top[1] - 40 + 130 * spread),
            )
            plate.fill(beam, plate.inks.glow, strength * 0.6)
    plate.fill(ellipse(*top, height * 0.11), plate.inks.glow, 0.25)
    plate.fill(ellipse(*top, height * 0.055), plate.inks.glow)


def _building(plate: Plate, hero: Actor | None, x: float, base: float, height: float) -> None:
    """The hero where that is a building, on (x, base); else the lighthouse that belongs to a cliff."""
    if hero is None or kind_of(hero) != "building" or hero.concept == "lighthouse":
        _lighthouse(plate, x, base, height)
    else:
        stand(plate, hero.concept, x, base, height / _USUAL_BUILDING)
        plate.poster.show(hero.concept)


def _headland(plate: Plate) -> None:
    """A cliff with a lighthouse (or the hero) on it."""
    line, x = plate.horizon, plate.hero_x
    side = 1 if x > 500 else -1
    water(plate, line)
    hero, second = plate.roles.hero, plate.roles.second
    _cliff(plate, x, 330, line - 40, 0.95)
    building = kind_of(hero) == "building"
    if hero is None or building or plate.has("lighthouse"):
        _building(plate, hero, x, line - 28, 400)
        plate.stamp("cottage", x - side * 96, line - 14, 66, body=plate.tone("pale", ""))
        if hero and not building:
            place_actor(plate, hero, x + side * 84, line - 14, 0.62, -side)
    else:
        place_actor(plate, hero, x, line - 30, 1.1, -side)
    if second and second.concept != "lighthouse":
        away = 1000 - x
        if second.concept in having("at_sea"):
            place_actor(plate, second, away, line + 130, 0.9)
            wake(plate, away, line + 134, 120)
        elif kind_of(second) == "person":
            place_actor(plate, second, x + side * 84, line - 14, 0.62, -side)
        else:
            _cliff(plate, away, 210, line + 68, 1.0)
            place_actor(plate, second, away, line + 82, 0.8)
    wake(plate, x, line + 112, 260)
    waves(plate, 915)


def _shore(plate: Plate) -> None:
    """A beach that runs away from us; the hero at the water's edge."""
    line, inks = plate.horizon, plate.inks
    water(plate, line)
    side = 1 if plate.hero_x > 500 else -1
    far_cape(plate, -side)
    sand = mix(inks.glow, inks.accent, 0.16) if not plate.night else mix(inks.low, inks.mid, 0.6)
    sand = plate.ground(0.6) if plate.snowy else sand
    edge = [
        (500 + side * a, y)
        for a, y in (
            (560, line + 44),
            (300, line + 62),
            (60, line + 120),
            (-160, line + 220),
            (-330, 1060),
            (600, 1060),
        )
    ]
    plate.fill([[(x - side * 16, y - 8) for x, y in edge]], plate.inks.glow, 0.8)
    plate.fill([edge], sand)
    prints: Contours = []
    for k in range(10):
        share = k / 9
        prints += ellipse(
            plate.hero_x - side * (30 + 110 * share) + (10 if k % 2 else -10),
            line + 196 + 190 * share,
            5 + 4 * share,
            3 + 2 * share,
        )
    plate.fill(prints, mix(sand, inks.ink, 0.35), 0.8)
    heroes(plate, level(line + 190), 0, 1.2)
    if plate.roles.hero is None:
        plate.stamp("rowboat", plate.hero_x, line + 200, 84)
        plate.poster.show("boat")
    grass(plate, *((640, 1040) if side > 0 else (-40, 360)), 1010, 170, inks.ink, 60, ears=True)
    plate.poster.show("beach")


def far_cape(plate: Plate, side: int) -> None:
    """A headland in the distance, with a lighthouse where the words name one."""
    line = plate.horizon
    cape = [
        (500 + side * a, line - b)
        for a, b in ((600, -2), (600, 60), (430, 66), (330, 52), (250, 30), (180, 8), (140, -2))
    ]
    plate.fill([cape], plate.far(0.5))
    if plate.has("lighthouse") and kind_of(plate.roles.hero) != "building":
        _lighthouse(plate, 500 + side * 330, line - 48, 170)


def _clifftop(plate: Plate) -> None:
    """From a grassy clifftop: the hero looks out over a wide water."""
    line = plate.horizon
    water(plate, line)
    side = 1 if plate.hero_x > 500 else -1
    if plate.weather == "fog":
        mist(plate, line)
    building = kind_of(plate.roles.hero) == "building"
    if plate.has("lighthouse") and not building:
        _cliff(plate, 500 - side * 300, 130, line + 6, 0.6)
        _lighthouse(plate, 500 - side * 300, line + 12, 230)
    cape = [
        (500 + side * a, y)
        for a, y in (
            (620, line + 60),
            (330, line + 88),
            (60, line + 92),
            (-30, line + 104),
            (-20, line + 170),
            (-70, line + 260),
            (-60, 1060),
            (620, 1060),
        )
    ]
    plate.fill([cape], plate.ground(0.9))
    top = [(float(x), line + 92.0) for x in range(-60, 1073, 12)]
    if building:
        _building(plate, plate.roles.hero, plate.hero_x, line + 100, 470)
    else:
        heroes(plate, top, 6, 1.25)
    if not plate.snowy:
        grass(plate, *((500, 1040) if side > 0 else (-40, 500)), line + 104, 34, plate.inks.ink, 70)
        grass(plate, *((560, 1040) if side > 0 else (-40, 440)), 1010, 150, plate.far(0.8), 60, ears=True)


VIEWS = (
    View("headland", 640, (300, 240, 84), 690, _headland),
    View("shore", 500, (430, 430, 120), 640, _shore),
    View("clifftop", 560, (320, 330, 110), 660, _clifftop),
)
