"""Next words that heed what stands after the cursor: a word is likelier where the rest of the line follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from songwright.llm.questions import Option

__all__ = ["heeding"]

_MOST_AFTER = 16  # tokens after the word that are weighed: what comes later hardly depends on it


class Scores(Protocol):
    """A place in a text that a model has read, see `answers.context.Context`."""

    def follow(self, text: str, *, line_start: bool = False) -> list[int]:
        """The tokens of a text as it goes on there."""

    def scores(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """The log-probability of each token of each continuation."""


def heeding(options: tuple[Option, ...], after: str, context: Scores, *, first: bool) -> tuple[Option, ...]:
    """The options, weighed by the probability of the text `after` the word, the likeliest first (Bayes' rule).

    What all options had together, of all words and of those in form, they have together again.
    """
    if not options or not after.strip():
        return options
    words = [context.follow(one.text if first else f" {one.text}", line_start=first) for one in options]
    rest = context.follow(after.rstrip())[:_MOST_AFTER]
    scores = context.scores([[*word, *rest] for word in words])
    follows = [sum(score[len(word) :]) for word, score in zip(words, scores, strict=True)]
    likeliest = max(follows)
    weights = [math.exp(one - likeliest) for one in follows]
    unbound = _shared([one.unbound for one in options], weights)
    in_form = _shared([one.probability for one in options], weights)
    weighed = [
        replace(one, unbound=free, probability=formed)
        for one, free, formed in zip(options, unbound, in_form, strict=True)
    ]
    return tuple(sorted(weighed, key=lambda option: -option.unbound))


def _shared(shares: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The shares by their weights, with the sum that they had."""
    products = [share * weight for share, weight in zip(shares, weights, strict=True)]
    total = sum(products)
    return [product * sum(shares) / total for product in products] if total else list(shares)
