"""How fast a model writes, in tokens a second, while it does."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["WritingRate"]

_EVERY = 0.4
"""Seconds from one figure to the next: one that changes faster cannot be read."""


class WritingRate:
    """Counts what comes, a token a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """Another piece begins: nothing is known of it yet."""
        self.value = self._first = self._told = 0.0
        self._tokens = 0

    def count(self) -> bool:
        """A token came; whether `value` is another by now."""
        now = self._clock()
        if not self._tokens:
            self._first = self._told = now
        self._tokens += 1
        if now - self._told < _EVERY:
            return False
        self._told = now
        self.value = self._tokens / (now - self._first)
        return True

    def end(self, speed: float) -> None:
        """The piece is written; `speed` is what its writer measured, 0 when it could not."""
        self.value = speed or self.value
