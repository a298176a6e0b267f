"""Draws the next token from a model's logits: pure numpy, seeded, knows nothing of llama.cpp."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from songwright.core.errors import SongwrightError
from songwright.llm.settings import Settings

__all__ = ["BrokenModelError", "Sampler", "TokenKind", "likeliest"]

Logits = npt.NDArray[np.float32]

# How far to look for a token that the rules allow, in steps of probability rank.
_WIDENING = (400, 4000)
_DRY_BASE = 1.75
_DRY_REACH = 40
_DRY_CEILING = 12.0


class BrokenModelError(SongwrightError):
    """The model's numbers cannot be sampled from."""


class TokenKind(Enum):
    """What a token is to the writer."""

    CONTENT = auto()  # starts a word of some weight, which should not come back too soon
    WORD = auto()  # starts a small word
    PART = auto()  # goes on with a word: holding it back would only misspell the word
    MARK = auto()  # punctuation and line ends


class Sampler:
    """Keeps what was written so far, so that it can hold back repeats, and a random stream from a seed."""

    def __init__(self, settings: Settings, seed: int, kind: Callable[[int], TokenKind]) -> None:
        """`kind(token)` decides what is held back when it comes again."""
        self._settings = settings
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._kind = kind
        self._history: list[int] = []
        self._uses: dict[int, int] = {}

    def remember(self, tokens: Sequence[int]) -> None:
        """Take note of tokens that now stand in the text."""
        self._history.extend(tokens)
        for token in tokens:
            if self._kind(token) is TokenKind.CONTENT:
                self._uses[token] = self._uses.get(token, 0) + 1

    def draw(self, logits: Logits, adjust: Callable[[int], float | None]) -> int | None:
        """The next token, or None when `adjust` forbids all of them.

        `adjust(token)` gives a number to add to the token's logit, or None to forbid it.
        Raises BrokenModelError when the logits are not numbers.
        """
        scores = self._penalised(logits)
        for width in (self._settings.top_k, *_WIDENING, len(scores)):
            pool = self._pool(scores, width, narrow=width == self._settings.top_k)
            allowed = [(token, scores[token] + extra) for token in pool if (extra := adjust(int(token))) is not None]
            if allowed:
                return self._choose(allowed)
        return None

    def _penalised(self, logits: Logits) -> Logits:
        if not math.isfinite(float(logits.max(initial=-math.inf))):
            raise BrokenModelError(
                "The model answers with numbers that make no sense, so it cannot write: the file is probably damaged. "
                "Choose another model, or fetch this one again.",
                detail="logits are not finite",
            )
        scores = logits.copy()
        for token, uses in self._uses.items():
            scores[token] -= self._settings.freshness * min(uses, 4)
        if self._settings.dry > 0:
            for token, length in self._repeats().items():
                if self._kind(token) is TokenKind.PART:
                    continue
                weight = self._settings.dry * _DRY_BASE ** (length - self._settings.dry_length)
                scores[token] -= min(weight, _DRY_CEILING)
        return scores

    def _repeats(self) -> dict[int, int]:
        """Tokens that would continue a phrase already in the text, with the length of the phrase so far."""
        history = self._history
        if len(history) < self._settings.dry_length + 1:
            return {}
        found: dict[int, int] = {}
        last = history[-1]
        for place in range(len(history) - 2, -1, -1):
            if history[place] != last:
                continue
            length = 1
            while length < _DRY_REACH and length <= place and history[place - length] == history[-1 - length]:
                length += 1
            if length >= self._settings.dry_length:
                token = history[place + 1]
                found[token] = max(found.get(token, 0), length)
        return found

    def _pool(self, scores: Logits, width: int, *, narrow: bool) -> npt.NDArray[np.intp]:
        """Up to `width` likeliest tokens, likeliest first; `narrow` applies min-p and top-p as well."""
        top = float(scores.max())
        if narrow:
            floor = top + math.log(self._settings.min_p) if self._settings.min_p > 0 else -math.inf
            pool = np.flatnonzero(scores >= floor)
        else:
            pool = np.arange(len(scores))
        if len(pool) > width:
            pool = pool[np.argpartition(scores[pool], -width)[-width:]]
        pool = pool[np.lexsort((pool, -scores[pool]))]
        if narrow and self._settings.top_p < 1:
            mass = np.cumsum(np.exp((scores[pool] - top).astype(np.float64)))
            kept = int(np.searchsorted(mass, self._settings.top_p * mass[-1])) + 1
            pool = pool[:kept]
        return pool

    def _choose(self, allowed: list[tuple[int, np.float32]]) -> int:
        if self._settings.temperature == 0:
            return int(max(allowed, key=lambda pair: pair[1])[0])
        scores = np.array([score for _, score in allowed], dtype=np.float64) / self._settings.temperature
        weights = np.cumsum(np.exp(scores - scores.max()))
        place = int(np.searchsorted(weights, self._random.random() * weights[-1], side="right"))
        return int(allowed[min(place, len(allowed) - 1)][0])


def likeliest(logits: Logits, count: int) -> list[tuple[int, float]]:
    """The `count` likeliest tokens with their true softmax probabilities, likeliest first."""
    count = min(count, len(logits))
    shifted = logits.astype(np.float64) - float(logits.max())
    weights = np.exp(shifted)
    order = np.argpartition(weights, -count)[-count:]
    order = order[np.lexsort((order, -weights[order]))]
    total = float(weights.sum())
    return [(int(token), float(weights[token]) / total) for token in order]
