"""The pitch of a sung utterance: steps that glide, a larynx that swings past them, vibrato and a little wandering."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["intonation"]

_STEP_CENTRE, _STEP_WIDTH = -0.018, 0.016  # s from a new syllable's vowel, so that the vowel begins on its note
_SLUR_CENTRE, _SLUR_WIDTH = 0.012, 0.022
_WIDTH_SHARE = 1 / 9  # of the note before, at most
_OVERSHOOT_PER_SEMITONE, _OVERSHOOT_MOST = 4.0, 22.0  # cents
_OVERSHOOT_HZ, _OVERSHOOT_SECONDS, _OVERSHOOT_AFTER = 6.0, 0.05, 2.2
_SCOOP_SECONDS, _SCOOP_BEFORE = 0.05, 0.03
_VIBRATO_FROM, _VIBRATO_AFTER, _VIBRATO_GROWS, _VIBRATO_ENDS = 0.45, 0.28, 0.35, 0.12  # s
_RATE_SPREAD = 0.04
_DRIFT_FRAMES = 25

Floats = NDArray[np.float64]


class _Step(NamedTuple):
    """A note's beginning (s from the first frame), its pitch in cents, and whether its syllable sounds already."""

    start: float
    cents: float
    slurred: bool


def intonation(
    times: Floats, utterance: Utterance, origin: float, voice: VoiceType, random: np.random.Generator
) -> Floats:
    """Cents (a hundred times the MIDI pitch) at each of these times (s from `origin`)."""
    steps = [
        _Step(tone.start - origin, 100.0 * tone.pitch, place > 0)
        for one in utterance.syllables
        for place, tone in enumerate(one.tones)
    ]
    cents = np.full(len(times), steps[0].cents)
    for before, step in pairwise(steps):
        if step.cents != before.cents:
            cents += _glide(times, before, step)
    cents -= voice.scoop * np.exp(-np.clip(times - steps[0].start + _SCOOP_BEFORE, 0.0, 9.0) / _SCOOP_SECONDS)
    ends = [*[step.start for step in steps[1:]], utterance.syllables[-1].end - origin]
    for step, end in zip(steps, ends, strict=True):
        if end - step.start > _VIBRATO_FROM:
            cents += _vibrato(times, step.start, end, voice, random)
    return cents + voice.detune + voice.drift * _wandering(len(times), random)


def _glide(times: Floats, before: _Step, step: _Step) -> Floats:
    """What the move from one note to the next adds."""
    centre, width = (_SLUR_CENTRE, _SLUR_WIDTH) if step.slurred else (_STEP_CENTRE, _STEP_WIDTH)
    width = max(min(width, (step.start - before.start) * _WIDTH_SHARE), 1e-4)
    height = step.cents - before.cents
    late = times - step.start - centre
    move = height / (1 + np.exp(-np.clip(late / width, -40, 40)))
    after = late - _OVERSHOOT_AFTER * width
    swing = np.sign(height) * min(_OVERSHOOT_MOST, _OVERSHOOT_PER_SEMITONE * abs(height) / 100)
    fading = np.exp(-np.clip(after, 0, 9) / _OVERSHOOT_SECONDS) * (after > 0)
    return np.asarray(move + swing * fading * np.sin(2 * np.pi * _OVERSHOOT_HZ * after))


def _vibrato(times: Floats, start: float, end: float, voice: VoiceType, random: np.random.Generator) -> Floats:
    since = times - start
    depth = np.clip((since - _VIBRATO_AFTER) / _VIBRATO_GROWS, 0, 1) * np.clip((end - times) / _VIBRATO_ENDS, 0, 1)
    rate = voice.rate * (1 + _RATE_SPREAD * random.standard_normal())
    return np.asarray(voice.vibrato * depth * ((since >= 0) & (times < end)) * np.sin(2 * np.pi * rate * since))


def _wandering(count: int, random: np.random.Generator) -> Floats:
    """Noise of unit power below a few hertz."""
    window = np.hanning(_DRIFT_FRAMES)
    noise = random.standard_normal(count + _DRIFT_FRAMES - 1)
    return np.convolve(noise, window / np.sqrt((window**2).sum()), "valid")[:count]
