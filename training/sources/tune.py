"""What every reader returns: a melody with its words, bars and harmony, in exact fractions of a quarter note."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

__all__ = ["Bar", "ChordMark", "Sung", "Tone", "Tune"]


@dataclass(frozen=True, slots=True)
class Sung:
    """A printed syllable; `opens` and `closes` say whether it begins and ends its word."""

    text: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Tone:
    """A sounding note with ties already joined; `words` maps a verse (0, 1, ...) to the syllable sung on it."""

    onset: Fraction
    length: Fraction
    pitch: int
    words: dict[int, Sung] = field(default_factory=dict)

    @property
    def end(self) -> Fraction:
        """Where the note stops."""
        return self.onset + self.length


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as written; `offset` is the metric place of its first event (above 0 in an upbeat bar)."""

    onset: Fraction
    length: Fraction
    offset: Fraction
    metre: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChordMark:
    """A chord symbol: root pitch class and a quality of `training.harmony_marks.QUALITIES`."""

    onset: Fraction
    root: int
    quality: str


@dataclass(frozen=True, slots=True)
class Tune:
    """One piece. `voices` holds every sounding line (the melody first); `fifths` is the key signature (-7 ... 7)."""

    name: str
    source: str
    fifths: int
    minor: bool | None
    tones: tuple[Tone, ...]
    bars: tuple[Bar, ...]
    chords: tuple[ChordMark, ...] = ()
    voices: tuple[tuple[Tone, ...], ...] = ()
    notice: str = ""

    @property
    def metre(self) -> tuple[int, int] | None:
        """The one metre of the whole piece; None when it changes on the way."""
        metres = {bar.metre for bar in self.bars}
        return next(iter(metres)) if len(metres) == 1 else None

    @property
    def end(self) -> Fraction:
        """Where the last bar stops."""
        return self.bars[-1].onset + self.bars[-1].length if self.bars else Fraction(0)

    def verses(self) -> tuple[int, ...]:
        """The numbers of the verses that have words."""
        return tuple(sorted({verse for tone in self.tones for verse in tone.words}))
