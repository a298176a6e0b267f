"""An utterance as the network would speak it: clear vowels to stretch from, at a pitch that it is at home in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import FRAME, Acoustics, Frames

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["AHEAD", "Speech", "hertz", "speak"]

AHEAD = 3.75 * FRAME
"""The network's sounds come this much before its tokens (measured: 47 ms)."""

_SLOWER_VOWELS = 1.7  # than in speech, so that they have a steady middle
_SHORT_SECONDS, _SHORT_SHARE = 0.25, 0.4  # vowels of short notes are slowed by this share of it
_VOICED_HZ = 60.0
_BEFORE = 0.03  # seconds before a vowel from which its pitch holds
_LEADING_UNITS = 6  # of silence that the network may put before the first token


@dataclass(frozen=True, slots=True)
class Speech:
    """What the network spoke.

    `tokens` are padded at both ends, as are `at`, the times (s) at which they are heard to begin, with the end.
    `nuclei` are the tokens (from, to) that each syllable is held on; `voiced` says which frames have a pitch.
    """

    tokens: tuple[str, ...]
    at: NDArray[np.float64]
    nuclei: tuple[tuple[int, int], ...]
    voiced: NDArray[np.bool_]
    frames: Frames


def hertz(pitch: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """MIDI pitches in Hz, equal temperament on A = 440."""
    return 440.0 * 2 ** ((np.asarray(pitch, np.float64) - 69) / 12)


def speak(utterance: Utterance, acoustics: Acoustics, voice: VoiceType) -> Speech:
    """Have the network say the utterance, each syllable near its tune's pitch as far as the voice goes."""
    tokens, nuclei = _tokens(utterance)
    numbers = acoustics.numbers(tokens)
    durations = _slowed(acoustics.durations(numbers), utterance, nuclei)
    ends = np.concatenate([[0.0], np.cumsum(durations)])
    at = np.maximum(ends * 2 * FRAME - AHEAD, 0.0)
    voiced = acoustics.pitch(numbers, durations) > _VOICED_HZ
    owners = np.zeros(len(voiced), np.int64)
    for index, (first, last) in enumerate(nuclei):
        voiced[_frame(at[first]) : _frame(at[last])] = True
        owners[max(_frame(at[first] - _BEFORE), 0) :] = index
    sung = hertz(np.array([one.tones[0].pitch for one in utterance.syllables], np.float64))
    spoken = np.clip(sung[owners], voice.low, voice.high)
    frames = acoustics.frames(numbers, durations, np.where(voiced, spoken, 0.0).astype(np.float32))
    return Speech((" ", *tokens, " "), at, nuclei, voiced[: frames.tone.shape[1]], frames)


def _tokens(utterance: Utterance) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """All tokens, and where each syllable's nucleus lies among them when a pad stands before."""
    tokens: list[str] = []
    nuclei = []
    for syllable in utterance.syllables:
        tokens += syllable.before
        nuclei.append((len(tokens) + 1, len(tokens) + 1 + len(syllable.nucleus)))
        tokens += syllable.nucleus
    return [*tokens, *utterance.after], tuple(nuclei)


def _slowed(
    natural: NDArray[np.float64], utterance: Utterance, nuclei: tuple[tuple[int, int], ...]
) -> NDArray[np.float64]:
    """Durations with longer vowels."""
    slowed = natural.copy()
    slowed[0] = min(slowed[0], _LEADING_UNITS)
    for syllable, (first, last) in zip(utterance.syllables, nuclei, strict=True):
        length = sum(tone.end - tone.start for tone in syllable.tones)
        factor = _SLOWER_VOWELS if length > _SHORT_SECONDS else 1.0 + (_SLOWER_VOWELS - 1.0) * _SHORT_SHARE
        slowed[first:last] = np.maximum(3 if last - first == 1 else 2, np.round(slowed[first:last] * factor))
    return slowed


def _frame(seconds: float) -> int:
    return round(float(seconds) / FRAME)
