"""What is in the air, and what is shown large within the light."""

from __future__ import annotations

import math
from dataclasses import replace

from songwright.core.artwork import Actor
from songwright.picture.colour import lightness, mix
from songwright.picture.concepts import concept, having
from songwright.picture.contours import Contours, cut, ellipse, ring, stroke
from songwright.picture.motifs import has_motif, motif
from songwright.picture.picture_cast import is_many
from songwright.picture.plate import Plate

__all__ = ["paint_emblem", "paint_flyer"]

_FLOCK_PLACES = frozenset(["hills", "sea", "coast", "river", "mountain", "harbour", "village", "island", "road"])


def paint_flyer(plate: Plate) -> None:
    """The flyer of the cast, or a distant flock on a fine day."""
    flyer = plate.roles.flyer
    if flyer is None:
        fine = not plate.night and plate.weather in ("clear", "wind") and plate.recipe.place in _FLOCK_PLACES
        if fine and plate.rng.random() < 0.6:
            _distant_flock(plate)
        return
    plate.poster.show(flyer.concept)
    x = 690.0 if plate.light.x < 500 else 310.0
    if flyer.concept in ("goose", "duck", "swan"):
        _skein(plate, x)
    elif flyer.concept == "balloon":
        _balloons(plate, x)
    else:
        _birds(plate, flyer, x)


def _height(plate: Plate, wish: float) -> float:
    return max(wish, plate.room.top + 90)


def _distant_flock(plate: Plate) -> None:
    rng = plate.rng
    x, y = rng.uniform(200, 760), _height(plate, rng.uniform(150, 330))
    for k in range(rng.randint(4, 8)):
        at_x, at_y = x + k * 26 + rng.uniform(-14, 14), y + rng.uniform(-30, 30)
        plate.fill(_wings(at_x, at_y, rng.uniform(7, 12)), plate.inks.ink)


def _wings(x: float, y: float, size: float) -> Contours:
    line = [
        (x - size, y - size * 0.4),
        (x - size * 0.45, y - size * 0.58),
        (x, y),
        (x + size * 0.45, y - size * 0.58),
        (x + size, y - size * 0.4),
    ]
    return cut(line, size * 0.32)


def _skein(plate: Plate, x: float) -> None:
    """Geese in a wedge."""
    y = _height(plate, 240)
    for k in range(9):
        side, rank = (-1 if k % 2 else 1), (k + 1) // 2
        at_x, at_y, size = x - 52 * rank * (1 if side > 0 else 0.85), y + side * 32 * rank, 34 - rank
        body = [
            (at_x - size * 1.1, at_y - size * 0.1),
            (at_x - size * 0.2, at_y),
            (at_x + size * 0.7, at_y - size * 0.1),
            (at_x + size * 1.35, at_y - size * 0.2),
        ]
        plate.fill(cut(body, size * 0.3, 0.5), plate.inks.ink)
        upper = [
            (at_x - size * 0.1, at_y),
            (at_x - size * 0.3, at_y - size * 0.55),
            (at_x - size * 0.75, at_y - size * 0.95),
        ]
        lower = [
            (at_x + size * 0.1, at_y),
            (at_x + size * 0.1, at_y + size * 0.4),
            (at_x - size * 0.2, at_y + size * 0.75),
        ]
        plate.fill(cut(upper, size * 0.4, 0.5, blunt=True), plate.inks.ink)
        plate.fill(cut(lower, size * 0.3, 0.5, blunt=True), plate.inks.ink)


def _balloons(plate: Plate, x: float) -> None:
    far = x - 200 if x > 500 else x + 200
    for at_x, base, size, veil in ((far, 300.0, 90, 0.5), (1000 - x, 480.0, 120, 0.3), (x, 440.0, 290, 0.0)):
        plate.stamp("hot_air_balloon", at_x, max(base, plate.room.top + size + 30), size, veil=veil)


def _birds(plate: Plate, flyer: Actor, x: float) -> None:
    rng, inks, name = plate.rng, plate.inks, flyer.concept
    colour = inks.ink if not plate.night else mix(inks.glow, inks.low, 0.15)
    alone = name in having("alone") and not is_many(flyer.word)
    if name in having("winged"):
        for k in range(7 if is_many(flyer.word) else 4):
            at_x, at_y = x + (k - 2.5) * 66 + rng.uniform(-25, 25), _height(plate, 250 + rng.uniform(-90, 90))
            size = rng.uniform(26, 48)
            plate.fill(_wings(at_x, at_y, size), colour)
            plate.fill(
                cut(
                    [
                        (at_x - size * 0.1, at_y - size * 0.06),
                        (at_x + size * 0.06, at_y + size * 0.08),
                        (at_x + size * 0.3, at_y + size * 0.13),
                    ],
                    size * 0.2,
                ),
                colour,
            )
        return
    drawing = concept(name).drawing
    if not has_motif(drawing):
        return
    for k in range(1 if alone else 5):
        size = concept(name).height * 0.9 if alone else rng.uniform(56, 100)
        at_x = x if alone else x + (k - 2) * 84 + rng.uniform(-25, 25)
        base = _height(plate, 310 if alone else 250 + rng.uniform(-80, 90)) + size / 2
        plate.stamp(drawing, at_x, base, size, body=colour, facing=-1 if x > 500 else 1, widest=size * 1.7)


def paint_emblem(plate: Plate) -> None:
    """The emblem of the cast, large within the sun or moon."""
    emblem = plate.roles.emblem
    if emblem is None:
        return
    light, inks = plate.light, plate.inks
    name = emblem.concept
    plate.poster.show(name)
    ground = inks.accent if not plate.night else inks.glow
    if name == "clock":
        _dial(plate, light.x, light.y, light.radius)
        return
    if name == "ring":
        _rings(plate, light.x, light.y, light.radius * 0.9)
        return
    drawing = concept(name).drawing
    if not has_motif(drawing):
        return
    drawn = motif(drawing)
    reach = light.radius * 1.3
    height = reach / max(drawn.width, 1.0) if drawn.width < 1.7 else reach * 1.12 / drawn.width
    turn = 0.5 if name in having("slender") else 0.0
    if turn:
        height *= 1.16
    _stamp_in_light(plate, drawing, light.x, light.y + height * 0.5, height, turn, ground)


def _stamp_in_light(plate: Plate, drawing: str, x: float, base: float, height: float, turn: float, ground: str) -> None:
    """The motif, its accents changed to what is seen before the light."""
    before = len(plate.poster.patches)
    plate.stamp(drawing, x, base, height, turn=turn)
    inks = plate.inks
    if plate.night or lightness(ground) > 0.8:  # a pale light: what is pale before it takes a tint
        tint = mix(inks.low, inks.accent, 0.3)
        swaps = {plate.pale: tint, inks.glow: mix(tint, inks.glow, 0.4)}
    else:
        swaps = {
            plate.tone("accent", ""): inks.ink,
            plate.tone("deep", ""): mix(inks.ink, inks.accent, 0.3),
            plate.tone("warm", ""): plate.pale,
        }
    for index in range(before, len(plate.poster.patches)):
        patch = plate.poster.patches[index]
        plate.poster.patches[index] = replace(patch, colour=swaps.get(patch.colour, patch.colour))


def _dial(plate: Plate, x: float, y: float, radius: float) -> None:
    """The light as a clock's face."""
    rng, ink = plate.rng, plate.inks.ink
    plate.fill(ring(x, y, radius, radius * 0.94), ink)
    for minute in range(60):
        turn, inner = minute * math.pi / 30, 0.8 if minute % 5 == 0 else 0.87
        mark = [(x + radius * share * math.sin(turn), y - radius * share * math.cos(turn)) for share in (inner, 0.9)]
        plate.fill(stroke(mark, radius * (0.035 if minute % 5 == 0 else 0.012)), ink)
    hands = (
        (rng.uniform(10, 14) * math.pi / 6, 0.5, 0.085),
        (rng.choice((2, 9, 10, 52, 55)) * math.pi / 30, 0.74, 0.06),
    )
    for turn, length, width in hands:
        hand = [
            (x + radius * share * math.sin(turn), y - radius * share * math.cos(turn))
            for share in (-0.12, length / 2, length)
        ]
        plate.fill(cut(hand, radius * width, 0.5), ink)
    plate.fill(ellipse(x, y, radius * 0.06), ink)


def _rings(plate: Plate, x: float, y: float, size: float) -> None:
    """Two rings: linked, or apart where a heart is broken."""
    apart, ink = plate.has("broken_heart"), plate.inks.ink
    for side in (-1, 1):
        at_x, at_y = x + side * size * (0.44 if apart else 0.27), y + (size * 0.1 * side if apart else 0)
        radius = size * 0.42
        plate.fill(ring(at_x, at_y, radius, radius * 0.78), ink)
        shine = [
            (at_x + radius * 0.89 * math.cos(2.6 + 0.12 * k), at_y + radius * 0.89 * math.sin(2.6 + 0.12 * k))
            for k in range(14)
        ]
        plate.fill(cut(shine, radius * 0.07), plate.inks.glow)
