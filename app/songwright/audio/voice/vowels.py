"""When each vowel is heard in what the network spoke: by energy, because its sounds do not keep to its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import BINS, FRAME, RATE, WINDOW
from songwright.audio.voice.alphabet import DIPHTHONGS, STRESSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.voice.speech import Speech

__all__ = ["HeardVowel", "heard_vowels"]

_LOWEST_HZ, _HIGHEST_HZ = 300, 3500  # where vowels are louder than everything else
_QUIET_DB, _LOUD_DB = -40.0, 18.0
_DEEPEST_VALLEY_DB, _VALLEY_WORTH = 12.0, 0.6
_ASTRAY = 0.06  # dB lost for each squared frame between a peak and its tokens
_IMPOSSIBLE = -1e6
_APART = 3  # frames between two vowels at least
_RISE_DB, _FALL_DB, _STEADY_DB = 6.0, 8.0, 3.0


class HeardVowel(NamedTuple):
    """A vowel in the spoken utterance (s): it is heard from `onset` to `close`, and `steady` to `until` may be held."""

    onset: float
    steady: float
    until: float
    close: float


def heard_vowels(speech: Speech) -> list[HeardVowel]:
    """The vowels of the utterance's syllables, in order and not overlapping."""
    power = _power(speech)
    spans = []
    for first, last in speech.nuclei:
        begins = first - 1 if speech.tokens[first - 1] in STRESSES else first
        spans.append((float(speech.at[begins]), float(speech.at[last])))
    peaks = _peaks(power, spans)
    found: list[HeardVowel] = []
    floor = 0
    for index, (span, peak) in enumerate(zip(spans, peaks, strict=True)):
        limit = len(power)
        if index + 1 < len(peaks):  # not beyond the valley before the next
            limit = peak + 1 + int(np.argmin(power[peak + 1 : peaks[index + 1] + 1]))
        vowel = _heard(power, span, max(peak, floor), (floor, limit), speech.tokens[speech.nuclei[index][0]])
        found.append(vowel)
        floor = min(int(vowel.close / FRAME + 0.5), len(power) - 1)
    return found


def _power(speech: Speech) -> NDArray[np.float64]:
    """Decibels of what has a pitch in the vowels' range, by frame."""
    hertz = np.arange(BINS) * (RATE / WINDOW)
    band = (hertz > _LOWEST_HZ) & (hertz < _HIGHEST_HZ)
    linear = np.exp(2.0 * speech.frames.tone[band]).mean(0) * speech.voiced
    return np.asarray(10 * np.log10(linear + 1e-6), np.float64)


def _peaks(power: NDArray[np.float64], spans: Sequence[tuple[float, float]]) -> list[int]:
    """The loudest frame of every vowel: one best path through all, near their tokens and with valleys between."""
    frames = np.arange(len(power))
    smooth = np.convolve(np.pad(np.clip(power, _QUIET_DB, _LOUD_DB), 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    depth = _valleys(smooth)
    best: NDArray[np.float64] | None = None
    came: list[NDArray[np.intp]] = []
    for start, end in spans:
        astray = np.maximum(np.maximum(start / FRAME - frames, frames - end / FRAME), 0)
        here = smooth - _ASTRAY * astray**2
        if best is None:
            best = here
        else:
            total = best[:, None] + depth
            came.append(total.argmax(0))
            best = total.max(0) + here
    assert best is not None  # noqa: S101 - an utterance has syllables
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _valleys(smooth: NDArray[np.float64]) -> NDArray[np.float64]:
    """What it is worth to go from one frame to another (from, to): how deep the power falls between them."""
    count = len(smooth)
    lowest = np.full((count, count), -60.0)
    for index in range(count):
        lowest[index, index:] = np.minimum.accumulate(smooth[index:])
    depth: NDArray[np.float64] = (
        np.minimum(np.minimum(smooth[:, None], smooth[None]) - lowest, _DEEPEST_VALLEY_DB) * _VALLEY_WORTH
    )
    frames = np.arange(count)
    depth[frames[None] - frames[:, None] < _APART] = _IMPOSSIBLE
    return depth


def _heard(
    power: NDArray[np.float64], span: tuple[float, float], peak: int, bounds: tuple[int, int], token: str
) -> HeardVowel:
    """A vowel by the frames around its peak."""
    floor, limit = bounds
    low = max(min(int(span[0] / FRAME + 0.5) - 2, peak - 3), floor, 0)
    high = min(max(int(span[1] / FRAME + 0.5) + 2, peak + 3), max(limit, peak + 1))
    left, right = _around(power, peak, low, high, _RISE_DB, _FALL_DB)
    rise = 0.0
    if left > 0 and power[left - 1] < power[left]:  # between frames, where it crosses the limit
        step = max(power[left] - power[left - 1], 1e-3)
        rise = float(np.clip((power[left] - (power[peak] - _RISE_DB)) / step, 0.0, 0.9))
    onset = (left - rise) * FRAME
    close = (right + 0.5) * FRAME
    first, last = _around(power, peak, left, right + 1, _STEADY_DB, _STEADY_DB)
    steady, until = max(first * FRAME, onset + 0.015), min(last * FRAME, close - 0.012)
    if token in DIPHTHONGS:  # "night" is sung "nah-it"
        until = min(until, onset + 0.5 * (close - onset))
    if until < steady + 0.006:
        middle = float(np.clip(peak * FRAME, onset + 0.004, max(close - 0.004, onset + 0.004)))
        steady, until = middle - 0.003, middle + 0.003
    return HeardVowel(onset, steady, until, close)


def _around(power: NDArray[np.float64], peak: int, low: int, high: int, before: float, after: float) -> tuple[int, int]:
    """The frames around a peak, from `low` to below `high`, that are less than so many dB under it."""
    left = right = peak
    while left > low and power[left - 1] > power[peak] - before:
        left -= 1
    while right < high - 1 and power[right + 1] > power[peak] - after:
        right += 1
    return left, right
