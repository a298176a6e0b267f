"""What is asked of a composer, and what a composer is: the interface that rules and learned models share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from songwright.core.song import Key, Metre, Song

__all__ = ["VOICES", "ComposeRequest", "Composer", "Voice"]


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
    """

    style: str | None = None
    key: Key | None = None
    metre: Metre | None = None
    tempo: float | None = None
    seed: int | None = None
    voice: str = "mezzo"
    intro: int | None = None
    ending: bool | None = None


class Composer(Protocol):
    """Sets a song to music."""

    def compose(self, song: Song, request: ComposeRequest) -> Song:
        """The song with tracks, and music for every section that does not repeat another.

        Pure: the same song and request give an equal song. Words are never changed; locked notes, chords and the
        tunes of locked lines stay as they are. SongwrightError says why when it cannot be done.
        """
        ...
