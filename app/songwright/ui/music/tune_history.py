"""The tunes that a section has had: what was made is never lost by making something else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from songwright.core.edits import set_music
from songwright.core.song import Music, Song
from songwright.core.words import without_lost_words

__all__ = ["KeptTune", "TuneHistory", "with_tune"]

MOST = 30
"""Tunes that are kept of one section; beyond that the oldest goes."""


@dataclass(frozen=True, slots=True)
class KeptTune:
    """The music of a section as it once was. `number` counts from 1 within the section; `origin` says what made it."""

    number: int
    section: str
    music: Music
    tracks: frozenset[str]
    origin: str


class TuneHistory:
    """The tunes of the open document, by section. They last as long as it is open."""

    def __init__(self) -> None:
        self._tunes: dict[str, list[KeptTune]] = {}
        self._counts: dict[str, int] = {}

    def clear(self) -> None:
        """Another document was opened."""
        self._tunes.clear()
        self._counts.clear()

    def remember(self, label: str, before: Song, made: tuple[Song, ...]) -> None:
        """Keep what the changed sections were and what was made of them."""
        old = {section.id: section.music for section in before.sections}
        for song in made:
            for section in song.sections:
                music, was = section.music, old.get(section.id)
                if music is None or music == was:
                    continue
                if was is not None:
                    self._keep(before, section.id, was, "")
                self._keep(song, section.id, music, label)

    def keep(self, song: Song, section: str) -> None:
        """Keep the music of a section as it is, unless it is kept already."""
        music = song.section(section).music
        if music is not None:
            self._keep(song, section, music, "")

    def _keep(self, song: Song, section: str, music: Music, origin: str) -> None:
        tunes = self._tunes.setdefault(section, [])
        if any(tune.music == music for tune in tunes):
            return
        self._counts[section] = number = self._counts.get(section, 0) + 1
        tunes.append(KeptTune(number, section, music, frozenset(track.id for track in song.tracks), origin))
        del tunes[:-MOST]

    def of(self, song: Song, section: str) -> tuple[KeptTune, ...]:
        """The tunes of a section that the song's tracks can play, oldest first."""
        tracks = frozenset(track.id for track in song.tracks)
        return tuple(tune for tune in self._tunes.get(section, ()) if tune.tracks == tracks)


def with_tune(song: Song, tune: KeptTune) -> Song:
    """The song with a kept tune in its section; notes of lines that are gone sound on without words."""
    song = set_music(song, tune.section, tune.music)
    return replace(song, sections=without_lost_words(song.sections))
