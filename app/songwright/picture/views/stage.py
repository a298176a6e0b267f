"""Stages."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, ellipse, poly, rect, smooth
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of, place_actor, stand
from songwright.picture.town import planks
from songwright.picture.views.view import View

__all__ = ["VIEWS"]


def _performer(plate: Plate, x: float, base: float, scale: float) -> None:
    """The hero in the light: a person, or an instrument that waits for one."""
    hero, second = plate.roles.hero, plate.roles.second
    if hero is None:
        instrument = plate.rng.choice(("microphone", "guitar", "piano", "drums"))
        stand(plate, instrument, x, base, 1.4 * scale)
        plate.poster.show(instrument)
        return
    if kind_of(hero) == "person":
        place_actor(plate, hero, x, base, 1.25 * scale)
        if hero.concept in ("singer", "woman", "man", "dancer") and hero.concept != "dancer" and not second:
            plate.stamp("microphone", x + 62 * scale, base, 200 * scale)
    else:
        place_actor(plate, hero, x, base, 1.3 * scale)
    if second:
        place_actor(plate, second, x + (190 if x < 500 else -190) * scale, base + 6, 1.15 * scale)


def _audience(plate: Plate, y: float) -> None:
    """Heads before us, hands in the air."""
    rng, ink = plate.rng, plate.inks.ink
    for row in range(2):
        x = -30.0
        while x < 1040:
            size = rng.uniform(30, 38) * (1 + 0.35 * row)
            top = y + 56 * row + rng.uniform(-8, 8)
            colour = mix(ink, plate.inks.mid, 0.35 - 0.35 * row)
            plate.fill(ellipse(x, top, size * 0.72, size * 0.86), colour)
            plate.fill(
                [
                    smooth(
                        [
                            (x - size * 1.7, top + 300),
                            (x - size * 1.5, top + size * 1.3),
                            (x, top + size * 0.7),
                            (x + size * 1.5, top + size * 1.3),
                            (x + size * 1.7, top + 300),
                        ]
                    )
                ],
                colour,
            )
            if rng.random() < 0.3:
                side = rng.choice((-1, 1))
                arm = [
                    (x + side * size, top + size * 1.4),
                    (x + side * size * 1.5, top),
                    (x + side * size * 1.3, top - size * 1.9),
                ]
                plate.fill(cut(arm, size * 0.62, 0.35), colour)
            x += size * rng.uniform(2.0, 2.8)


def _spotlight(plate: Plate, x: float, base: float, start: tuple[float, float], half: float) -> None:
    plate.fill(
        poly((start[0] - 14, start[1]), (start[0] + 14, start[1]), (x + half, base), (x - half, base)),
        plate.inks.glow,
        0.22,
    )
    plate.fill(
        poly((start[0] - 8, start[1]), (start[0] + 8, start[1]), (x + half * 0.7, base), (x - half * 0.7, base)),
        plate.inks.glow,
        0.2,
    )
    plate.fill(ellipse(x, base, half, half * 0.2), mix(plate.inks.glow, plate.inks.accent, 0.2), 0.75)


def _drapes(plate: Plate, reach: float) -> None:
    colour = mix(plate.inks.accent, plate.inks.ink, 0.25)
    for side in (-1, 1):
        edge = 500 + side * 570
        shape = [(0, -60), (reach + 90, -60), (reach + 40, 240), (reach - 30, 520), (reach - 60, 800), (0, 800)]
        body = [smooth([(edge - side * a, b) for a, b in shape])]
        plate.fill(body, colour)
        folds: Contours = []
        for share in (0.15, 0.32, 0.5, 0.68, 0.86):
            folds += cut(
                [
                    (edge - side * (reach + 70) * share, -60),
                    (edge - side * reach * share, 300),
                    (edge - side * (reach - 50) * share, 790),
                ],
                13,
                0.3,
            )
        plate.fill(folds, mix(colour, plate.inks.ink, 0.5), clip=body)
    scallops: Contours = []
    for k in range(7):
        scallops += [
            smooth(
                [
                    (-60 + 160 * k, -60),
                    (-60 + 160 * k, 60),
                    (20 + 160 * k, 130),
                    (100 + 160 * k, 60),
                    (100 + 160 * k, -60),
                ]
            )
        ]
    plate.fill(scallops, mix(colour, plate.inks.ink, 0.2))


def _theatre(plate: Plate) -> None:
    """Curtains, boards, one light from above."""
    inks = plate.inks
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.sky, inks.ink, 0.45))
    planks(plate, 690, mix(inks.mid, inks.ink, 0.35))
    _spotlight(plate, 500, 800, (500, -40), 220)
    _drapes(plate, 190)
    _performer(plate, 500, 806, 1.25)
    plate.fill(rect(-60, 880, 1120, 200), inks.ink)
    for k in range(9):
        plate.fill(ellipse(60 + 110 * k, 884, 34, 20), mix(inks.glow, inks.accent, 0.3))
    plate.fill(rect(-60, 888, 1120, 200), inks.ink)
    plate.poster.show("stage", "curtain", "spotlight")


def _concert(plate: Plate) -> None:
    """From the crowd: beams of light, the stage small and bright."""
    inks, rng = plate.inks, plate.rng
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.sky, inks.ink, 0.3))
    for k in range(7):
        x, aim = 80 + 140 * k, rng.uniform(150, 850)
        beam = poly((x - 9, -10), (x + 9, -10), (aim + 110, 720), (aim - 110, 720))
        plate.fill(beam, (inks.glow, inks.accent, mix(inks.accent, inks.glow, 0.5))[k % 3], 0.2)
        plate.fill(ellipse(x, 6, 20, 12), inks.glow)
    plate.fill(rect(-60, 640, 1120, 60), inks.ink)
    plate.fill(rect(-60, 640, 1120, 8), mix(inks.glow, inks.accent, 0.4))
    _spotlight(plate, 500, 640, (500, -20), 170)
    _performer(plate, 500, 642, 1.0)
    for x in (90, 910):
        for k in range(3):
            plate.fill(rect(x - 66, 640 - 96 * (k + 1), 132, 92), inks.ink)
            plate.fill(ellipse(x, 594 - 96 * k, 34), mix(inks.ink, inks.mid, 0.5))
            plate.fill(ellipse(x, 594 - 96 * k, 13), inks.ink)
    _audience(plate, 760)
    plate.poster.show("stage", "concert", "crowd", "spotlight")


def _behind(plate: Plate) -> None:
    """From behind the hero, out at the lights."""
    inks, rng = plate.inks, plate.rng
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.sky, inks.low, 0.2))
    for radius, share in ((620, 0.2), (450, 0.4), (300, 0.65), (180, 0.9)):
        plate.fill(ellipse(500, 420, radius), mix(mix(inks.sky, inks.low, 0.2), inks.glow, share * 0.7))
    for _ in range(80):
        x, y = rng.uniform(0, 1000), rng.uniform(500, 700)
        plate.fill(ellipse(x, y, rng.uniform(2, 6)), inks.glow, rng.uniform(0.4, 0.9))
    for row in range(3):
        x = -20.0
        while x < 1030:
            size, y = 14 + 8 * row, 640 + 44 * row + rng.uniform(-6, 6)
            plate.fill(ellipse(x, y, size * 0.8, size), plate.far(0.55 + 0.18 * row))
            plate.fill(rect(x - size * 1.4, y + size, size * 2.8, 90), plate.far(0.55 + 0.18 * row))
            x += size * 2.6
    planks(plate, 800, inks.ink, 40)
    _performer(plate, 500, 900, 1.7)
    plate.poster.show("stage", "crowd", "lights")


VIEWS = (
    View("theatre", 640, (500, 60, 60), 500, _theatre, indoors=True),
    View("concert", 640, (500, 60, 60), 500, _concert, indoors=True),
    View("behind", 640, (500, 420, 180), 500, _behind, indoors=True),
)
