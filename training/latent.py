"""Trains the latent net: `python -m training.latent --data PREPARED --out WEIGHTS`.

Windows of 32 steps (two bars of four quarters, four of two) or 24 steps (two bars of three quarters or six eighths).
Figures on held-out tune families: the share of pitches rebuilt, of windows rebuilt without a fault, the divergence in
nats; for points drawn at random, how often notes on strong beats belong to the chord, and real tunes' share.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from songwright.music.nets.grid import METRES, bar_steps
from training.export import export
from training.loop import Plan, fit, plan_from, report, seeded, side
from training.melody import AT, table_of
from training.nets.latent import LATENT_FIELDS, SIZE, LatentDecoder, LatentEncoder

__all__ = ["LatentNet", "main", "train", "windows"]

MOST = 20
LEAST = 4
FREE = 8.0
PRESSURE = 0.08
CHORD_STEPS = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 4, 7, 11), (0, 3, 7, 10), (0, 3, 6, 9), (0, 5, 7))


class LatentNet(nn.Module):
    """Encoder and decoder together."""

    def __init__(self, hidden: int = 512) -> None:
        super().__init__()
        self.encoder, self.decoder = LatentEncoder(hidden), LatentDecoder(hidden)

    def forward(self, table: dict[str, Tensor], noise: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Logits, and the divergence from the prior by window and dimension; without noise the mean is decoded."""
        fields = [table[name] for name, _, _ in LATENT_FIELDS]
        mean, spread = self.encoder(*fields, table["pitch"], table["inside"])
        point = mean if noise is None else mean + noise * (0.5 * spread).exp()
        return self.decoder(point, *fields), 0.5 * (mean**2 + spread.exp() - 1 - spread), mean


def windows(pieces: list[np.ndarray]) -> dict[str, np.ndarray]:
    """All windows, one at each bar line, as (windows, MOST) fields."""
    found: list[dict[str, np.ndarray]] = []
    for rows in pieces:
        size = bar_steps(METRES[int(rows[0, AT["metre"]])])
        if (rows[:, AT["metre"]] != rows[0, AT["metre"]]).any() or size not in {8, 12, 16}:
            continue
        reach = 24 if size == 12 else 32
        table = table_of(rows)
        table["bar"] = np.full(len(rows), int(reach != 32))
        onset = rows[:, AT["onset"]].astype(np.int64)
        for start in range(0, int(onset[-1]), size):
            some = np.flatnonzero((onset >= start) & (onset < start + reach))
            if LEAST <= len(some) <= MOST:
                cut = {name: table[name][some] for name in ("length", "bar", "root", "quality", "minor", "pitch")}
                found.append(cut | {"place": onset[some] - start})
    names = [*(name for name, _, _ in LATENT_FIELDS), "pitch"]
    packed = {name: np.zeros((len(found), MOST), np.int64) for name in (*names, "inside")}
    for i, cut in enumerate(found):
        for name in names:
            packed[name][i, : len(cut["pitch"])] = cut[name]
        packed["inside"][i, : len(cut["pitch"])] = 1
    return packed


def _loss(net: LatentNet, table: dict[str, Tensor]) -> Tensor:
    noise = torch.randn(len(table["pitch"]), SIZE, device=table["pitch"].device)
    logits, divergence, _ = net(table, noise)
    each = functional.cross_entropy(logits.flatten(0, 1), table["pitch"].flatten(), reduction="none")
    rebuilt = (each.view_as(table["inside"]) * table["inside"]).sum(1).mean()
    return rebuilt + PRESSURE * (divergence.sum(1).mean() - FREE).clamp(min=0)


@torch.no_grad()
def measure(net: LatentNet, table: dict[str, Tensor]) -> dict[str, float]:
    """See the module."""
    logits, divergence, _ = net(table)
    inside = table["inside"].bool()
    right = logits.argmax(-1) == table["pitch"]
    generator = torch.Generator().manual_seed(3)
    point = torch.randn(len(inside), SIZE, generator=generator).to(inside.device)
    free = net.decoder(point, *[table[name] for name, _, _ in LATENT_FIELDS]).argmax(-1)
    return {
        "pitches rebuilt": float(right[inside].float().mean()),
        "windows rebuilt": float((right | ~inside).all(1).float().mean()),
        "divergence, nats": float(divergence.sum(1).mean()),
        "chord notes on quarters, random points": _in_chord(table, free),
        "chord notes on quarters, real": _in_chord(table, table["pitch"]),
        "windows": float(len(inside)),
    }


def _in_chord(table: dict[str, Tensor], pitch: Tensor) -> float:
    chords = torch.zeros(8, 12, dtype=torch.bool, device=pitch.device)
    for quality, steps in enumerate(CHORD_STEPS):
        chords[quality, list(steps)] = True
    strong = (table["place"] % 4 == 0) & table["inside"].bool() & (table["root"] < 12)
    above = (pitch - 18 - table["root"]) % 12
    return float(chords[table["quality"], above][strong].float().mean())


def train(plan: Plan) -> dict[str, object]:
    """Train, measure and export; returns the figures."""
    seeded(plan.seed)
    with np.load(plan.data / "melody.npz") as file:
        arrays = dict(file)
    few = {"train": 300, "valid": 40, "test": 40} if plan.small else {}
    tables = {}
    for name in ("train", "valid", "test"):
        packed = windows(side(arrays, name)[: few.get(name)])
        tables[name] = {key: torch.as_tensor(value, device=plan.device) for key, value in packed.items()}
    net = (LatentNet(32) if plan.small else LatentNet()).to(plan.device)
    train_table = tables["train"]
    weights = torch.where(train_table["root"][:, 0] < 12, 3.0, 1.0)

    def loss() -> Tensor:
        which = torch.multinomial(weights, plan.batch, replacement=True)
        return _loss(net, {name: values[which] for name, values in train_table.items()})

    def valid(mean: nn.Module) -> float:
        return 1.0 - measure(mean, tables["valid"])["pitches rebuilt"]  # type: ignore[arg-type]

    result = fit(net, plan, loss, valid)
    figures: dict[str, object] = {
        f"{name} {key}": value for name in ("valid", "test") for key, value in measure(net, tables[name]).items()
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), plan.out / "latent.pt")
    figures["largest difference of the exported net"] = _export(net, tables["valid"], plan)
    report(plan, "latent", net, result, figures=figures)
    return figures


def _export(net: LatentNet, table: dict[str, Tensor], plan: Plan) -> float:
    some = {name: values[:2].cpu() for name, values in table.items()}
    fields = {name: some[name] for name, _, _ in LATENT_FIELDS}
    seen = {**fields, "pitch": some["pitch"], "inside": some["inside"]}
    axes = {0: "batch", 1: "notes"}
    worst = export(net.encoder, seen, ["mean", "spread"], plan.out / "latent_encoder.onnx", axes)
    given = {"point": torch.randn(2, SIZE), **fields}
    return max(worst, export(net.decoder, given, ["logits"], plan.out / "latent_decoder.onnx", axes))


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=6_000, batch=256, rate=2e-3))


if __name__ == "__main__":
    main()
