"""Music as a reader of another program's file finds it, before `songwright.formats.assemble` makes a song of it.

Ticks are absolute, `TICKS_PER_QUARTER` to a quarter note; a bar begins at tick 0. Notes of a pick-up may have negative
ticks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from songwright.core.language import said
from songwright.core.song import Chord, Key, Metre, Mix, Song
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.errors import UnreadableError

__all__ = [
    "MOST_BARS",
    "MOST_NOTES",
    "Heard",
    "HeardChange",
    "HeardNote",
    "HeardPart",
    "HeardSyllable",
    "Imported",
    "SectionMark",
    "checked",
]

# Far beyond any song; what is larger would only fill the memory.
MOST_NOTES = 400_000
MOST_BARS = 10_000
MOST_PARTS = 256
MOST_WORDS = 50_000


HeardNote = tuple[int, int, int, int]
"""One note of a part: start and length in ticks, pitch, velocity. A plain tuple, since a file may hold 100,000."""


class HeardSyllable(NamedTuple):
    """A syllable at the tick of its note, with the punctuation around it and no blanks or hyphens to join it."""

    tick: int
    text: str
    ends_word: bool
    ends_line: bool = False
    ends_section: bool = False


class SectionMark(NamedTuple):
    """Where a section begins, and what it is called."""

    tick: int
    title: str


class HeardChange(NamedTuple):
    """Another tempo, metre or key from a tick on, to the next change of its sort."""

    tick: int
    tempo: float | None = None
    metre: Metre | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class HeardPart:
    """What one instrument or voice plays; notes by start, then pitch, and words in order of time."""

    name: str = ""
    notes: tuple[HeardNote, ...] = ()
    words: tuple[HeardSyllable, ...] = ()
    program: int = 0
    drums: bool = False
    mix: Mix = field(default_factory=Mix)


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole piece as read. `key` is None when the file does not say; chords are estimated when there are none.

    `changes` are in order of time; those at tick 0 say what the piece begins with where that is not its usual.
    """

    title: str = ""
    tempo: float = 120.0
    metre: Metre = field(default_factory=Metre)
    key: Key | None = None
    parts: tuple[HeardPart, ...] = ()
    marks: tuple[SectionMark, ...] = ()
    chords: tuple[Chord, ...] = ()
    end: int = 0
    left_out: tuple[str, ...] = ()
    changes: tuple[HeardChange, ...] = ()

    @property
    def ruler(self) -> BarRuler:
        """Where its bars begin."""
        return BarRuler(self.metre, [(change.tick, change.metre) for change in self.changes if change.metre])


@dataclass(frozen=True, slots=True)
class Imported:
    """A song that was read from another program's file; `left_out` says in sentences what of it was not taken in."""

    song: Song
    left_out: tuple[str, ...] = ()

    def named(self, name: str) -> Imported:
        """The same, called after its file when it has no title of its own."""
        return self if self.song.title.strip() else replace(self, song=replace(self.song, title=name))


def checked(heard: Heard) -> Heard:
    """The piece, when it is of a size that a song can have; UnreadableError otherwise."""
    notes = sum(len(part.notes) for part in heard.parts)
    words = sum(len(part.words) for part in heard.parts)
    last = max(heard.end, *(abs(tick) for part in heard.parts for tick in _ends(part)), 0)
    bars = heard.ruler.count(0, last)
    for what, count, most in (
        (said("notes"), notes, MOST_NOTES),
        (said("bars"), bars, MOST_BARS),
        (said("parts"), len(heard.parts), MOST_PARTS),
        (said("sung syllables"), words, MOST_WORDS),
    ):
        if count > most:
            raise UnreadableError(
                said(
                    "This file has {count:,} {what}, and a song can have {most:,} at most. "
                    "It is damaged, or no song; nothing was opened.",
                    count=count,
                    what=what,
                    most=most,
                )
            )
    return heard


def _ends(part: HeardPart) -> tuple[int, ...]:
    if not part.notes:
        return (0,)
    return part.notes[0][0], part.notes[-1][0] + part.notes[-1][1]
