"""The sky: rings of tint and knife cuts around the light, stars, clouds, sun and moon."""

from __future__ import annotations

import itertools
import math

from songwright.picture.colour import mix
from songwright.picture.contours import Contour, Contours, blob, crescent, cut, ellipse, rect, star
from songwright.picture.plate import Plate
from songwright.picture.poster import SIDE
from songwright.picture.terrain import ridge

__all__ = ["paint_clouds", "paint_light", "paint_sky"]

_RINGS = 9
_CLOUDY_DAYS = 0.7


def paint_sky(plate: Plate) -> None:
    """Everything above the horizon."""
    inks = plate.inks
    plate.fill(rect(-60, -60, SIDE + 120, SIDE + 120), inks.sky)
    overcast = plate.hidden and not plate.night
    if overcast or inks.name == "linocut":
        _bands(plate)
    else:
        _rings(plate)
    _cuts(plate, overcast=overcast)
    if plate.night and not plate.hidden:
        _stars(plate)
    if _shows_light(plate):
        paint_light(plate)
    if _has_clouds(plate):
        paint_clouds(plate, 5 if plate.weather in ("storm", "rain") else 3)


def _shows_light(plate: Plate) -> bool:
    """Sun or moon are seen, through fog too, and at night through snow."""
    return not plate.hidden or plate.weather == "fog" or (plate.night and plate.weather == "snow")


def _has_clouds(plate: Plate) -> bool:
    """Heavy weather has clouds; most clear days have some, unless they would hide what stands within the light."""
    if plate.weather in ("storm", "rain", "snow"):
        return True
    clear_day = not plate.night and plate.weather != "fog" and plate.roles.emblem is None
    return clear_day and plate.rng.random() < _CLOUDY_DAYS


def _bands(plate: Plate) -> None:
    """A covered sky: waves of tint, lighter towards the horizon."""
    for row in range(1, 7):
        line = ridge(plate, plate.horizon * row / 6.6, 16 - row * 1.6, 3)
        plate.fill([[*line, (1060, 1060), (-60, 1060)]], mix(plate.inks.sky, plate.inks.low, row / 6))


def _rings(plate: Plate) -> None:
    light, inks = plate.light, plate.inks
    reach = math.hypot(max(light.x, SIDE - light.x), max(light.y, plate.horizon - light.y)) + 60
    for step in range(_RINGS):
        share = step / (_RINGS - 1)
        radius = light.radius * 1.25 + (reach - light.radius) * (1 - share) ** 1.25
        tint = mix(inks.sky, inks.low, share ** (1.6 if plate.night else 1.0))
        plate.fill(blob(plate.rng, light.x, light.y, radius, radius * 0.97, 0.018, 22), tint)


def _cuts(plate: Plate, *, overcast: bool) -> None:
    shapes = _level_cuts(plate) if overcast else _round_cuts(plate)
    inks = plate.inks
    share, opacity = (0.45, 0.34) if plate.night else (0.75, 0.6)
    plate.fill(shapes, mix(inks.low, inks.glow, share), opacity)


def _level_cuts(plate: Plate) -> Contours:
    rng = plate.rng
    shapes: Contours = []
    for _ in range(140):
        x, y, length = rng.uniform(-60, SIDE), rng.uniform(10, plate.horizon), rng.uniform(40, 170)
        points = [(x, y), (x + length / 2, y + rng.uniform(-3, 3)), (x + length, y + rng.uniform(-3, 3))]
        shapes += cut(points, rng.uniform(1.4, 3.2))
    return shapes


def _round_cuts(plate: Plate) -> Contours:
    rng, light = plate.rng, plate.light
    shapes: Contours = []
    radius, step = light.radius * 1.5, 15.0
    while radius < 1080:
        angle = rng.uniform(0, 0.4)
        while angle < 6.4:
            span = rng.uniform(26, 120) / radius
            x, y = light.x + radius * math.cos(angle), light.y + radius * math.sin(angle)
            if rng.random() < 0.36 and -20 < x < SIDE + 20 and -40 < y < plate.horizon + 10:
                turns = [angle + span * k / 6 for k in range(7)]
                arc = [(light.x + radius * math.cos(turn), light.y + radius * math.sin(turn)) for turn in turns]
                shapes += cut(arc, rng.uniform(1.6, 3.6))
            angle += span + rng.uniform(10, 50) / radius
        radius += step
        step *= 1.03
    return shapes


def _stars(plate: Plate) -> None:
    rng, light, glow = plate.rng, plate.light, plate.inks.glow
    for _ in range(90):
        x, y = rng.uniform(10, 990), 15 + (plate.horizon - 60) * rng.random() ** 1.3
        size, opacity = rng.choice((1.2, 1.6, 2.2, 2.8)), rng.uniform(0.55, 1)
        if math.hypot(x - light.x, y - light.y) > light.radius * 1.25:
            plate.fill(ellipse(x, y, size), glow, opacity)
    for _ in range(7):
        x, y, size = rng.uniform(40, 960), rng.uniform(30, plate.horizon * 0.6), rng.uniform(8, 15)
        if math.hypot(x - light.x, y - light.y) > light.radius * 1.4:
            plate.fill(star(x, y, size, 4, 0.16), glow)
    plate.poster.show("stars")


def paint_light(plate: Plate) -> None:
    """The sun or the moon."""
    inks, light, rng = plate.inks, plate.light, plate.rng
    if plate.night and plate.roles.emblem is None and rng.random() < 0.4:
        plate.fill(ellipse(light.x, light.y, light.radius * 1.02), mix(inks.sky, inks.low, 0.75))
        plate.fill(crescent(light.x, light.y, light.radius, 2.6 if light.x < 500 else 0.5), inks.glow)
        plate.poster.show("moon")
        return
    colour = _light_colour(plate)
    plate.fill(ellipse(light.x, light.y, light.radius), colour)
    plate.poster.show("moon" if plate.night else "sun")
    if plate.night and plate.roles.emblem is None:
        for _ in range(6):
            angle, away = rng.uniform(0, 6.3), rng.uniform(0.1, 0.75) * light.radius
            x, y = light.x + away * math.cos(angle), light.y + away * math.sin(angle)
            across, down = light.radius * rng.uniform(0.07, 0.2), light.radius * rng.uniform(0.05, 0.14)
            plate.fill(blob(rng, x, y, across, down, 0.2, 8), mix(colour, inks.low, 0.3), 0.7)


def _light_colour(plate: Plate) -> str:
    inks = plate.inks
    if plate.night or plate.weather == "fog":
        return inks.glow
    warm = plate.recipe.hour == "dusk" or plate.roles.emblem is not None or inks.name == "linocut"
    return mix(inks.accent, inks.glow, 0.12) if warm else inks.glow


def paint_clouds(plate: Plate, count: int) -> None:
    """Flat-bottomed clouds, away from the light and the title."""
    rng, light, above = plate.rng, plate.light, plate.room.top
    heavy = plate.weather in ("storm", "rain", "snow")
    for _ in range(count):
        x, width = rng.uniform(60, 940), rng.uniform(170, 340) * (1.3 if heavy else 1.0)
        y = max(rng.uniform(90, plate.horizon * (0.5 if heavy else 0.6)), above + 95)
        near = light.radius + width * (0.6 if plate.roles.emblem is not None else 0.42)
        if abs(x - light.x) < near and abs(y - light.y) < light.radius + 60:
            continue
        _cloud(plate, x, y, width, heavy=heavy)


def _cloud(plate: Plate, x: float, y: float, width: float, *, heavy: bool) -> None:
    rng, inks = plate.rng, plate.inks
    body = mix(inks.sky, inks.ink, 0.28) if heavy else mix(inks.low, inks.glow, 0.7)
    height = width * 0.2
    plate.fill([_cloud_outline(plate, x, y, width, height)], body, 0.95)
    shapes: Contours = []
    for _ in range(int(width / 16)):
        at = rng.uniform(-0.36, 0.36)
        row = y - height * rng.uniform(0.08, 0.6) * math.cos(at * 2.6)
        length = rng.uniform(12, 36)
        middle = x + at * width
        shapes += cut([(middle - length, row + 2), (middle, row - 3), (middle + length, row + 2)], rng.uniform(2, 3.6))
    plate.fill(shapes, mix(body, inks.low if heavy else inks.sky, 0.5), 0.9)


def _cloud_outline(plate: Plate, x: float, y: float, width: float, height: float) -> Contour:
    rng = plate.rng
    bumps = rng.randint(4, 6)
    top = [
        (
            x - width / 2 + width * k / bumps,
            y - height * (0.2 + 0.8 * math.sin(math.pi * k / bumps)) * rng.uniform(0.8, 1.15),
        )
        for k in range(bumps + 1)
    ]
    outline: Contour = [(x - width * 0.55, y)]
    for (ax, ay), (bx, by) in itertools.pairwise(top):
        middle_x, middle_y = (ax + bx) / 2, (ay + by) / 2
        radius, start = math.hypot(bx - ax, by - ay) / 2, math.atan2(ay - middle_y, ax - middle_x)
        for k in range(9):
            angle = start + math.pi * k / 8
            outline.append((middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)))
    outline.append((x + width * 0.55, y))
    return outline
