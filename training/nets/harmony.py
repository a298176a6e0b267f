"""The harmony net: a row of half-bars, any chords hidden, a distribution over chords for each."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from songwright.music.nets.harmony import CHORDS, SECTIONS, STYLES
from training.nets.blocks import FAR, Trunk, nearest_known

__all__ = ["HARMONY_FIELDS", "HarmonyNet", "harmony_inputs"]

HARMONY_FIELDS = (
    ("half", 2, 4), ("bar", 8, 8), ("section", len(SECTIONS), 6), ("minor", 2, 4), ("style", len(STYLES), 6),
    ("triple", 2, 4),
)  # fmt: skip
HEARD = 13


def harmony_inputs(fields: dict[str, Tensor], chord: Tensor, masked: Tensor) -> dict[str, Tensor]:
    """All inputs; `fields["heard"]` is (batch, half-bars, HEARD): a flag and the shares of the tune's pitch classes."""
    left, left_far, right, right_far = nearest_known(chord, masked, CHORDS)
    found = {name: fields[name] for name, _, _ in HARMONY_FIELDS} | {"heard": fields["heard"]}
    return found | {
        "shown": torch.where(masked, CHORDS, chord), "left": left, "left_far": left_far, "right": right,
        "right_far": right_far,
    }  # fmt: skip


class HarmonyNet(nn.Module):
    """About 0.45 million parameters at the default size."""

    def __init__(self, width: int = 112, hidden: int = 96, layers: int = 2, drop: float = 0.25) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Embedding(count, size) for _, count, size in HARMONY_FIELDS)
        self.chord = nn.Embedding(CHORDS + 1, 28)
        self.far = nn.Embedding(FAR + 1, 6)
        self.heard = nn.Linear(HEARD, 24)
        self.inp = nn.Linear(sum(size for _, _, size in HARMONY_FIELDS) + 24 + 3 * 28 + 12, width)
        self.trunk = Trunk(width, hidden, layers, drop)
        self.out = nn.Linear(width + 2 * 28 + 12 + 24, CHORDS)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Logits (batch, half-bars, CHORDS) from HARMONY_FIELDS, heard, shown, left, left_far, right, right_far."""
        heard, shown, left, left_far, right, right_far = inputs[len(HARMONY_FIELDS) :]
        embedded = [table(values) for table, values in zip(self.fields, inputs, strict=False)]
        tune = torch.relu(self.heard(heard))
        near = torch.cat([self.chord(left), self.chord(right), self.far(left_far), self.far(right_far)], -1)
        state = self.trunk(torch.relu(self.inp(torch.cat([*embedded, tune, self.chord(shown), near], -1))))
        return self.out(torch.cat([state, near, tune], -1))
