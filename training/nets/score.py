"""The score net: four voices on the sixteenth grid, any cells hidden, a distribution for each hidden cell."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.nets.blocks import FAR, ShiftHead, Trunk, nearest_known

__all__ = ["HIDDEN", "PITCHES", "REST", "VALUES", "ScoreNet", "score_inputs"]

PITCHES = 47
REST = 47
VALUES = 48
HIDDEN = 48
VOICES = 4


def score_inputs(values: Tensor, masked: Tensor, phase: Tensor, style: Tensor) -> dict[str, Tensor]:
    """The net's inputs from (batch, time, 4) values and mask, (batch, time) place in the bar and (batch,) style."""
    left, left_far, right, right_far = nearest_known(values, masked, HIDDEN)
    shown = torch.where(masked, HIDDEN, values)
    return {
        "shown": shown, "left": left, "left_far": left_far, "right": right, "right_far": right_far, "phase": phase,
        "style": style,
    }  # fmt: skip


class ScoreNet(nn.Module):
    """About 2.4 million parameters at the default size."""

    def __init__(
        self, width: int = 256, hidden: int = 192, layers: int = 2, size: int = 24, drop: float = 0.25
    ) -> None:
        super().__init__()
        count = VALUES + 1
        self.shown = nn.ModuleList(nn.Embedding(count, size) for _ in range(VOICES))
        self.left = nn.ModuleList(nn.Embedding(count, size) for _ in range(VOICES))
        self.right = nn.ModuleList(nn.Embedding(count, size) for _ in range(VOICES))
        self.far = nn.Embedding(FAR + 1, 6)
        self.phase = nn.Embedding(16, 12)
        self.style = nn.Embedding(2, 6)
        self.inp = nn.Linear(VOICES * (3 * size + 12) + 18, width)
        self.trunk = Trunk(width, hidden, layers, drop)
        self.drop = nn.Dropout(drop)
        self.heads = nn.ModuleList(nn.Linear(width, 160) for _ in range(VOICES))
        self.absolute = nn.ModuleList(nn.Linear(160 + 2 * size + 12, VALUES) for _ in range(VOICES))
        self.relative = nn.ModuleList(ShiftHead(160, 2 + VOICES, PITCHES) for _ in range(VOICES))

    def forward(
        self,
        shown: Tensor,
        left: Tensor,
        left_far: Tensor,
        right: Tensor,
        right_far: Tensor,
        phase: Tensor,
        style: Tensor,
    ) -> Tensor:
        """Logits (batch, time, 4, VALUES)."""
        near = [
            torch.cat(
                [
                    self.left[v](left[..., v]),
                    self.right[v](right[..., v]),
                    self.far(left_far[..., v]),
                    self.far(right_far[..., v]),
                ],
                -1,
            )
            for v in range(VOICES)
        ]
        parts = [torch.cat([self.shown[v](shown[..., v]), near[v]], -1) for v in range(VOICES)]
        conditions = [self.phase(phase), self.style(style).unsqueeze(1).expand(-1, phase.shape[1], -1)]
        state = self.trunk(torch.relu(self.inp(torch.cat([*parts, *conditions], -1))))
        logits = []
        for v in range(VOICES):
            own = self.drop(torch.relu(self.heads[v](state)))
            absolute = self.absolute[v](torch.cat([own, near[v]], -1))
            references = torch.cat([left[..., v : v + 1], right[..., v : v + 1], shown], -1)
            # The cell's own value is hidden or of no interest, so its reference says nothing.
            relative = self.relative[v](own, references)
            logits.append(torch.cat([absolute[..., :PITCHES] + relative, absolute[..., PITCHES:]], -1))
        return torch.stack(logits, 2)
