"""How loud something sounds: mean power weighted as in ITU-R BS.1770-4, on spectra instead of with filters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["SILENT_DB", "k_weights", "loudness"]

SILENT_DB = -70.0
"""The absolute gate of BS.1770: what is softer counts as silence."""

_WINDOW = 0.4  # seconds of "momentary" loudness
# K-weighting as analogue prototypes: a high shelf of +4 dB for the head, and a high-pass (BS.1770-4, annex 1).
_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974, 0.7071752, 3.999844
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547, 0.5003270


def loudness(frames: NDArray[np.float32], rate: int) -> float:
    """The loudest 0.4 s of a sound (n, 2), in LUFS; `SILENT_DB` when it is silent."""
    size = int(rate * _WINDOW)
    starts = range(0, max(1, len(frames) - size + 1), size // 2)
    weights = k_weights(size, rate)
    return max(_momentary(frames[start : start + size], size, weights) for start in starts)


def _momentary(frames: NDArray[np.float32], size: int, weights: NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(frames, size, axis=0)) ** 2
    # Parseval: each bin but the outermost stands for two of the full spectrum.
    power = float((spectrum * weights[:, None]).sum()) * 2 / size**2
    return max(SILENT_DB, -0.691 + 10 * float(np.log10(power + 1e-12)))


def k_weights(size: int, rate: int) -> NDArray[np.float64]:
    """Squared gain of the K-weighting at each bin of a transform of `size` samples."""
    hertz = np.fft.rfftfreq(size, 1 / rate)
    shelf = 1j * hertz / _SHELF_HZ
    high, middle = 10 ** (_SHELF_DB / 20), 10 ** (_SHELF_DB / 40)
    shelving = (high * shelf**2 + middle / _SHELF_Q * shelf + 1) / (shelf**2 + shelf / _SHELF_Q + 1)
    low = 1j * hertz / _HIGH_PASS_HZ
    passing = low**2 / (low**2 + low / _HIGH_PASS_Q + 1)
    weights: NDArray[np.float64] = np.abs(shelving * passing) ** 2
    return weights
