"""Trains the prosody net: `python -m training.prosody --data PREPARED --out WEIGHTS`.

Figures on held-out songs: nats a syllable of the rhythm (length to the next syllable's onset), with stresses and with
them hidden; nats a syllable of the number of notes.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from songwright.music.nets.grid import length_class
from training.export import export
from training.loop import Plan, fit, plan_from, report, seeded, side
from training.nets.prosody import INSIDE, LONGEST, SLURS, START, ProsodyNet
from training.prosody_rows import PROSODY_COLUMNS

__all__ = ["Decider", "Encoder", "Slurs", "main", "train"]

MOST = 160
AT = {name: i for i, name in enumerate(PROSODY_COLUMNS)}
FLAGS = ("opens", "closes", "pause", "line_end")


class Encoder(nn.Module):
    """`ProsodyNet.encode` as a graph of its own."""

    def __init__(self, net: ProsodyNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, kind: Tensor, flags: Tensor, metre: Tensor, source: Tensor) -> tuple[Tensor, Tensor]:
        """See ProsodyNet.encode."""
        return self.net.encode(kind, flags, metre, source)


class Decider(nn.Module):
    """`ProsodyNet.decide` and `.slurs` as a graph of its own."""

    def __init__(self, net: ProsodyNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, state: Tensor, place: Tensor, before: Tensor, earlier: Tensor) -> Tensor:
        """See ProsodyNet.decide."""
        return self.net.decide(state, place, before, earlier)


class Slurs(nn.Module):
    """`ProsodyNet.slurs` as a graph of its own."""

    def __init__(self, net: ProsodyNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, state: Tensor, long: Tensor) -> Tensor:
        """See ProsodyNet.slurs."""
        return self.net.slurs(state, long)


def _table(pieces: list[np.ndarray], device: torch.device) -> dict[str, Tensor]:
    """Verses padded to (verses, MOST): the inputs, and targets -1 where nothing is to be told."""
    shape = (len(pieces), MOST)
    table = {name: np.zeros(shape, np.int64) for name in ("kind", "place", "before", "earlier", "long")}
    table |= {"length": np.full(shape, -1, np.int64), "slur": np.full(shape, -1, np.int64)}
    table["flags"] = np.zeros((*shape, len(FLAGS)), np.float32)
    table["start"] = np.full(len(pieces), -1, np.int64)
    table["metre"], table["source"] = np.zeros(len(pieces), np.int64), np.zeros(len(pieces), np.int64)
    for i, whole in enumerate(pieces):
        rows = whole[:MOST].astype(np.int64)
        count = len(rows)
        gaps = np.clip(np.diff(rows[:, AT["onset"]]), 1, LONGEST)
        classes = length_class(gaps)
        table["kind"][i, :count] = rows[:, AT["kind"]]
        table["flags"][i, :count] = rows[:, [AT[name] for name in FLAGS]]
        table["place"][i, :count] = rows[:, AT["metre"]] * INSIDE + rows[:, AT["inside"]]
        table["before"][i, :count] = np.concatenate([[START], classes])
        table["earlier"][i, :count] = np.concatenate([[START, START], classes[:-1]])[:count]
        table["length"][i, : count - 1] = gaps - 1
        table["long"][i, : count - 1] = classes
        table["slur"][i, : count - 1] = np.clip(rows[:-1, AT["notes"]], 1, SLURS) - 1
        table["start"][i] = rows[0, AT["inside"]]
        table["metre"][i], table["source"][i] = rows[0, AT["metre"]], rows[0, AT["source"]]
    return {name: torch.as_tensor(value, device=device) for name, value in table.items()}


def _losses(net: ProsodyNet, some: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    state, start = net.encode(some["kind"], some["flags"], some["metre"], some["source"])
    lengths = net.decide(state, some["place"], some["before"], some["earlier"])
    slurs = net.slurs(state, some["long"])
    return (
        functional.cross_entropy(lengths.flatten(0, 1), some["length"].flatten(), ignore_index=-1),
        functional.cross_entropy(slurs.flatten(0, 1), some["slur"].flatten(), ignore_index=-1),
        functional.cross_entropy(start[:, 0], some["start"]),
    )


def _hidden(some: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same verses with every stress hidden."""
    return some | {"kind": torch.full_like(some["kind"], 5), "flags": some["flags"] * 0}


@torch.no_grad()
def _measure(net: ProsodyNet, table: dict[str, Tensor]) -> dict[str, object]:
    length, slur, start = (float(value) for value in _losses(net, table))
    return {
        "rhythm nats/syllable": length, "slur nats/syllable": slur, "first place nats/verse": start,
        "rhythm nats/syllable, stresses hidden": float(_losses(net, _hidden(table))[0]),
        "syllables": int((table["length"] >= 0).sum()),
    }  # fmt: skip


def train(plan: Plan) -> dict[str, object]:
    """Train, measure and export; returns the figures."""
    seeded(plan.seed)
    with np.load(plan.data / "prosody.npz") as file:
        arrays = dict(file)
    device = plan.device
    tables = {name: _table(side(arrays, name), device) for name in ("train", "valid", "test")}
    tunes = torch.as_tensor(arrays["train_tunes"].astype(np.int64))
    # Hymns have many verses to one tune: a tune counts as the square root of its verses.
    weights = 1.0 / torch.bincount(tunes)[tunes].float().sqrt()
    net = (ProsodyNet(16, 24, 1) if plan.small else ProsodyNet()).to(device)

    def loss() -> Tensor:
        which = torch.multinomial(weights, plan.batch, replacement=True).to(device)
        some = {name: value[which] for name, value in tables["train"].items()}
        unknown = torch.rand(plan.batch, 1, device=device) < 0.1
        some["kind"] = torch.where(unknown, 5, some["kind"])
        length, slur, start = _losses(net, some)
        return length + 0.3 * slur + 0.05 * start

    def valid(mean: nn.Module) -> float:
        with torch.no_grad():
            return float(_losses(mean, tables["valid"])[0])  # type: ignore[arg-type]

    result = fit(net, plan, loss, valid)
    figures = {
        f"{name} {key}": value for name in ("valid", "test") for key, value in _measure(net, tables[name]).items()
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), plan.out / "prosody.pt")
    figures["largest difference of the exported net"] = _export(net, plan)
    report(plan, "prosody", net, result, figures=figures)
    return figures


def _export(net: ProsodyNet, plan: Plan) -> float:
    net = net.cpu().eval()
    number = lambda *shape: torch.zeros(*shape, dtype=torch.long)  # noqa: E731
    kind = torch.randint(0, 6, (2, 7))
    words = {"kind": kind, "flags": torch.rand(2, 7, len(FLAGS)), "metre": number(2), "source": number(2)}
    worst = export(
        Encoder(net), words, ["state", "start"], plan.out / "prosody_words.onnx", {0: "batch", 1: "syllables"}
    )
    state, _ = net.encode(**words)
    cells = {"state": state[0].detach(), "place": number(7), "before": number(7) + 2, "earlier": number(7) + 3}
    worst = max(worst, export(Decider(net), cells, ["length"], plan.out / "prosody_rhythm.onnx", {0: "cells"}))
    some = {"state": state[0].detach(), "long": number(7)}
    return max(worst, export(Slurs(net), some, ["slur"], plan.out / "prosody_slurs.onnx", {0: "cells"}))


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=5_000, batch=64, rate=2e-3))


if __name__ == "__main__":
    main()
