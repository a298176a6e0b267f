"""Villages."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.flora import bare_tree, grass, grove, round_tree
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes, kind_of
from songwright.picture.terrain import at, floor, land, level, mist, road
from songwright.picture.town import roofs
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _valley(plate: Plate) -> None:
    """A village in a valley, seen from the slope where the hero stands."""
    line = plate.horizon
    land(plate, line - 70, 0.2, amplitude=50, rough=4, rows=7, gap=8, keep=0.5)
    far = land(plate, line - 6, 0.34, amplitude=20, rows=5)
    grove(plate, far, 9, (40, 70), 0.5)
    near = land(plate, line + 56, 0.5, amplitude=10, rough=2, rows=3)
    roofs(plate, near, (72, 104), 0.66, (0.9, 1.3))
    if plate.weather == "fog":
        mist(plate, line + 40)
    slope = land(plate, line + 150, 0.8, amplitude=12, tilt=0.07 if plate.hero_x < 500 else -0.07, rows=12, gap=12)
    heroes(plate, slope, 50, 1.15)
    floor(plate, 950)


def _lane(plate: Plate) -> None:
    """A village street between cottages."""
    line = plate.horizon
    land(plate, line - 10, 0.3, amplitude=26, rough=3, rows=6)
    plate.stamp("church", 500 + (60 if plate.flip else -60), line + 26, 190, body=plate.far(0.55), veil=0.25)
    land(plate, line + 20, 0.5, line=level(line + 20), rows=14, gap=13, keep=0.7)
    road(plate, line + 22, 500, 500, 190)
    for row in range(3):
        size = 150 + 130 * row
        for side in (-1, 1):
            x = 500 + side * (210 + 130 * row + 20 * row * row)
            drawing = plate.rng.choice(("cottage", "house"))
            body = mix(plate.far(0.5 + 0.12 * row), plate.inks.low, 0.3)
            plate.stamp(
                drawing,
                x,
                line + 36 + 66 * row + 24 * row * row,
                size,
                body=body,
                facing=-side,
                veil=max(0.0, 0.3 - 0.2 * row),
            )
    plate.hero_x = 500 + (40 if plate.hero_x > 500 else -40)
    heroes(plate, level(line + 250), 0, 1.2)
    plate.poster.show("village", "houses", "church")


def _house_alone(plate: Plate) -> None:
    """One house on a rise with a great tree beside it."""
    line = plate.horizon
    far = land(plate, line - 10, 0.25, amplitude=36, rough=4, rows=7, gap=8, keep=0.5)
    grove(plate, far, 8, (50, 90), 0.5)
    shape = [(float(x), line + 90 + 0.0005 * (x - 520) ** 2) for x in range(-60, 1073, 12)]
    rise = land(plate, line, 0.66, line=shape, rows=14, gap=13, keep=0.8)
    x = 1000 - plate.hero_x
    tree = bare_tree if plate.snowy or plate.recipe.season == "autumn" else round_tree
    tree(plate, x + (190 if x > 500 else -190), at(rise, x) + 20, 380, plate.inks.ink, plate.far(0.5))
    if kind_of(plate.roles.hero) != "building":
        plate.stamp(
            plate.rng.choice(("cottage", "house", "barn")),
            x,
            at(rise, x) + 6,
            250,
            body=mix(plate.far(0.6), plate.inks.low, 0.35),
        )
        plate.poster.show("house")
    road(plate, at(rise, x) + 4, plate.hero_x, x, 80)
    heroes(plate, rise, 110, 1.15)
    if not plate.snowy:
        grass(plate, -20, 1020, 1008, 80, plate.inks.ink, 120, ears=True)


VIEWS = (
    View("valley", 560, (310, 230, 80), 660, _valley),
    View("lane", 540, (500, 300, 100), 560, _lane),
    View("house", 560, (640, 300, 110), 360, _house_alone),
)
