"""The latent net: two bars of melody as a point; rhythm and chords are given, so the point holds the contour."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from songwright.music.nets.grid import LENGTHS
from songwright.music.nets.notes import PITCHES
from training.nets.blocks import ShiftHead

__all__ = ["LATENT_FIELDS", "SIZE", "LatentDecoder", "LatentEncoder"]

SIZE = 32
STEPS = 32
WIDE = 48
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
    """Notes -> mean and log-variance of the point; about 0.55 million parameters.

    The window is laid out by steps, each with the pitch that sounds or sounded last.
    """

    def __init__(self, hidden: int = 512) -> None:
        super().__init__()
        self.given = _Given()
        self.pitch = nn.Embedding(PITCHES, 24)
        self.tint = nn.Linear(GIVEN, 24)
        self.read = nn.Sequential(nn.Linear(STEPS * 24, hidden), nn.ReLU(), nn.Linear(hidden, hidden // 2), nn.ReLU())
        self.mean = nn.Linear(hidden // 2, SIZE)
        self.spread = nn.Linear(hidden // 2, SIZE)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """LATENT_FIELDS in order, then pitch and inside (1 for a note, 0 for padding): (batch, notes) each."""
        pitch, inside = inputs[len(LATENT_FIELDS) :]
        place = inputs[0]
        notes = self.pitch(pitch) + torch.relu(self.tint(self.given(inputs[: len(LATENT_FIELDS)])))
        steps = torch.arange(STEPS, device=place.device).view(1, STEPS, 1)
        begun = ((place.unsqueeze(1) <= steps) & (inside.unsqueeze(1) > 0)).to(notes.dtype)
        # A step sounds the last note begun: the one that has begun while the next has not.
        later = torch.cat([begun[:, :, 1:], torch.zeros_like(begun[:, :, :1])], -1)
        read = self.read(((begun - later) @ notes).flatten(1))
        return self.mean(read), self.spread(read).clamp(-8.0, 2.0)


class LatentDecoder(nn.Module):
    """Point, rhythm and chords -> a distribution over pitches for each note; about 0.6 million parameters.

    The point is unrolled into a curve over the steps of the window; each note reads the curve where it begins, then
    looks at its neighbours, its chord and its length.
    """

    def __init__(self, hidden: int = 512) -> None:
        super().__init__()
        self.given = _Given()
        self.point = nn.Linear(SIZE, hidden // 2)
        self.curve = nn.Linear(hidden // 2, STEPS * WIDE)
        self.smooth = nn.Conv1d(WIDE, WIDE, 5, padding=2)
        self.note = nn.Linear(GIVEN + WIDE + hidden // 2, 192)
        self.near = nn.Conv1d(192, 192, 3, padding=1)
        self.absolute = nn.Linear(192, PITCHES)
        self.relative = ShiftHead(192, 1, PITCHES)

    def forward(self, *inputs: Tensor) -> Tensor:
        """The point (batch, SIZE), then LATENT_FIELDS in order -> logits (batch, notes, PITCHES)."""
        place, root = inputs[1], inputs[4]
        whole = torch.relu(self.point(inputs[0]))
        curve = self.curve(whole).unflatten(1, (STEPS, WIDE))
        curve = curve + torch.relu(self.smooth(curve.transpose(1, 2)).transpose(1, 2))
        here = curve.gather(1, place.unsqueeze(-1).expand(-1, -1, WIDE))
        wide = whole.unsqueeze(1).expand(-1, place.shape[1], -1)
        state = torch.relu(self.note(torch.cat([self.given(inputs[1:]), here, wide], -1)))
        state = state + torch.relu(self.near(state.transpose(1, 2)).transpose(1, 2))
        above = torch.where(root < 12, root + 18, PITCHES).unsqueeze(-1)
        return self.absolute(state) + self.relative(state, above)
