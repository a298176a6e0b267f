"""A cue as sound: one singer or three, at the level of an instrument and the rate of the player."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from songwright.audio.loudness import loudness
from songwright.audio.voice.acoustics import RATE
from songwright.audio.voice.clips import CLIP_RATE, Clip
from songwright.audio.voice.voice_types import voice_type

if TYPE_CHECKING:
    from songwright.audio.voice.cue import Cue
    from songwright.audio.voice.vocalist import Rendition, Vocalist

__all__ = ["perform"]

_HALF_BAND_TAPS, _KAISER_BETA = 64, 8.0
_ONSET_SPREAD = 0.008  # s: singers of a choir who are together to the ear
_DOUBLE_SPREAD, _DOUBLE_CENTS, _DOUBLE_DB = 0.018, 7.0, -5.0
_DOUBLED_GAIN = 10 ** (-2.1 / 20)  # three singers at these levels are so much louder than one
_LOUDEST_LUFS = -20.0  # of a phrase's loudest 0.4 s
_VELOCITY_DB, _USUAL_VELOCITY = 14.0, 80.0
_MOST_DB = 18.0


class _Double(NamedTuple):
    """One of several singers of a part: where from left (-1) to right (1), how loud, how far off."""

    place: float
    level: float
    cents: float
    seed: int


_DOUBLES = (
    _Double(0.0, 1.0, 0.0, 0),
    _Double(-0.7, 10 ** (_DOUBLE_DB / 20), -_DOUBLE_CENTS, 101),
    _Double(0.7, 10 ** (_DOUBLE_DB / 20), _DOUBLE_CENTS, 102),
)


def perform(cue: Cue, vocalist: Vocalist) -> Clip:
    """The sound of a cue: the same cue, the same samples."""
    chance = random.Random(f"{cue.seed}/{cue.utterance!r}")
    late = chance.gauss(0.0, _ONSET_SPREAD) if cue.seed else 0.0
    if not cue.doubled:
        sung = _sing(cue, vocalist, _DOUBLES[0])
        samples = _doubled_rate(sung.samples * _gain(cue, sung))
        return Clip(cue.name, sung.origin + late, samples[:, None].astype(np.float16))
    takes = [(double, _sing(cue, vocalist, double)) for double in _DOUBLES]
    lates = [0.0, *(chance.gauss(0.0, _DOUBLE_SPREAD) for _ in takes[1:])]
    origin = min(sung.origin + shift for (_, sung), shift in zip(takes, lates, strict=True))
    sound, gain = np.zeros((0, 2), np.float32), _gain(cue, takes[0][1]) * _DOUBLED_GAIN
    for (double, sung), shift in zip(takes, lates, strict=True):
        start = round((sung.origin + shift - origin) * CLIP_RATE)
        sound = _with_added(sound, start, _placed(_doubled_rate(sung.samples), double) * gain)
    return Clip(cue.name, origin + late, sound.astype(np.float16))


def _sing(cue: Cue, vocalist: Vocalist, double: _Double) -> Rendition:
    voice = voice_type(cue.voice)
    voice = replace(voice, detune=double.cents, rate=voice.rate + double.cents / 50)
    return vocalist.sing(cue.utterance, voice, seed=cue.seed + double.seed)


def _gain(cue: Cue, sung: Rendition) -> float:
    """What brings a phrase to the level of the instruments, louder and softer only as its notes are.

    Every singer is as loud as every other, high or low: a mix holds whoever sings.
    """
    heard = loudness(np.stack([sung.samples, sung.samples], 1), RATE)
    velocities = [tone.velocity for one in cue.utterance.syllables for tone in one.tones]
    wanted = _LOUDEST_LUFS + _VELOCITY_DB * np.log10(np.mean(velocities) / _USUAL_VELOCITY)
    return float(10 ** (np.clip(wanted - heard, -_MOST_DB, _MOST_DB) / 20))


def _placed(samples: NDArray[np.float32], double: _Double) -> NDArray[np.float32]:
    """Mono to stereo, constant power with 1 at the centre."""
    angle = (double.place + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)], np.float32) * np.float32(np.sqrt(2) * double.level)
    return samples[:, None] * sides


def _with_added(sound: NDArray[np.float32], start: int, added: NDArray[np.float32]) -> NDArray[np.float32]:
    out = np.zeros((max(len(sound), start + len(added)), 2), np.float32)
    out[: len(sound)] = sound
    out[start : start + len(added)] += added
    return out


def _doubled_rate(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """RATE to CLIP_RATE, which is twice as many, by a windowed-sinc half-band filter."""
    assert CLIP_RATE == 2 * RATE  # noqa: S101 - the filter's only use
    places = np.arange(-_HALF_BAND_TAPS // 2, _HALF_BAND_TAPS // 2) + 0.5
    taps = (np.sinc(places) * np.kaiser(_HALF_BAND_TAPS, _KAISER_BETA)).astype(np.float32)
    out = np.zeros(2 * len(samples), np.float32)
    out[::2] = samples
    out[1::2] = np.convolve(samples, taps / taps.sum(), "full")[_HALF_BAND_TAPS // 2 :][: len(samples)]
    return out
