"""What stands at the head of a song and may change inside it: key, metre, tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

__all__ = [
    "TICKS_PER_QUARTER",
    "Key",
    "Marking",
    "Metre",
    "Mode",
    "check_kind",
    "check_order",
]

TICKS_PER_QUARTER = 480


class Mode(StrEnum):
    """The scale family of a key."""

    MAJOR = "major"
    MINOR = "minor"
    DORIAN = "dorian"
    MIXOLYDIAN = "mixolydian"
    LYDIAN = "lydian"
    PHRYGIAN = "phrygian"


def check_kind(value: StrEnum, kind: type[StrEnum]) -> None:
    """Refuse a plain text in an enumeration's place: it compares equal, and fails only when the song is saved."""
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not a {kind.__name__}")


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic pitch class (0 = C ... 11 = B) and a mode."""

    tonic: int = 0
    mode: Mode = Mode.MAJOR

    def __post_init__(self) -> None:
        if not 0 <= self.tonic <= 11:
            raise ValueError(f"tonic must be a pitch class 0-11, not {self.tonic}")
        check_kind(self.mode, Mode)


@dataclass(frozen=True, slots=True)
class Metre:
    """A time signature."""

    beats: int = 4
    unit: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.beats <= 32 or self.unit not in (1, 2, 4, 8, 16, 32):
            raise ValueError(f"{self.beats}/{self.unit} is not a usable time signature")

    @property
    def beat_ticks(self) -> int:
        """Length in ticks of one written beat (the unit below the line)."""
        return TICKS_PER_QUARTER * 4 // self.unit

    @property
    def bar_ticks(self) -> int:
        """Length of a bar in ticks."""
        return self.beats * self.beat_ticks


@dataclass(frozen=True, slots=True)
class Marking:
    """A change inside a section, `start` ticks after its first downbeat: of tempo, metre or key, or several of them.

    It holds until the next marking of its sort or the section's end: each section begins with the song's own again.
    A tempo (quarter notes a minute) is come to over so many ticks, 0 for at once. A metre begins at the first bar line
    that is not before `start`.
    """

    start: int
    tempo: float | None = None
    over: int = 0
    metre: Metre | None = None
    key: Key | None = None

    def __post_init__(self) -> None:
        if self.start < 0:
            raise ValueError("a change of tempo, metre or key stands inside its section, not before it")
        if self.tempo is not None and not 20 <= self.tempo <= 400:
            raise ValueError(f"tempo must be 20-400 beats a minute, not {self.tempo}")
        if self.over < 0 or (self.over and self.tempo is None):
            raise ValueError("only a tempo can be come to gradually, and over a time that is not below 0")
        if self.tempo is None and self.metre is None and self.key is None:
            raise ValueError("a marking changes a tempo, a metre or a key")


def check_order(markings: Sequence[Marking]) -> None:
    """Raise ValueError unless each of a section's markings stands after the one before."""
    if any(one.start >= later.start for one, later in pairwise(markings)):
        raise ValueError("of two changes of tempo, metre or key in a section each must stand at a place of its own")
