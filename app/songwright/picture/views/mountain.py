"""Mountains; ice and snow at the poles."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contour, Contours, cut
from songwright.picture.flora import grove, pine
from songwright.picture.plate import Plate
from songwright.picture.standing import heroes
from songwright.picture.terrain import floor, land, level, mist, mountains, road
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water

__all__ = ["VIEWS"]


def _valley(plate: Plate) -> None:
    """Two ranges and a wooded valley; great pines on one side."""
    line = plate.horizon
    mountains(plate, line - 40, 250, 4, 0.2)
    mountains(plate, line + 30, 330, 3, 0.4)
    if plate.weather == "fog":
        mist(plate, line + 20)
    middle = land(plate, line + 80, 0.6, amplitude=22, rows=7)
    grove(plate, middle, 34, (50, 110), 0.74, ("pine",))
    near = land(plate, line + 170, 0.85, amplitude=22, rough=2, rows=10, gap=11)
    if plate.has("road"):
        road(plate, line + 165, 1000 - plate.hero_x)
    heroes(plate, near, 26)
    for x in (30, 110, 190) if plate.hero_x > 500 else (810, 890, 970):
        pine(plate, x + plate.rng.uniform(-20, 20), 1040, plate.rng.uniform(280, 440), plate.inks.ink, plate.far(0.6))


def _summit(plate: Plate) -> None:
    """The hero on a summit above a sea of cloud and peaks."""
    line = plate.horizon
    mountains(plate, line - 10, 170, 5, 0.16)
    mist(plate, line - 10, 12)
    mountains(plate, line + 120, 200, 4, 0.36)
    mist(plate, line + 110, 14)
    side = 1 if plate.hero_x > 500 else -1
    x, top = plate.hero_x, line + 96
    rock: Contour = [
        (x + side * a, top + b)
        for a, b in (
            (-420, 500),
            (-250, 260),
            (-150, 120),
            (-84, 36),
            (-40, 4),
            (66, 0),
            (120, 44),
            (210, 120),
            (330, 250),
            (460, 500),
        )
    ]
    body = [rock]
    plate.fill(body, plate.inks.ink)
    shapes: Contours = []
    for _ in range(40):
        at_x, at_y, length = (
            x + plate.rng.uniform(-300, 300),
            top + plate.rng.uniform(20, 380),
            plate.rng.uniform(20, 70),
        )
        slant = (at_x - x) / 300
        shapes += cut(
            [(at_x, at_y), (at_x + slant * length * 0.6, at_y + length * 0.6), (at_x + slant * length, at_y + length)],
            plate.rng.uniform(2.5, 6),
        )
    plate.fill(shapes, plate.far(0.55), 0.8, body)
    if plate.snowy:
        plate.fill(
            [[(px, py - 2) for px, py in rock[3:7]] + [(px, py + 20) for px, py in rock[6:2:-1]]], plate.inks.glow
        )
    heroes(plate, level(top + 4), 0, 1.1)
    if plate.roles.hero is None:
        pine(plate, x + 8, top + 8, 210, plate.inks.ink, plate.far(0.6))


# The mountain above a lake, from its middle to the right and from the shore up; what lies in shade, to the right.
_SLOPE: Contour = [
    (-620, -10), (-420, 90), (-300, 130), (-190, 240), (-110, 300), (-40, 400), (0, 430),
    (50, 392), (120, 300), (220, 220), (330, 110), (470, 70), (640, -10),
]  # fmt: skip
_SNOW: Contour = [
    (-122, 290), (-40, 400), (0, 430), (50, 392), (128, 290), (84, 316),
    (50, 270), (16, 330), (-20, 280), (-56, 326), (-84, 280),
]  # fmt: skip
_SHADE: Contour = [(0, 430), (60, 280), (10, 160), (140, 0), (620, 0), (330, 110), (120, 300)]


def _lake(plate: Plate) -> None:
    """One mountain mirrored in a lake."""
    line, start = plate.horizon, len(plate.poster.patches)
    _great_mountain(plate, 1000 - plate.hero_x, line)
    bank = land(plate, line - 14, 0.62, amplitude=9, rough=3, rows=0)
    grove(plate, bank, 26, (40, 96), 0.76, ("pine",))
    water(plate, line, colour=mix(plate.inks.low, plate.inks.mid, 0.42))
    reflect(plate, start, line, 0.42, 0.6)
    near = floor(plate, 900, tilt=-0.08 if plate.hero_x > 500 else 0.08)
    heroes(plate, near, 14, 1.1)


def _great_mountain(plate: Plate, middle: float, line: float) -> None:
    """The mountain with its snow, one side in the shade."""

    def placed(outline: Contour, side: float = 1) -> Contours:
        return [[(middle + side * a, line - b) for a, b in outline]]

    body = placed(_SLOPE)
    plate.fill(body, plate.far(0.42))
    plate.fill(placed(_SNOW), mix(plate.inks.glow, plate.inks.low, 0.12), 0.96)
    plate.fill(placed(_SHADE, -plate.lit(middle)), plate.inks.ink, 0.16, body)


def _pass(plate: Plate) -> None:
    """A path between two steep flanks towards the light."""
    line = plate.horizon
    mountains(plate, line, 150, 4, 0.2)
    for side, near in ((-1, 0.5), (1, 0.62)):
        flank = [
            (500 + side * a, y)
            for a, y in (
                (40, line + 30),
                (120, line - 40),
                (210, line - 160),
                (330, line - 230),
                (430, line - 400),
                (600, line - 460),
                (600, 1060),
                (40, 1060),
            )
        ]
        plate.fill([flank], plate.ground(near) if plate.snowy else plate.far(near))
        shapes: Contours = []
        for _ in range(46):
            x = 500 + side * plate.rng.uniform(90, 520)
            y, length = plate.rng.uniform(line - 380, 900), plate.rng.uniform(20, 80)
            shapes += cut(
                [(x, y), (x - side * length * 0.4, y + length * 0.55), (x - side * length * 0.7, y + length)],
                plate.rng.uniform(2, 5),
            )
        plate.fill(shapes, plate.cutter(near), 0.8, [flank])
    near_line = land(plate, line + 150, 0.8, amplitude=10, rough=2, rows=10, gap=12)
    road(plate, line + 60, 440, 505, 120)
    plate.hero_x = 560 if plate.hero_x > 500 else 440
    heroes(plate, near_line, 60, 1.1)
    for x in (60, 180, 850, 950):
        pine(plate, x, 1050, plate.rng.uniform(220, 360), plate.inks.ink, plate.far(0.6))


VIEWS = (
    View("valley", 590, (310, 220, 76), 690, _valley),
    View("summit", 560, (390, 420, 150), 620, _summit, never=("vehicle", "building")),
    View("lake", 620, (640, 210, 74), 690, _lake),
    View("pass", 560, (500, 400, 130), 560, _pass),
)
