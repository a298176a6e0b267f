"""Instruments ready to play: presets loaded into the synthesiser, levelled to sound equally loud, and cloned."""

from __future__ import annotations

import importlib.resources
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tinysoundfont import _tinysoundfont as tsf

from songwright.audio.loudness import SILENT_DB, loudness
from songwright.audio.soundfont import DRUM_BANK, SoundFontError, SoundFontFile
from songwright.core.language import said

__all__ = ["BUILT_IN", "Instruments", "Preset", "SynthVoice", "built_in_soundfont"]

BUILT_IN = "FluidR3Mono_GM.sf3"

MAX_VOICES = 64
"""Voices of one track; a held piano chord with pedal takes about 20."""

_TARGET_LUFS = -23.0  # of one note at the velocity below; leaves room for chords and eight tracks
_MAX_CORRECTION_DB = 12.0
_PROBE_VELOCITY = 90 / 127
_PROBE_SECONDS = 0.8
_PROBE_PITCHES = (52, 60, 69)
_PROBE_PITCHES_BASS = (33, 40, 45)
_PROBE_PITCHES_DRUMS = (36, 38, 42)
_BASSES = range(32, 40)


def built_in_soundfont() -> Path:
    """The SoundFont that comes with the program."""
    return Path(str(importlib.resources.files("songwright_resources") / "soundfonts" / BUILT_IN))


class SynthVoice(Protocol):
    """The part of tinysoundfont's SoundFont that players use; a voice plays one preset on channel 0."""

    def channel_note_on(self, channel: int, key: int, velocity: float) -> None:
        """Start a note; `velocity` is 0-1."""

    def channel_note_off(self, channel: int, key: int) -> None:
        """Release the oldest note of this pitch that is held."""

    def render(self, buffer: NDArray[np.float32], mix: bool = False) -> None:
        """Write the next frames into (n, 2), or add them when `mix`."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset in the synthesiser; `gain_db` brings it to the common level."""

    name: str
    gain_db: float
    rate: int
    _font: Any  # a tinysoundfont SoundFont

    def voice(self) -> SynthVoice:
        """A synthesiser of this one preset that shares its samples and keeps its own notes."""
        return _voice(self._font, self.rate, self.gain_db)


class Instruments:
    """Loads the presets of one SoundFont as they are needed and keeps them. Safe to use from several threads."""

    def __init__(self, path: Path, rate: int) -> None:
        self.path = path
        self._file = SoundFontFile(path)
        self._rate = rate
        self._loaded: dict[tuple[int, int], Preset] = {}
        self._lock = Lock()

    def get(self, program: int, *, drums: bool) -> Preset:
        """The instrument for a General MIDI program, or the nearest one that the SoundFont has."""
        key = self._file.nearest(DRUM_BANK if drums else 0, program)
        with self._lock:
            if key not in self._loaded:
                self._loaded[key] = self._load(key)
            return self._loaded[key]

    def _load(self, key: tuple[int, int]) -> Preset:
        data = self._file.extract(*key)
        name = self._file.presets[key]
        try:
            font = tsf.SoundFont(data)
        except RuntimeError as error:
            raise SoundFontError(
                said(
                    "The instrument “{name}” of {soundfont} cannot be played; choose another SoundFont.",
                    name=name,
                    soundfont=self.path.name,
                ),
                detail=str(error),
            ) from error
        return Preset(name, _correction_db(font, key, self._rate), self._rate, font)


def _voice(font: Any, rate: int, gain_db: float) -> SynthVoice:  # noqa: ANN401 - the binding has no type stubs
    clone = tsf.SoundFont(font)
    clone.set_output(tsf.OutputMode.StereoInterleaved, rate, gain_db)
    clone.set_max_voices(MAX_VOICES)  # memory taken now, not while playing
    clone.channel_set_preset_index(0, 0)
    voice: SynthVoice = clone
    return voice


def _correction_db(font: Any, key: tuple[int, int], rate: int) -> float:  # noqa: ANN401
    """Decibels that bring a preset's typical note to the target loudness; programs of a font differ by 5-8 dB."""
    bank, program = key
    pitches = _PROBE_PITCHES_BASS if program in _BASSES else _PROBE_PITCHES
    levels = [_note_loudness(font, pitch, rate) for pitch in (_PROBE_PITCHES_DRUMS if bank == DRUM_BANK else pitches)]
    heard = [level for level in levels if level > SILENT_DB]
    if not heard:
        return 0.0
    return float(np.clip(_TARGET_LUFS - max(heard), -_MAX_CORRECTION_DB, _MAX_CORRECTION_DB))


def _note_loudness(font: Any, pitch: int, rate: int) -> float:  # noqa: ANN401
    voice = _voice(font, rate, 0.0)
    voice.channel_note_on(0, pitch, _PROBE_VELOCITY)
    frames = np.zeros((int(rate * _PROBE_SECONDS), 2), np.float32)
    for block in np.split(frames, 20):  # short calls, because the synthesiser holds Python's lock while it works
        voice.render(block)
    return loudness(frames, rate)
