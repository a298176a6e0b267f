"""Sings one utterance after another: the way from words on notes to samples."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import RATE, Acoustics, load_acoustics
from songwright.audio.voice.phonation import sing_through
from songwright.audio.voice.speech import Speech, speak
from songwright.audio.voice.throat import Throat, throat
from songwright.audio.voice.timing import Timing, set_in_time
from songwright.audio.voice.vowels import Heard, heard_vowels

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["RATE", "Sung", "Vocalist"]

_REMEMBERED = 24  # utterances whose frames are kept: about 2 MB each


@dataclass(frozen=True, slots=True)
class Sung:
    """An utterance's sound (RATE, mono), whose first sample stands `origin` s (0 or less) from the first note.

    `timing` tells when its vowels sound.
    """

    samples: NDArray[np.float32]
    origin: float
    timing: Timing


class Vocalist:
    """The network with what it said last, so that another pitch or another length repeats only the synthesis."""

    def __init__(self, acoustics: Acoustics | None = None) -> None:
        """Load the network unless it is given. Raises SingerError."""
        self._acoustics = acoustics or load_acoustics()
        self._spoken: OrderedDict[str, tuple[Speech, list[Heard], Throat]] = OrderedDict()

    def sing(self, utterance: Utterance, voice: VoiceType, seed: int = 0) -> Sung:
        """The same utterance, voice and seed give the same samples."""
        speech, heard, own = self._speak(utterance, voice)
        timing = set_in_time(utterance, speech, heard)
        random = np.random.default_rng(seed)
        samples = sing_through(own, speech.voiced, utterance, timing, voice, random)
        return Sung(samples, timing.origin, timing)

    def _speak(self, utterance: Utterance, voice: VoiceType) -> tuple[Speech, list[Heard], Throat]:
        speech = speak(utterance, self._acoustics, voice)
        return speech, heard_vowels(speech), throat(speech.frames, voice)
