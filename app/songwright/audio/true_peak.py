"""The highest point of a wave between its samples, where a player's converter or a lossy encoder will find it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["true_peaks"]

_TAPS = 16
_BETWEEN = (0.25, 0.5, 0.75)  # four times oversampled, as ITU-R BS.1770-4, annex 2, has it
_WORTH_LOOKING = 10 ** (-4 / 20)  # of the threshold; a wave of music rises no further above its samples
_CHUNK = 256  # blocks looked at together

Frames = NDArray[np.float32]


def true_peaks(frames: Frames, block: int, threshold: float) -> NDArray[np.float32]:
    """The peak of each whole block of `block` frames (n, 2), left and right: (n / block, 2).

    Only blocks that may come above `threshold` are looked at between their samples.
    """
    blocks = frames.reshape(-1, block, 2)
    # One side at a time: numpy looks through long rows ten times faster than through pairs.
    peaks = np.stack([np.abs(blocks[:, :, side]).max(axis=1) for side in (0, 1)], axis=1)
    loud = np.flatnonzero(peaks.max(axis=1) > threshold * _WORTH_LOOKING)
    around = np.pad(frames, ((_TAPS // 2 - 1, _TAPS // 2), (0, 0)))
    kernel = _kernel()
    for start in range(0, len(loud), _CHUNK):
        chosen = loud[start : start + _CHUNK]
        places = chosen[:, None] * block + np.arange(block + _TAPS - 1)
        windows = np.lib.stride_tricks.sliding_window_view(around[places], _TAPS, axis=1)
        between = np.abs(windows @ kernel).max(axis=(1, 3))
        peaks[chosen] = np.maximum(peaks[chosen], between)
    return peaks


def _kernel() -> NDArray[np.float32]:
    """Weights (taps, places) of the samples around each place: a sine cardinal under a squared cosine."""
    offsets = (np.arange(_TAPS) - (_TAPS // 2 - 1))[:, None] - np.array(_BETWEEN)
    weights = np.sinc(offsets) * np.cos(np.pi * offsets / (_TAPS + 1)) ** 2
    kernel: NDArray[np.float32] = (weights / weights.sum(axis=0)).astype(np.float32)
    return kernel
