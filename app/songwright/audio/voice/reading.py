"""Reading aloud: the same voices speak a text with the network's own rhythm and melody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import FRAME, RATE, Acoustics, load_acoustics
from songwright.audio.voice.alphabet import BLANK, STOP, tokens_of
from songwright.audio.voice.phonation import Articulation, phonate
from songwright.audio.voice.speech import AHEAD
from songwright.audio.voice.throat import throat
from songwright.lyrics.diction import articulate
from songwright.lyrics.syllables import syllabify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from songwright.audio.voice.voice_types import VoiceType
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["ReadRow", "read_aloud", "read_row"]

_MARKS = frozenset(",.;:!?—…")
_MARK_NAMES = {"–": "—", "。": ".", "，": ","}
_MOST_TOKENS = 240  # in one go: more than any line of verse, about two sentences of prose
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


@dataclass(frozen=True, slots=True)
class _Said:
    """Tokens of a part of a row, and which of them begin words."""

    tokens: tuple[str, ...]
    words: tuple[int, ...]


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
        sound, words = read_row(row, lexicon, voice, acoustics, seed=number)
        if len(sound):
            found.append(ReadRow(number, at, tuple(at + word for word in words)))
        pause = np.zeros(int((_ROW_PAUSE if len(sound) else _STANZA_PAUSE) * RATE), np.float32)
        sounds += [sound, pause]
        at += (len(sound) + len(pause)) / RATE
    return (np.concatenate(sounds) if sounds else np.zeros(0, np.float32)), tuple(found)


def read_row(
    row: str, lexicon: Lexicon, voice: VoiceType, acoustics: Acoustics, *, seed: int = 0
) -> tuple[Samples, tuple[float, ...]]:
    """A row as speech, and when each of its words begins (s); nothing for a row without words."""
    sounds: list[Samples] = []
    words: list[float] = []
    at = 0.0
    for said in _parts(row, lexicon):
        sound, times = _read(said, voice, acoustics, seed)
        words += [at + times[place] for place in said.words]
        sounds.append(sound)
        at += len(sound) / RATE
    return (np.concatenate(sounds) if sounds else np.zeros(0, np.float32)), tuple(words)


def _parts(row: str, lexicon: Lexicon) -> Iterator[_Said]:
    """What is said of a row, in pieces that the network can take at once."""
    tokens: list[str] = []
    words: list[int] = []
    syllables, sounds = syllabify(row, lexicon), articulate(row, lexicon)
    for index, (syllable, uttered) in enumerate(zip(syllables, sounds, strict=True)):
        if uttered.opens:
            if len(tokens) > _MOST_TOKENS:
                yield _Said((*tokens, STOP), tuple(words))
                tokens, words = [], []
            tokens += [BLANK] if tokens else []
            words.append(len(tokens))
        if uttered.vowel and not uttered.drawn:
            before, nucleus, after = tokens_of(uttered)
            tokens += [*before, *nucleus, *after]
        following = syllables[index + 1] if index + 1 < len(syllables) else None
        if following is None or following.word != syllable.word:
            tokens += _marks(row[syllable.end : following.start if following else len(row)])
    if any(token.strip() for token in tokens):
        yield _Said((*tokens, *(() if tokens[-1] in _MARKS else (STOP,))), tuple(words))


def _marks(gap: str) -> list[str]:
    """The last mark of punctuation between two words."""
    found = [_MARK_NAMES.get(mark, mark) for mark in re.sub(r"\s", "", gap)]
    return [mark for mark in found if mark in _MARKS][-1:]


def _read(said: _Said, voice: VoiceType, acoustics: Acoustics, seed: int) -> tuple[Samples, list[float]]:
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
