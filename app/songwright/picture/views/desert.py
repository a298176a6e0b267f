"""Deserts and savannas."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contour, cut, smooth
from songwright.picture.flora import grass, umbrella_tree
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import at, floor, hatch, land, level, road
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _cacti(plate: Plate, line: Contour, spots: tuple[tuple[float, float], ...], near: float) -> None:
    for x, size in spots:
        plate.stamp("cactus", x, at(line, x) + 14, size, body=plate.far(near))
    plate.poster.show("cactus")


def _plain(plate: Plate) -> None:
    """A wide plain: flat-topped trees where the great animals are, cacti or dunes elsewhere."""
    line, savanna = plate.horizon, plate.has(*sorted(having("savanna")))
    land(plate, line - 40, 0.2, amplitude=30, rows=5, gap=8, keep=0.5)
    if savanna:
        middle = land(plate, line + 10, 0.42, amplitude=8, rough=2, rows=7)
        for x, size in ((1000 - plate.hero_x + 30, 150), (1000 - plate.hero_x - 190, 110), (plate.hero_x + 230, 130)):
            umbrella_tree(plate, x, at(middle, x) + 6, size, plate.far(0.78))
    else:
        for near, y in ((0.32, line - 10), (0.5, line + 60)):
            land(plate, y, near, amplitude=44, rough=2, rows=11, keep=0.8)
    near_line = land(plate, line + 120, 0.6, amplitude=18, rough=2, rows=14, gap=11, keep=0.85)
    if plate.has("road", "street"):
        road(plate, line + 30, 1000 - plate.hero_x, 500)
    heroes(plate, near_line, 30, 1.1)
    if plate.roles.hero is None:
        _cacti(plate, near_line, ((plate.hero_x, 260), (plate.hero_x + 90, 120)), 1.0)
    grass(plate, -20, 1020, 1006, 70 if savanna else 40, plate.inks.ink, 110 if savanna else 30)


def _dunes(plate: Plate) -> None:
    """Great dunes with sharp crests, lit on one side."""
    line, inks = plate.horizon, plate.inks
    side = 1 if plate.hero_x > 500 else -1
    crests = ((line - 30, 90, 0.3, 1), (line + 60, 130, 0.46, -1), (line + 170, 120, 0.62, 1))
    last: Contour = level(line)
    for top, rise, near, way in crests:
        peak = 500 + way * side * 150
        knots = [
            (-60.0, top + rise),
            (peak - 300, top + rise * 0.6),
            (peak - 110, top + rise * 0.16),
            (peak, top),
            (peak + 130, top + rise * 0.3),
            (peak + 330, top + rise * 0.8),
            (1073.0, top + rise),
        ]
        last = smooth(sorted(knots), closed=False, steps=12)
        plate.fill([[*last, (1073, 1060), (-60, 1060)]], plate.far(near))
        dark = [
            (peak, top),
            (peak + 50, top + rise * 0.5),
            (peak - 30, top + rise),
            (peak + 40, top + rise * 2),
            (peak - 20, 1060),
            (1073, 1060),
            *[p for p in reversed(last) if p[0] > peak],
        ]
        plate.fill(
            [dark]
            if plate.light.x < peak
            else [
                [p for p in last if p[0] <= peak]
                + [
                    (peak + 50, top + rise * 0.5),
                    (peak - 30, top + rise),
                    (peak + 40, top + rise * 2),
                    (peak - 20, 1060),
                    (-60, 1060),
                ]
            ],
            mix(plate.far(near), inks.ink, 0.22),
            0.8,
        )
        hatch(plate, last, plate.cutter(near), 7, 12, 0.5, 0.6)
    heroes(plate, last, 14, 1.0)
    plate.poster.show("dunes")


def _mesa(plate: Plate) -> None:
    """Table mountains and cacti; the hero large before a low sun."""
    line = plate.horizon
    for x, width, tall, near in ((190, 250, 190, 0.3), (520, 130, 120, 0.24), (850, 300, 230, 0.36)):
        x = 1000 - x if plate.flip else x
        body = [
            (x - width * 0.66, line + 20),
            (x - width * 0.5, line - tall * 0.3),
            (x - width * 0.44, line - tall),
            (x + width * 0.4, line - tall - 8),
            (x + width * 0.48, line - tall * 0.34),
            (x + width * 0.66, line + 20),
        ]
        plate.fill([body], plate.far(near + 0.12))
        for k in range(1, 5):
            y = line - tall * (1 - k * 0.2)
            plate.fill(cut([(x - width * 0.42, y), (x, y + 4), (x + width * 0.4, y)], 4), plate.cutter(near), 0.7)
    flat = land(plate, line + 12, 0.5, amplitude=4, rough=2, rows=16, gap=12, keep=0.7)
    if plate.has("road", "street"):
        road(plate, line + 14, 1000 - plate.hero_x, 520)
    _cacti(plate, flat, ((1000 - plate.hero_x, 150), (1000 - plate.hero_x + 130, 90)), 0.85)
    heroes(plate, level(line + 210), 0, 1.35)
    floor(plate, 960)
    grass(plate, -20, 1020, 1006, 44, plate.inks.ink, 34)


VIEWS = (
    View("plain", 650, (540, 500, 140), 600, _plain),
    View("dunes", 520, (300, 230, 96), 560, _dunes),
    View("mesa", 640, (500, 500, 130), 620, _mesa),
)
