"""Below the water."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.concepts import concept
from songwright.picture.contours import Contours, cut, ellipse, poly, rect, ring
from songwright.picture.motifs import has_motif
from songwright.picture.people import figure
from songwright.picture.picture_cast import is_many
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of, place_actor
from songwright.picture.terrain import at, land, ridge
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _depths(plate: Plate, *, surface: bool) -> None:
    inks = plate.inks
    top = mix(inks.low, inks.glow, 0.25) if not plate.night else mix(inks.low, inks.mid, 0.2)
    plate.fill(rect(-60, -60, 1120, 1120), top)
    for k in range(9):
        line = ridge(plate, 60 + 110 * k, 16, 3)
        plate.fill([[*line, (1060, 1060), (-60, 1060)]], mix(top, mix(inks.mid, inks.ink, 0.55), (k + 1) / 9))
    x = plate.light.x
    for k in range(7):
        aim = x + (k - 3) * 190
        beam = poly((x + (k - 3) * 44 - 14, -60), (x + (k - 3) * 44 + 22, -60), (aim + 70, 900), (aim - 50, 900))
        plate.fill(beam, inks.glow, 0.1)
    if surface:
        waves: Contours = []
        for row in range(4):
            for _ in range(14):
                at_x, length = plate.rng.uniform(-40, 1000), plate.rng.uniform(50, 160)
                waves += cut(
                    [(at_x, 20 + 26 * row), (at_x + length / 2, 14 + 26 * row), (at_x + length, 22 + 26 * row)], 6 - row
                )
        plate.fill(waves, inks.glow, 0.7)


def _bubbles(plate: Plate, count: int) -> None:
    rng = plate.rng
    for _ in range(count):
        x, y, size = rng.uniform(30, 970), rng.uniform(80, 900), rng.uniform(3, 13)
        plate.fill(ring(x, y, size, size * 0.74), plate.inks.glow, 0.7)


def _weeds(plate: Plate, base: float, count: int, tall: tuple[float, float]) -> None:
    rng = plate.rng
    for _ in range(count):
        x, height, phase = rng.uniform(-10, 1010), rng.uniform(*tall), rng.uniform(0, 6)
        line = [(x + 26 * math.sin(phase + k * 0.8) * k / 9, base - height * k / 9) for k in range(10)]
        plate.fill(
            cut(line, 22, 0.5, blunt=True),
            rng.choice((plate.inks.ink, plate.far(0.85), mix(plate.inks.accent, plate.inks.ink, 0.35))),
        )


def _coral(plate: Plate, x: float, base: float, size: float) -> None:
    colour = mix(plate.inks.accent, plate.inks.ink, plate.rng.uniform(0.0, 0.35))
    for turn in (-0.7, -0.35, 0.0, 0.35, 0.7):
        end = (x + math.sin(turn) * size, base - math.cos(turn) * size * plate.rng.uniform(0.7, 1.1))
        plate.fill(
            cut([(x, base), ((x + end[0]) / 2 + turn * 10, (base + end[1]) / 2), end], size * 0.24, 0.3, blunt=True),
            colour,
        )
        plate.fill(ellipse(*end, size * 0.06), colour)


def _swimmer(plate: Plate, x: float, y: float, scale: float) -> None:
    """The hero below the water, or a shoal."""
    hero = plate.roles.hero
    if hero is None or kind_of(hero) in ("building", "plant"):
        _shoal(plate, x, y, 15)
        return
    plate.poster.show(hero.concept)
    if kind_of(hero) == "person" and hero.concept != "mermaid":
        figure(plate, "woman", x, y + 130 * scale, 330 * scale, facing=1 if x < 500 else -1, pose="twirl")
    elif has_motif(concept(hero.concept).drawing):
        plate.stamp(
            concept(hero.concept).drawing,
            x,
            y + concept(hero.concept).height * 0.7 * scale,
            concept(hero.concept).height * 1.5 * scale,
            facing=1 if x < 500 else -1,
            widest=640,
        )
        if is_many(hero.word):
            for dx, dy, size in ((-240, -130, 0.5), (210, 120, 0.6), (250, -160, 0.4)):
                plate.stamp(
                    concept(hero.concept).drawing,
                    x + dx,
                    y + dy + 60,
                    concept(hero.concept).height * size,
                    facing=1 if x < 500 else -1,
                    veil=0.35,
                    widest=300,
                )


def _companion(plate: Plate, x: float, base: float) -> None:
    """The second of the cast, where there is one."""
    if plate.roles.second:
        place_actor(plate, plate.roles.second, x, base, 1.0)


def _shoal(plate: Plate, x: float, y: float, count: int) -> None:
    for _ in range(count):
        at_x, at_y = x + plate.rng.gauss(0, 150), y + plate.rng.gauss(0, 90)
        plate.stamp(
            "fish",
            at_x,
            at_y,
            plate.rng.uniform(34, 62),
            body=plate.rng.choice((plate.inks.accent, plate.inks.ink, plate.tone("warm", ""))),
        )
    plate.poster.show("fish")


def _reef(plate: Plate) -> None:
    """Over a reef with corals and weeds."""
    _depths(plate, surface=True)
    far = land(plate, 800, 0.6, amplitude=34, rough=4, rows=5, colour=mix(plate.inks.mid, plate.inks.ink, 0.5))
    for x in (120, 300, 720, 900):
        _coral(plate, x, at(far, x) + 20, plate.rng.uniform(80, 150))
    _swimmer(plate, 500 + (70 if plate.flip else -70), 480, 1.1)
    if plate.roles.second:
        place_actor(plate, plate.roles.second, 780 if not plate.flip else 220, 860, 0.8)
    if plate.roles.hero is not None:
        _shoal(plate, 760 if not plate.flip else 240, 260, 7)
    _weeds(plate, 1040, 22, (110, 300))
    land(plate, 950, 1.0, amplitude=14, rough=3, rows=4, colour=plate.inks.ink)
    _bubbles(plate, 26)
    plate.poster.show("underwater", "coral")


def _abyss(plate: Plate) -> None:
    """Deep water, the light far above, the hero alone."""
    _depths(plate, surface=False)
    plate.fill(ellipse(plate.light.x, 40, 150, 60), plate.inks.glow, 0.6)
    _swimmer(plate, 500, 520, 1.35)
    _companion(plate, 250 if plate.flip else 750, 800)
    for _ in range(40):
        plate.fill(
            ellipse(plate.rng.uniform(0, 1000), plate.rng.uniform(200, 1000), plate.rng.uniform(1.5, 3.4)),
            plate.inks.glow,
            0.6,
        )
    _bubbles(plate, 14)
    plate.poster.show("underwater", "deep sea")


def _surface(plate: Plate) -> None:
    """Half above, half below: a boat and what swims under it."""
    line, inks = 400.0, plate.inks
    start = ridge(plate, line, 9, 4)
    body = [[*start, (1060, 1060), (-60, 1060)]]
    plate.fill(body, mix(inks.low, inks.mid, 0.5))
    for k in range(6):
        lower = ridge(plate, line + 70 + 100 * k, 16, 3)
        plate.fill([[*lower, (1060, 1060), (-60, 1060)]], mix(mix(inks.low, inks.mid, 0.5), inks.ink, (k + 1) / 7.5))
    plate.fill(cut(start, 9, 0.3), inks.glow, 0.9)
    plate.stamp(
        "rower" if kind_of(plate.roles.hero) != "vehicle" else "rowboat", 640 if not plate.flip else 360, line + 12, 74
    )
    for k in range(5):
        x = plate.light.x + (k - 2) * 60
        plate.fill(
            poly((x - 16, line), (x + 26, line), (x + (k - 2) * 90 + 60, 1000), (x + (k - 2) * 90 - 40, 1000)),
            inks.glow,
            0.08,
        )
    _swimmer(plate, 470 if not plate.flip else 530, 700, 1.2)
    _companion(plate, 760 if plate.flip else 240, 900)
    _weeds(plate, 1050, 14, (80, 200))
    _bubbles(plate, 16)
    plate.poster.show("underwater", "boat", "sea")


VIEWS = (
    View("reef", 0, (430, -80, 60), 500, _reef, indoors=True),
    View("abyss", 0, (500, -80, 60), 500, _abyss, indoors=True),
    View("surface", 400, (320, 190, 76), 500, _surface),
)
