"""How a model's odds become a choice: temperature and min-p, as pure functions.

Source: Nguyen et al., "Turning up the heat: min-p sampling", 2024, and the softmax with temperature of every text book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Chance", "sampled"]


@dataclass(frozen=True, slots=True)
class Chance:
    """A word, the odds that the model gives it, and those that are left after temperature and min-p (0: cut off)."""

    word: str
    given: float
    left: float


def sampled(odds: Sequence[tuple[str, float]], temperature: float, min_p: float) -> tuple[Chance, ...]:
    """The odds of words (their shares of 1) raised to 1 / `temperature`, those under `min_p` of the likeliest cut off.

    A temperature of 0 leaves the likeliest word alone. Words with no share keep none.
    """
    best = max((share for _, share in odds), default=0.0)
    if best <= 0:
        return tuple(Chance(word, share, 0.0) for word, share in odds)
    # Against the likeliest, whose own share becomes 1: no temperature makes a number too large.
    heated = [_heated(share / best, temperature) for _, share in odds]
    kept = [value if value >= min_p else 0.0 for value in heated]
    total = sum(kept)
    return tuple(Chance(word, share, value / total) for (word, share), value in zip(odds, kept, strict=True))


def _heated(share: float, temperature: float) -> float:
    """A share of the likeliest's at a temperature."""
    if temperature <= 0:
        return float(share == 1)
    return share ** (1 / temperature) if share > 0 else 0.0
