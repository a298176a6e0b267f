"""Reading aloud: the same voices speak a text with the network's own rhythm and melody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import FRAME, RATE, Acoustics, load_acoustics
from songwright.audio.voice.phonation import Articulation, phonate
from songwright.audio.voice.prose import said_parts
from songwright.audio.voice.speech import AHEAD
from songwright.audio.voice.throat import throat
from songwright.audio.voice.utterance import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from songwright.audio.voice.voice_types import VoiceType
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["ReadRow", "read_aloud", "read_row"]

_VOICED_HZ = 60.0
_ROW_PAUSE, _STANZA_PAUSE = 0.28, 0.75  # s
_DEFAULT_HZ = 200.0
_LEVEL = 0.11  # root mean square of speech, about -19 LUFS

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a text, read: its number from 0, when it starts (s), and when each of its words does."""

    row: int
    start: float
    words: tuple[float, ...]


def read_aloud(
    text: str,
    lexicon: Lexicon,
    voice: VoiceType,
    *,
    acoustics: Acoustics | None = None,
    progress: Callable[[float], None] = lambda _share: None,
) -> tuple[Samples, tuple[ReadRow, ...]]:
    """A text as speech (RATE, mono), and when each row with words is read. Raises SingerError."""
    acoustics = acoustics or load_acoustics()
    rows = text.splitlines()
    sounds: list[Samples] = []
    found = []
    at = 0.0
    for number, row in enumerate(rows):
        progress(number / len(rows))
        sound, words = read_row(said_parts(row, lexicon), voice, acoustics, seed=number)
        if len(sound):
            found.append(ReadRow(number, at, tuple(at + word for word in words)))
        pause = np.zeros(int((_ROW_PAUSE if len(sound) else _STANZA_PAUSE) * RATE), np.float32)
        sounds += [sound, pause]
        at += (len(sound) + len(pause)) / RATE
    return (np.concatenate(sounds) if sounds else np.zeros(0, np.float32)), tuple(found)


def read_row(
    parts: Iterable[Said], voice: VoiceType, acoustics: Acoustics, *, seed: int = 0
) -> tuple[Samples, tuple[float, ...]]:
    """A row's parts as speech, and when each of its words begins (s); nothing for a row without words."""
    sounds: list[Samples] = []
    words: list[float] = []
    at = 0.0
    for said in parts:
        sound, times = _read(said, voice, acoustics, seed)
        words += [at + times[place] for place in said.words]
        sounds.append(sound)
        at += len(sound) / RATE
    return (np.concatenate(sounds) if sounds else np.zeros(0, np.float32)), tuple(words)


def _read(said: Said, voice: VoiceType, acoustics: Acoustics, seed: int) -> tuple[Samples, list[float]]:
    """Tokens as speech, and when each is heard to begin (s)."""
    numbers = acoustics.numbers(said.tokens)
    durations = acoustics.durations(numbers)
    natural = acoustics.pitch(numbers, durations).astype(np.float64)
    voiced = natural > _VOICED_HZ
    frames = acoustics.frames(numbers, durations, np.where(voiced, natural, 0.0).astype(np.float32))
    count = frames.tone.shape[1]
    voiced, natural = voiced[:count], natural[:count]
    held = np.flatnonzero(voiced)
    # The pitch goes on through what has none: jumps would be heard at its edges.
    even = np.interp(np.arange(count), held, natural[held]) if len(held) else np.full(count, _DEFAULT_HZ)
    articulation = Articulation(np.arange(count, dtype=np.float64), even * voice.speech, np.zeros(count))
    random = np.random.default_rng(seed)
    sound = phonate(throat(frames, voice), voiced, articulation, voice, random, np.ones_like)
    loud = float(np.sqrt(np.mean(sound**2)))
    ends = np.concatenate([[0.0], np.cumsum(durations)]) * 2 * FRAME - AHEAD
    return sound * np.float32(_LEVEL / max(loud, 1e-5)), [max(float(time), 0.0) for time in ends[1:]]
