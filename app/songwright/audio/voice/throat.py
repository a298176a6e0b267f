"""The filter above the vocal folds: envelopes of tone and noise, made smooth, and a singer's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import BINS, RATE, WINDOW, Frames

if TYPE_CHECKING:
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["BIN_HZ", "Throat", "follow_first_formant", "minimum_phase", "throat"]

BIN_HZ = RATE / WINDOW
_HERTZ = (np.arange(BINS) * BIN_HZ).astype(np.float32)
_TONE_WIDTH, _NOISE_WIDTH = 5, 1  # bins on either side: the network's are rough between its harmonics
_RING_HZ, _RING_WIDTH = 2900.0, 500.0
_TILT_FROM = 1000.0
_NEPER_DB = 20 / np.log(10)
_FOLLOW_FROM, _FOLLOW_OVER, _FOLLOW_MOST, _FOLLOW_DIP = 320.0, 120.0, 2.2, 0.35

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Throat:
    """Each (frames, BINS): log magnitude of the tone with its phase as a filter, log magnitude of noise and its phase.

    `own_phase` is what the network gave the noise; its bursts sound right only with it.
    """

    tone: Floats
    tone_phase: Floats
    noise: Floats
    own_phase: Floats


def throat(frames: Frames, voice: VoiceType) -> Throat:
    """The network's frames as this singer's."""
    tone = 0.5 * np.log(_smooth(np.exp(2 * frames.tone.T), _TONE_WIDTH) + np.float32(1e-9))
    noise = 0.5 * np.log(_smooth(frames.noise.T, _NOISE_WIDTH) + np.float32(1e-12))
    if voice.formant != 1.0:
        tone, noise = _stretched(tone, voice.formant), _stretched(noise, voice.formant)
    shape = _shape(voice)
    tone = tone + shape
    return Throat(tone, minimum_phase(tone), noise + shape, np.ascontiguousarray(frames.phase.T))


def minimum_phase(tone: Floats) -> Floats:
    """The phase (frames, BINS) of the minimum-phase filter with this log magnitude: linear in it, so both can be mixed.

    By the folded cepstrum (Oppenheim and Schafer, Discrete-Time Signal Processing).
    """
    cepstrum = np.fft.irfft(tone, WINDOW, axis=1)
    cepstrum[:, 1 : WINDOW // 2] *= 2
    cepstrum[:, WINDOW // 2 + 1 :] = 0
    return np.ascontiguousarray(np.fft.rfft(cepstrum, axis=1).imag, np.float32)


def follow_first_formant(tone: Floats, hertz: NDArray[np.float64]) -> tuple[Floats, NDArray[np.intp]]:
    """Lift the envelope at the tune's pitch where that is above the first formant, as sopranos do (Sundberg).

    Returns the lift of the frames that need one, (frames, BINS), and which those are.
    """
    places = np.clip(hertz / BIN_HZ, 1, BINS - 2).astype(int)
    here = tone[np.arange(len(tone)), places]
    highest = np.maximum.accumulate(tone[:, : int(places.max()) + 1], axis=1)[np.arange(len(tone)), places]
    wanted = np.clip(highest - here - _FOLLOW_DIP, 0, _FOLLOW_MOST)
    lift = wanted * np.clip((hertz - _FOLLOW_FROM) / _FOLLOW_OVER, 0, 1)
    which = np.flatnonzero(lift > 1e-3)
    near = hertz[which, None].astype(np.float32)
    bump = np.exp(-(((_HERTZ[None] - near) / (0.35 * near)) ** 2))
    return (lift[which, None] * bump).astype(np.float32), which


def _smooth(power: Floats, width: int) -> Floats:
    """The mean over neighbouring bins with a raised cosine."""
    weights = np.hanning(2 * width + 3)[1:-1].astype(np.float32)
    weights /= weights.sum()
    padded = np.pad(power, ((0, 0), (width, width)), mode="edge")
    out: Floats = np.zeros_like(power)
    for index, weight in enumerate(weights):
        out += weight * padded[:, index : index + BINS]
    return out


def _stretched(envelope: Floats, factor: float) -> Floats:
    """The envelope with its frequencies multiplied."""
    places = np.clip(np.arange(BINS) / factor, 0, BINS - 1)
    below = places.astype(int)
    share = (places - below).astype(np.float32)
    out: Floats = envelope[:, below] * (1 - share) + envelope[:, np.minimum(below + 1, BINS - 1)] * share
    return out


def _shape(voice: VoiceType) -> Floats:
    """What a singer's ring and tilt add, (BINS,) in nepers."""
    ring = voice.ring_db * np.exp(-(((_HERTZ - _RING_HZ) / _RING_WIDTH) ** 2))
    tilt = voice.tilt_db * np.log2(np.maximum(_HERTZ, _TILT_FROM) / _TILT_FROM)
    return np.asarray((ring + tilt) / _NEPER_DB, np.float32)
