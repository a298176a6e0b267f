"""What the rest of Songwright relies on in a document that was read: order, and identifiers not yet given."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from songwright.core.session import Document
from songwright.core.song import Chord, Music, Note, Song, Take
from songwright.core.versions import SongVersion

__all__ = ["settled"]

_Worded = TypeVar("_Worded", Note, Chord)
_Named = TypeVar("_Named", Take, SongVersion)
_NUMBERED = re.compile(r"[a-z]+(\d{1,15})")


def settled(document: Document) -> Document:
    """The document with its notes in order, its identifiers its own, and no tunes that nothing can bring back."""
    song = _settled_song(document.song)
    versions = tuple(replace(version, song=_settled_song(version.song)) for version in document.versions)
    songs = (song, *(version.song for version in versions))
    lines = set[str]().union(*map(_lines, songs))
    # Nothing but a version can bring a section back that is gone from a file: without one its tunes need not be kept.
    owners = {section.id for one in songs for section in one.sections}
    tunes = tuple(replace(tune, music=_ordered(tune.music, lines)) for tune in document.tunes if tune.section in owners)
    return Document(song, _renamed(document.takes), tunes, _renamed(versions))


def _lines(song: Song) -> set[str]:
    return {line.id for section in song.sections for line in section.lines}


def _settled_song(song: Song) -> Song:
    given = [section.id for section in song.sections] + [track.id for track in song.tracks] + list(_lines(song))
    highest = max((int(match[1]) for name in given if (match := _NUMBERED.fullmatch(name))), default=0)
    lines = _lines(song)
    sections = tuple(
        section if section.music is None else replace(section, music=_ordered(section.music, lines))
        for section in song.sections
    )
    return replace(song, sections=sections, serial=max(song.serial, highest))


def _ordered(music: Music, lines: set[str]) -> Music:
    """The music with notes and chords in order. A note or chord of a line that is gone stays, without its words."""

    def kept(worded: _Worded) -> _Worded:
        return worded if worded.line is None or worded.line in lines else replace(worded, line=None, syllable=None)

    parts = tuple(
        replace(part, notes=tuple(sorted(map(kept, part.notes), key=lambda note: (note.start, note.pitch))))
        for part in music.parts
    )
    return replace(music, chords=tuple(sorted(map(kept, music.chords), key=lambda chord: chord.start)), parts=parts)


def _renamed(takes: tuple[_Named, ...]) -> tuple[_Named, ...]:
    """Takes (or versions) with an identifier each: nothing refers to one, so a second "t3" is no reason to refuse."""
    found: dict[str, _Named] = {}
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(2))
    for take in takes:
        name = take.id
        while name in found:
            name = f"{take.id}-{next(numbers[take.id])}"
        found[name] = replace(take, id=name)
    return tuple(found.values())
