"""The prosody net: how long until the next syllable, given the words around and the rhythm just before.

The rhythm's memory is two lengths, so that the decoder can sum over every rhythm of a line exactly.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from songwright.music.nets.grid import LENGTHS, METRES

__all__ = ["LONGEST", "SLURS", "ProsodyNet"]

LONGEST = 48
SLURS = 4
CLASSES = len(LENGTHS) + 1
START = CLASSES
INSIDE = 24
FLAGS = 4


class ProsodyNet(nn.Module):
    """About 0.4 million parameters at the default size; `encode` and `decide` are the two exported graphs."""

    def __init__(self, size: int = 96, hidden: int = 224, layers: int = 2, drop: float = 0.3) -> None:
        super().__init__()
        self.kind = nn.Embedding(6, 16)
        self.flags = nn.Linear(FLAGS, 8)
        self.metre = nn.Embedding(len(METRES), 8)
        self.source = nn.Embedding(4, 6)
        self.words = nn.GRU(38, size, layers, batch_first=True, bidirectional=True, dropout=drop if layers > 1 else 0.0)
        self.place = nn.Embedding(len(METRES) * INSIDE, 24)
        self.before = nn.Embedding(CLASSES + 1, 24)
        self.earlier = nn.Embedding(CLASSES + 1, 16)
        self.state = nn.Linear(2 * size + 38, hidden)
        self.rhythm = nn.Linear(64, hidden)
        self.mix = nn.Linear(hidden, hidden)
        self.length = nn.Linear(hidden, LONGEST)
        self.start = nn.Linear(hidden, INSIDE)
        self.slur = nn.Linear(hidden + 24, SLURS)
        self.long = nn.Embedding(CLASSES, 24)
        self.drop = nn.Dropout(drop)

    def encode(self, kind: Tensor, flags: Tensor, metre: Tensor, source: Tensor) -> tuple[Tensor, Tensor]:
        """Classes (batch, syllables), flags (..., FLAGS) -> states (..., hidden) and start logits (..., INSIDE)."""
        count = kind.shape[1]
        given = [self.metre(metre), self.source(source)]
        wide = torch.cat(given, -1).unsqueeze(1).expand(-1, count, -1)
        x = torch.cat([self.kind(kind), self.flags(flags), wide], -1)
        read, _ = self.words(self.drop(x))
        state = self.state(self.drop(torch.cat([read, x], -1)))
        return state, self.start(torch.relu(state))

    def decide(self, state: Tensor, place: Tensor, before: Tensor, earlier: Tensor) -> Tensor:
        """Logits (cells, LONGEST). `place` = metre x INSIDE + step; the two lengths before as classes, or START."""
        rhythm = torch.cat([self.place(place), self.before(before), self.earlier(earlier)], -1)
        mixed = torch.relu(state + self.rhythm(rhythm))
        return self.length(self.drop(torch.relu(mixed + self.mix(self.drop(mixed)))))

    def slurs(self, state: Tensor, long: Tensor) -> Tensor:
        """Logits of 1 ... SLURS notes on a syllable whose length has the class `long`."""
        return self.slur(torch.cat([torch.relu(state), self.long(long)], -1))
