"""A gentle limiter: nothing leaves it above its ceiling, and what is below passes unchanged.

It looks one block ahead. The gain moves in straight lines between block borders, and at each border it is no higher
than both neighbouring blocks allow, so no sample inside either can exceed the ceiling.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Limiter"]

_UNITY = 0.9999  # from here on the gain is 1: a thousandth of a decibel

Frames = NDArray[np.float32]


class Limiter:
    """Delays the sound by one block of `block` frames; `release` is the time in seconds to recover by two thirds.

    `peaks` holds the highest levels, left and right, of the block that came out last.
    """

    def __init__(self, rate: int, block: int, *, ceiling: float = 0.97, release: float = 0.15) -> None:
        self._ceiling = ceiling
        self._recover = 1.0 - float(np.exp(-block / (rate * release)))
        self._ramp = np.linspace(0.0, 1.0, block, endpoint=False, dtype=np.float32)[:, None]
        self._held = np.zeros((block, 2), np.float32)
        self._held_limit = 1.0
        self._held_peaks = self.peaks = np.zeros(2, np.float32)
        self._gain = 1.0

    def process(self, block: Frames) -> Frames:
        """Take in a block (n, 2) and give the one before it, limited."""
        peaks = np.abs(block).max(axis=0)
        peak = float(peaks.max())
        limit = min(1.0, self._ceiling / peak) if peak > 0.0 else 1.0
        target = min(self._held_limit, limit, self._gain + (1.0 - self._gain) * self._recover)
        target = 1.0 if target > _UNITY else target
        out, self.peaks = self._held, self._held_peaks * np.float32(max(self._gain, target))
        if self._gain < 1.0 or target < 1.0:
            out = np.clip(out * (self._gain + (target - self._gain) * self._ramp), -1.0, 1.0)
        self._held, self._held_limit, self._held_peaks, self._gain = block, limit, peaks, target
        return out
