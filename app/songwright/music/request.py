"""What is asked of a composer, and what a composer is: the interface that rules and learned models share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Key, Metre, Music, Song
from songwright.music.locks import Hold

__all__ = ["FOR_YOU", "VOICES", "Cancelled", "ComposeRequest", "Composer", "Selection", "Voice", "Watch"]

FOR_YOU: Final = "for-you"
"""As a request's style: the composer's own choice."""


class Cancelled(SongwrightError):  # noqa: N818 - no fault, but the user's wish
    """The user stopped the work; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A kind of singing voice: its name and the lowest and highest pitch that it is asked for."""

    name: str
    low: int
    high: int


VOICES: Final[Mapping[str, Voice]] = MappingProxyType(
    {
        "soprano": Voice("Soprano", 60, 81),
        "mezzo": Voice("Mezzo-soprano", 57, 77),
        "alto": Voice("Alto", 53, 74),
        "tenor": Voice("Tenor", 48, 69),
        "baritone": Voice("Baritone", 43, 65),
        "bass": Voice("Bass", 40, 62),
    }
)
"""Comfortable ranges of choir voices (C4-A5, A3-F5, F3-D5, C3-A4, G2-F4, E2-D4)."""


@dataclass(frozen=True, slots=True)
class ComposeRequest:
    """How a song is to be set to music.

    Whatever is None is left to the composer: once the song has music (or a lock) in the style asked for, it keeps the
    song's own key, metre and tempo; otherwise it chooses what suits the style. `seed` None is the song's own seed.
    `voice` is a key of `VOICES`. `intro` is the number of bars before the first words (0 for none), and `ending` tells
    whether closing bars follow the last; left out, a song that has no music yet gets what suits the style, and one
    that has keeps what it has.

    `style` FOR_YOU lets the composer choose one for a song that has no music yet, by its words and by `mood`: what was
    asked for in free words ("wistful"), which also has its say in mode and tempo.

    `tight` keeps the band on the beat; otherwise a song that is set first is played as loosely as its style has it.

    `composer` is a key of `songwright.music.composers.COMPOSERS`. `prosody` is the dial of the words' rhythm, from 0
    (syncopated) over 0.5 (as the style sings) to 1 (as square as a hymn). `chorale` asks for four voices with words
    instead of a band. `keep_edits` keeps the notes that a hand changed (`Note.edited`), as if they were locked; without
    it only what is locked stays. `lift` gives the last chorus music of its own, fuller than the others; it then no
    longer follows what is changed in them, until the song is composed again. `last_chorus_up` puts it and what follows
    so many semitones higher, `slow_ending` slows so many last bars down.
    """

    style: str | None = None
    key: Key | None = None
    metre: Metre | None = None
    tempo: float | None = None
    seed: int | None = None
    voice: str = "mezzo"
    intro: int | None = None
    ending: bool | None = None
    composer: str = "rules"
    prosody: float = 0.5
    chorale: bool = False
    keep_edits: bool = True
    lift: bool = False
    last_chorus_up: int = 0
    slow_ending: int = 0
    mood: str = ""
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be composed again: bars of one section, of all tracks and the chords, or of some tracks alone.

    `section` is an id; a section that repeats another stands for that one's music. Bars count from 0; `bars` None
    reaches to the section's end. A pick-up belongs to the section's first bar. `tracks` None means every track and the
    chords; otherwise the ids of the tracks that may change, and the chords stay.
    """

    section: str
    first_bar: int = 0
    bars: int | None = None
    tracks: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """How the caller follows work: `cancelled` is asked often, `progress` gets the share that is done, 0 to 1.

    Both may be called from another thread than the caller's.
    """

    cancelled: Callable[[], bool] | None = None
    progress: Callable[[float], None] | None = None

    def report(self, share: float) -> None:
        """Tell the progress. Raises Cancelled when the user wants no more."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled(said("Composing was stopped; the song is as it was before."))
        if self.progress is not None:
            self.progress(min(1.0, max(0.0, share)))

    def part(self, first: float, last: float) -> Watch:
        """The same watch for a part of the work, which begins when `first` of it is done and ends at `last`."""
        progress = self.progress
        if progress is None:
            return self
        return Watch(self.cancelled, lambda share: progress(first + (last - first) * share))


class Composer(Protocol):
    """Sets a song to music."""

    def compose(self, song: Song, request: ComposeRequest, watch: Watch | None = None) -> Song:
        """The song with tracks, and music for every section that does not repeat another.

        Pure: the same song and request give an equal song. Words are never changed; locked notes, chords and the
        tunes of locked lines stay as they are, and so do notes that a hand changed if the request keeps edits.
        SongwrightError says why when it cannot be done; Cancelled when `watch` wants no more.
        """
        ...

    def compose_part(self, song: Song, request: ComposeRequest, section_id: str, hold: Hold) -> Music:
        """The music of one section with all that `hold` does not free as it was; see `songwright.music.recompose`."""
        ...
