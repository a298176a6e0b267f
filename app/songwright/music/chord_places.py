"""Which chord stands over which syllable of the lyric page. Pure: a song and a dictionary in, places out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from songwright.core.bar_lines import key_at
from songwright.core.song import Chord, Key, Music, Section, Song, TrackRole
from songwright.lyrics.divisions import line_syllables
from songwright.lyrics.lexicon import Lexicon

__all__ = ["ChordPlace", "LineChords", "Onset", "chords_of_page"]


@dataclass(frozen=True, slots=True)
class ChordPlace:
    """A chord over a line: `column` is the character that it stands above."""

    column: int
    chord: Chord
    key: Key = field(default_factory=Key)
    """The key that holds where it begins."""


@dataclass(frozen=True, slots=True)
class Onset:
    """A sung syllable: its first character in the line, and the tick of its section at which it is sung."""

    column: int
    tick: int


@dataclass(frozen=True, slots=True)
class LineChords:
    """What stands over one line; `owner` is the section whose music it is."""

    owner: str
    onsets: tuple[Onset, ...]
    places: tuple[ChordPlace, ...] = field(default=())

    def onset_at(self, column: int) -> Onset:
        """The syllable that a column is in, or the first."""
        return max((one for one in self.onsets if one.column <= column), default=self.onsets[0], key=_column)


def chords_of_page(song: Song, lexicon: Lexicon) -> Mapping[str, LineChords]:
    """The chords over every sung line, by line id. A chord begins over the first syllable sung from it on.

    Where nothing is sung from a chord on before the next one, it stands over the syllable that is being held; chords
    of bars in which nobody sings are over no line.
    """
    found: dict[str, LineChords] = {}
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), None)
    for section in song.sections:
        if vocal is not None and section.music is not None:
            found |= _section(song, section, section.music, vocal, lexicon)
    return found


def _section(song: Song, section: Section, music: Music, vocal: str, lexicon: Lexicon) -> dict[str, LineChords]:
    onsets = _onsets(section, music, vocal, lexicon)
    sung = sorted(((onset.tick, line, onset) for line, many in onsets.items() for onset in many), key=_tick)
    over: dict[str, list[ChordPlace]] = {line: [] for line in onsets}
    ticks = [tick for tick, _, _ in sung]
    ends = [*(later.start for _, later in pairwise(music.chords)), music.bars * 1_000_000]
    for chord, end in zip(music.chords, ends, strict=True):
        place = bisect_left(ticks, chord.start)
        if place < len(sung) and sung[place][0] < end:
            _, line, onset = sung[place]
            over[line].append(ChordPlace(onset.column, chord, key_at(music, song.key, chord.start)))
        elif place and _held(music, vocal, sung[place - 1][0], chord.start):
            _, line, onset = sung[place - 1]
            over[line].append(ChordPlace(onset.column, chord, key_at(music, song.key, chord.start)))
    return {line: LineChords(section.id, tuple(many), tuple(over[line])) for line, many in onsets.items()}


def _onsets(section: Section, music: Music, vocal: str, lexicon: Lexicon) -> dict[str, tuple[Onset, ...]]:
    first: dict[str, dict[int, int]] = {}
    for note in music.part(vocal).notes:
        if note.line is not None and note.syllable is not None:
            first.setdefault(note.line, {}).setdefault(note.syllable, note.start)
    found = {}
    for line in section.lines:
        syllables = line_syllables(line, lexicon) if line.id in first else ()
        onsets = [
            Onset(syllables[index].start, tick)
            for index, tick in sorted(first.get(line.id, {}).items())
            if index < len(syllables)
        ]
        if onsets:
            found[line.id] = tuple(onsets)
    return found


def _held(music: Music, vocal: str, onset: int, tick: int) -> bool:
    """Whether what began at `onset` still sounds at a tick."""
    return any(note.start == onset and note.end > tick for note in music.part(vocal).notes)


def _column(onset: Onset) -> int:
    return onset.column


def _tick(entry: tuple[int, str, Onset]) -> int:
    return entry[0]
