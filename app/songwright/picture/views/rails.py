"""Railways."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, ellipse, poly, rect, stroke
from songwright.picture.flora import grass, grove
from songwright.picture.plate import Plate
from songwright.picture.standing import place_actor
from songwright.picture.terrain import land, level, mountains, ridge
from songwright.picture.town import lamp, smoke, train
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _travellers(plate: Plate, x: float, base: float, scale: float) -> bool:
    """The cast but for the train; whether there was anybody."""
    found = [actor for actor in (plate.roles.hero, plate.roles.second) if actor and actor.concept != "train"]
    for k, actor in enumerate(found):
        place_actor(plate, actor, x + (120 * k if x < 500 else -120 * k), base, scale)
    return bool(found)


def _passing(plate: Plate) -> None:
    """A train crosses the picture; somebody watches from the platform."""
    line, inks = plate.horizon, plate.inks
    land(plate, line - 60, 0.25, amplitude=40, rough=4, rows=7, keep=0.6)
    middle = land(plate, line - 4, 0.48, amplitude=20, rows=8)
    grove(plate, middle, 9, (60, 120), 0.7, ("poplar", "round"))
    y = line + 96
    land(plate, y - 8, 0.78, line=level(y - 8), rows=12, gap=11, keep=0.8)
    plate.fill(rect(-60, y + 3, 1120, 6), inks.ink)
    for x in range(-50, 1050, 34):
        plate.fill(rect(x, y + 9, 20, 6), inks.ink)
    right = plate.hero_x > 500
    train(plate, -320 if right else 1320, 720 if right else 280, y + 3, 128)
    plate.fill(rect(-60, 905, 1120, 300), inks.ink)
    plate.fill(rect(-60, 905, 1120, 9), mix(inks.ink, inks.low, 0.45))
    if not _travellers(plate, 250 if right else 750, 908, 1.3):
        grass(plate, -20, 1020, 912, 60, inks.ink, 110, ears=True)


def _vanishing(plate: Plate) -> None:
    """Down the rails to the light."""
    line, inks = plate.horizon, plate.inks
    mountains(plate, line + 6, 120, 5, 0.24)
    land(plate, line, 0.5, line=ridge(plate, line, 3, 2), rows=14, gap=12, keep=0.6)
    aim = 500.0
    bed = [(aim - 8, line + 4), (aim + 8, line + 4), (aim + 330, 1060), (aim - 330, 1060)]
    plate.fill([bed], mix(plate.far(0.75), inks.ink, 0.2))
    for k in range(17):
        near = (k / 16) ** 2.3
        y, half = line + 12 + (1040 - line) * near, 12 + 280 * near
        plate.fill(rect(aim - half, y, 2 * half, 2 + 20 * near), inks.ink)
    for side in (-1, 1):
        rail = poly(
            (aim + side * 4, line + 4), (aim + side * 6, line + 4), (aim + side * 216, 1060), (aim + side * 190, 1060)
        )
        plate.fill(rail, mix(inks.low, inks.glow, 0.55))
    for k in range(5):
        near = (k / 4) ** 2
        x, tall = aim + (-1 if plate.hero_x > 500 else 1) * (40 + 420 * near), 46 + 470 * near
        foot = line + 8 + 330 * near
        plate.fill(rect(x - 2 - 4 * near, foot - tall, 4 + 8 * near, tall), inks.ink)
        plate.fill(rect(x - 12 - 36 * near, foot - tall * 0.92, 24 + 72 * near, 3 + 5 * near), inks.ink)
    if plate.has("train") and not any(w and w.word in ("never", "gone", "missed") for w in (plate.roles.hero,)):
        _oncoming(plate, aim, line + 90)
    _travellers(plate, aim + (96 if plate.hero_x > 500 else -96), line + 250, 1.15)
    plate.poster.show("rails")


def _oncoming(plate: Plate, x: float, base: float) -> None:
    inks = plate.inks
    smoke(plate, x, base - 120, -180, 150, 8)
    plate.fill(rect(x - 34, base - 96, 68, 92), inks.ink)
    plate.fill(ellipse(x, base - 62, 40), inks.ink)
    plate.fill(ellipse(x, base - 62, 30), mix(inks.ink, inks.mid, 0.4))
    plate.halo(x, base - 92, 60, inks.glow)
    plate.fill(ellipse(x, base - 92, 11), inks.glow)
    plate.fill(rect(x - 12, base - 134, 24, 40), inks.ink)
    plate.fill(poly((x - 44, base), (x + 44, base), (x + 28, base - 22), (x - 28, base - 22)), inks.accent)
    plate.poster.show("train")


def _platform(plate: Plate) -> None:
    """On the platform, under its roof, beside a waiting carriage."""
    line, inks = plate.horizon, plate.inks
    land(plate, line, 0.36, amplitude=22, rows=7)
    side = 1 if plate.hero_x > 500 else -1
    body = mix(inks.accent, inks.ink, 0.45)
    left = -60 if side > 0 else 560
    plate.fill(rect(left, 380, 500, 420), body)
    plate.fill(rect(left, 366, 500, 18), inks.ink)
    plate.fill(rect(left, 600, 500, 12), mix(body, inks.glow, 0.5))
    for k in range(4):
        plate.fill(
            rect(left + 26 + 122 * k, 440, 92, 124), plate.lamp if plate.glowing else mix(inks.low, inks.glow, 0.4)
        )
    edge = 500 - side * 62
    plate.fill(
        [[(edge, 770), (500 + side * 620, 770), (500 + side * 620, 1060), (edge - side * 460, 1060)]], plate.far(0.8)
    )
    plate.fill(
        [[(edge, 770), (edge + side * 26, 770), (edge - side * 400, 1060), (edge - side * 460, 1060)]], inks.glow, 0.7
    )
    roof: Contours = [
        [(500 + side * 620, 120), (edge - side * 10, 250), (edge - side * 10, 282), (500 + side * 620, 190)]
    ]
    plate.fill(roof, inks.ink)
    for across in (160, 420):
        plate.fill(rect(500 + side * across - 9, 200, 18, 590), inks.ink)
    clock_x = 500 + side * 40
    plate.fill(rect(clock_x - 3, 262, 6, 50), inks.ink)
    plate.fill(ellipse(clock_x, 348, 44), inks.ink)
    plate.fill(ellipse(clock_x, 348, 36), plate.pale)
    plate.fill(stroke([(clock_x, 348), (clock_x, 322)], 4), inks.ink)
    plate.fill(stroke([(clock_x, 348), (clock_x + 18, 356)], 5), inks.ink)
    plate.fill(rect(500 + side * 300 - 90, 830, 180, 12), inks.ink)
    plate.stamp("bench", 500 + side * 290, 905, 92)
    if not _travellers(plate, 500 + side * 120, 930, 1.5):
        plate.stamp("suitcase", 500 + side * 110, 930, 100)
        plate.poster.show("suitcase")
    lamp(plate, 500 + side * 440, 890, 300)
    plate.poster.show("train", "station")


VIEWS = (
    View("passing", 560, (310, 200, 76), 690, _passing),
    View("vanishing point", 540, (500, 440, 120), 600, _vanishing),
    View("platform", 600, (520, 480, 90), 660, _platform),
)
