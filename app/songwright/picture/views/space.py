"""In space."""

from __future__ import annotations

import math
from random import Random

from songwright.picture.colour import mix
from songwright.picture.concepts import concept
from songwright.picture.contours import Contour, Contours, blob, cut, ellipse, rect, smooth
from songwright.picture.motifs import has_motif
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of, place_actor, stand
from songwright.picture.terrain import at, land
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _planet(plate: Plate, x: float, y: float, radius: float, *, rings: bool, blue: bool) -> None:
    inks = plate.inks
    ball = ellipse(x, y, radius, points=96)
    plate.fill(ball, mix(inks.mid, inks.low, 0.5) if blue else mix(inks.accent, inks.low, 0.3))
    plate.fill(_cloud_bands(plate.rng, x, y, radius), mix(inks.low if blue else inks.accent, inks.glow, 0.5), 0.8, ball)
    if blue:
        _lands(plate, x, y, radius, ball)
    plate.fill([_night_side(x, y, radius)], inks.ink, 0.42, ball)
    if rings:
        outer = _tilted_ring(x, y, radius, across=1.7, down=0.34, tilt=0.3)
        inner = _tilted_ring(x, y, radius, across=1.42, down=0.25, tilt=0.25)
        plate.fill([outer, inner], inks.glow, 0.9)
    plate.poster.show("planet")


def _cloud_bands(rng: Random, x: float, y: float, radius: float) -> Contours:
    """Thirteen rows of three cuts each."""
    bands: Contours = []
    for k in range(13):
        row = y - radius + radius * 2 * (k + 0.5) / 13
        for _ in range(3):
            at_x, length = x + rng.uniform(-radius, radius * 0.6), rng.uniform(0.3, 0.9) * radius
            bands += cut([(at_x, row), (at_x + length / 2, row + 7), (at_x + length, row)], rng.uniform(5, 13))
    return bands


def _lands(plate: Plate, x: float, y: float, radius: float, ball: Contours) -> None:
    rng = plate.rng
    for _ in range(5):
        at_x = x + rng.uniform(-0.7, 0.7) * radius
        at_y = y + rng.uniform(-0.7, 0.7) * radius
        across, down = radius * rng.uniform(0.2, 0.42), radius * rng.uniform(0.1, 0.2)
        land_mass = blob(rng, at_x, at_y, across, down, 0.17, 13)
        plate.fill(land_mass, mix(plate.inks.glow, plate.inks.accent, 0.2), 0.85, ball)


def _night_side(x: float, y: float, radius: float) -> Contour:
    """The crescent that the sun does not reach: an arc of the rim, and one of a circle moved towards the light."""
    rim = [k * 0.05 - 1.0 for k in range(64)]
    dusk = [2.15 - k * 0.05 for k in range(64)]
    lit_x, lit_y = x - radius * 0.25, y - radius * 0.18
    outer = [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in rim]
    return outer + [(lit_x + radius * math.cos(t), lit_y + radius * math.sin(t)) for t in dusk]


def _tilted_ring(x: float, y: float, radius: float, *, across: float, down: float, tilt: float) -> Contour:
    """An ellipse about the planet, sheared so that one side lies higher; measures are in radii."""
    turns = [k * 0.0628 for k in range(101)]
    return [(x + radius * across * math.cos(t), y + radius * (down * math.sin(t) - tilt * math.cos(t))) for t in turns]


def _moonscape(plate: Plate) -> None:
    """On a moon, a great planet above."""
    line, inks, rng = plate.horizon, plate.inks, plate.rng
    _planet(plate, plate.light.x, plate.light.y, 200, rings=not plate.has("sea"), blue=plate.has("sea", "globe"))
    ground = land(plate, line, 0.5, amplitude=26, rows=9, gap=11, keep=0.7, colour=mix(inks.mid, inks.low, 0.35))
    for _ in range(9):
        x, y, width = rng.uniform(0, 1000), rng.uniform(line + 50, 1000), rng.uniform(30, 90)
        plate.fill(ellipse(x, y, width, width * 0.22), mix(inks.mid, inks.ink, 0.4))
        plate.fill(
            cut(
                [
                    (x + width * math.cos(t), y + width * 0.22 * math.sin(t))
                    for t in (0.3 + k * 0.21 for k in range(13))
                ],
                4,
            ),
            inks.glow,
            0.8,
        )
    _explorer(plate, plate.hero_x, at(ground, plate.hero_x) + 40, 1.15)
    plate.poster.show("space", "stars")


def _explorer(plate: Plate, x: float, base: float, scale: float) -> None:
    hero = plate.roles.hero
    if hero and kind_of(hero) in ("vehicle", "animal", "building") and hero.concept not in ("rocket",):
        place_actor(plate, hero, x, base, 1.2 * scale)
    elif hero and hero.concept == "rocket":
        stand(plate, "rocket", x, base - 30, scale)
        plate.poster.show("rocket")
    elif hero and hero.concept == "telescope":
        stand(plate, "telescope", x + 60, base, 1.0)
        figure(plate, "man", x - 70, base, 220, facing=1, pose="gaze")
        plate.poster.show("telescope", "man")
    elif hero and kind_of(hero) == "person" and hero.concept not in ("astronaut", "man", "woman"):
        place_actor(plate, hero, x, base, scale)
    else:
        _astronaut(plate, x, base, 250 * scale)


def _astronaut(plate: Plate, x: float, base: float, height: float) -> None:
    inks = plate.inks
    suit, pack = inks.glow, mix(inks.low, inks.mid, 0.5)

    def shape(*points: tuple[float, float]) -> Contours:
        return [smooth([(x + a * height, base - b * height) for a, b in points], steps=5)]

    plate.fill(shape((-0.2, 0.72), (0.2, 0.72), (0.22, 0.4), (-0.22, 0.4)), pack)
    plate.fill(
        shape(
            (-0.14, 0.74),
            (0.14, 0.74),
            (0.17, 0.45),
            (0.16, 0.06),
            (0.2, 0),
            (0.03, 0),
            (0.02, 0.3),
            (-0.02, 0.3),
            (-0.03, 0),
            (-0.2, 0),
            (-0.16, 0.06),
            (-0.17, 0.45),
        ),
        suit,
    )
    for side in (-1, 1):
        arm = [
            (x + side * 0.13 * height, base - 0.68 * height),
            (x + side * 0.25 * height, base - 0.5 * height),
            (x + side * 0.23 * height, base - 0.3 * height),
        ]
        plate.fill(cut(arm, 0.12 * height, 0.35), suit)
    plate.fill(ellipse(x, base - 0.86 * height, 0.16 * height), suit)
    plate.fill(ellipse(x + 0.03 * height, base - 0.86 * height, 0.115 * height, 0.1 * height), inks.ink)
    glint = [
        (x - 0.02 * height, base - 0.9 * height),
        (x + 0.04 * height, base - 0.93 * height),
        (x + 0.1 * height, base - 0.9 * height),
    ]
    plate.fill(cut(glint, 0.025 * height), inks.accent)
    plate.fill(rect(x - 0.07 * height, base - 0.6 * height, 0.14 * height, 0.1 * height), pack)
    plate.fill(ellipse(x - 0.03 * height, base - 0.55 * height, 0.018 * height), inks.accent)
    plate.poster.show("astronaut")


def _orbit(plate: Plate) -> None:
    """High above a planet's curve."""
    inks = plate.inks
    plate.fill(ellipse(500, 1500, 900, points=96), mix(inks.mid, inks.low, 0.5))
    for k in range(4):
        plate.fill(ellipse(500, 1512 + 26 * k, 900, points=96), mix(mix(inks.mid, inks.low, 0.5), inks.ink, 0.14 * k))
    marks: Contours = []
    for _ in range(40):
        x, y, length = plate.rng.uniform(0, 1000), plate.rng.uniform(760, 1000), plate.rng.uniform(60, 200)
        marks += cut([(x, y), (x + length / 2, y - 6), (x + length, y)], plate.rng.uniform(4, 10))
    plate.fill(marks, mix(inks.low, inks.glow, 0.6), 0.7, ellipse(500, 1506, 900, points=96))
    _planet(plate, plate.light.x, plate.light.y, 74, rings=False, blue=False)
    hero = plate.roles.hero
    if hero and has_motif(concept(hero.concept).drawing):
        stand(plate, hero.concept, 500, 640, 1.4)
        plate.poster.show(hero.concept)
    else:
        _astronaut(plate, 500, 640, 300)
    plate.poster.show("space", "planet", "stars")


def _galaxy(plate: Plate) -> None:
    """Someone small on a hill under the turning sky."""
    inks, rng = plate.inks, plate.rng
    x, y = plate.light.x, plate.light.y
    for arm in range(2):
        for k in range(120):
            turn = k * 0.055 + arm * math.pi
            away = 30 + k * 3.6
            spread = 10 + k * 0.42
            at_x = x + away * math.cos(turn) + rng.gauss(0, spread)
            at_y = y + away * 0.62 * math.sin(turn) + rng.gauss(0, spread * 0.6)
            plate.fill(
                ellipse(at_x, at_y, rng.uniform(1.4, 5)),
                rng.choice((inks.glow, inks.accent, mix(inks.low, inks.glow, 0.6))),
                rng.uniform(0.5, 1),
            )
    for radius, opacity in ((70, 0.2), (44, 0.35), (22, 0.9)):
        plate.fill(ellipse(x, y, radius, radius * 0.7), inks.glow, opacity)
    hill = [(float(at_x), 820 + 0.0005 * (at_x - plate.hero_x) ** 2) for at_x in range(-60, 1073, 12)]
    land(plate, 820, 1.0, line=hill, rows=6, colour=inks.ink)
    hero = plate.roles.hero
    if hero:
        place_actor(plate, hero, plate.hero_x, 826, 1.0)
    else:
        figure(plate, plate.rng.choice(("man", "woman", "child")), plate.hero_x, 824, 200, facing=-1, pose="gaze")
    plate.poster.show("galaxy", "stars")


VIEWS = (
    View("moonscape", 800, (640, 330, 200), 280, _moonscape),
    View("orbit", 900, (780, 220, 74), 500, _orbit),
    View("galaxy", 820, (480, 330, 60), 600, _galaxy),
)
