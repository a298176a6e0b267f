"""From a sung or hummed phrase to notes: pitch by SwiftF0, its notes parted where the voice sets in again.

SwiftF0 (Nieradzik 2025, MIT) gives a pitch and a confidence every 16 ms; its `segment_notes` finds the notes that
explain them best. Two notes of one pitch are one to it unless the voice falls nearly silent in between, so each is
looked through again for dips of the level, as the consonants of "la la la" make them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LONGEST_SECONDS", "HeardNote", "Hearing", "listen", "read_take"]

LONGEST_SECONDS = 120.0
"""More than a line of any song; a whole recording is not a phrase."""

_RATE = 16_000  # what the net was trained on
_HOLD_MS = 80.0
_SURE = 0.5  # confidence from which a frame counts as sung
_LEVEL_STEP = 80  # samples: 5 ms
_LEVEL_WINDOW = 320  # samples: 20 ms
_DIP_DB = 4.0  # how far the level falls and rises again where a note is struck again
_REACH = 24  # level steps on either side in which it does (120 ms)
_LEAST_NOTE = 0.09  # seconds

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class HeardNote:
    """A note as it was sung: seconds from the beginning of the take, and a pitch in (fractions of) MIDI numbers."""

    start: float
    end: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in a take of `seconds`.

    `curve` holds (time in seconds, MIDI pitch) of every frame that is sung; `notes` are in order and do not overlap.
    `exact` notes were played, not sung: their pitches are meant.
    """

    seconds: float
    curve: tuple[tuple[float, float], ...]
    notes: tuple[HeardNote, ...]
    exact: bool = False


def read_take(path: Path) -> tuple[Samples, int]:
    """A recording in any format that libsndfile reads, as mono samples and their rate.

    Raises SongwrightError for a file that is none, is empty, or is longer than `LONGEST_SECONDS`.
    """
    import soundfile  # loads a large library, needed only here

    try:
        with soundfile.SoundFile(path) as file:
            if len(file) > (LONGEST_SECONDS + 1) * file.samplerate:  # a take may be a little longer
                raise SongwrightError(
                    said(
                        "“{name}” lasts {minutes:.0f} minutes; a hummed phrase is {longest:.0f} minutes at most. "
                        "Cut out the part that you want.",
                        name=path.name,
                        minutes=len(file) / file.samplerate / 60,
                        longest=LONGEST_SECONDS / 60,
                    )
                )
            frames, rate = file.read(dtype="float32", always_2d=True), file.samplerate
    except (OSError, soundfile.SoundFileError) as error:
        raise SongwrightError(
            said("“{name}” cannot be read as sound; choose a WAV, FLAC, OGG, MP3 or Opus file.", name=path.name),
            detail=repr(error),
        ) from error
    if not len(frames):
        raise SongwrightError(said("There is no sound in “{name}”.", name=path.name))
    return np.nan_to_num(frames.mean(axis=1)).astype(np.float32), int(rate)


def listen(samples: Samples, rate: int) -> Hearing:
    """The notes of a take (mono). It takes about a hundredth of the take's length, and half a second the first time."""
    signal = _resampled(samples, rate)
    found = _detector().detect(signal, _RATE)
    pitches = 69 + 12 * np.log2(np.maximum(found.pitch_hz, 1.0) / 440)
    sung = found.confidence >= _SURE
    curve = tuple(zip(found.timestamps[sung].tolist(), pitches[sung].tolist(), strict=True))
    return Hearing(len(samples) / rate, curve, _notes(found, signal))


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 - loaded when it is first needed, as onnxruntime is large
    # Imported when used, here and below: drivers and nets of one way to hum are nothing to the others.
    from swift_f0 import SwiftF0

    return SwiftF0(threads=1, spin=False)


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == _RATE:
        return samples
    wanted = max(1, round(len(samples) * _RATE / rate))
    # All at once in the spectrum: a take is short, and scipy's filters would take a second to load.
    spectrum = np.fft.rfft(samples)[: wanted // 2 + 1]
    return (np.fft.irfft(spectrum, wanted) * (wanted / len(samples))).astype(np.float32)


def _notes(found: Any, signal: Samples) -> tuple[HeardNote, ...]:  # noqa: ANN401
    from swift_f0 import segment_notes

    level = _level(signal)
    parted: list[HeardNote] = []
    for note in segment_notes(found, pitch_hold_ms=_HOLD_MS):
        borders = [note.start, *_struck_anew(level, note.start, note.end), note.end]
        pitch = 69 + 12 * math.log2(note.pitch_hz / 440)
        parted += [HeardNote(start, end, pitch) for start, end in pairwise(borders)]
    return tuple(note for note in parted if note.end - note.start >= _LEAST_NOTE)


def _level(signal: Samples) -> NDArray[np.float64]:
    """The level in dB every 5 ms."""
    power = np.concatenate([[0.0], np.cumsum(signal.astype(np.float64) ** 2)])
    starts = np.arange(0, max(1, len(signal) - _LEVEL_WINDOW), _LEVEL_STEP)
    ends = np.minimum(starts + _LEVEL_WINDOW, len(signal))
    mean = (power[ends] - power[starts]) / _LEVEL_WINDOW
    decibels: NDArray[np.float64] = 10 * np.log10(mean + 1e-9)
    return decibels


def _struck_anew(level: NDArray[np.float64], start: float, end: float) -> list[float]:
    """The times inside a note at which the level has dipped and rises again."""
    step = _LEVEL_STEP / _RATE
    first, last = (round((moment - _LEVEL_WINDOW / 2 / _RATE) / step) for moment in (start, end))
    margin = round(_LEAST_NOTE / step)
    found: list[float] = []
    for place in range(max(1, first + margin), min(len(level) - 1, last - margin)):
        before, after = level[max(first, place - _REACH) : place], level[place + 1 : place + 1 + _REACH]
        bottom = level[place] <= min(before.min(), after.min())
        if bottom and min(before.max(), after.max()) - level[place] >= _DIP_DB:
            moment = place * step + _LEVEL_WINDOW / 2 / _RATE
            if not found or moment - found[-1] >= _LEAST_NOTE:
                found.append(moment)
    return found
