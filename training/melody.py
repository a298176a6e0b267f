"""Trains the melody net: `python -m training.melody --data PREPARED --out WEIGHTS`.

Figures on held-out tune families: nats a note orderless, with all pitches hidden (each note told from rhythm, chords
and words alone), and from left to right.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from songwright.music.nets.grid import METRES, length_class, strengths
from songwright.music.nets.notes import COLUMNS, LOWEST, PITCHES, UNKNOWN_CHORD, UNKNOWN_KIND, UNKNOWN_QUALITY
from training.export import export
from training.loop import Plan, fit, plan_from, report, seeded, side
from training.nets.melody import MelodyNet, melody_inputs

__all__ = ["Notes", "main", "table_of", "train"]

AT = {name: i for i, name in enumerate(COLUMNS)}
WINDOW = 96
# Lead sheets and hymns are few and nearest to what is asked for; fiddle tunes are many and without words.
SOURCE_WEIGHTS = (5.0, 4.0, 1.0, 0.5)
UNKNOWN_SOURCE = 4
WEIGHT_TABLE = np.zeros((len(METRES), 24), np.int64)
for _number, _metre in enumerate(METRES):
    WEIGHT_TABLE[_number, : len(strengths(_metre))] = strengths(_metre)


def table_of(rows: np.ndarray) -> dict[str, np.ndarray]:
    """The fields of `nets.melody.FIELDS` and "pitch" (0 ... PITCHES-1) for one stretch of notes.COLUMNS."""
    rows = rows.astype(np.int64)
    onset, length = rows[:, AT["onset"]], rows[:, AT["length"]]
    gap = np.zeros_like(onset)
    gap[1:] = np.maximum(0, onset[1:] - onset[:-1] - length[:-1])
    found = {
        name: rows[:, AT[name]]
        for name in ("inside", "metre", "root", "quality", "kind", "held", "line_end", "minor", "source")
    }
    found |= {"length": length_class(length), "gap": length_class(gap)}
    found["weight"] = WEIGHT_TABLE[rows[:, AT["metre"]], rows[:, AT["inside"]]]
    found["pitch"] = np.clip(rows[:, AT["pitch"]] - LOWEST, 0, PITCHES - 1)
    return found


class Notes:
    """All stretches of one side in one long table on the device."""

    def __init__(self, pieces: list[np.ndarray], device: torch.device) -> None:
        tables = [table_of(rows) for rows in pieces]
        pad = np.zeros(WINDOW, np.int64)
        self.fields = {
            name: torch.as_tensor(np.concatenate([table[name] for table in tables] + [pad]), device=device)
            for name in tables[0]
        }
        self.sizes = torch.tensor([len(rows) for rows in pieces], device=device)
        self.starts = torch.cumsum(self.sizes, 0) - self.sizes
        sources = torch.tensor([SOURCE_WEIGHTS[int(rows[0, AT["source"]])] for rows in pieces], device=device)
        self.weights = sources * self.sizes
        self.device = device

    def draw(self, batch: int) -> tuple[dict[str, Tensor], Tensor]:
        """Random windows and which of their notes are inside the stretch."""
        which = torch.multinomial(self.weights, batch, replacement=True)
        return self.window(
            which, (torch.rand(batch, device=self.device) * (self.sizes[which] - WINDOW // 2).clamp(min=1)).long()
        )

    def window(self, which: Tensor, start: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """WINDOW notes of the stretches `which` from their notes `start`."""
        place = start[:, None] + torch.arange(WINDOW, device=self.device)
        inside = place < self.sizes[which][:, None]
        index = (self.starts[which][:, None] + place).clamp(max=len(self.fields["pitch"]) - 1)
        return {name: values[index] for name, values in self.fields.items()}, inside


def _mask(inside: Tensor) -> Tensor:
    batch, device = len(inside), inside.device
    rand = lambda *shape: torch.rand(*shape, device=device)  # noqa: E731
    place = torch.arange(WINDOW, device=device)[None]
    first = (rand(batch, 1) * WINDOW).long()
    span = (place >= first) & (place < first + 3 + (rand(batch, 1) * 40).long())
    kind = rand(batch, 1)
    later = place >= first
    spread = rand(batch, WINDOW) < rand(batch, 1)
    mask = torch.where(kind < 0.5, spread, torch.where(kind < 0.75, span, torch.where(kind < 0.93, later, place >= 0)))
    return mask & inside


def _roughen(fields: dict[str, Tensor]) -> dict[str, Tensor]:
    """Now and then hide the chords, the words or the style, so that the net does without."""
    rand = lambda: torch.rand(len(fields["pitch"]), 1, device=fields["pitch"].device)  # noqa: E731
    chords, words, style = rand() < 0.12, rand() < 0.15, rand() < 0.2
    changed = dict(fields)
    changed["root"] = torch.where(chords, UNKNOWN_CHORD, fields["root"])
    changed["quality"] = torch.where(chords, UNKNOWN_QUALITY, fields["quality"])
    changed["kind"] = torch.where(words, UNKNOWN_KIND, fields["kind"])
    changed["line_end"] = torch.where(words, 0, fields["line_end"])
    changed["source"] = torch.where(style, UNKNOWN_SOURCE, fields["source"])
    return changed


def _nll(net: nn.Module, fields: dict[str, Tensor], mask: Tensor) -> Tensor:
    logits = net(*melody_inputs(fields, fields["pitch"], mask).values())
    return functional.cross_entropy(logits.flatten(0, 1), fields["pitch"].flatten(), reduction="none").view_as(mask)


@torch.no_grad()
def measure(net: nn.Module, notes: Notes, most: int = 512) -> dict[str, float]:
    """Nats a note over windows of the first `most` stretches; see the module."""
    generator = torch.Generator().manual_seed(5)
    which = torch.randperm(len(notes.sizes), generator=generator)[:most].to(notes.device)
    fields, inside = notes.window(which, torch.zeros_like(which))
    rate = torch.rand(len(which), 1, generator=generator).to(notes.device)
    spread = torch.rand(len(which), WINDOW, generator=generator).to(notes.device) < rate.clamp(min=0.05)
    figures = {}
    for name, mask in (("orderless", spread & inside), ("all hidden", inside)):
        each = _nll(net, fields, mask) * mask
        figures[f"{name} nats/note"] = float((each.sum(1) / mask.sum(1).clamp(min=1)).mean())
    total, count = 0.0, 0
    for place in range(0, WINDOW, 8):
        mask = (torch.arange(WINDOW, device=notes.device) >= place)[None] & inside
        each = _nll(net, fields, mask)[:, place][inside[:, place]]
        total, count = total + float(each.sum()), count + len(each)
    figures["left to right nats/note"] = total / max(1, count)
    return figures


def train(plan: Plan) -> dict[str, object]:
    """Train, measure and export; returns the figures."""
    seeded(plan.seed)
    with np.load(plan.data / "melody.npz") as file:
        arrays = dict(file)
    notes = {name: Notes(side(arrays, name), plan.device) for name in ("train", "valid", "test")}
    net = (MelodyNet(32, 16, 1) if plan.small else MelodyNet()).to(plan.device)

    def loss() -> Tensor:
        fields, inside = notes["train"].draw(plan.batch)
        fields = _roughen(fields)
        mask = _mask(inside)
        each = _nll(net, fields, mask) * mask
        return (each.sum(1) / mask.sum(1).clamp(min=4)).mean()

    most = 24 if plan.small else 512
    result = fit(net, plan, loss, lambda m: measure(m, notes["valid"], most)["orderless nats/note"])
    figures: dict[str, object] = {
        f"{name} {key}": value for name in ("valid", "test") for key, value in measure(net, notes[name], most).items()
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), plan.out / "melody.pt")
    fields, inside = notes["train"].draw(2)
    example = melody_inputs(fields, fields["pitch"], _mask(inside))
    path = plan.out / "melody.onnx"
    figures["largest difference of the exported net"] = export(net, example, ["logits"], path, {0: "batch", 1: "notes"})
    report(plan, "melody", net, result, figures=figures)
    return figures


def main() -> None:
    """Command line."""
    train(plan_from(__doc__ or "", steps=12_000, batch=128, rate=2e-3))


if __name__ == "__main__":
    main()
