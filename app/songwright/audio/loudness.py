"""How loud something sounds: mean power weighted as in ITU-R BS.1770-4, on spectra instead of with filters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["SILENT_DB", "integrated_loudness", "k_weights", "loudness"]

SILENT_DB = -70.0
"""The absolute gate of BS.1770: what is softer counts as silence."""

_WINDOW = 0.4  # seconds of "momentary" loudness, the gating block of the integrated one
_STEPS = 4  # gating blocks overlap by three quarters
_BELOW_MEAN = 10.0  # LU under the mean of what is no silence: the relative gate
_LEAD = 0.5  # seconds; the weighting's answer to a click has died away by then
_PIECE = 16  # seconds of sound that are transformed at once
# K-weighting as analogue prototypes: a high shelf of +4 dB for the head, and a high-pass (BS.1770-4, annex 1).
_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974, 0.7071752, 3.999844
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547, 0.5003270


def loudness(frames: NDArray[np.float32], rate: int) -> float:
    """The loudest 0.4 s of a sound (n, 2), in LUFS; `SILENT_DB` when it is silent."""
    size = int(rate * _WINDOW)
    starts = range(0, max(1, len(frames) - size + 1), size // 2)
    weights = k_weights(size, rate)
    return max(_momentary(frames[start : start + size], size, weights) for start in starts)


def integrated_loudness(frames: NDArray[np.float32], rate: int) -> float:
    """The gated loudness of a whole sound (n, 2), in LUFS (BS.1770-4, equations 2 to 7); minus infinity for silence."""
    steps = _step_powers(frames, rate)
    blocks = np.convolve(steps, np.ones(_STEPS), "valid") / _STEPS
    with np.errstate(divide="ignore"):
        loud = blocks[_decibels(blocks) >= SILENT_DB]
        if not loud.size:
            return float("-inf")
        loud = loud[_decibels(loud) > _decibels(loud.mean()) - _BELOW_MEAN]
        return float(_decibels(loud.mean()))


def _step_powers(frames: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """The weighted power, both sides together, of each whole step (a quarter of a block); of one block at least."""
    step, lead = round(rate * _WINDOW / _STEPS), int(rate * _LEAD)
    count = max(_STEPS, len(frames) // step)
    sound = np.pad(frames[: count * step], ((lead, max(0, count * step - len(frames)) + lead), (0, 0)))
    piece = rate * _PIECE // step * step
    powers = []
    for start in range(0, count * step, piece):
        size = min(piece, count * step - start)
        # What comes round at the end of a transform falls into the silence or sound before the piece, which is cut.
        around = sound[start : start + lead + size + lead]
        spectrum = np.fft.rfft(around, axis=0) * _response(len(around), rate)[:, None]
        weighted = np.fft.irfft(spectrum, len(around), axis=0)[lead : lead + size]
        powers.append((weighted**2).reshape(-1, step, 2).mean(axis=1).sum(axis=1))
    return np.concatenate(powers)


def _decibels(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(power))


def _momentary(frames: NDArray[np.float32], size: int, weights: NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(frames, size, axis=0)) ** 2
    # Parseval: each bin but the outermost stands for two of the full spectrum.
    power = float((spectrum * weights[:, None]).sum()) * 2 / size**2
    return max(SILENT_DB, -0.691 + 10 * float(np.log10(power + 1e-12)))


def k_weights(size: int, rate: int) -> NDArray[np.float64]:
    """Squared gain of the K-weighting at each bin of a transform of `size` samples."""
    return np.asarray(np.abs(_response(size, rate)) ** 2)


def _response(size: int, rate: int) -> NDArray[np.complex128]:
    """The K-weighting at each bin of a transform of `size` samples."""
    hertz = np.fft.rfftfreq(size, 1 / rate)
    shelf = 1j * hertz / _SHELF_HZ
    high, middle = 10 ** (_SHELF_DB / 20), 10 ** (_SHELF_DB / 40)
    shelving = (high * shelf**2 + middle / _SHELF_Q * shelf + 1) / (shelf**2 + shelf / _SHELF_Q + 1)
    low = 1j * hertz / _HIGH_PASS_HZ
    passing = low**2 / (low**2 + low / _HIGH_PASS_Q + 1)
    return np.asarray(shelving * passing)
