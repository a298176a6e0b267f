"""The inside of a church."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import arch, ellipse, poly, rect
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import character_of, kind_of, place_actor
from songwright.picture.town import planks
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _nave(plate: Plate) -> None:
    """Down the nave to the window above the altar."""
    inks = plate.inks
    stone = mix(inks.mid, inks.ink, 0.35)
    plate.fill(rect(-60, -60, 1120, 1120), stone)
    for k in range(4):
        share = k / 3
        x, y = 60 + 250 * share, -80 + 250 * share
        plate.fill(arch(x, y, 1000 - 2 * x, 1100, 330 - 140 * share), mix(stone, inks.low, 0.1 + 0.13 * k))
    window = arch(400, 300, 200, 330, 120)
    plate.fill(arch(386, 284, 228, 360, 136), inks.ink)
    plate.fill(window, inks.glow)
    panes = (inks.accent, mix(inks.accent, inks.glow, 0.5), mix(inks.mid, inks.low, 0.5), inks.low)
    for row in range(6):
        for column in range(4):
            if plate.rng.random() < 0.75:
                plate.fill(rect(404 + 50 * column, 310 + 56 * row, 42, 48), plate.rng.choice(panes), 0.85, window)
    plate.fill(rect(494, 300, 10, 330), inks.ink)
    plate.fill(rect(400, 450, 200, 8), inks.ink)
    plate.fill(poly((400, 630), (600, 630), (860, 1060), (140, 1060)), inks.glow, 0.2)
    plate.fill(rect(420, 664, 160, 60), mix(inks.ink, inks.mid, 0.3))
    for x in (446, 554):
        plate.stamp("candle", x, 664, 62)
    for row in range(4):
        near = (row + 1) / 4
        y, tall = 700 + 250 * near**1.5, 30 + 66 * near
        for side in (-1, 1):
            left = 500 + side * (90 + 60 * near)
            plate.fill(
                rect(left if side > 0 else -60, y, 560 - (left - 500) * side if side > 0 else left + 60, tall),
                plate.far(0.7 + 0.3 * near),
            )
            plate.fill(
                rect(left if side > 0 else -60, y, 560 - (left - 500) * side if side > 0 else left + 60, 7),
                mix(plate.far(0.7 + 0.3 * near), inks.glow, 0.3),
            )
    hero = plate.roles.hero
    if hero:
        place_actor(plate, hero, 500, 900, 1.15 if kind_of(hero) != "thing" else 0.8)
    plate.poster.show("church", "stained glass", "pews", "altar")


def _candles(plate: Plate) -> None:
    """Many candles before a pointed window."""
    inks, rng = plate.inks, plate.rng
    wall = mix(inks.mid, inks.ink, 0.5)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    for x in (170, 500, 830):
        plate.fill(arch(x - 106, 120, 212, 480, 170), inks.ink)
        plate.fill(arch(x - 90, 138, 180, 450, 150), mix(inks.sky, inks.low, 0.4))
        plate.fill(rect(x - 4, 138, 8, 450), inks.ink)
        plate.fill(ellipse(x, 250, 40), inks.ink)
        plate.fill(ellipse(x, 250, 33), inks.accent)
    plate.fill(rect(-60, 690, 1120, 400), mix(inks.ink, inks.mid, 0.12))
    hero = plate.roles.hero
    if hero and hero.concept not in ("candle", "hands"):
        place_actor(plate, hero, 500, 720, 1.6)
    for row, y in enumerate((760, 830, 910)):
        for k in range(11 - row):
            at_x = 30 + (940 / (10 - row)) * k + rng.uniform(-14, 14)
            plate.stamp("candle", at_x, y + rng.uniform(-8, 8), (90 + 34 * row) * rng.uniform(0.8, 1.15))
    plate.poster.show("church", "candles", "window")


def _kneeling(plate: Plate) -> None:
    """A beam of light on someone who kneels."""
    inks = plate.inks
    wall = mix(inks.mid, inks.ink, 0.45)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    x = 760 if not plate.flip else 240
    side = 1 if x > 500 else -1
    plate.fill(arch(x - 92, 130, 184, 330, 110), inks.ink)
    plate.fill(arch(x - 76, 146, 152, 300, 96), inks.glow)
    plate.fill(rect(x - 4, 146, 8, 300), inks.ink)
    plate.fill(rect(x - 76, 270, 152, 8), inks.ink)
    plate.fill(poly((x - 76, 160), (x + 76, 446), (500 - side * 20, 900), (500 - side * 460, 900)), inks.glow, 0.26)
    planks(plate, 820, mix(inks.ink, inks.mid, 0.25), 50)
    plate.fill(ellipse(500 - side * 190, 910, 240, 34), inks.glow, 0.3)
    hero, middle = plate.roles.hero, 500 - side * 170
    if hero is None or kind_of(hero) == "person":
        figure(plate, character_of(plate, hero) if hero else "woman2", middle, 914, 470, facing=side, pose="kneel")
        plate.poster.show(hero.concept if hero else "woman", "prayer")
    else:
        place_actor(plate, hero, middle, 912, 1.4)
    plate.fill(rect(middle + side * 150 - 60, 800, 120, 14), inks.ink)
    plate.fill(rect(middle + side * 150 - 46, 814, 20, 100), inks.ink)
    plate.fill(rect(middle + side * 150 + 26, 814, 20, 100), inks.ink)
    plate.stamp("candle", middle + side * 150, 802, 130)
    plate.poster.show("church", "window", "candle")


VIEWS = (
    View("nave", 640, (500, 440, 100), 500, _nave, indoors=True),
    View("candles", 640, (500, 250, 60), 500, _candles, indoors=True),
    View("kneeling", 640, (760, 300, 60), 500, _kneeling, indoors=True),
)
