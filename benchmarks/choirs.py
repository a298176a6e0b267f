"""Chorale mode against Bach: voice leading, singability and a classifier; called by `benchmarks/composers.py`.

The checks read finished grids and share no code with the rules that veto notes while they are drawn. The classifier is
a linear one (logistic regression, five folds, both settings of a tune in one fold) on counts of sonorities, of the
intervals between neighbouring voices and of every voice's moves, all above the tonic of the piece's last bass note.
The net is told of a chorale its soprano, where its bars begin, and that it ends on the soprano's last note as root.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from held_out import pieces  # noqa: E402
from songwright.music.listening.statistics import wilson  # noqa: E402
from songwright.music.nets.choir import BAR, load_choir_model, write  # noqa: E402

__all__ = ["choirs"]

Grid = NDArray[np.int64]
REST = -1
VOICES = ((60, 81), (53, 74), (48, 69), (36, 64))
"""What choir singers are asked for: C4-A5, F3-D5, C3-A4, C2-E4."""


def voice_leading(grids: Sequence[Grid]) -> tuple[float, float, float]:
    """Parallel fifths, parallel octaves and unisons, and crossings, per 100 moments at which any voice changes."""
    changes = fifths = octaves = crossings = 0
    for grid in grids:
        before, after = grid[:-1], grid[1:]
        moved = (before != after).any(1)
        changes += int(moved.sum())
        sounding = (after[:, :-1] >= 0) & (after[:, 1:] >= 0)
        crossings += int(((np.diff(after, axis=1) > 0) & sounding).any(1)[moved].sum())
        for upper in range(3):
            for lower in range(upper + 1, 4):
                present = (before[:, [upper, lower]] >= 0).all(1) & (after[:, [upper, lower]] >= 0).all(1)
                together = (after[:, upper] - before[:, upper]) * (after[:, lower] - before[:, lower]) > 0
                first = (before[:, upper] - before[:, lower]) % 12
                second = (after[:, upper] - after[:, lower]) % 12
                fifths += int((present & together & (first == 7) & (second == 7)).sum())
                octaves += int((present & together & (first == 0) & (second == 0)).sum())
    return 100 * fifths / changes, 100 * octaves / changes, 100 * crossings / changes


def singability(grids: Sequence[Grid]) -> tuple[float, float]:
    """Notes outside their voice's range and leaps that singers miss, per 100 notes of the three lower voices."""
    notes = outside = awkward = 0
    for grid in grids:
        for voice in (1, 2, 3):
            line = grid[:, voice]
            begun = [int(p) for i, p in enumerate(line) if p >= 0 and (i == 0 or line[i - 1] != p)]
            low, high = VOICES[voice]
            steps = np.abs(np.diff(begun))
            notes += len(begun)
            outside += sum(not low <= pitch <= high for pitch in begun)
            awkward += int((np.isin(steps, (6, 10, 11)) | (steps > 12)).sum())
    return 100 * outside / notes, 100 * awkward / notes


def features(grid: Grid) -> Counter[tuple[object, ...]]:
    """What a piece is made of, for the classifier."""
    full = grid[(grid >= 0).all(1)]
    tonic = int(full[-1, 3]) % 12
    found: Counter[tuple[object, ...]] = Counter()
    changes = [i for i in range(len(full)) if i == 0 or (full[i] != full[i - 1]).any()]
    for i in changes:
        row = full[i]
        found["sonority", tuple(sorted({int(p - row[3]) % 12 for p in row})), int(row[3] - tonic) % 12] += 1
        found["spacing", *(int(a - b) for a, b in itertools.pairwise(row))] += 1
    for voice in range(4):
        line = full[changes, voice]
        steps = np.diff(line)
        for a, b in itertools.pairwise(steps):
            found["move", voice, int(a), int(b)] += 1
    for a, b in itertools.pairwise(changes):
        found["join", *(int(full[b, v] - full[a, v]) for v in range(4))] += 1
        found["beat", b % 4, int((full[b] != full[a]).sum())] += 1
    return found


def told_apart(real: Sequence[Grid], made: Sequence[Grid], folds: int = 5) -> tuple[float, float, float]:
    """The classifier's accuracy on held-out pieces, with the ends of Wilson's 95 % interval."""
    bags = [features(grid) for grid in (*real, *made)]
    common = Counter(name for bag in bags for name in bag)
    names = {name: i for i, name in enumerate(name for name, count in common.items() if count > 2)}
    table = np.zeros((len(bags), len(names)))
    for row, bag in enumerate(bags):
        for name, count in bag.items():
            if name in names:
                table[row, names[name]] = sqrt(count / sum(bag.values()))
    label = np.array([1.0] * len(real) + [-1.0] * len(made))
    fold = np.array([i % folds for i in range(len(real))] * 2)
    right = 0
    for number in range(folds):
        train, test = fold != number, fold == number
        scale = table[train].std(0) + 0.02
        middle = table[train].mean(0)
        weights = _logistic((table[train] - middle) / scale, label[train])
        right += int((np.sign((table[test] - middle) / scale @ weights[:-1] + weights[-1]) == label[test]).sum())
    return right / len(label), *wilson(right, len(label))


def _logistic(table: NDArray[np.float64], label: NDArray[np.float64], decay: float = 30.0) -> NDArray[np.float64]:
    """Weights and bias by gradient descent with momentum."""
    inputs = np.hstack([table, np.ones((len(table), 1))])
    weights = np.zeros(inputs.shape[1])
    speed = np.zeros_like(weights)
    for _ in range(400):
        error = -label / (1 + np.exp(np.clip(label * (inputs @ weights), -30, 30)))
        slope = inputs.T @ error + decay * np.append(weights[:-1], 0.0)
        speed = 0.9 * speed - slope / (0.25 * (inputs**2).sum() / len(inputs) + decay)
        weights += speed
    return weights


def choirs(data: Path, count: int) -> None:
    """Set held-out sopranos for four voices, and print them beside Bach's settings of the same."""
    model = load_choir_model()
    real = pieces(data / "score.npz", "test")[:count]
    made: dict[str, list[Grid]] = {"with rules": [], "without": []}
    seconds = steps = 0.0
    for seed, piece in enumerate(real):
        rests = piece[:, 0] < 0
        soprano = piece[np.maximum.accumulate(np.where(rests, 0, np.arange(len(piece)))), 0]
        for name, rules in (("with rules", True), ("without", False)):
            begun = time.process_time()
            grid = write(
                model,
                soprano,
                seed=seed,
                first_step=-len(piece) % BAR,
                tied=rests,
                root=int(soprano[-1]) % 12,
                rules=rules,
            )
            seconds += (time.process_time() - begun) * rules
            grid[rests] = REST
            made[name].append(grid)
        steps += len(piece)
    print(f"\n{len(real)} held-out sopranos in four voices{'':>22}{'goal':>16}{'Bach':>22}{'net':>22}{'no rules':>22}")
    cells = [voice_leading(real), voice_leading(made["with rules"]), voice_leading(made["without"])]
    _row(
        "parallel 5ths / 8ths / crossings per 100", "0.3 / 0.2 / 3", *(" / ".join(f"{x:.2f}" for x in c) for c in cells)
    )
    cells2 = [singability(real), singability(made["with rules"]), singability(made["without"])]
    _row("outside range / awkward leaps per 100 notes", "", *(" / ".join(f"{x:.2f}" for x in c) for c in cells2))
    whole = [i for i, piece in enumerate(real) if (piece >= 0).all()]
    for name, grids in made.items():
        share, low, high = told_apart([real[i] for i in whole], [grids[i] for i in whole])
        _row(f"told from Bach by a linear classifier, {name}", "65 %", "50 %",
             f"{100 * share:.0f} %", f"({100 * low:.0f}-{100 * high:.0f} %)")  # fmt: skip
    _row("seconds for 8 bars of four voices", "0.5", "", f"{seconds * 128 / steps:.2f}")


def _row(what: str, *cells: str) -> None:
    print(f"{what:<58}{cells[0]:>16}" + "".join(f"{cell:>22}" for cell in cells[1:]))
