"""Draws the next token from a model's logits: pure numpy, seeded, knows nothing of llama.cpp."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.repeats import Repeats
from songwright.llm.sampling_settings import Sampling

__all__ = ["BrokenModelError", "ModelTokenKind", "Sampler", "likeliest"]

Logits = npt.NDArray[np.float32]

# How far to look for a token that the rules allow, in steps of probability rank.
_WIDENING = (400, 4000)
_PATIENCE = 24  # tokens drawn in vain, after which all the others are asked about at once: the same, and quicker then
_STALEST = 4  # uses of a word beyond which it is held back no more


class BrokenModelError(SongwrightError):
    """The model's numbers cannot be sampled from."""

    def __init__(self) -> None:
        super().__init__(
            said(
                "The model answers with numbers that make no sense, so it cannot write: the file is probably damaged. "
                "Choose another model, or fetch this one again."
            ),
            detail="logits are not finite",
        )


class ModelTokenKind(Enum):
    """What a token is to the writer."""

    CONTENT = auto()  # starts a word of some weight, which should not come back too soon
    WORD = auto()  # starts a small word
    PART = auto()  # goes on with a word: holding it back would only misspell the word
    MARK = auto()  # punctuation and line ends


class Sampler:
    """Keeps what was written so far, so that it can hold back repeats, and a random stream from a seed."""

    def __init__(
        self,
        settings: Sampling,
        seed: int,
        kind: Callable[[int], ModelTokenKind],
        alike: Callable[[int], Sequence[int]] = lambda token: (token,),
    ) -> None:
        """`kind(token)` decides what is held back when it comes again, `alike(token)` which tokens are with it."""
        self._alike = alike
        self._settings = settings
        self._random = np.random.Generator(np.random.PCG64(seed % 2**64))
        self._kind = kind
        self._repeats = Repeats(settings.dry, settings.dry_length)
        self._uses: dict[int, int] = {}

    def remember(self, tokens: Sequence[int]) -> None:
        """Take note of tokens that now stand in the text."""
        self._repeats.add(tokens)
        for token in tokens:
            if self._kind(token) is ModelTokenKind.CONTENT:
                for same in self._alike(token):
                    self._uses[same] = self._uses.get(same, 0) + 1

    def draw(
        self,
        logits: Logits,
        adjust: Callable[[int], float | None],
        plain: Callable[[int], bool] = lambda _token: False,
    ) -> int | None:
        """The next token, or None when `adjust` forbids all of them.

        `adjust(token)` gives a number to add to the token's logit, or None to forbid it. Tokens that are `plain` are
        never adjusted, only forbidden: they are asked about when drawn, and drawn again when they may not come,
        which is the same as asking about all and far quicker. Raises BrokenModelError when the logits are not numbers.
        """
        top = float(logits.max())
        if not math.isfinite(top):
            raise BrokenModelError
        held_back = self._held_back()
        for width in (0, *_WIDENING, len(logits)):
            pool = self._best(logits, width, held_back) if width else self._likely(logits, top, held_back)
            token = self._among(pool, adjust, plain)
            if token is not None:
                return token
        return None

    def _among(
        self, pool: list[tuple[int, float]], adjust: Callable[[int], float | None], plain: Callable[[int], bool]
    ) -> int | None:
        """A token of the pool that may come, None when there is none."""
        unasked = {token for token, _ in pool if plain(token)}
        open_ = [
            (token, score + extra)
            for token, score in pool
            if (extra := 0.0 if token in unasked else adjust(token)) is not None
        ]
        refused = 0
        while open_:
            token = self._choose(open_)
            if token not in unasked or adjust(token) is not None:
                return token
            open_ = [pair for pair in open_ if pair[0] != token]
            refused += 1
            if refused == _PATIENCE:
                open_ = [pair for pair in open_ if pair[0] not in unasked or adjust(pair[0]) is not None]
                unasked = set()
        return None

    def _held_back(self) -> dict[int, float]:
        """What to take off the logits of stale words and of tokens that would repeat a phrase."""
        amounts = {token: self._settings.freshness * min(uses, _STALEST) for token, uses in self._uses.items()}
        for token, cost in self._repeats.costs().items():
            if self._kind(token) is not ModelTokenKind.PART:
                amounts[token] = amounts.get(token, 0.0) + cost
        return amounts

    def _likely(self, logits: Logits, top: float, held_back: dict[int, float]) -> list[tuple[int, float]]:
        """The tokens that min-p, top-k and top-p leave, likeliest first.

        Holding words back can lower the highest score, and so the floor that min-p puts under the others.
        """
        width = self._settings.top_k
        if self._settings.min_p == 0:
            return self._within_top_p(self._best(logits, width + len(held_back), held_back)[:width])
        margin = -math.log(self._settings.min_p)
        floor = top - margin
        while True:
            pool = self._scored(logits, np.flatnonzero(logits >= floor), held_back)
            if pool[0][1] - margin >= floor:
                break
            floor = pool[0][1] - margin
        kept = [pair for pair in pool[:width] if pair[1] >= pool[0][1] - margin]
        return self._within_top_p(kept)

    def _within_top_p(self, pool: list[tuple[int, float]]) -> list[tuple[int, float]]:
        if self._settings.top_p >= 1:
            return pool
        weights = [math.exp(score - pool[0][1]) for _, score in pool]
        wanted, mass = self._settings.top_p * sum(weights), 0.0
        for place, weight in enumerate(weights):
            mass += weight
            if mass >= wanted:
                return pool[: place + 1]
        return pool

    @staticmethod
    def _scored(logits: Logits, pool: npt.NDArray[np.intp], held_back: dict[int, float]) -> list[tuple[int, float]]:
        """The pool's tokens with their scores, highest first, equal ones in the vocabulary's order."""
        pairs = zip(pool.tolist(), logits[pool].tolist(), strict=True)
        scored = [(token, logit - held_back.get(token, 0.0)) for token, logit in pairs]
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return scored

    def _best(self, logits: Logits, width: int, held_back: dict[int, float]) -> list[tuple[int, float]]:
        """The `width` likeliest tokens, scored."""
        if width >= len(logits):
            return self._scored(logits, np.arange(len(logits)), held_back)
        return self._scored(logits, np.argpartition(logits, -width)[-width:], held_back)

    def _choose(self, allowed: list[tuple[int, float]]) -> int:
        best = max(score for _, score in allowed)
        if self._settings.temperature == 0:
            return next(token for token, score in allowed if score == best)
        weights = [math.exp((score - best) / self._settings.temperature) for _, score in allowed]
        place = self._random.random() * sum(weights)
        for (token, _), weight in zip(allowed, weights, strict=True):
            place -= weight
            if place < 0:
                return token
        return allowed[-1][0]


def likeliest(logits: Logits, count: int) -> list[tuple[int, float]]:
    """The `count` likeliest tokens with their true softmax probabilities, likeliest first."""
    count = min(count, len(logits))
    shifted = logits.astype(np.float64) - float(logits.max())
    weights = np.exp(shifted)
    order = np.argpartition(weights, -count)[-count:]
    order = order[np.lexsort((order, -weights[order]))]
    total = float(weights.sum())
    return [(int(token), float(weights[token]) / total) for token in order]
