"""Sings one utterance after another: the way from words on notes to samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import RATE, Acoustics, load_acoustics
from songwright.audio.voice.phonation import sing_through
from songwright.audio.voice.speech import speak
from songwright.audio.voice.throat import throat
from songwright.audio.voice.timing import Timing, set_in_time
from songwright.audio.voice.vowels import heard_vowels

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["RATE", "Rendition", "Vocalist"]


@dataclass(frozen=True, slots=True)
class Rendition:
    """An utterance's sound (RATE, mono), whose first sample stands `origin` s (0 or less) from the first note.

    `timing` tells when its vowels sound.
    """

    samples: NDArray[np.float32]
    origin: float
    timing: Timing


class Vocalist:
    """The network, ready to sing. One thread at a time."""

    def __init__(self, acoustics: Acoustics | None = None) -> None:
        """Load the network unless it is given. Raises SingerError."""
        self._acoustics = acoustics or load_acoustics()

    def sing(self, utterance: Utterance, voice: VoiceType, seed: int = 0) -> Rendition:
        """The same utterance, voice and seed give the same samples."""
        speech = speak(utterance, self._acoustics, voice)
        timing = set_in_time(utterance, speech, heard_vowels(speech))
        own = throat(speech.frames, voice)
        samples = sing_through(own, speech.voiced, utterance, timing, voice, np.random.default_rng(seed))
        return Rendition(samples, timing.origin, timing)
