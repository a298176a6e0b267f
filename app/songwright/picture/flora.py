"""Trees, grass and flowers, grown by rules: no two alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from songwright.picture.contours import Contour, Contours, blob, cut, ellipse, poly, smooth, stroke
from songwright.picture.plate import Plate
from songwright.picture.terrain import at

__all__ = [
    "TREES",
    "bare_tree",
    "birch",
    "grass",
    "grove",
    "palm",
    "pine",
    "poplar",
    "round_tree",
    "trunk",
    "umbrella_tree",
]


def pine(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """A fir in tiers."""
    rng, half = plate.rng, height * plate.rng.uniform(0.2, 0.27)
    tiers = rng.randint(5, 8)
    sides: dict[int, Contour] = {1: [], -1: []}
    for tier in range(1, tiers + 1):
        share = tier / tiers
        y, spread = base - height * (1 - share * 0.93), half * (0.18 + 0.82 * share)
        for side, edge in sides.items():
            edge.append((x + side * spread * rng.uniform(0.85, 1.1), y + height * 0.02))
            if tier < tiers:
                edge.append((x + side * spread * 0.45, y - height * 0.012))
    trunk_half, foot = half * 0.08, base - height * 0.06
    stem = [(x + trunk_half, foot), (x + trunk_half, base), (x - trunk_half, base), (x - trunk_half, foot)]
    plate.fill([[(x, base - height), *sides[1], *stem, *sides[-1][::-1]]], colour)
    side = plate.lit(x)
    for _ in range(int(tiers * 1.6) if cuts else 0):
        share = rng.uniform(0.15, 0.9)
        y, spread = base - height * (1 - share * 0.93), half * share * 0.75
        reach = ((0.15, -0.03), (0.6, -0.005), (1.0, 0.012))
        plate.fill(cut([(x + side * spread * a, y + height * b) for a, b in reach], height * 0.013), cuts)


def round_tree(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """A broad-leaved tree."""
    rng, half = plate.rng, height * plate.rng.uniform(0.27, 0.36)
    top = base - height * 0.5
    plate.fill(
        poly(
            (x - height * 0.025, base), (x - height * 0.015, top), (x + height * 0.015, top), (x + height * 0.03, base)
        ),
        colour,
    )
    middle = base - height * 0.62
    plate.fill(blob(rng, x, middle, half, height * 0.36, 0.1, 12), colour)
    for _ in range(3):
        across, down = rng.uniform(-0.6, 0.6) * half, rng.uniform(-0.1, 0.25) * height
        plate.fill(blob(rng, x + across, middle + down, half * 0.5, height * 0.17, 0.12, 9), colour)
    if cuts:
        plate.fill(_leaf_cuts(plate, x, middle, half, height), cuts)


def _leaf_cuts(plate: Plate, x: float, middle: float, half: float, height: float) -> Contours:
    rng, side = plate.rng, plate.lit(x)
    shapes: Contours = []
    for _ in range(22):
        angle, away, size = rng.uniform(-2.5, 0.9), rng.uniform(0.25, 0.92), height * rng.uniform(0.03, 0.06)
        at_x, at_y = x + side * math.cos(angle) * half * away, middle + math.sin(angle) * height * 0.34 * away
        if side * (at_x - x) < -half * 0.2 and at_y > middle - height * 0.1:
            continue
        leaf = [(at_x - size, at_y + size * 0.5), (at_x, at_y - size * 0.1), (at_x + size, at_y + size * 0.35)]
        shapes += cut(leaf, height * 0.012)
    return shapes


def poplar(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """A slender tree."""
    shape = (
        (0, 1),
        (0.09, 0.6),
        (0.1, 0.25),
        (0.02, 0.06),
        (0.018, 0),
        (-0.018, 0),
        (-0.02, 0.06),
        (-0.1, 0.25),
        (-0.08, 0.6),
    )
    plate.fill([smooth([(x + height * a, base - height * b) for a, b in shape])], colour)
    side = plate.lit(x)
    for _ in range(9 if cuts else 0):
        y = base - height * plate.rng.uniform(0.2, 0.85)
        bend = ((0.03, 0.06), (0.05, 0.0), (0.04, -0.05))
        plate.fill(cut([(x + side * height * a, y + height * b) for a, b in bend], height * 0.012), cuts)


def umbrella_tree(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """The flat-topped tree of the savanna."""
    for lean in (-0.5, -0.2, 0.15, 0.5):
        bough = [(x, base), (x + lean * height * 0.15, base - height * 0.45), (x + lean * height, base - height * 0.84)]
        plate.fill(cut(bough, height * 0.07, 0.35, blunt=True), colour)
    for across, up, half in ((0, 0.9, 0.85), (-0.45, 0.82, 0.42), (0.48, 0.8, 0.4), (0.1, 0.99, 0.45)):
        crown = ((-1, -0.06), (-0.5, 0.07), (0, 0.09), (0.5, 0.06), (1, -0.05), (0, -0.09))
        plate.fill(
            [smooth([(x + (across + half * a) * height, base - (up + b) * height) for a, b in crown], steps=4)],
            colour,
        )
    if cuts:
        plate.fill(
            cut(
                [
                    (x - height * 0.5, base - height * 0.95),
                    (x, base - height),
                    (x + height * 0.4, base - height * 0.97),
                ],
                height * 0.02,
            ),
            cuts,
            0.8,
        )


def palm(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """A leaning palm."""
    rng = plate.rng
    lean = rng.choice((-1, 1)) * rng.uniform(0.1, 0.26) * height
    stem = [(x + lean * share * share, base - height * 0.8 * share) for share in (0, 0.25, 0.5, 0.75, 1)]
    plate.fill(stroke(stem, height * 0.045, height * 0.026), colour)
    top_x, top_y = stem[-1]
    for leaf in range(9):
        angle, length = -math.pi * (leaf + 0.5) / 9, height * rng.uniform(0.3, 0.38)
        rib = [
            (
                top_x + length * share * math.cos(angle),
                top_y + length * share * math.sin(angle) * 0.7 + length * 0.55 * share * share,
            )
            for share in (0, 0.3, 0.6, 0.85, 1)
        ]
        plate.fill(cut(rib, height * 0.075, 0.8), colour)
        if cuts and leaf % 2:
            plate.fill(cut(rib[:4], height * 0.008), cuts)


def bare_tree(plate: Plate, x: float, base: float, height: float, colour: str, cuts: str = "") -> None:
    """A tree without leaves; in autumn with the last of them."""
    inks = plate.inks
    leaves = (inks.accent, plate.tone("warm", ""), plate.tone("deep", "")) if plate.recipe.season == "autumn" else ()
    lean = 0.12 if x < 500 else -0.12
    _limb(plate, (x, base + 4), lean, height * 0.34, height * 0.07, 5, colour, leaves)
    if cuts:
        plate.fill(cut([(x, base), (x + plate.lit(x) * height * 0.012, base - height * 0.2)], height * 0.012), cuts)


def _limb(
    plate: Plate,
    start: tuple[float, float],
    angle: float,
    length: float,
    width: float,
    depth: int,
    colour: str,
    leaves: Sequence[str],
) -> None:
    rng = plate.rng
    bend = rng.uniform(-0.25, 0.25)
    points = [
        (
            start[0] + length * share * math.sin(angle + bend * share),
            start[1] - length * share * math.cos(angle + bend * share),
        )
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    plate.fill(cut(points, width, 0.5, blunt=True), colour)
    if depth == 0:
        for _ in range(4 if leaves else 0):
            x, y = points[rng.randint(2, 4)]
            leaf = blob(rng, x + rng.gauss(0, 8), y + rng.gauss(0, 8), 8, 6, 0.2, 7)
            plate.fill(leaf, rng.choice(leaves))
        return
    for branch in range(rng.randint(2, 3) + (depth > 3)):
        fork = points[min(4, int(rng.uniform(0.45, 1) * 4))] if branch else points[4]
        turn = rng.choice((-1, 1)) * rng.uniform(0.25, 0.75) if branch else rng.uniform(-0.3, 0.3)
        shorter, thinner = length * rng.uniform(0.58, 0.8), width * rng.uniform(0.5, 0.66)
        _limb(plate, fork, angle + turn, shorter, thinner, depth - 1, colour, leaves)


def birch(plate: Plate, x: float, base: float, height: float, width: float) -> None:
    """A birch's trunk before us."""
    bark = plate.tone("pale", "")
    plate.fill(
        poly(
            (x - width / 2, base),
            (x - width * 0.4, base - height),
            (x + width * 0.4, base - height),
            (x + width / 2, base),
        ),
        bark,
    )
    y = base - 8
    while y > base - height:
        y -= plate.rng.uniform(14, 44)
        side = plate.rng.choice((-1, 1))
        mark = [
            (x + side * width * 0.5, y),
            (x + side * width * 0.15, y + 2),
            (x - side * width * plate.rng.uniform(-0.1, 0.3), y + 1),
        ]
        plate.fill(cut(mark, width * plate.rng.uniform(0.1, 0.22), blunt=True), plate.inks.ink)


def trunk(plate: Plate, x: float, width: float, colour: str, cuts: str) -> None:
    """A trunk before us, from below the picture to above it."""
    shape = ((-0.7, 1060), (-0.42, 860), (-0.36, -60), (0.36, -60), (0.42, 860), (0.75, 1060))
    plate.fill([[(x + width * a, y) for a, y in shape]], colour)
    rng, shapes = plate.rng, []
    for _ in range(46):
        at_x, y, length = x + plate.lit(x) * rng.uniform(-0.1, 0.34) * width, rng.uniform(0, 960), rng.uniform(20, 70)
        bark = [(at_x, y), (at_x + rng.uniform(-5, 5), y + length / 2), (at_x + rng.uniform(-4, 4), y + length)]
        shapes += cut(bark, rng.uniform(2.4, 5))
    plate.fill(shapes, cuts, 0.85)


def grass(
    plate: Plate,
    left: float,
    right: float,
    base: float,
    height: float,
    colour: str,
    count: int = 60,
    *,
    ears: bool = False,
) -> None:
    """Blades that lean with the wind; with ears like corn."""
    rng = plate.rng
    shapes: Contours = []
    for _ in range(count):
        x, tall = rng.uniform(left, right), height * rng.uniform(0.45, 1.0)
        lean = rng.gauss(plate.wind * 0.25, 0.16) * tall
        blade = [(x, base + 6), (x + lean * 0.25, base - tall * 0.5), (x + lean, base - tall)]
        shapes += cut(blade, max(2.2, height * 0.035), 0.5, blunt=True)
        if ears:
            shapes += ellipse(x + lean, base - tall - height * 0.03, height * 0.022, height * 0.07, 10)
    plate.fill(shapes, colour)


Tree = Callable[[Plate, float, float, float, str, str], None]
TREES: dict[str, Tree] = {
    "round": round_tree,
    "poplar": poplar,
    "pine": pine,
    "palm": palm,
    "bare": bare_tree,
    "umbrella": umbrella_tree,
}


def grove(
    plate: Plate,
    line: Contour,
    count: int,
    heights: tuple[float, float],
    near: float,
    kinds: Sequence[str] = ("round", "poplar", "pine"),
    clear: float = 0.0,
) -> None:
    """Trees of one kind along a ridge; none within `clear` of the hero."""
    rng = plate.rng
    kinds = ("pine", "bare") if plate.snowy else kinds
    kind = rng.choice(list(kinds))
    if plate.has("pine"):
        kind = "pine"
    if plate.has("palm"):
        kind = "palm"
    for _ in range(count):
        x, height, deeper = rng.uniform(-10, 1010), rng.uniform(*heights), rng.uniform(-0.08, 0.08)
        if abs(x - plate.hero_x) > clear:
            TREES[kind](plate, x, at(line, x) + 4, height, plate.far(near + deeper), plate.far(max(0.0, near - 0.28)))
    plate.poster.show("trees")
