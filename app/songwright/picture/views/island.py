"""Islands."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contour, rect, smooth
from songwright.picture.flora import grass, palm
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import floor, land, mountains
from songwright.picture.views.sea import afloat
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water, waves

__all__ = ["VIEWS"]


def _island(plate: Plate) -> None:
    """A small island with palms in the middle of the water."""
    line = plate.horizon
    start = len(plate.poster.patches)
    middle = plate.hero_x
    hill: Contour = [
        (middle + a, line - b) for a, b in ((-290, -4), (-200, 18), (-90, 46), (20, 54), (130, 36), (240, 8), (300, -4))
    ]
    plate.fill([smooth(hill, closed=False)], plate.far(0.8))
    for across, height in ((-70, 300), (24, 370), (110, 240)):
        palm(plate, middle + across, line - 34, height, plate.inks.ink, plate.far(0.5))
    water(plate, line)
    reflect(plate, start, line, 0.5, 0.4)
    heroes(plate, [(x, line - 20.0) for x in range(-60, 1073, 12)], 0, 0.8)
    plate.poster.show("island", "palms")
    waves(plate, 915)


def _beach(plate: Plate) -> None:
    """From the island's own beach, palms on one side."""
    line = plate.horizon
    mountains(plate, line + 4, 90, 5, 0.22)
    water(plate, line)
    side = 1 if plate.hero_x < 500 else -1
    shore = land(
        plate,
        850,
        0.4,
        amplitude=16,
        tilt=-0.09 * side,
        rows=9,
        gap=12,
        keep=0.6,
        colour=mix(plate.inks.glow, plate.inks.accent, 0.14) if not plate.night else plate.far(0.62),
    )
    heroes(plate, shore, 50, 1.15)
    for k, height in enumerate((620, 470)):
        x = 500 + side * (430 - 120 * k)
        palm(plate, x, 990, height, plate.inks.ink, plate.far(0.5))
    plate.poster.show("beach", "palms")


def _atoll(plate: Plate) -> None:
    """Islands one behind the other to the horizon."""
    line = plate.horizon
    water(plate, line)
    for x, y, size, near in ((260, line + 6, 90, 0.3), (640, line + 26, 150, 0.5), (120, line + 90, 230, 0.72)):
        at_x = x if not plate.flip else 1000 - x
        plate.fill(
            [
                smooth(
                    [
                        (at_x - size * 1.6, y),
                        (at_x - size, y - size * 0.34),
                        (at_x, y - size * 0.5),
                        (at_x + size, y - size * 0.26),
                        (at_x + size * 1.6, y),
                    ],
                    closed=False,
                )
            ],
            plate.far(near),
        )
        for across in (-0.4, 0.3):
            palm(plate, at_x + across * size, y - size * 0.36, size * 1.3, plate.far(near + 0.12))
        plate.fill(rect(at_x - size * 1.7, y, size * 3.4, 4), mix(plate.inks.glow, plate.inks.low, 0.3), 0.7)
    afloat(plate, plate.hero_x, line + 190, 1.05)
    floor(plate, 965)
    grass(plate, -20, 1020, 1012, 110, plate.inks.ink, 60)
    plate.poster.show("islands", "palms")


VIEWS = (
    View("island", 640, (320, 300, 120), 590, _island),
    View("beach", 600, (560, 500, 110), 360, _beach),
    View("atoll", 470, (690, 200, 80), 640, _atoll),
)
