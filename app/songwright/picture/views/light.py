"""In light alone: what answers a subject that has no place."""

from __future__ import annotations

import math

from songwright.picture.colour import lightness, mix
from songwright.picture.concepts import concept
from songwright.picture.contours import Contours, ellipse, poly, rect, star
from songwright.picture.motifs import has_motif, motif
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of, place_actor
from songwright.picture.terrain import at, land
from songwright.picture.views.view import View
from songwright.picture.waters import reflect, water

__all__ = ["VIEWS"]


def _shown_large(plate: Plate, x: float, base: float, reach: float) -> None:
    """The hero (or emblem) as tall as `reach`, whatever it is."""
    actor = plate.roles.hero or plate.roles.emblem or plate.roles.flyer
    if actor is None:
        return
    drawing = concept(actor.concept).drawing
    plate.poster.show(actor.concept)
    if kind_of(actor) == "person" and actor.concept not in ("mermaid", "skater"):
        place_actor(plate, actor, x, base, reach / 205 * 0.9)
    elif has_motif(drawing):
        drawn = motif(drawing)
        tall = min(reach, reach * 1.25 / drawn.width)
        if drawn.traced:
            plate.stamp_lit(drawing, x, base - (reach - tall) / 2, tall, body=plate.inks.ink, facing=1)
        else:
            plate.stamp(drawing, x, base - (reach - tall) / 2, tall)


def _rays(plate: Plate) -> None:
    """Rays from one point; the thing before the disc."""
    inks = plate.inks
    x, y = plate.light.x, plate.light.y
    count = 24
    for k in range(count):
        if k % 2:
            a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
            plate.fill(
                [
                    [
                        (x, y),
                        (x + 1300 * math.cos(a), y + 1300 * math.sin(a)),
                        (x + 1300 * math.cos(b), y + 1300 * math.sin(b)),
                    ]
                ],
                mix(inks.sky, inks.low, 0.45),
                0.8,
            )
    for radius, share in ((290, 0.5), (250, 0.8), (215, 1.0)):
        plate.fill(
            ellipse(x, y, radius, points=96), mix(inks.low, inks.accent if not plate.night else inks.glow, share)
        )
    _ground_line(plate)
    _shown_large(plate, x, y + 190, 330)
    plate.poster.show("light", "rays")


def _ground_line(plate: Plate) -> None:
    front = land(plate, 860, 0.9, amplitude=10, rough=2, rows=8, gap=12)
    second = plate.roles.second
    if second:
        place_actor(plate, second, 240 if not plate.flip else 760, at(front, 240) + 30, 0.9)


def _halo_view(plate: Plate) -> None:
    """Rings of light over a still surface that mirrors them."""
    inks = plate.inks
    x, line = 500.0, 690.0
    for k in range(7):
        radius = 430 - 54 * k
        plate.fill(
            ellipse(x, line - 190, radius, points=96), mix(inks.sky, inks.low if k < 5 else inks.glow, (k + 1) / 7)
        )
    start = len(plate.poster.patches)
    _shown_large(plate, x, line, 400)
    water(plate, line, colour=mix(inks.mid, inks.low, 0.3))
    reflect(plate, start, line, 0.4, 0.5)
    plate.poster.show("light", "water")


def _pattern(plate: Plate) -> None:
    """A printed pattern of suns, moons and stars around the thing."""
    inks = plate.inks
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.sky, inks.low, 0.15))
    tint = mix(inks.sky, inks.low, 0.55)
    for row in range(-1, 12):
        for column in range(-1, 12):
            x, y = column * 98 + (49 if row % 2 else 0), row * 92
            if math.hypot(x - 500, y - 500) > 330:
                kind = (row * 3 + column) % 3
                shape = (
                    star(x, y, 20, 8, 0.45) if kind == 0 else ellipse(x, y, 7) if kind == 1 else star(x, y, 15, 4, 0.2)
                )
                plate.fill(shape, tint)
    plate.fill(ellipse(500, 500, 318, points=96), inks.ink)
    plate.fill(
        ellipse(500, 500, 300, points=96), mix(inks.low, inks.glow, 0.55) if lightness(inks.low) < 0.75 else inks.accent
    )
    ticks: Contours = []
    for k in range(48):
        turn = 2 * math.pi * k / 48
        ticks += poly(
            (500 + 280 * math.cos(turn), 500 + 280 * math.sin(turn)),
            (500 + 292 * math.cos(turn - 0.02), 500 + 292 * math.sin(turn - 0.02)),
            (500 + 292 * math.cos(turn + 0.02), 500 + 292 * math.sin(turn + 0.02)),
        )
    plate.fill(ticks, inks.ink)
    _shown_large(plate, 500, 690, 390)
    plate.poster.show("emblem")


def _doorway(plate: Plate) -> None:
    """A lit doorway in the dark; someone before it."""
    inks = plate.inks
    plate.fill(rect(-60, -60, 1120, 1120), mix(inks.ink, inks.mid, 0.3))
    plate.fill(rect(-60, 760, 1120, 340), mix(inks.ink, inks.mid, 0.12))
    plate.fill(poly((400, 760), (600, 760), (900, 1060), (100, 1060)), inks.glow, 0.3)
    plate.fill(rect(384, 280, 232, 484), inks.ink)
    plate.fill(rect(400, 296, 200, 466), inks.glow)
    plate.fill(rect(400, 296, 200, 466), inks.accent, 0.14)
    for size, opacity in ((420, 0.06), (320, 0.08), (230, 0.1)):
        plate.fill(ellipse(500, 530, size, size * 1.1), inks.glow, opacity)
    actor = plate.roles.hero or plate.roles.emblem
    if actor is None or kind_of(actor) == "person":
        if actor is None:
            figure(plate, "woman", 500, 850, 330, facing=1, pose="stand")
        else:
            place_actor(plate, actor, 500, 850, 1.5)
    else:
        _shown_large(plate, 500, 800, 290)
    plate.poster.show("door", "light")


VIEWS = (
    View("rays", 760, (500, 430, 200), 500, _rays),
    View("halo", 690, (500, 500, 110), 500, _halo_view),
    View("medallion", 760, (500, 500, 60), 500, _pattern, indoors=True),
    View("doorway", 760, (500, 500, 60), 500, _doorway, indoors=True),
)
