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

    The ceiling leaves room for what the wave does between its samples: then little comes above -1 dB of true peak.

    `peaks` holds the highest levels, left and right, of the sound that came out last.
    """

    def __init__(self, rate: int, block: int, *, ceiling: float = 0.84, release: float = 0.15) -> None:
        self._block = block
        self._ceiling = ceiling
        self._recover = 1.0 - float(np.exp(-block / (rate * release)))
        self._ramp = np.linspace(0.0, 1.0, block, endpoint=False, dtype=np.float32)[None, :, None]
        self._held = np.zeros((block, 2), np.float32)
        self._held_limit = 1.0
        self._held_peaks = np.zeros((1, 2), np.float32)
        self.peaks = np.zeros(2, np.float32)
        self._gain = 1.0

    def process(self, sound: Frames, levels: Frames | None = None) -> Frames:
        """Take in one or more whole blocks (n, 2) and give as many, beginning with the one held back, limited.

        `levels` are the peaks (blocks, 2) to go by, where they are known better than by looking at the samples.
        """
        blocks = sound.reshape(-1, self._block, 2)
        if levels is None:
            # One side at a time: numpy looks through long rows ten times faster than through pairs.
            levels = np.stack([np.abs(blocks[:, :, side]).max(axis=1) for side in (0, 1)], axis=1)
        gains = self._gains(levels.max(axis=1))
        out = np.concatenate([self._held[None], blocks[:-1]])
        if min(gains) < 1.0:
            steps = np.array(gains, np.float32)[:, None, None]
            out = np.clip(out * (steps[:-1] + (steps[1:] - steps[:-1]) * self._ramp), -1.0, 1.0)
        leaving = np.concatenate([self._held_peaks, levels[:-1]])
        loudest = np.maximum(gains[:-1], gains[1:]).astype(np.float32)
        self.peaks = (leaving * loudest[:, None]).max(axis=0)
        self._held, self._held_peaks = blocks[-1].copy(), levels[-1:]
        return out.reshape(-1, 2)

    def _gains(self, peaks: NDArray[np.float32]) -> list[float]:
        """The gain at the borders of the blocks that leave, one more than there are, for the peaks that come."""
        gains = [self._gain]
        for peak in peaks.tolist():
            limit = min(1.0, self._ceiling / peak) if peak > 0.0 else 1.0
            gain = min(self._held_limit, limit, gains[-1] + (1.0 - gains[-1]) * self._recover)
            gains.append(1.0 if gain > _UNITY else gain)
            self._held_limit = limit
        self._gain = gains[-1]
        return gains
