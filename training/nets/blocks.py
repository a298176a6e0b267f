"""Parts that several nets share."""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["EDGES", "FAR", "ShiftHead", "Trunk", "nearest_known"]

EDGES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
FAR = len(EDGES) + 1


def nearest_known(values: Tensor, masked: Tensor, empty: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Along axis 1 the nearest unmasked value before and after each cell and the classes of their distances.

    `values` and `masked` are (batch, time, ...). Where there is none: `empty` and FAR. The cell itself does not count.
    """
    length = values.shape[1]
    shape = [1, length] + [1] * (values.dim() - 2)
    place = torch.arange(length, device=values.device).view(shape).expand_as(values)
    known = torch.where(masked, -1, place)
    before = torch.cat([torch.full_like(known[:, :1], -1), known.cummax(1).values[:, :-1]], 1)
    known = torch.where(masked, length, place)
    after = known.flip(1).cummin(1).values.flip(1)
    after = torch.cat([after[:, 1:], torch.full_like(known[:, :1], length)], 1)
    edges = torch.tensor(EDGES, device=values.device)
    left = torch.where(before >= 0, values.gather(1, before.clamp(min=0)), empty)
    right = torch.where(after < length, values.gather(1, after.clamp(max=length - 1)), empty)
    left_far = torch.where(before >= 0, torch.bucketize(place - before, edges), FAR)
    right_far = torch.where(after < length, torch.bucketize(after - place, edges), FAR)
    return left, left_far, right, right_far


class ShiftHead(nn.Module):
    """Adds to the scores of `count` values a score for their interval to each of some reference values.

    The intervals' scores come from the hidden state, so that what is learned at one pitch holds at every pitch.
    A reference equal to `count` or above says nothing.
    """

    def __init__(self, hidden: int, references: int, count: int) -> None:
        super().__init__()
        self.count, self.references = count, references
        self.scores = nn.Linear(hidden, references * (2 * count - 1), bias=False)
        nn.init.normal_(self.scores.weight, std=0.01)

    def forward(self, state: Tensor, references: Tensor) -> Tensor:
        """`state` (..., hidden) and `references` (..., references) -> (..., count)."""
        table = self.scores(state).unflatten(-1, (self.references, 2 * self.count - 1))
        offsets = torch.arange(self.count, device=state.device) + (self.count - 1)
        known = references < self.count
        base = torch.where(known, references, torch.zeros_like(references))
        index = offsets - base.unsqueeze(-1)
        return (table.gather(-1, index) * known.unsqueeze(-1).to(table.dtype)).sum(-2)


class Trunk(nn.Module):
    """A convolution over near neighbours, then bidirectional GRUs with a residual path."""

    def __init__(self, width: int, hidden: int, layers: int, drop: float) -> None:
        super().__init__()
        self.near = nn.Conv1d(width, width, 5, padding=2)
        self.layers = nn.ModuleList(
            nn.GRU(width if i == 0 else 2 * hidden, hidden, batch_first=True, bidirectional=True) for i in range(layers)
        )
        self.out = nn.Linear(2 * hidden * layers + width, width)
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, time, width) -> the same shape."""
        x = x + torch.relu(self.near(x.transpose(1, 2)).transpose(1, 2))
        parts, state = [x], self.drop(x)
        for layer in self.layers:
            state, _ = layer(state)
            state = self.drop(state)
            parts.append(state)
        return self.norm(x + torch.relu(self.out(torch.cat(parts, -1))))
