"""Trains the score net: `python -m training.score --data PREPARED --out WEIGHTS`.

Figures, all in nats on the usual test split: orderless per frame (the mean over random orders and places, times four
voices) and per token; chronological per token (each cell from the past and from the voices above it, in the order
soprano, bass, alto, tenor), by ordered masking.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.export import export
from training.loop import Plan, fit, plan_from, report, seeded, side
from training.nets.score import PITCHES, REST, ScoreNet, score_inputs

__all__ = ["main", "train"]

LOWEST = 36
STEPS = 128
ORDER = (0, 3, 1, 2)
Pieces = list[Tensor]


def _values(rows: np.ndarray, device: torch.device) -> Tensor:
    """MIDI pitches, below 0 for a rest -> values 0-46, REST."""
    table = torch.as_tensor(rows.astype(np.int64), device=device)
    return torch.where(table < 0, REST, (table - LOWEST).clamp(0, PITCHES - 1))


class Batches:
    """Random crops in random keys with random cells hidden, all on the device."""

    def __init__(
        self, pieces: Pieces, styles: list[int], weights: list[float], batch: int, device: torch.device
    ) -> None:
        longest = max(len(piece) for piece in pieces) + STEPS
        self.table = torch.full((len(pieces), longest, 4), REST, device=device)
        for i, piece in enumerate(pieces):
            self.table[i, : len(piece)] = piece
        sounding = self.table != REST
        self.sizes = torch.tensor([len(piece) for piece in pieces], device=device)
        self.low = torch.where(sounding, self.table, PITCHES).flatten(1).min(1).values
        self.high = torch.where(sounding, self.table, 0).flatten(1).max(1).values
        self.styles = torch.tensor(styles, device=device)
        self.weights = torch.tensor(weights, device=device)
        self.batch, self.device = batch, device

    def draw(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """(values, inside the piece, phase, style, mask)."""
        rand = lambda *shape: torch.rand(*shape, device=self.device)  # noqa: E731
        which = torch.multinomial(self.weights, self.batch, replacement=True)
        sizes = self.sizes[which]
        # Whole bars, so that the phase is the place in the bar of four quarters.
        start = (rand(self.batch) * (sizes - STEPS // 2).clamp(min=1) / 4).long() * 4
        steps = start[:, None] + torch.arange(STEPS, device=self.device)
        values = self.table[which[:, None], steps]
        inside = steps < sizes[:, None]
        down, up = self.low[which].clamp(max=6), (PITCHES - 1 - self.high[which]).clamp(max=6)
        shift = (rand(self.batch) * (down + up + 1)).long() - down
        values = torch.where(values == REST, REST, values + shift[:, None, None])
        return values, inside, steps % 16, self.styles[which], self._mask(inside)

    def _mask(self, inside: Tensor) -> Tensor:
        rand = lambda *shape: torch.rand(*shape, device=self.device)  # noqa: E731
        count = self.batch
        mask = rand(count, STEPS, 4) < rand(count, 1, 1)
        voices = (rand(count, 1, 4) < 0.5 + 0.5 * (rand(count, 1, 1) < 0.4)).expand(-1, STEPS, -1).clone()
        voices[:, :, 0] &= rand(count, 1) < 0.3
        voices &= rand(count, STEPS, 4) < 0.4 + 0.9 * rand(count, 1, 1)
        place = torch.arange(STEPS, device=self.device)[None]
        first = (rand(count, 1) * STEPS).long()
        span = ((place >= first) & (place < first + 4 + (rand(count, 1) * 60).long()))[..., None].expand(-1, -1, 4)
        later = (place > first)[..., None].expand(-1, -1, 4).clone()
        done = (rand(count, 1) * 4).long()
        rank = torch.tensor([ORDER.index(v) for v in range(4)], device=self.device)
        later |= (place == first)[..., None] & (rank >= done[..., None])
        kind = rand(count, 1, 1)
        mask = torch.where(kind < 0.4, mask, torch.where(kind < 0.6, voices, torch.where(kind < 0.75, span, later)))
        # Far cells of an unwritten future teach little: for those only the next half-bar counts.
        near = (place < first + 8)[..., None]
        return mask & inside[..., None], ((kind < 0.75) | near) & inside[..., None]


def _loss(net: nn.Module, batches: Batches) -> Tensor:
    values, _, phase, style, (mask, counted) = batches.draw()
    logits = net(**score_inputs(values, mask, phase, style))
    each = functional.cross_entropy(logits.flatten(0, 2), values.flatten(), reduction="none").view_as(values)
    weight = (mask & counted).float()
    return ((each * weight).sum((1, 2)) / weight.sum((1, 2)).clamp(min=4)).mean()


@torch.no_grad()
def orderless(net: nn.Module, pieces: Pieces, repeats: int, seed: int = 1) -> float:
    """Nats a token: per piece the mean over the cells of hidden sets of random size and place; pieces by length."""
    generator = torch.Generator().manual_seed(seed)
    total = tokens = 0.0
    for piece in pieces:
        size = 4 * len(piece)
        masks = []
        for r in range(repeats):
            hidden = int((r + torch.rand(1, generator=generator).item()) / repeats * size) + 1
            mask = torch.zeros(size, dtype=torch.bool)
            mask[torch.randperm(size, generator=generator)[:hidden]] = True
            masks.append(mask.view(-1, 4))
        mask = torch.stack(masks).to(piece.device)
        values = piece.expand(repeats, -1, -1)
        phase = (torch.arange(len(piece), device=piece.device) % 16).expand(repeats, -1)
        style = torch.zeros(repeats, dtype=torch.long, device=piece.device)
        logits = net(**score_inputs(values, mask, phase, style))
        each = functional.cross_entropy(logits.flatten(0, 2), values.flatten(), reduction="none").view_as(values) * mask
        total += float((each.sum((1, 2)) / mask.sum((1, 2))).mean()) * size
        tokens += size
    return total / tokens


@torch.no_grad()
def chronological(net: nn.Module, pieces: Pieces, context: int = 192, ahead: int = 32, every: int = 1) -> float:
    """Nats a token when each cell is told from the past (at most `context` steps) and the voices before it in ORDER."""
    total = count = 0.0
    for piece in pieces:
        pad = torch.full((context, 4), REST, device=piece.device)
        row = torch.cat([pad, piece, torch.full((ahead, 4), REST, device=piece.device)])
        for rank, voice in enumerate(ORDER):
            times = torch.arange(0, len(piece), every, device=piece.device)
            for some in times.split(96):
                window = some[:, None] + torch.arange(context + 1 + ahead, device=piece.device)
                values = row[window]
                place = torch.arange(window.shape[1], device=piece.device)
                hidden = (place > context)[:, None].expand(-1, 4).clone()
                hidden[context, list(ORDER[rank:])] = True
                # Before the start there is nothing: those cells are hidden too.
                mask = hidden[None] | (window < context)[..., None]
                phase = (window - context) % 16
                style = torch.zeros(len(some), dtype=torch.long, device=piece.device)
                logits = net(**score_inputs(values, mask, phase, style))[:, context, voice]
                total += float(functional.cross_entropy(logits, piece[some, voice], reduction="sum"))
                count += len(some)
    return total / count


def train(plan: Plan) -> dict[str, object]:
    """Train, measure and export; returns the figures."""
    seeded(plan.seed)
    with np.load(plan.data / "score.npz") as file:
        arrays = dict(file)
    device = plan.device
    pieces = {
        name: [_values(rows, device) for rows in side(arrays, name)] for name in ("train", "hymns", "valid", "test")
    }
    styles = [0] * len(pieces["train"]) + [1] * len(pieces["hymns"])
    weights = [float(len(p)) for p in pieces["train"]] + [0.25 * len(p) for p in pieces["hymns"]]
    batches = Batches(pieces["train"] + pieces["hymns"], styles, weights, plan.batch, device)
    net = (ScoreNet(48, 24, 1, 8) if plan.small else ScoreNet()).to(device)
    held = pieces["valid"][:4] if plan.small else pieces["valid"]
    result = fit(net, plan, lambda: _loss(net, batches), lambda m: orderless(m, held, 2 if plan.small else 4))
    test = pieces["test"][:2] if plan.small else pieces["test"]
    repeats = 2 if plan.small else 16
    figures: dict[str, object] = {}
    for name, some in (("valid", held), ("test", test)):
        token = orderless(net, some, repeats, seed=7)
        figures |= {f"{name} orderless nats/token": token, f"{name} orderless nats/frame": 4 * token}
        figures[f"{name} chronological nats/token (S B A T)"] = chronological(net, some, every=16 if plan.small else 1)
    plan.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), plan.out / "score.pt")
    batch = score_inputs(*(v[:2].cpu() for v in _example(batches)))
    figures["largest difference of the exported net"] = export(
        net, batch, ["logits"], plan.out / "score.onnx", {0: "batch", 1: "time"}
    )
    report(plan, "score", net, result, figures=figures)
    return figures


def _example(batches: Batches) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    values, _, phase, style, (mask, _) = batches.draw()
    return values, mask, phase, style


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=12_000, batch=64, rate=1.5e-3))


if __name__ == "__main__":
    main()
