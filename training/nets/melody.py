"""The melody net: rows of notes with their place, length, chord and words; any pitches hidden, a guess for each."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from songwright.music.nets.grid import LENGTHS, METRES
from songwright.music.nets.notes import PITCHES
from training.nets.blocks import FAR, ShiftHead, Trunk, nearest_known

__all__ = ["FIELDS", "MelodyNet", "melody_inputs"]

CLASSES = len(LENGTHS) + 1
# Name, number of values, size of its embedding; each is one (batch, notes) input.
FIELDS = (
    ("inside", 24, 10), ("length", CLASSES, 12), ("gap", CLASSES, 8), ("metre", len(METRES), 6), ("weight", 5, 4),
    ("root", 13, 16), ("quality", 8, 10), ("kind", 6, 6), ("held", 2, 4), ("line_end", 2, 4), ("minor", 2, 4),
    ("source", 5, 6),
)  # fmt: skip


def melody_inputs(fields: dict[str, Tensor], pitch: Tensor, masked: Tensor) -> dict[str, Tensor]:
    """All inputs of the net from the fields, (batch, notes) pitches 0 ... PITCHES-1 and the mask of hidden ones."""
    left, left_far, right, right_far = nearest_known(pitch, masked, PITCHES)
    shown = torch.where(masked, PITCHES, pitch)
    return {name: fields[name] for name, _, _ in FIELDS} | {
        "shown": shown, "left": left, "left_far": left_far, "right": right, "right_far": right_far,
    }  # fmt: skip


class MelodyNet(nn.Module):
    """About 1.2 million parameters at the default size."""

    def __init__(self, width: int = 192, hidden: int = 144, layers: int = 2, drop: float = 0.25) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Embedding(count, size) for _, count, size in FIELDS)
        self.shown, self.left, self.right = (nn.Embedding(PITCHES + 1, 24) for _ in range(3))
        self.far = nn.Embedding(FAR + 1, 6)
        self.inp = nn.Linear(sum(size for _, _, size in FIELDS) + 84, width)
        self.trunk = Trunk(width, hidden, layers, drop)
        self.head = nn.Linear(width, 128)
        self.absolute = nn.Linear(128 + 60, PITCHES)
        self.relative = ShiftHead(128, 3, PITCHES)
        self.drop = nn.Dropout(drop)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Logits (batch, notes, PITCHES) from FIELDS in order, then shown, left, left_far, right, right_far."""
        shown, left, left_far, right, right_far = inputs[len(FIELDS) :]
        embedded = [table(values) for table, values in zip(self.fields, inputs, strict=False)]
        near = torch.cat([self.left(left), self.right(right), self.far(left_far), self.far(right_far)], -1)
        state = self.trunk(torch.relu(self.inp(torch.cat([*embedded, self.shown(shown), near], -1))))
        own = self.drop(torch.relu(self.head(state)))
        root = inputs[5]
        # The root's place in the middle of the range, so that steps above it are seen alike in every key degree.
        place = torch.where(root < 12, root + 18, PITCHES)
        references = torch.stack([left, right, place], -1)
        return self.absolute(torch.cat([own, near], -1)) + self.relative(own, references)
