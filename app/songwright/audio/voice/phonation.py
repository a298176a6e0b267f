"""The sound itself: pulses at the tune's pitch through the singer's filter, with breath and consonants as noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import BINS, FRAME, HOP, RATE, WINDOW
from songwright.audio.voice.dynamics import gains, tone_power
from songwright.audio.voice.intonation import intonation
from songwright.audio.voice.speech import hertz
from songwright.audio.voice.throat import Throat, follow_first_formant, minimum_phase

if TYPE_CHECKING:
    from songwright.audio.voice.timing import Timing
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["Articulation", "phonate", "sing_through"]

_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
_HIGHEST_HARMONIC = 11_000.0  # Hz
_EXTRA_FRAMES = 4
_CLEARLY_TONE_DB = 22.0  # breath stays this much under the tone: a sung vowel is never mostly noise
_BREATH_BINS = slice(5, 300)
_STEADY_SPEED = 0.6  # of speech: what is drawn out more needs fresh phases, else the same ones buzz at 80 Hz
_BREATH_DEPTH = 0.6  # breath comes with each opening of the glottis
_FADE_IN, _FADE_OUT = 240, 480

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Articulation:
    """What is to be sounded, frame by frame: where in the throat's frames, at which pitch (Hz) and gain.

    `in_vowel` is 1 inside vowels, where breath is held down, and 0 outside.
    """

    places: NDArray[np.float64]
    hertz: NDArray[np.float64]
    in_vowel: NDArray[np.float64]


Gains = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From the power of the tone by frame to a factor by frame."""


def sing_through(
    throat: Throat,
    voiced: NDArray[np.bool_],
    utterance: Utterance,
    timing: Timing,
    voice: VoiceType,
    random: np.random.Generator,
) -> Floats:
    """A sung utterance's samples (RATE, mono) from `timing.origin` on."""
    count = int(np.ceil(timing.target[-1] / FRAME)) + _EXTRA_FRAMES
    times = np.asarray(np.arange(count) * FRAME, np.float64)
    places = np.interp(times, timing.target, timing.source) / FRAME
    pitch = hertz(intonation(times, utterance, timing.origin, voice, random) / 100)
    articulation = Articulation(np.clip(places, 0, len(throat.tone) - 1), pitch, _in_vowel(times, timing))
    return phonate(throat, voiced, articulation, voice, random, lambda power: gains(times, power, utterance, timing))


def phonate(
    throat: Throat,
    voiced: NDArray[np.bool_],
    articulation: Articulation,
    voice: VoiceType,
    random: np.random.Generator,
    gains_of: Gains,
) -> Floats:
    """Samples (RATE, mono) of an articulation."""
    pitch, in_vowel, count = articulation.hertz, articulation.in_vowel, len(articulation.places)
    warp = _Warp(articulation.places)
    tone, phase = warp.mixed(throat.tone), warp.mixed(throat.tone_phase)
    lift, lifted = follow_first_formant(tone, pitch)
    if len(lifted):
        tone[lifted] += lift
        phase[lifted] += minimum_phase(lift)
    noise = warp.mixed(throat.noise)
    gate = warp.mixed(voiced.astype(np.float32)[:, None])[:, 0]
    power = tone_power(tone, pitch)
    gain = gains_of(power)

    cycles, train = _pulses(np.interp(np.arange(count * HOP) / HOP, np.arange(count), pitch))
    harmonic = _spectra(train) * _polar(tone + _log(gate * gain)[:, None], phase)
    quiet = 10 ** (voice.breath_db * in_vowel * gate / 20) * _capped(power, noise, voice, in_vowel)
    steady = (in_vowel > 0.5) | (np.gradient(warp.places) < _STEADY_SPEED)
    loudness = noise + _log(quiet * gain)[:, None]
    breath = _noise(loudness, throat.own_phase[warp.nearest], steady, random)

    air = _overlap_add(breath)
    depth = _BREATH_DEPTH * np.interp(np.arange(len(air)) / HOP, np.arange(count), gate * in_vowel)
    wave = _overlap_add(harmonic) + air * (1 + depth * np.cos(2 * np.pi * cycles)).astype(np.float32)
    wave[:_FADE_IN] *= np.linspace(0, 1, _FADE_IN, dtype=np.float32)
    wave[-_FADE_OUT:] *= np.linspace(1, 0, _FADE_OUT, dtype=np.float32)
    return wave


class _Warp:
    """Reads frames at places between them."""

    def __init__(self, places: NDArray[np.float64]) -> None:
        self.places = places
        self._below = np.floor(places).astype(int)
        self._share = (places - self._below).astype(np.float32)[:, None]
        self.nearest = np.round(places).astype(int)

    def mixed(self, frames: Floats) -> Floats:
        above = np.minimum(self._below + 1, len(frames) - 1)
        return np.asarray(frames[self._below] * (1 - self._share) + frames[above] * self._share)


def _in_vowel(times: NDArray[np.float64], timing: Timing) -> NDArray[np.float64]:
    """1 inside vowels, 0 outside, with short slopes."""
    inside = np.zeros(len(times))
    for begin, end in timing.vowels:
        inside = np.maximum(
            inside, np.clip((times - begin + 0.02) / 0.03, 0, 1) * np.clip((end - times + 0.01) / 0.03, 0, 1)
        )
    return inside


def _pulses(pitch: NDArray[np.float64]) -> tuple[NDArray[np.float64], Floats]:
    """Cycles so far and a train of pulses with equal harmonics up to 11 kHz, from a pitch (Hz) at every sample.

    The closed form of a sum of cosines (Dirichlet's kernel).
    """
    cycles = np.cumsum(pitch / RATE)
    angle = ((cycles % 1.0) * 2 * np.pi).astype(np.float32)
    count = np.floor(_HIGHEST_HARMONIC / pitch).astype(np.float32)
    divisor = 2 * np.sin(angle / 2)
    flat = np.abs(divisor) < 2e-3
    train = np.where(flat, count, np.sin((count + 0.5) * angle) / np.where(flat, 1, divisor) - 0.5)
    return cycles, train.astype(np.float32)


def _spectra(train: Floats) -> NDArray[np.complex64]:
    """Windowed spectra at every hop (frames, BINS)."""
    padded = np.pad(train, WINDOW // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: len(train) // HOP]
    return np.asarray(np.fft.rfft(windows * (_HANN / (WINDOW / 4)), axis=1), np.complex64)


def _polar(log_magnitude: Floats, phase: Floats) -> NDArray[np.complex64]:
    """Complex numbers by magnitude and angle; two float sines cost a third of a complex exponential."""
    magnitude = np.exp(log_magnitude)
    out = np.empty(phase.shape, np.complex64)
    out.real = magnitude * np.cos(phase)
    out.imag = magnitude * np.sin(phase)
    return out


def _log(factor: NDArray[np.floating]) -> Floats:
    return np.asarray(np.log(np.maximum(factor, 1e-9)), np.float32)


def _capped(power: NDArray[np.float64], noise: Floats, voice: VoiceType, in_vowel: NDArray[np.float64]) -> Floats:
    """What keeps the breath of vowels under their tone."""
    hiss = np.exp(2 * noise[:, _BREATH_BINS]).sum(1) * (WINDOW / HOP) * 4 / 300
    hiss *= 10 ** (voice.breath_db / 10)
    allowed = power * 10 ** (-_CLEARLY_TONE_DB / 10) / (hiss + 1e-9)
    return np.asarray(np.sqrt(np.minimum(1.0, allowed)) ** in_vowel, np.float32)


def _noise(
    loudness: Floats, own_phase: Floats, steady: NDArray[np.bool_], random: np.random.Generator
) -> NDArray[np.complex64]:
    """Spectra of noise: with fresh phases where it is steady, with the network's where something bursts."""
    out = np.empty(loudness.shape, np.complex64)
    fresh = random.standard_normal((int(steady.sum()), BINS, 2), dtype=np.float32)
    fresh *= np.exp(loudness[steady])[..., None] * np.float32(np.sqrt(0.5))
    out[steady] = fresh.view(np.complex64)[..., 0]
    bursts = ~steady
    out[bursts] = _polar(loudness[bursts], own_phase[bursts])
    return out


def _overlap_add(spectra: NDArray[np.complex64]) -> Floats:
    """Inverse of a Hann-windowed transform with a hop of a quarter window: (frames, BINS) to samples."""
    frames = np.fft.irfft(spectra, WINDOW, axis=1).astype(np.float32, copy=False) * _HANN
    count, parts = len(frames), WINDOW // HOP
    out = np.zeros((count + parts - 1, HOP), np.float32)
    norm = np.zeros((count + parts - 1, HOP), np.float32)
    pieces, squares = frames.reshape(count, parts, HOP), (_HANN * _HANN).reshape(parts, HOP)
    for part in range(parts):
        out[part : part + count] += pieces[:, part]
        norm[part : part + count] += squares[part]
    out /= np.maximum(norm, 0.5)
    return out.reshape(-1)[WINDOW // 2 : WINDOW // 2 + count * HOP]
