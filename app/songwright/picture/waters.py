"""Water: its surface with the light's glitter, reflections, waves and wakes."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, rect
from songwright.picture.plate import Plate
from songwright.picture.terrain import ridge

__all__ = ["glitter", "reflect", "wake", "water", "waves"]

_STEPS = 5


def water(plate: Plate, top: float, bottom: float = 1060.0, colour: str = "") -> None:
    """A sheet of water from height `top` down, darker towards us."""
    inks = plate.inks
    base = colour or mix(inks.mid, inks.low, 0.25)
    plate.fill(rect(-60, top, 1120, bottom - top), base)
    for step in range(1, _STEPS):
        line = ridge(plate, top + (bottom - top) * (step / _STEPS) ** 1.4, 3 + step * 2, 4)
        plate.fill([[*line, (1060, bottom), (-60, bottom)]], mix(base, inks.ink, 0.62 * step / _STEPS))
    glitter(plate, top, bottom, base)


def glitter(plate: Plate, top: float, bottom: float, base: str) -> None:
    """Cuts of light and shade that widen towards us, brightest below the light."""
    rng, inks = plate.rng, plate.inks
    row, gap = top + 5, 5.0
    bright: Contours = []
    light: Contours = []
    dark: Contours = []
    while row < bottom:
        near = (row - top) / (bottom - top)
        length = 16 + 95 * near
        x = rng.uniform(-60, 0)
        while x < 1020:
            span = length * rng.uniform(0.6, 1.7)
            width = 1.5 + 5.5 * near * rng.uniform(0.6, 1.3)
            wave = [(x, row), (x + span * 0.3, row - 1.2 - 2 * near), (x + span * 0.6, row + 0.6), (x + span, row)]
            below_light = abs(x + span / 2 - plate.light.x) < (28 + 120 * near) * rng.uniform(0.3, 1.2)
            chance = rng.random()
            if below_light and chance < 0.9:
                bright += cut(wave, width)
            elif chance < 0.4:
                light += cut(wave, width)
            elif chance < 0.58:
                dark += cut(wave, width)
            x += span + length * rng.uniform(0.15, 1.1)
        row += gap
        gap *= 1.085
    plate.fill(dark, inks.ink, 0.4)
    plate.fill(light, mix(base, inks.glow, 0.42), 0.7)
    covered = plate.weather in ("rain", "storm", "fog")
    plate.fill(bright, mix(base, inks.glow, 0.5) if covered else mix(inks.glow, inks.accent, 0.15), 0.95)


def reflect(plate: Plate, start: int, shore: float, share: float = 0.45, opacity: float = 0.55) -> None:
    """Mirror what was printed since patch `start` in water that begins at height `shore`."""
    clip = rect(-60, shore, 1120, 600)
    for patch in plate.poster.patches[start:]:
        if patch.clip is None:
            area = [[(x, 2 * shore - y if y < shore else shore) for x, y in outline] for outline in patch.area]
            plate.fill(area, mix(patch.colour, plate.inks.mid, share), opacity * patch.opacity, clip)
    ripples: Contours = []
    row, gap, rng = shore + 6, 7.0, plate.rng
    while row < 1020:
        for _ in range(9):
            x, length = rng.uniform(-40, 1000), rng.uniform(30, 150)
            ripples += cut(
                [(x, row), (x + length * 0.5, row - 1.5), (x + length, row)], 1.6 + 3.5 * (row - shore) / 400
            )
        row += gap
        gap *= 1.12
    plate.fill(ripples, mix(plate.inks.low, plate.inks.glow, 0.6), 0.5)


def wake(plate: Plate, x: float, y: float, width: float) -> None:
    """Rings of light around what floats at (x, y)."""
    colour = mix(plate.inks.mid, plate.inks.glow, 0.75)
    for k in range(4):
        row, half = y + k * 11, width * (1 - k * 0.16)
        line = [(x - half, row), (x - width * 0.4, row - 5), (x, row + 2), (x + width * 0.5, row - 4), (x + half, row)]
        plate.fill(cut(line, 7 - k, 0.7), colour, 0.9)


def waves(plate: Plate, y: float) -> None:
    """Scalloped waves before us."""
    inks, rng = plate.inks, plate.rng
    rows = ((y, 118, 0.6), (y + 46, 150, 0.82), (y + 92, 190, 1.0))
    for row, width, near in rows:
        colour = mix(inks.mid, inks.ink, near)
        x = rng.uniform(-2 * width, -width)
        edge = [(x - width, 1080.0)]
        crests: Contours = []
        while x < 1080:
            edge += [(x + width * k / 12, row - _swell(k / 12, width)) for k in range(13)]
            for size in (0.88, 0.7, 0.5):
                arc = [
                    (
                        x + width * (0.5 + (k / 10 - 0.5) * size),
                        row + width * (1 - size) * 0.42 - size * _swell(k / 10, width),
                    )
                    for k in range(11)
                ]
                crests += cut(arc, 4.2 * size + 1)
            x += width
        plate.fill([[*edge, (x, 1080.0)]], colour)
        plate.fill(crests, mix(colour, inks.low, 0.55), 0.9)


def _swell(share: float, width: float) -> float:
    return width * 0.3 * math.pow(max(0.0, math.sin(math.pi * share)), 0.9) * (0.75 + 0.5 * share)
