"""What falls and flies before the picture: rain, snow, lightning, wind and leaves."""

from __future__ import annotations

import itertools
import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, cut, ellipse, stroke
from songwright.picture.plate import Plate

__all__ = ["paint_weather"]


def paint_weather(plate: Plate) -> None:
    """The weather over everything that is painted so far."""
    if plate.weather in ("rain", "storm"):
        _rain(plate)
    if plate.weather == "storm":
        _lightning(plate)
    if plate.weather == "snow":
        _snow(plate)
    if plate.recipe.season == "autumn" and plate.weather != "snow":
        _leaves(plate)
    elif plate.weather == "wind":
        _gusts(plate)
    plate.poster.show(plate.weather if plate.weather != "clear" else "", plate.recipe.season)


def _rain(plate: Plate) -> None:
    rng, wind = plate.rng, plate.wind
    shapes: Contours = []
    for _ in range(260):
        x, y, length = rng.uniform(-50, 1050), rng.uniform(-60, 1010), rng.uniform(26, 84)
        drop = [(x, y), (x - length * 0.12 * wind, y + length * 0.5), (x - length * 0.24 * wind, y + length)]
        shapes += cut(drop, rng.uniform(1.4, 2.6))
    plate.fill(shapes, mix(plate.inks.low, plate.inks.glow, 0.6), 0.62)


def _lightning(plate: Plate) -> None:
    rng = plate.rng
    x, y = plate.light.x, max(60.0, plate.room.top)
    bolt = [(x, y)]
    while y < plate.horizon - 20:
        x += rng.uniform(-46, 46)
        y += rng.uniform(24, 60)
        bolt.append((x, y))
    for (ax, ay), (bx, by) in itertools.pairwise(bolt):
        plate.fill(stroke([(ax, ay), (bx, by)], 6.5), plate.inks.glow)
    plate.fill(cut(bolt, 14, 0.4, blunt=True), plate.inks.glow)
    fork = bolt[len(bolt) // 2]
    plate.fill(
        cut([fork, (fork[0] + 50, fork[1] + 46), (fork[0] + 64, fork[1] + 96)], 7, 0.5, blunt=True), plate.inks.glow
    )
    plate.poster.show("lightning")


def _snow(plate: Plate) -> None:
    rng = plate.rng
    shapes: Contours = []
    for size, count in ((1.8, 150), (3.0, 110), (4.6, 46), (7.5, 12)):
        for _ in range(count):
            shapes += ellipse(rng.uniform(0, 1000), rng.uniform(-60, 1060), size, size * rng.uniform(0.85, 1), 12)
    plate.fill(shapes, plate.inks.glow, 0.96)


def _gusts(plate: Plate) -> None:
    rng = plate.rng
    shapes: Contours = []
    for _ in range(13):
        x, y, length, curl = rng.uniform(-60, 900), rng.uniform(60, 800), rng.uniform(150, 380), rng.uniform(14, 30)
        line = [(x + length * k / 14, y + 9 * math.sin(k / 14 * 5)) for k in range(15)]
        end_y = y + 9 * math.sin(5) - curl
        line += [(x + length + curl * math.sin(k * 0.4), end_y + curl * math.cos(k * 0.4)) for k in range(12)]
        shapes += cut(line, rng.uniform(3, 5.5), 0.35)
    plate.fill(shapes, mix(plate.inks.low, plate.inks.glow, 0.5), 0.6)


def _leaves(plate: Plate) -> None:
    rng, inks = plate.rng, plate.inks
    tints = (inks.accent, mix(inks.accent, inks.glow, 0.35), mix(inks.accent, inks.ink, 0.3))
    for _ in range(26):
        x, y, size, turn = rng.uniform(0, 1000), rng.uniform(120, 940), rng.uniform(7, 15), rng.uniform(0, 6.3)
        across, down = size * math.cos(turn), size * math.sin(turn)
        leaf = [(x - across, y - down), (x + down * 0.2, y), (x + across, y + down)]
        plate.fill(cut(leaf, size * 0.8, 0.8), rng.choice(tints))
    plate.poster.show("leaves")
