"""Bars, from within and from the street."""

from __future__ import annotations

from songwright.picture.backs import seen_from_behind
from songwright.picture.colour import mix
from songwright.picture.contours import arch, ellipse, poly, rect
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import character_of, kind_of, place_actor, stand
from songwright.picture.still_life import table_things, things_of
from songwright.picture.town import planks, skyline
from songwright.picture.views.view import View
from songwright.picture.weather import paint_weather

__all__ = ["VIEWS"]


def _counter(plate: Plate) -> None:
    """The counter with its bottles and lamps; someone on a stool."""
    inks, rng = plate.inks, plate.rng
    wall = mix(inks.mid, inks.ink, 0.55)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    for shelf in (330, 480):
        plate.fill(rect(120, shelf, 760, 12), inks.ink)
        x = 150.0
        while x < 850:
            tall = rng.uniform(70, 112)
            plate.stamp(rng.choice(("bottle", "bottle", "wine")), x, shelf, tall)
            x += rng.uniform(38, 62)
    for x in (220, 500, 780):
        plate.fill(rect(x - 2, -60, 4, 160), inks.ink)
        plate.fill(poly((x - 16, 96), (x + 16, 96), (x + 62, 164), (x - 62, 164)), inks.accent)
        plate.fill(poly((x - 62, 164), (x + 62, 164), (x + 240, 700), (x - 240, 700)), inks.glow, 0.1)
        plate.halo(x, 170, 120, inks.glow)
    side = plate.hero_x
    hero = plate.roles.hero
    if hero and kind_of(hero) == "person":
        plate.fill(rect(side - 5, 760, 10, 160), inks.ink)
        plate.fill(ellipse(side, 760, 56, 13), inks.accent)
        place_actor(plate, hero, side, 930, 2.0)
    planks(plate, 700, mix(inks.accent, inks.ink, 0.55), 40)
    plate.fill(rect(-60, 690, 1120, 26), mix(inks.accent, inks.glow, 0.15))
    if hero and kind_of(hero) == "person":
        seen_from_behind(plate, character_of(plate, hero), side, 1060, 520)
        plate.poster.show(hero.concept)
    elif hero and kind_of(hero) == "animal":
        stand(plate, hero.concept, side, 700, 1.3)
    table_things(
        plate,
        [*[name for name in things_of(plate) if name not in ("book", "vase")], "wine"],
        (1000 - side, 1000 - side + 110, 500),
        738,
        1.0,
    )
    plate.poster.show("bar", "bottles", "lamps")


def _late(plate: Plate) -> None:
    """Through the bar's window from the street at night."""
    inks = plate.inks
    wall = mix(inks.ink, inks.mid, 0.2)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    lit = mix(inks.glow, inks.accent, 0.35)
    plate.fill(rect(90, 230, 820, 500), inks.ink)
    plate.fill(rect(110, 250, 780, 460), lit)
    plate.fill(rect(110, 250, 780, 60), mix(lit, inks.accent, 0.4))
    plate.fill(rect(110, 560, 780, 150), mix(inks.accent, inks.ink, 0.5))
    hero = plate.roles.hero
    spots = (300, 440, 700)
    plate.hero_x = 300 if plate.flip else 700
    for k, x in enumerate(spots):
        if abs(x - plate.hero_x) > 60 and (hero is None or k):
            figure(
                plate,
                plate.rng.choice(("man", "woman", "man2", "woman3")),
                x,
                716,
                330,
                facing=1 if x < 500 else -1,
                pose=plate.rng.choice(("wait", "hold", "stand")),
                silhouette=mix(inks.ink, inks.accent, 0.25),
            )
    for k in range(6):
        plate.stamp("bottle", 160 + 120 * k, 560, 70)
    for x in (110 + 260 - 5, 110 + 520 - 5):
        plate.fill(rect(x, 250, 12, 460), inks.ink)
    for x in (230, 500, 770):
        plate.fill(rect(x - 2, 250, 4, 70), inks.ink)
        plate.fill(poly((x - 12, 316), (x + 12, 316), (x + 38, 352), (x - 38, 352)), inks.ink)
    plate.fill(rect(60, 140, 880, 64), inks.ink)
    for k in range(21):
        plate.fill(ellipse(84 + 41.6 * k, 172, 9), inks.glow if k % 2 else inks.accent)
    plate.fill(rect(-60, 760, 1120, 320), mix(inks.mid, inks.ink, 0.75))
    plate.fill(poly((110, 760), (890, 760), (1020, 1060), (-20, 1060)), inks.glow, 0.16)
    if hero:
        place_actor(plate, hero, plate.hero_x, 930, 1.6)
    paint_weather(plate)
    plate.poster.show("bar", "window", "night")


def _corner_table(plate: Plate) -> None:
    """A small table under one lamp, two chairs."""
    inks = plate.inks
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.mid, inks.ink, 0.5))
    skyline_colour = mix(inks.sky, inks.low, 0.4)
    plate.fill(arch(110, 150, 270, 470, 130), inks.ink)
    plate.fill(arch(126, 166, 238, 440, 116), skyline_colour)
    start = len(plate.poster.patches)
    skyline(plate, 606, (60, 240), 0.55, 0.35, (28, 50))
    plate.poster.clip_since(start, arch(126, 166, 238, 440, 116))
    planks(plate, 800, mix(inks.ink, inks.mid, 0.25), 50)
    plate.fill(rect(617, -60, 5, 300), inks.ink)
    plate.fill(poly((600, 230), (640, 230), (720, 310), (520, 310)), inks.accent)
    plate.fill(poly((520, 310), (720, 310), (960, 960), (280, 960)), inks.glow, 0.16)
    plate.halo(620, 316, 150, inks.glow)
    for x, side in ((430, 1), (812, -1)):
        plate.stamp("chair", x, 930, 300, facing=side)
    hero = plate.roles.hero
    if hero and kind_of(hero) == "person":
        who = character_of(plate, hero)
        figure(plate, "woman" if hero.concept == "couple" else who, 440, 930, 480, facing=1, pose="sit")
        if hero.concept == "couple":
            figure(plate, "man", 800, 930, 490, facing=-1, pose="sit")
    elif hero and kind_of(hero) == "animal":
        stand(plate, hero.concept, 430, 760, 1.3)
    if hero:
        plate.poster.show(hero.concept)
    plate.fill(rect(612, 790, 18, 150), inks.ink)
    plate.fill(ellipse(621, 940, 90, 16), inks.ink)
    plate.fill(ellipse(621, 786, 170, 30), mix(inks.accent, inks.ink, 0.35))
    table_things(plate, things_of(plate)[:3], (560, 690, 630), 790, 0.8)
    plate.poster.show("bar", "table", "lamp")


VIEWS = (
    View("counter", 640, (500, 160, 60), 330, _counter, indoors=True),
    View("late", 640, (500, 160, 60), 330, _late, indoors=True),
    View("table", 640, (620, 316, 60), 330, _corner_table, indoors=True),
)
