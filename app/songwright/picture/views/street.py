"""Streets."""

from __future__ import annotations

from songwright.core.artwork import Actor
from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, poly, rect
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of, place_actor, stand
from songwright.picture.terrain import level
from songwright.picture.town import lamp, skyline, wire
from songwright.picture.views.city import lit_columns
from songwright.picture.views.view import View
from songwright.picture.weather import paint_weather

__all__ = ["VIEWS"]


def _pavement(plate: Plate, ground: float) -> None:
    inks, rng = plate.inks, plate.rng
    plate.fill(rect(-60, ground - 26, 1120, 30), mix(inks.mid, inks.ink, 0.45))
    plate.fill(rect(-60, ground, 1120, 500), mix(inks.mid, inks.ink, 0.72))
    plate.fill(rect(-60, ground, 1120, 7), mix(inks.low, inks.mid, 0.4))
    dull: Contours = []
    shine: Contours = []
    y, gap = ground + 18, 10.0
    while y < 1050:
        for _ in range(10):
            x, length = rng.uniform(-30, 1000), rng.uniform(20, 110)
            near = abs(x + length / 2 - plate.hero_x) < 220 and rng.random() < 0.7
            (shine if near else dull).extend(
                cut([(x, y), (x + length / 2, y - 1), (x + length, y)], 2 + (y - ground) / 90)
            )
        y += gap
        gap *= 1.12
    plate.fill(dull, mix(inks.mid, inks.low, 0.3), 0.5)
    wet = plate.weather in ("rain", "storm") or plate.night
    plate.fill(shine, mix(inks.glow, inks.accent, 0.4) if wet else mix(inks.mid, inks.low, 0.4), 0.75)


def _corner(plate: Plate) -> None:
    """Houses, lamps, a wet street, the hero before them."""
    line = plate.horizon
    skyline(plate, line - 10, (170, 380), 0.3, 0.06)
    skyline(plate, line + 20, (150, 340), 0.62, 0.28, (80, 150))
    ground = line + 50
    _pavement(plate, ground)
    hero = plate.roles.hero
    if hero is not None and kind_of(hero) == "vehicle" and hero.concept != "bicycle":
        _drive_by(plate, hero, ground)
    else:
        _walk_by(plate, ground)
    plate.poster.show("street", "houses")


def _drive_by(plate: Plate, hero: Actor, ground: float) -> None:
    """A vehicle on the street with its headlights on; whoever comes second waits at the left, but for its nurse."""
    plate.hero_x = 500 + (60 if plate.hero_x > 500 else -60)
    for x in (90, 905):
        lamp(plate, x, ground + 4, 420)
    second = plate.roles.second
    if second and second.concept != "nurse":
        place_actor(plate, second, 170, ground + 120, 1.15)
    stand(plate, hero.concept, plate.hero_x, ground + 130, 1.15, facing=1)
    plate.poster.show(hero.concept, "nurse" if plate.has("nurse") else "")
    if plate.glowing:
        front = plate.hero_x + 330
        beam = poly((front, ground + 60), (1100, ground + 20), (1100, ground + 200), (front, ground + 84))
        plate.fill(beam, plate.inks.glow, 0.3)


def _walk_by(plate: Plate, ground: float) -> None:
    for x in (150, 850):
        lamp(plate, x, ground + 4, 420)
    if plate.roles.second:
        place_actor(plate, plate.roles.second, 1000 - plate.hero_x, ground + 120, 1.15)
    if plate.roles.hero:
        place_actor(plate, plate.roles.hero, plate.hero_x, ground + 120, 1.35)


def _shopfront(plate: Plate) -> None:
    """Before one lit window, close by."""
    line, inks = plate.horizon, plate.inks
    wall = mix(inks.mid, inks.ink, 0.45)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    bricks: Contours = []
    for row in range(30):
        for column in range(16):
            if plate.rng.random() < 0.3:
                bricks += rect(-40 + column * 72 + (row % 2) * 36, 10 + row * 27, 64, 20)
    plate.fill(bricks, mix(wall, inks.low, 0.12))
    lit = mix(inks.glow, inks.accent, 0.3) if plate.glowing else mix(inks.low, inks.glow, 0.4)
    x = 150 if plate.hero_x > 500 else 330
    plate.fill(rect(x - 20, 250, 560, line + 60 - 250), inks.ink)
    plate.fill(rect(x, 330, 340, line + 20 - 330), lit)
    plate.fill(rect(x + 380, 330, 130, line + 60 - 330), mix(inks.accent, inks.ink, 0.3))
    plate.fill(rect(x + 398, 350, 94, 190), lit)
    stripes = 10
    for k in range(stripes):
        plate.fill(
            poly((x - 30 + k * 58, 250), (x + 28 + k * 58, 250), (x + 34 + k * 58, 330), (x - 24 + k * 58, 330)),
            inks.accent if k % 2 else plate.pale,
        )
    for k, drawing in enumerate(("bottle", "vase", "teapot", "books")):
        plate.stamp(drawing, x + 60 + 76 * k, line + 20, 80, body=wall)
    _pavement(plate, line + 60)
    heroes(plate, level(line + 190), 0, 1.5)
    lamp(plate, 70 if plate.hero_x > 500 else 930, line + 110, 640)
    paint_weather(plate)
    plate.poster.show("street", "shop")


def _stairs(plate: Plate) -> None:
    """A street that climbs in steps between houses, washing lines and lamps."""
    line, inks = plate.horizon, plate.inks
    skyline(plate, line - 30, (40, 120), 0.3, 0.1, (40, 80))
    for row, near in enumerate((0.5, 0.72, 0.92)):
        inner, top = 110 + 150 * row, line - 260 - 70 * row
        for side in (-1, 1):
            left = 500 + side * inner if side > 0 else -60
            width = 560 - inner
            plate.fill(rect(left, top, width, 900), plate.far(near))
            roof = [
                (left - 14, top + 6),
                (left + width + 14, top + 6),
                (left + width - 30, top - 66),
                (left + 40, top - 66),
            ]
            plate.fill([roof], mix(inks.accent, plate.far(near), 0.55))
            lit_columns(plate, left, left + width, top + 20, line + 120, plate.far(near))
        if row < 2:
            wire(plate, (500 - inner, top + 110), (500 + inner, top + 96), 26)
            for k in range(5):
                x = 500 - inner + 2 * inner * (k + 1) / 6
                plate.fill(rect(x - 9, top + 124, 18, 30), (inks.accent, plate.pale, plate.tone("warm", ""))[k % 3])
    for k in range(9):
        y, half = line + 30 + 44 * k, 116 + 22 * k
        plate.fill(rect(500 - half, y, 2 * half, 60), mix(plate.far(0.4 + 0.05 * k), inks.low, 0.25))
        plate.fill(rect(500 - half, y, 2 * half, 7), mix(inks.low, inks.glow, 0.4))
    plate.hero_x = 500 + (26 if plate.hero_x > 500 else -26)
    heroes(plate, level(line + 254), 0, 1.2)
    plate.poster.show("street", "houses", "steps")


VIEWS = (
    View("corner", 640, (310, 200, 70), 640, _corner),
    View("shopfront", 700, (300, 200, 60), 690, _shopfront, indoors=True),
    View("steps", 560, (500, 220, 90), 540, _stairs, never=("vehicle", "building")),
)
