"""What a singer sings in one breath: syllables as the network's tokens, on notes in seconds.

A value that travels to the process that sings; the same utterance always gives the same sound.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Said", "TokenSyllable", "Tone", "Utterance"]


@dataclass(frozen=True, slots=True)
class Tone:
    """A note from `start` to `end` (s from the first note's beginning) at a MIDI pitch."""

    start: float
    end: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class TokenSyllable:
    """A syllable: tokens since the vowel before it, tokens that it is held on, and its notes (several are a slur)."""

    before: tuple[str, ...]
    nucleus: tuple[str, ...]
    tones: tuple[Tone, ...]

    @property
    def start(self) -> float:
        """When its vowel should be heard."""
        return self.tones[0].start

    @property
    def end(self) -> float:
        """When its last note ends."""
        return self.tones[-1].end


@dataclass(frozen=True, slots=True)
class Utterance:
    """Syllables that are sung without a rest, and the tokens that close the last one."""

    syllables: tuple[TokenSyllable, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens of a part of a row, and which of them begin words."""

    tokens: tuple[str, ...]
    words: tuple[int, ...]
