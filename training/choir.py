"""Trains the choir net: `python -m training.choir --data PREPARED --out WEIGHTS`.

Figures, in nats a token (one voice for one sixteenth), voices in the order soprano, bass, alto, tenor. *Chronological*
is a code of the whole piece: its key and upbeat are told first, at the cost of how seldom they are among the training
chorales. *Given the soprano* counts the three lower voices when the whole soprano is known, future and all, as it is
when the net writes for a choir.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, replace

import numpy as np
import torch
from torch import Tensor

from songwright.music.nets.counterpoint import ROW_SIZES, TRUNK_SIZES
from training.choir_rows import Batch, Piece, batch_of, piece_of
from training.export import export
from training.loop import Plan, Result, fit, plan_from, report, seeded, side
from training.nets.choir import Ahead, Cell, ChoirNet, Several, Step

__all__ = ["main", "train"]

NETS = 3
KEYS, UPBEATS = 12, 16
COOLER = (1.0, 0.95, 0.9, 0.85, 0.8)
HYMNS = 80
IDLE = 0.35
SEEN = 0.4
"""So many hymns join each pass; these shares of the idle steps are kept, and of the pieces show their soprano."""


def _batches(chorales: list[Piece], hymns: list[Piece], size: int) -> Iterator[Batch]:
    """Every chorale once a pass, in random order, among some of the hymns."""
    while True:
        pool = chorales + random.sample(hymns, min(HYMNS, len(hymns)))
        random.shuffle(pool)
        for start in range(0, len(pool) - size + 1, size):
            yield batch_of(pool[start : start + size], seen=SEEN, idle=IDLE)


def _loss(net: ChoirNet, batch: Batch) -> Tensor:
    moves, pitches = net.losses(batch)
    return (moves.sum() + pitches.sum()) / batch.tokens


@torch.no_grad()
def measured(nets: ChoirNet | Several, pieces: list[Piece], *, seen: bool, several: int = 16) -> float:
    """Nats a token over whole pieces, without what is told first."""
    total = tokens = 0.0
    for start in range(0, len(pieces), several):
        batch = batch_of(pieces[start : start + several], seen=float(seen))
        moves, pitches = nets.losses(batch)
        total += float(moves.sum() + pitches.sum())
        tokens += batch.tokens
    return total / tokens


def _valid(net: ChoirNet, held: list[Piece]) -> float:
    return (measured(net, held[::2], seen=False) + measured(net, held[1::2], seen=True)) / 2


@torch.no_grad()
def _calibrate(nets: Several, held: list[Piece]) -> dict[str, object]:
    """Scale the logits of all nets by what suits the validation side best (C. Guo et al., ICML 2017)."""
    batches = [batch_of(held[start : start + 16], seen=0.0) for start in range(0, len(held), 16)]
    losses = []
    for before, scale in zip((1.0, *COOLER), COOLER, strict=False):
        nets.scale(scale / before, scale / before)
        losses.append(
            [sum(float(part.sum()) for part in parts) for parts in zip(*map(nets.losses, batches), strict=True)]
        )
    moves, pitches = (COOLER[int(np.argmin(column))] for column in zip(*losses, strict=True))
    nets.scale(moves / COOLER[-1], pitches / COOLER[-1])
    return {"scale of the logits of moves": moves, "scale of the logits of pitches": pitches}


def _told(pieces: list[Piece], among: list[Piece]) -> float:
    """Nats for key and upbeat of all pieces, by their frequencies among others (one more of each)."""
    keys = np.bincount([piece.shift + 6 for piece in among], minlength=KEYS) + 1.0
    upbeats = np.bincount([piece.steps % UPBEATS for piece in among], minlength=UPBEATS) + 1.0
    chances = [keys[piece.shift + 6] / keys.sum() * upbeats[piece.steps % UPBEATS] / upbeats.sum() for piece in pieces]
    return -float(np.log(chances).sum())


def _figures(nets: Several, sides: dict[str, list[Piece]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("valid", "test"):
        pieces = sides[name]
        told = _told(pieces, sides["train"]) / (4 * sum(piece.steps for piece in pieces))
        found[f"{name} chronological nats/token (S B A T)"] = measured(nets, pieces, seen=False) + told
        found[f"{name} of which key and upbeat"] = told
        found[f"{name} given the soprano nats/token (B A T)"] = measured(nets, pieces, seen=True)
    return found


def _exported(nets: Several, plan: Plan) -> float:
    """Write the three graphs; returns the largest difference."""
    count, past, width, row = 3, 5, nets.width * len(nets.nets), nets.row * len(nets.nets)
    whole = lambda *shape: torch.zeros(shape, dtype=torch.long)  # noqa: E731
    known = torch.ones(count, past + 1, dtype=torch.bool)
    known[1, 2] = False
    step = {
        "trunk": whole(count, len(TRUNK_SIZES)), "ahead": torch.randn(count, width),
        "apart": torch.tensor([20, 16, 8, 6, 2, 0]).expand(count, -1), "known": known,
        "first": torch.randn(count, width), "second": torch.randn(count, width),
        "keys": torch.randn(count, past, width), "values": torch.randn(count, past, width),
    }  # fmt: skip
    cell = {
        "move": torch.randn(count, row), "pitch": torch.randn(count, row), "rows": whole(count, len(ROW_SIZES)),
        "refs": torch.full((count, 6), 20), "before": whole(count),
    }  # fmt: skip
    notes = {"notes": {1: "notes"}, "trunk_ahead": {0: "notes"}, "row_ahead": {0: "notes"}}
    longer = {name: {0: "settings", 1: "events"} for name in ("keys", "values", "keys_now", "values_now")}
    longer |= {name: {0: "settings", 1: "with this"} for name in ("apart", "known")}
    states = ["states", "first_now", "second_now", "keys_now", "values_now"]
    found = ["trunk_ahead", "row_ahead"]
    return max(
        export(Ahead(nets), {"notes": whole(1, 7, 5)}, found, plan.out / "choir_ahead.onnx", {}, notes),
        export(Step(nets), step, states, plan.out / "choir_step.onnx", {0: "settings"}, longer),
        export(Cell(nets), cell, ["moves", "pitches"], plan.out / "choir_cell.onnx", {0: "settings"}),
    )


def train(plan: Plan) -> dict[str, object]:
    """Train NETS nets one after the other with seeds of their own, measure them together and export them as one."""
    with np.load(plan.data / "score.npz") as file:
        arrays = dict(file)
    sides = {
        name: [piece_of(rows, int(name == "hymns")) for rows in side(arrays, name)]
        for name in ("train", "hymns", "valid", "test")
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    trained = [_trained(replace(plan, seed=plan.seed + i), sides) for i in range(NETS)]
    nets = Several([net for net, _ in trained])
    figures = _calibrate(nets, sides["valid"]) | _figures(nets, sides)
    figures["largest difference of the exported net"] = _exported(nets, plan)
    report(plan, "choir", nets, *(result for _, result in trained), figures=figures)
    return figures


def _trained(plan: Plan, sides: dict[str, list[Piece]]) -> tuple[ChoirNet, Result]:
    """One net. What an interrupted command with the same plan had finished is taken up again."""
    seeded(plan.seed)
    net = ChoirNet(16, 16, 8, 2) if plan.small else ChoirNet()
    kept, known = plan.out / f"choir_{plan.seed}.pt", repr(plan)
    if kept.exists():
        found = torch.load(kept)
        if found["plan"] == known:
            net.load_state_dict(found["weights"])
            return net.eval(), Result(**found["result"])
    batches = _batches(sides["train"], sides["hymns"], plan.batch)
    result = fit(net, plan, lambda: _loss(net, next(batches)), lambda mean: _valid(mean, sides["valid"]))
    torch.save({"plan": known, "weights": net.state_dict(), "result": asdict(result)}, kept)
    return net, result


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=900, batch=8, rate=2e-3, decay=0.1))


if __name__ == "__main__":
    main()
