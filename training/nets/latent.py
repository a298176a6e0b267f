"""The latent net: two bars of melody as a point; rhythm and chords are given, so the point holds the contour."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from songwright.music.nets.grid import LENGTHS
from songwright.music.nets.notes import PITCHES
from training.nets.blocks import ShiftHead

__all__ = ["LATENT_FIELDS", "SIZE", "LatentDecoder", "LatentEncoder"]

SIZE = 32
CLASSES = len(LENGTHS) + 1
# place: step in the window; bar: 0 for bars of 16 or 8 steps, 1 for bars of 12; the rest as in nets.melody.FIELDS.
LATENT_FIELDS = (
    ("place", 32, 16),
    ("length", CLASSES, 10),
    ("bar", 2, 4),
    ("root", 13, 14),
    ("quality", 8, 8),
    ("minor", 2, 4),
)
GIVEN = sum(size for _, _, size in LATENT_FIELDS)


class _Given(nn.Module):
    """Embeds the fields of each note."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Embedding(count, size) for _, count, size in LATENT_FIELDS)

    def forward(self, fields: tuple[Tensor, ...]) -> Tensor:
        return torch.cat([table(values) for table, values in zip(self.fields, fields, strict=True)], -1)


class LatentEncoder(nn.Module):
    """Notes -> mean and log-variance of the point; about 0.35 million parameters."""

    def __init__(self, hidden: int = 160) -> None:
        super().__init__()
        self.given = _Given()
        self.pitch = nn.Embedding(PITCHES, 32)
        self.read = nn.GRU(GIVEN + 32, hidden, batch_first=True, bidirectional=True)
        self.mean = nn.Linear(4 * hidden, SIZE)
        self.spread = nn.Linear(4 * hidden, SIZE)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """LATENT_FIELDS in order, then pitch and inside (1 for a note, 0 for padding): (batch, notes) each."""
        pitch, inside = inputs[len(LATENT_FIELDS) :]
        x = torch.cat([self.given(inputs[: len(LATENT_FIELDS)]), self.pitch(pitch)], -1)
        seen = inside.unsqueeze(-1).to(x.dtype)
        read, _ = self.read(x * seen)
        count = seen.sum(1).clamp(min=1.0)
        whole = torch.cat([(read * seen).sum(1) / count, (read * seen + (seen - 1.0) * 2.0).max(1).values], -1)
        return self.mean(whole), self.spread(whole).clamp(-8.0, 2.0)


class LatentDecoder(nn.Module):
    """Point, rhythm and chords -> a distribution over pitches for each note; about 0.9 million parameters."""

    def __init__(self, hidden: int = 160) -> None:
        super().__init__()
        self.given = _Given()
        self.point = nn.Linear(SIZE, 96)
        self.near = nn.GRU(GIVEN + 96, hidden, batch_first=True, bidirectional=True)
        self.far = nn.GRU(2 * hidden + 96, hidden, batch_first=True, bidirectional=True)
        self.absolute = nn.Linear(4 * hidden, PITCHES)
        self.relative = ShiftHead(4 * hidden, 1, PITCHES)

    def forward(self, *inputs: Tensor) -> Tensor:
        """The point (batch, SIZE), then LATENT_FIELDS in order -> logits (batch, notes, PITCHES)."""
        given = self.given(inputs[1:])
        point = torch.tanh(self.point(inputs[0])).unsqueeze(1).expand(-1, given.shape[1], -1)
        first, _ = self.near(torch.cat([given, point], -1))
        second, _ = self.far(torch.cat([first, point], -1))
        state = torch.cat([first, second], -1)
        root = inputs[4]
        place = torch.where(root < 12, root + 18, PITCHES).unsqueeze(-1)
        return self.absolute(state) + self.relative(state, place)
