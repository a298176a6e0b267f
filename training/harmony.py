"""Trains the harmony net: `python -m training.harmony --data PREPARED --out WEIGHTS`.

Figures on held-out songs: nats a half-bar orderless and from left to right; how often the likeliest chord of a hidden
half-bar is the written one.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from songwright.music.nets.harmony import CHORD_COLUMNS, STYLES
from training.export import export
from training.loop import Plan, fit, plan_from, report, seeded, side
from training.nets.harmony import HARMONY_FIELDS, HEARD, HarmonyNet, harmony_inputs

__all__ = ["main", "train"]

AT = {name: i for i, name in enumerate(CHORD_COLUMNS)}
WINDOW = 64
# By style: pop songs are many, hymns few.
STYLE_WEIGHTS = dict(zip(STYLES, (1.0, 4.0, 4.0, 0.4), strict=True))


class Chords:
    """All songs of one side in one long table on the device."""

    def __init__(self, pieces: list[np.ndarray], device: torch.device) -> None:
        rows = np.concatenate([*pieces, np.zeros((WINDOW, pieces[0].shape[1]), np.int16)]).astype(np.int64)
        self.fields = {name: torch.as_tensor(rows[:, AT[name]], device=device) for name, _, _ in HARMONY_FIELDS}
        self.fields["chord"] = torch.as_tensor(rows[:, AT["chord"]], device=device)
        heard = rows[:, AT["heard"] :].astype(np.float32)
        heard[:, 1:] /= 12.0
        self.heard = torch.as_tensor(heard, device=device)
        self.sizes = torch.tensor([len(piece) for piece in pieces], device=device)
        self.starts = torch.cumsum(self.sizes, 0) - self.sizes
        weights = [STYLE_WEIGHTS[STYLES[int(piece[0, AT["style"]])]] * len(piece) for piece in pieces]
        self.weights = torch.tensor(weights, device=device)
        self.device = device

    def draw(self, batch: int) -> tuple[dict[str, Tensor], Tensor]:
        """Random windows and which half-bars are inside the song."""
        which = torch.multinomial(self.weights, batch, replacement=True)
        room = (self.sizes[which] - WINDOW // 2).clamp(min=1)
        return self.window(which, (torch.rand(batch, device=self.device) * room).long())

    def window(self, which: Tensor, start: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """WINDOW half-bars of the songs `which` from `start`."""
        place = start[:, None] + torch.arange(WINDOW, device=self.device)
        inside = place < self.sizes[which][:, None]
        index = (self.starts[which][:, None] + place).clamp(max=len(self.heard) - 1)
        fields = {name: values[index] for name, values in self.fields.items()}
        return fields | {"heard": self.heard[index]}, inside


def _mask(inside: Tensor) -> Tensor:
    batch, device = len(inside), inside.device
    rand = lambda *shape: torch.rand(*shape, device=device)  # noqa: E731
    place = torch.arange(WINDOW, device=device)[None]
    first = (rand(batch, 1) * WINDOW).long()
    span = (place >= first) & (place < first + 4 + (rand(batch, 1) * 24).long())
    kind = rand(batch, 1)
    spread = rand(batch, WINDOW) < rand(batch, 1)
    mask = torch.where(
        kind < 0.5, spread, torch.where(kind < 0.7, span, torch.where(kind < 0.9, place >= first, place >= 0))
    )
    return mask & inside


def _nll(net: nn.Module, fields: dict[str, Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
    logits = net(*harmony_inputs(fields, fields["chord"], mask).values())
    each = functional.cross_entropy(logits.flatten(0, 1), fields["chord"].flatten(), reduction="none").view_as(mask)
    return each, logits.argmax(-1) == fields["chord"]


@torch.no_grad()
def measure(net: nn.Module, chords: Chords) -> dict[str, float]:
    """See the module."""
    generator = torch.Generator().manual_seed(5)
    which = torch.arange(len(chords.sizes), device=chords.device)
    fields, inside = chords.window(which, torch.zeros_like(which))
    rate = torch.rand(len(which), 1, generator=generator).clamp(min=0.05).to(chords.device)
    mask = (torch.rand(len(which), WINDOW, generator=generator).to(chords.device) < rate) & inside
    each, right = _nll(net, fields, mask)
    figures = {
        "orderless nats/half-bar": float(((each * mask).sum(1) / mask.sum(1).clamp(min=1)).mean()),
        "right chord, orderless": float(right[mask].float().mean()),
    }
    total, count = 0.0, 0
    for place in range(0, WINDOW, 4):
        mask = (torch.arange(WINDOW, device=chords.device) >= place)[None] & inside
        each = _nll(net, fields, mask)[0][:, place][inside[:, place]]
        total, count = total + float(each.sum()), count + len(each)
    return figures | {"left to right nats/half-bar": total / max(1, count)}


def train(plan: Plan) -> dict[str, object]:
    """Train, measure and export; returns the figures."""
    seeded(plan.seed)
    with np.load(plan.data / "harmony.npz") as file:
        arrays = dict(file)
    chords = {name: Chords(side(arrays, name), plan.device) for name in ("train", "valid", "test")}
    net = (HarmonyNet(32, 16, 1) if plan.small else HarmonyNet()).to(plan.device)

    def loss() -> Tensor:
        fields, inside = chords["train"].draw(plan.batch)
        deaf = torch.rand(plan.batch, 1, 1, device=plan.device) < 0.3
        fields["heard"] = torch.where(deaf, torch.zeros(HEARD, device=plan.device), fields["heard"])
        unnamed = torch.rand(plan.batch, 1, device=plan.device) < 0.15
        fields["section"] = torch.where(unnamed, 7, fields["section"])
        mask = _mask(inside)
        each = _nll(net, fields, mask)[0] * mask
        return (each.sum(1) / mask.sum(1).clamp(min=4)).mean()

    result = fit(net, plan, loss, lambda m: measure(m, chords["valid"])["orderless nats/half-bar"])
    figures: dict[str, object] = {
        f"{name} {key}": value for name in ("valid", "test") for key, value in measure(net, chords[name]).items()
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), plan.out / "harmony.pt")
    fields, inside = chords["train"].draw(2)
    example = harmony_inputs(fields, fields["chord"], _mask(inside))
    path = plan.out / "harmony.onnx"
    figures["largest difference of the exported net"] = export(
        net, example, ["logits"], path, {0: "batch", 1: "halves"}
    )
    report(plan, "harmony", net, result, figures=figures)
    return figures


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=8_000, batch=128, rate=2e-3))


if __name__ == "__main__":
    main()
