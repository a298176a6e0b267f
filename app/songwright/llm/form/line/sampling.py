"""Draws tokens from a model's scores, among those that form allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from songwright.llm.form.line.pen import Move
from songwright.llm.form.words.vocabulary import Ints
from songwright.llm.sampler import BrokenModelError

__all__ = ["Chances", "Freedom", "log_total"]

Floats = npt.NDArray[np.float64]
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Freedom:
    """How freely words are drawn: `min_p` drops tokens less likely than this share of the likeliest one."""

    temperature: float = 0.8
    min_p: float = 0.02
    twist: float = 1.0


class Chances:
    """The tokens of some moves and how the model scores them, twisted."""

    __slots__ = ("_moves", "logits", "scores", "tokens")

    def __init__(self, moves: Sequence[Move], logits: Logits) -> None:
        self._moves = moves
        one = len(moves) == 1
        self.tokens: Ints = moves[0].tokens if one else np.concatenate([move.tokens for move in moves])
        self.logits = logits[self.tokens]
        self.scores: Floats = self.logits + (moves[0].twist if one else np.concatenate([move.twist for move in moves]))

    def draw(self, freedom: Freedom, random: np.random.Generator) -> int:
        """The place of a token drawn by its score."""
        temperature = max(freedom.temperature, 1e-3)
        best = float(self.scores.max())
        if not math.isfinite(best):
            raise BrokenModelError
        floor = best + math.log(freedom.min_p) if freedom.min_p > 0 else -math.inf
        kept = np.flatnonzero(self.scores >= floor)
        weights = np.cumsum(np.exp((self.scores[kept] - best) / temperature))
        place = int(np.searchsorted(weights, random.random() * weights[-1], side="right"))
        return int(kept[min(place, len(kept) - 1)])

    def best(self, count: int) -> Iterator[int]:
        """The places of the tokens with the highest scores, in no order."""
        if count >= len(self.tokens):
            return iter(range(len(self.tokens)))
        return iter(np.argpartition(-self.scores, count - 1)[:count].tolist())

    def at(self, place: int) -> tuple[str, int]:
        """What happens with the token of a place, and the token."""
        token = int(self.tokens[place])
        for move in self._moves:
            if place < len(move.tokens):
                return move.go, token
            place -= len(move.tokens)
        raise AssertionError("a place beyond the last move")


def log_total(logits: Logits) -> float:
    """The logarithm of the sum of the exponentials of all scores."""
    top = float(logits.max())
    return top + math.log(float(np.exp(logits - top).sum()))
