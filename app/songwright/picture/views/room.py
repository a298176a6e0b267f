"""Rooms: windows, tables, lamplight."""

from __future__ import annotations

from songwright.core.artwork import Actor
from songwright.picture.backs import seen_from_behind
from songwright.picture.colour import mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contours, cut, ellipse, poly, rect, smooth
from songwright.picture.flora import pine, round_tree
from songwright.picture.people import figure
from songwright.picture.picture_cast import is_many
from songwright.picture.plate import Plate
from songwright.picture.sky import paint_sky
from songwright.picture.standing import character_of, kind_of, place_actor, stand
from songwright.picture.still_life import table_things, things_of
from songwright.picture.terrain import at, land
from songwright.picture.town import planks, skyline
from songwright.picture.views.view import View
from songwright.picture.weather import paint_weather

__all__ = ["VIEWS"]


def _outside(plate: Plate, window: tuple[float, float, float, float]) -> None:
    """What a window looks out on."""
    paint_sky(plate)
    x, y, width, height = window
    rng = plate.rng
    if plate.has("city", "street"):
        skyline(plate, y + height, (height * 0.2, height * 0.6), 0.5, 0.3, (34, 70))
    else:
        line = land(plate, y + height - 110, 0.35, amplitude=22, rows=6, gap=9, keep=0.6)
        for _ in range(5):
            tree_x = rng.uniform(x, x + width)
            tree = pine if plate.snowy else round_tree
            tree(plate, tree_x, at(line, tree_x) + 6, rng.uniform(60, 120), plate.far(0.6), plate.far(0.4))
    paint_weather(plate)


def _wall_colour(plate: Plate) -> str:
    inks = plate.inks
    dark = plate.night or plate.weather in ("rain", "storm") or plate.recipe.hour == "dusk"
    return mix(inks.mid, inks.ink, 0.4) if dark else mix(inks.mid, inks.low, 0.45)


def _window(plate: Plate, window: tuple[float, float, float, float], wall: str, *, bars: bool = True) -> None:
    """The wall around a window, and its frame."""
    x, y, width, height = window
    hole = rect(x, y, width, height)[0]
    plate.fill([rect(-60, -60, 1120, 1120)[0], hole], wall)
    _wallpaper(plate, window, wall)
    ink = plate.inks.ink
    plate.fill([rect(x - 20, y - 20, width + 40, height + 30)[0], hole], ink)
    if bars:
        plate.fill(rect(x + width / 2 - 7, y, 14, height), ink)
        plate.fill(rect(x, y + height * 0.42, width, 12), ink)
    plate.fill(rect(x - 44, y + height + 4, width + 88, 22), ink)


def _wallpaper(plate: Plate, window: tuple[float, float, float, float], wall: str) -> None:
    x, y, width, height = window
    shapes: Contours = []
    for column in range(-20, 1060, 56):
        for row in range(-40, 800, 56):
            at_x = column + (28 if (row // 56) % 2 else 0)
            if not (x - 60 < at_x < x + width + 60 and y - 40 < row < y + height + 50):
                shapes += cut([(at_x, row - 11), (at_x + 5, row), (at_x, row + 11)], 6)
                shapes += cut([(at_x - 9, row - 3), (at_x, row + 2), (at_x + 9, row - 3)], 4.5)
    plate.fill(shapes, mix(wall, plate.inks.low, 0.22))


def _curtains(plate: Plate, window: tuple[float, float, float, float]) -> None:
    x, y, width, height = window
    colour = mix(plate.inks.accent, plate.inks.ink, 0.18)
    for side, edge in ((1, x - 50), (-1, x + width + 50)):
        shape = [(0, -40), (190, -40), (150, height * 0.35), (62, height * 0.62), (105, height + 66), (0, height + 66)]
        body = [smooth([(edge + side * a, y + b) for a, b in shape])]
        plate.fill(body, colour)
        folds: Contours = []
        for share in (0.2, 0.42, 0.64, 0.85):
            fold = ((180, -36), (135, height * 0.4), (58, height * 0.62), (98, height + 60))
            folds += cut([(edge + side * a * share, y + b) for a, b in fold], 7, 0.4)
        plate.fill(folds, mix(colour, plate.inks.ink, 0.45), clip=body)
    plate.fill(rect(x - 90, y - 56, width + 180, 16), plate.inks.ink)


def _sitter(plate: Plate) -> Actor | None:
    return next(
        (actor for actor in (plate.roles.hero, plate.roles.second) if actor and kind_of(actor) in ("person", "animal")),
        None,
    )


def _at_the_window(plate: Plate) -> None:
    """A window with curtains, a table before it, someone looking out."""
    window = (190.0, 100.0, 620.0, 490.0)
    _outside(plate, window)
    wall = _wall_colour(plate)
    _window(plate, window, wall)
    _curtains(plate, window)
    table = mix(plate.inks.ink, plate.inks.mid, 0.12)
    someone = _sitter(plate)
    x = 350 if not plate.flip else 650
    if someone and kind_of(someone) == "person":
        pair = someone.concept in ("couple", "family") or is_many(someone.word)
        seen_from_behind(plate, "woman" if pair else character_of(plate, someone), x, 836, 392)
        if pair:
            seen_from_behind(plate, "man", x + (240 if x < 500 else -240), 836, 410)
        plate.poster.show(someone.concept)
    elif someone:
        stand(plate, someone.concept, 690 if x < 500 else 310, 780, 1.2)
        plate.poster.show(someone.concept)
    planks(plate, 770, table)
    plate.fill(rect(-60, 766, 1120, 24), mix(table, plate.inks.low, 0.22))
    places = (640, 840, 500) if x < 500 else (360, 160, 500)
    table_things(plate, things_of(plate), places if someone else (390, 650, 830, 190), 858)
    plate.poster.show("window", "table", "curtains")


def _still_life(plate: Plate) -> None:
    """Things large on a cloth before a plain wall, a small high window."""
    inks = plate.inks
    wall = _wall_colour(plate)
    plate.fill(rect(-60, -60, 1120, 1120), wall)
    side = plate.lit(500)
    beam = [[(500 + side * 560, -60), (500 + side * 200, -60), (500 - side * 420, 700), (500 + side * 60, 700)]]
    plate.fill(beam, mix(wall, inks.glow, 0.5), 0.5)
    for k in range(2):
        shadow = 500 + side * (330 - 250 * k)
        plate.fill(
            [[(shadow, -60), (shadow - side * 16, -60), (shadow - side * 590, 700), (shadow - side * 560, 700)]],
            wall,
            0.55,
        )
    plate.fill(rect(-60, 690, 1120, 420), mix(inks.ink, inks.mid, 0.14))
    cloth = [(-60, 720), (300, 706), (700, 704), (1060, 722), (1060, 1060), (-60, 1060)]
    plate.fill([cloth], mix(inks.accent, inks.ink, 0.3))
    folds: Contours = []
    for _ in range(26):
        x, y = plate.rng.uniform(-20, 1000), plate.rng.uniform(760, 1020)
        folds += cut(
            [
                (x, y),
                (x + 60, y + plate.rng.uniform(-8, 14)),
                (x + plate.rng.uniform(90, 170), y + plate.rng.uniform(-4, 24)),
            ],
            4,
        )
    plate.fill(folds, mix(inks.accent, inks.ink, 0.55), 0.8)
    things = things_of(plate)
    someone = _sitter(plate)
    if someone and kind_of(someone) == "animal":
        stand(plate, someone.concept, 250 if plate.flip else 750, 800, 1.7)
        plate.poster.show(someone.concept)
    elif someone and kind_of(someone) == "person":
        place_actor(plate, someone, 210 if plate.flip else 790, 1000, 2.6)
    order = (500, 300, 690, 150) if not someone else ((600, 810, 420) if plate.flip else (400, 190, 580))
    table_things(plate, things, order, 850, 1.7)
    plate.poster.show("table")


def _lamplight(plate: Plate) -> None:
    """A corner with a chair, a lamp and a tall window at night; the hero in it."""
    inks = plate.inks
    window = (560.0, 150.0, 300.0, 430.0) if not plate.flip else (140.0, 150.0, 300.0, 430.0)
    _outside(plate, window)
    wall = mix(inks.mid, inks.ink, 0.45)
    _window(plate, window, wall)
    planks(plate, 800, mix(inks.ink, inks.mid, 0.3), 60)
    plate.fill(rect(-60, 786, 1120, 16), mix(inks.ink, inks.mid, 0.1))
    rug = ellipse(500, 930, 430, 74)
    plate.fill(rug, mix(inks.accent, inks.ink, 0.4))
    plate.fill(ellipse(500, 930, 350, 54), mix(inks.accent, inks.glow, 0.2), 0.5)
    x = 300 if not plate.flip else 700
    side = 1 if x < 500 else -1
    plate.stamp("lamp", x - side * 170, 846, 470)
    plate.fill(
        poly((x - side * 270, 600), (x - side * 60, 600), (x + side * 120, 930), (x - side * 420, 930)), inks.glow, 0.14
    )
    _furniture(plate, x, side)
    table_things(
        plate,
        [name for name in things_of(plate) if name not in having("furniture")],
        (x + side * 430, x + side * 560),
        905,
        1.0,
    )
    plate.poster.show("window", "lamp")


def _furniture(plate: Plate, x: float, side: int) -> None:
    """Who sits there, or what stands there."""
    hero = _sitter(plate)
    big = next(
        (actor for actor in (plate.roles.hero, plate.roles.second) if actor and actor.concept in having("furniture")),
        None,
    )
    if big:
        stand(plate, big.concept, x + side * 150, 905, 1.7, facing=side)
        plate.poster.show(big.concept)
        x += side * 330
    inks = plate.inks
    if hero and kind_of(hero) == "person":
        if not big:
            plate.fill(rect(x - 84, 700, 190, 200), mix(inks.accent, inks.ink, 0.35))
            plate.fill(rect(x - 104 if side > 0 else x + 76, 640, 46, 260), mix(inks.accent, inks.ink, 0.5))
            plate.fill(rect(x - 84, 770, 200, 40), mix(inks.accent, inks.glow, 0.1))
        figure(plate, character_of(plate, hero), x, 905, 470, facing=side, pose="sit" if not big else "stand")
        plate.poster.show(hero.concept, "chair")
    elif hero:
        stand(plate, hero.concept, x + side * 40, 905, 2.0)
        plate.poster.show(hero.concept)
    elif not big:
        plate.stamp("chair", x, 905, 300, facing=side)
        plate.poster.show("chair")


VIEWS = (
    View("window", 470, (600, 240, 58), 500, _at_the_window, indoors=True),
    View("still life", 470, (760, 120, 60), 500, _still_life, indoors=True),
    View("lamplight", 470, (700, 270, 52), 500, _lamplight, indoors=True),
)
