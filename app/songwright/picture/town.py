"""What people built: skylines, bridges, quays, trains, carousels, and windows that are lit."""

from __future__ import annotations

import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, blob, cut, ellipse, poly, rect, stroke
from songwright.picture.plate import Plate
from songwright.picture.terrain import at

__all__ = ["bridge", "carousel", "fire", "lamp", "planks", "roofs", "skyline", "smoke", "train", "wire"]

_EMBLEM_AIR, _LOWEST_HOUSE = 24.0, 40.0


def skyline(
    plate: Plate,
    base: float,
    heights: tuple[float, float],
    near: float,
    lights: float,
    widths: tuple[float, float] = (40, 96),
) -> None:
    """Houses side by side up from height `base`; `lights` is the share of windows that are lit."""
    rng = plate.rng
    colour = plate.far(near)
    x, windows = -70.0, []
    while x < 1070:
        width = rng.uniform(*widths)
        top = _under_emblem(plate, x, width, base - rng.uniform(*heights), base)
        plate.fill(rect(x, top, width + 1, base - top + 460), colour)
        _roof(plate, x, top, width, colour)
        if lights:
            windows += _windows(plate, x, top, width, base + 30, lights)
        x += width
    lit = plate.glowing or plate.recipe.hour == "dawn"
    inks = plate.inks
    plate.fill(windows, mix(inks.glow, inks.accent, 0.35) if lit else mix(colour, inks.low, 0.55), 0.95)


def _under_emblem(plate: Plate, x: float, width: float, top: float, base: float) -> float:
    """The top of a house, lowered where it would stand before what is shown within the light."""
    light = plate.light
    beside = x > light.x + light.radius + _EMBLEM_AIR or x + width < light.x - light.radius - _EMBLEM_AIR
    if plate.roles.emblem is None or beside:
        return top
    return min(max(top, light.y + light.radius * 0.95), base - _LOWEST_HOUSE)


def _roof(plate: Plate, x: float, top: float, width: float, colour: str) -> None:
    kind = plate.rng.random()
    if kind < 0.2:
        plate.fill(poly((x, top), (x + width / 2, top - width * 0.35), (x + width, top)), colour)
    elif kind < 0.4:
        plate.fill(rect(x + width * 0.3, top - 22, width * 0.4, 24), colour)
    elif kind < 0.55:
        plate.fill(rect(x + width * 0.5 - 1.5, top - 54, 3, 56), colour)
    elif kind < 0.65:  # a water tank
        plate.fill(rect(x + width * 0.3, top - 34, width * 0.4, 22), colour)
        plate.fill(
            poly((x + width * 0.26, top - 33), (x + width * 0.5, top - 48), (x + width * 0.74, top - 33)), colour
        )
        for leg in (0.34, 0.63):
            plate.fill(rect(x + width * leg, top - 14, 3, 16), colour)


def _windows(plate: Plate, x: float, top: float, width: float, bottom: float, lights: float) -> Contours:
    columns, y = max(2, int(width / 19)), top + 14
    found: Contours = []
    while y < bottom:
        for column in range(columns):
            if plate.rng.random() < lights:
                found += rect(x + width * (column + 0.5) / columns - 4, y, 8, 11)
        y += 23
    return found


def roofs(
    plate: Plate, line: list[tuple[float, float]], sizes: tuple[float, float], near: float, gap: tuple[float, float]
) -> None:
    """Houses along a ridge, a church among them."""
    rng, x = plate.rng, -20.0
    church = rng.uniform(200, 800)
    while x < 1030:
        size = rng.uniform(*sizes)
        kind = "church" if abs(x - church) < size * 0.7 else rng.choice(("house", "cottage", "house"))
        church = -999.0 if kind == "church" else church
        body = mix(plate.far(near), plate.inks.low, rng.uniform(0.0, 0.3))
        plate.stamp(
            kind,
            x,
            at(line, x) + 4,
            size * (1.15 if kind == "church" else 1.0),
            body=body,
            facing=rng.choice((-1, 1)),
            veil=max(0.0, 0.75 - near),
        )
        x += size * rng.uniform(*gap)
    plate.poster.show("houses", "church")


def bridge(plate: Plate, top: float, water_line: float) -> list[tuple[float, float]]:
    """A stone bridge from side to side whose roadway is at height `top` in the middle; its roadway."""
    rng, colour = plate.rng, plate.far(0.88)
    deck = [(float(x), top + 34 * ((x - 500) / 500) ** 2 + 8) for x in range(-60, 1065, 15)]
    body = [[*deck, (1062, water_line + 40), (-62, water_line + 40)]]
    rise = water_line - top - 8
    for k in range(5):
        middle, half = k * 250, 98
        arch = [
            (
                middle + half * math.cos(math.pi * j / 20),
                water_line + 42 - max(20, rise - 6 * abs(k - 2)) * math.sin(math.pi * j / 20),
            )
            for j in range(21)
        ]
        body.append(arch)
    plate.fill(body, colour)
    stones: Contours = []
    for _ in range(120):
        x = rng.uniform(0, 1000)
        y = at(deck, x) + rng.uniform(10, 40)
        stones += cut([(x - 13, y), (x, y - 1), (x + 13, y)], 2.8)
    plate.fill(stones, plate.far(0.5), 0.8, body)
    for x in range(-40, 1060, 40):
        plate.fill(rect(x, at(deck, x) - 26, 5, 28), colour)
    plate.fill([[*((x, y - 29) for x, y in deck), *((x, y - 23) for x, y in deck[::-1])]], colour)
    plate.poster.show("bridge")
    return deck


def lamp(plate: Plate, x: float, base: float, height: float) -> None:
    """A street lamp, lit when it is dark."""
    lit = plate.glowing or plate.weather in ("fog", "rain", "snow")
    plate.stamp("lamppost" if lit else "lamppost_off", x, base, height)


def planks(plate: Plate, top: float, colour: str, count: int = 70) -> None:
    """A floor or table from height `top` down, with its grain."""
    rng = plate.rng
    plate.fill(rect(-60, top, 1120, 1100 - top), colour)
    grain: Contours = []
    for _ in range(count):
        x, y, length = rng.uniform(-30, 1000), rng.uniform(top + 14, 1040), rng.uniform(60, 240)
        grain += cut([(x, y), (x + length / 2, y + rng.uniform(-3, 3)), (x + length, y)], 3)
    plate.fill(grain, mix(colour, plate.inks.low, 0.3), 0.7)


def smoke(plate: Plate, x: float, y: float, drift: float, rise: float, puffs: int = 9) -> None:
    """Steam that drifts away and thins out."""
    for k in range(puffs):
        share = k / (puffs - 1)
        size = 22 + 56 * share
        tint = mix(plate.inks.glow, plate.inks.low, 0.25 + 0.4 * share)
        cloud = blob(plate.rng, x + drift * share**1.1, y - 30 - rise * share**0.7, size * 1.25, size, 0.14, 11)
        plate.fill(cloud, tint, 0.92 - 0.2 * share)


def train(plate: Plate, back: float, front: float, base: float, height: float) -> None:
    """A steam train that comes from x = `back` with its buffers at x = `front`."""
    inks, way = plate.inks, 1 if front > back else -1
    dark, lit = inks.ink, mix(inks.glow, inks.accent, 0.3)

    def box(along: float, up: float, length: float, tall: float, colour: str = dark) -> None:
        left = min(front - way * along * height, front - way * (along + length) * height)
        plate.fill(rect(left, base - (up + tall) * height, length * height, tall * height), colour)

    smoke(plate, front - way * 0.36 * height, base - 1.06 * height, -way * 420, 130)
    boxes = (
        (0.1, 0.3, 1.25, 0.42),
        (1.3, 0.22, 0.6, 0.85),
        (1.22, 1.04, 0.76, 0.09),
        (0.28, 0.7, 0.17, 0.34),
        (0.24, 1.0, 0.25, 0.07),
        (0.72, 0.7, 0.2, 0.14),
    )
    for along, up, length, tall in boxes:
        box(along, up, length, tall)
    box(0.14, 0.5, 1.1, 0.05, inks.accent)
    cow = ((-0.12, 0.3), (0.22, 0.02), (-0.12, 0.02))
    plate.fill([[(front + way * a * height, base - b * height) for a, b in cow]], dark)
    box(1.42, 0.68, 0.34, 0.26, lit)
    plate.fill(ellipse(front - way * 0.06 * height, base - 0.6 * height, 0.08 * height), lit)
    for along, radius in ((0.4, 0.2), (0.85, 0.2), (1.55, 0.24)):
        x, y = front - way * along * height, base - radius * height
        plate.fill(ellipse(x, y, radius * height), dark)
        plate.fill(ellipse(x, y, radius * height * 0.62), lit, 0.3)
        plate.fill(ellipse(x, y, radius * height * 0.22), dark)
    _carriages(plate, back, front - way * 2.05 * height, base, height, way)
    plate.poster.show("train")


def _carriages(plate: Plate, back: float, start: float, base: float, height: float, way: int) -> None:
    inks, length, x = plate.inks, height * 2.1, start
    body, lit = mix(inks.ink, inks.accent, 0.3), mix(inks.glow, inks.accent, 0.3)
    while way * (x - back) > 0:
        left = min(x, x - way * length)
        plate.fill(rect(left, base - 0.98 * height, length, 0.8 * height), body)
        plate.fill(rect(left - 0.04 * height, base - 1.06 * height, length + 0.08 * height, 0.1 * height), inks.ink)
        for k in range(5):
            plate.fill(
                rect(left + length * (0.07 + k * 0.18), base - 0.84 * height, length * 0.125, 0.32 * height), lit
            )
        for share in (0.18, 0.82):
            plate.fill(ellipse(left + length * share, base - 0.14 * height, 0.15 * height), inks.ink)
        x -= way * (length + 0.14 * height)


def carousel(plate: Plate, x: float, base: float, height: float) -> None:
    """A merry-go-round."""
    inks = plate.inks
    dark, stripe, white, half = inks.ink, inks.accent, plate.pale, height * 0.5
    plate.fill(
        poly(
            (x - half * 1.02, base),
            (x - half * 0.98, base - height * 0.06),
            (x + half * 0.98, base - height * 0.06),
            (x + half * 1.02, base),
        ),
        dark,
    )
    plate.fill(rect(x - half * 0.12, base - height * 0.66, half * 0.24, height * 0.6), dark)
    for k in range(4):
        plate.fill(rect(x - half * 0.12, base - height * (0.14 + k * 0.14), half * 0.24, height * 0.03), stripe)
    for k, up in ((0, 0.03), (1, 0.09), (3, 0.1), (4, 0.04)):
        at_x, saddle = x - half * 0.8 + k * half * 0.4, base - height * (0.245 + up)
        plate.fill(rect(at_x - height * 0.006, base - height * 0.66, height * 0.012, height * 0.6), dark)
        plate.stamp(
            "horse_running" if k % 2 else "horse", at_x, base - height * (0.12 + up), height * 0.2, widest=half * 0.42
        )
        plate.fill(
            poly(
                (at_x - height * 0.03, saddle),
                (at_x + height * 0.03, saddle),
                (at_x + height * 0.02, saddle + height * 0.045),
                (at_x - height * 0.02, saddle + height * 0.045),
            ),
            stripe,
        )
    segments = 10
    for k in range(segments):
        left, right = x + half * 2.16 * (k / segments - 0.5), x + half * 2.16 * ((k + 1) / segments - 0.5)
        colour = stripe if k % 2 else white
        plate.fill([[(x, base - height * 0.96), (left, base - height * 0.7), (right, base - height * 0.7)]], colour)
        plate.fill(rect(left, base - height * 0.7, right - left, height * 0.045), colour)
        plate.fill(ellipse((left + right) / 2, base - height * 0.656, (right - left) / 2, height * 0.03), colour)
    plate.fill(rect(x - height * 0.006, base - height * 1.08, height * 0.012, height * 0.13), dark)
    plate.fill(
        poly((x, base - height * 1.08), (x + height * 0.12, base - height * 1.045), (x, base - height * 1.01)), stripe
    )
    plate.fill(ellipse(x, base - height * 0.965, height * 0.02), dark)
    plate.poster.show("carousel")


def fire(plate: Plate, y: float, depth: float) -> None:
    """Tongues of flame from side to side up from height y, tint within tint, and sparks."""
    inks, rng = plate.inks, plate.rng
    red = mix(inks.accent, "#b3261e", 0.7)
    tints = (red, inks.accent if plate.night else mix(inks.accent, inks.glow, 0.25), inks.glow)
    plate.fill(rect(-60, y - depth * 0.1, 1120, 500), tints[0])
    for row, size in enumerate((1.0, 0.72, 0.5)):
        x = -40 - rng.uniform(0, 60)
        while x < 1040:
            height = depth * size * rng.uniform(0.6, 1.15)
            width = height * rng.uniform(0.26, 0.36)
            _tongue(plate, x, y + row * depth * 0.16 + rng.uniform(-8, 8), height, width, tints)
            x += width * rng.uniform(0.62, 1.15)
    for _ in range(50):
        spark = ellipse(rng.uniform(0, 1000), y - 620 * rng.random() ** 1.5, rng.uniform(1.5, 4))
        plate.fill(spark, mix(inks.accent, inks.glow, 0.4))
    plate.poster.show("fire")


def _tongue(plate: Plate, x: float, base: float, height: float, width: float, tints: tuple[str, ...]) -> None:
    rng = plate.rng
    bend, phase = height * rng.uniform(0.05, 0.11) * rng.choice((-1, 1)), rng.uniform(0, 1.5)
    for colour, size in zip(tints, (1.0, 0.66, 0.36), strict=True):
        tall, wide = height * size**0.8, width * size
        left, right = [], []
        for k in range(23):
            share = k / 22
            at_x = x + bend * size * math.sin(phase + 4.2 * share) * (0.3 + share) + plate.wind * 0.1 * tall * share**2
            at_y = base + height * 0.12 - tall * share
            half = wide * min(1.0, share / 0.3) ** 0.45 * (1 - share) ** 0.85 * 0.6
            left.append((at_x - half, at_y))
            right.append((at_x + half, at_y))
        plate.fill([left + right[::-1]], colour)


def wire(plate: Plate, start: tuple[float, float], end: tuple[float, float], sag: float) -> None:
    """A hanging cable."""
    line = [
        (
            start[0] + (end[0] - start[0]) * k / 12,
            start[1] + (end[1] - start[1]) * k / 12 + sag * math.sin(math.pi * k / 12),
        )
        for k in range(13)
    ]
    plate.fill(stroke(line, 2.4), plate.inks.ink)
