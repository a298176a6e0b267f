"""Bringing a finished sound to a loudness that was asked for, as ITU-R BS.1770-4 measures it over the whole of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from songwright.audio.limiter import Limiter
from songwright.audio.loudness import integrated_loudness
from songwright.audio.true_peak import true_peaks

__all__ = ["PEAK_DB", "levelled"]

PEAK_DB = -1.0
"""No true peak of a levelled sound goes above this (dB of full scale), as music services and EBU R 128 want it."""

_MARGIN_DB = 0.05  # by which a true peak may be higher than it is worked out here
_CLOSE_ENOUGH = 0.1  # LU
_MOST_ROUNDS = 3
_BLOCK = 240
_PIECE = 200 * _BLOCK

Frames = NDArray[np.float32]


def levelled(frames: Frames, rate: int, target: float) -> Frames:
    """A sound (n, 2) at `target` LUFS, its peaks held below `PEAK_DB`; silence stays as it is.

    Where the limiter takes loudness away, the gain is raised again; a sound that is nearly all peaks may stay below.
    """
    loudness = integrated_loudness(frames, rate)
    if not math.isfinite(loudness):
        return frames
    gain, ceiling = target - loudness, 10 ** ((PEAK_DB - _MARGIN_DB) / 20)
    whole = np.pad(frames, ((0, -len(frames) % _BLOCK), (0, 0)))
    peak = float(true_peaks(whole, _BLOCK, ceiling * 10 ** (-gain / 20)).max())
    if peak * 10 ** (gain / 20) <= ceiling:
        return frames * np.float32(10 ** (gain / 20))
    out = frames
    for _ in range(_MOST_ROUNDS):
        out = _limited(frames, rate, 10 ** (gain / 20), ceiling)
        missing = target - integrated_loudness(out, rate)
        if abs(missing) < _CLOSE_ENOUGH:
            break
        gain += missing
    return out


def _limited(frames: Frames, rate: int, factor: float, ceiling: float) -> Frames:
    """The sound times a factor, with peaks held down, in step with the original."""
    limiter = Limiter(rate, _BLOCK, ceiling=ceiling)
    # One block more, because the limiter is one block late.
    loud = np.pad(frames * np.float32(factor), ((0, -len(frames) % _BLOCK + _BLOCK), (0, 0)))
    peaks = true_peaks(loud, _BLOCK, ceiling)
    pieces = [
        limiter.process(loud[start : start + _PIECE], peaks[start // _BLOCK : (start + _PIECE) // _BLOCK])
        for start in range(0, len(loud), _PIECE)
    ]
    return np.concatenate(pieces)[_BLOCK : _BLOCK + len(frames)]
