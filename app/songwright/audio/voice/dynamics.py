"""How loud each moment of a sung utterance is: vowels brought near to each other, and the shape of a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.loudness import k_weights
from songwright.audio.voice.acoustics import BINS, FRAME, RATE, WINDOW
from songwright.audio.voice.throat import BIN_HZ

if TYPE_CHECKING:
    from songwright.audio.voice.timing import Timing
    from songwright.audio.voice.utterance import Utterance

__all__ = ["gains", "tone_power"]

_HIGHEST_HZ = 5000.0
_WEIGHTS = k_weights(WINDOW, RATE)
_LEVEL_DB, _EVENNESS, _MOST_DB = 27.0, 0.75, 14.0
_ARCH_DB, _ARCH_REST = 2.0, 1.2
_VELOCITY_DB = 6.0  # for twice the mean velocity, about 1.8 dB
_WEAK_CUT_DB, _WEAK_LIFT_DB, _WEAK_SECONDS = 6.0, 15.0, 0.02
_SWELL_FROM, _SWELL_DB = 0.7, 1.5

Floats = NDArray[np.float64]


def tone_power(tone: NDArray[np.float32], hertz: Floats) -> Floats:
    """Power of the harmonics by frame, weighted as loudness is (BS.1770)."""
    harmonics = np.arange(1, int(_HIGHEST_HZ / hertz.min()) + 1) * hertz[:, None]
    places = np.clip(harmonics / BIN_HZ + 0.5, 0, BINS - 1).astype(int)
    weights = _WEIGHTS[places] * (harmonics < _HIGHEST_HZ)
    return np.asarray((np.exp(2 * tone[np.arange(len(tone))[:, None], places]) * weights).sum(1))


def gains(times: Floats, power: Floats, utterance: Utterance, timing: Timing) -> Floats:
    """The factor of each frame, by the power of its tone."""
    level = 10 * np.log10(power + 1e-9)
    levels = np.array([_mean_level(times, level, hold) for hold in timing.holds])
    shape = _phrase_shape(utterance, timing)
    correction = np.clip((_LEVEL_DB - levels) * _EVENNESS, -_MOST_DB, _MOST_DB) + shape
    gain = np.interp(times, [begin for begin, _ in timing.vowels], correction)
    for (start, end), wanted in zip(timing.holds, levels, strict=True):
        inside = np.clip((times - start) / _WEAK_SECONDS + 1, 0, 1) * np.clip((end - times) / _WEAK_SECONDS + 1, 0, 1)
        gain += np.clip(wanted - level, -_WEAK_CUT_DB, _WEAK_LIFT_DB) * inside  # the network lets weak vowels die away
    for start, end in timing.vowels:
        if end - start > _SWELL_FROM:
            place = np.clip((times - start) / (end - start), 0, 1)
            gain += _SWELL_DB * np.sin(np.pi * place)
    return np.asarray(10 ** (gain / 20))


def _mean_level(times: Floats, level: Floats, hold: tuple[float, float]) -> float:
    inside = (times >= hold[0]) & (times <= hold[1])
    if not inside.any():
        inside = np.abs(times - (hold[0] + hold[1]) / 2) <= FRAME
    return float(level[inside].mean()) if inside.any() else _LEVEL_DB


def _phrase_shape(utterance: Utterance, timing: Timing) -> Floats:
    """Decibels for each syllable: its notes' velocity, and an arch over the phrase."""
    begins = np.array([begin for begin, _ in timing.vowels])
    length = max(timing.vowels[-1][1] - begins[0], 0.1)
    arch = _ARCH_DB * np.sin(np.pi * np.clip(0.15 + 0.8 * (begins - begins[0]) / length, 0, 1)) - _ARCH_REST
    velocities = [tone.velocity for one in utterance.syllables for tone in one.tones]
    firsts = np.array([one.tones[0].velocity for one in utterance.syllables], np.float64)
    return np.asarray(_VELOCITY_DB * np.log10(firsts / np.mean(velocities)) + arch)
