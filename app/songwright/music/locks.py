"""What a section keeps when it is composed again: locked notes, locked chords and the tunes of locked lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from songwright.core.song import Chord, Metre, Music, Note, Section, Song, TrackRole

__all__ = ["Locks", "has_locks", "section_locks"]


@dataclass(frozen=True, slots=True)
class Locks:
    """The kept cells of one section.

    `sung` holds the locked notes of every syllable by (line id, syllable index), `loose` locked notes of the vocal
    track that no syllable of the text owns any more, `chords` locked chords with the tick at which each ends, and
    `played` the locked notes of the other tracks by track id. `onsets` tells where every syllable began before, locked
    or not, and `bars` how long the section was, so that the lines around what is locked stay where they were.
    """

    sung: Mapping[tuple[str, int], tuple[Note, ...]] = field(default_factory=dict)
    loose: tuple[Note, ...] = ()
    chords: tuple[tuple[Chord, int], ...] = ()
    played: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    onsets: Mapping[tuple[str, int], int] = field(default_factory=dict)
    bars: int = 0

    @property
    def vocal(self) -> tuple[Note, ...]:
        """Every kept note of the vocal track, by start."""
        notes = [note for group in self.sung.values() for note in group] + list(self.loose)
        return tuple(sorted(notes, key=lambda note: (note.start, note.pitch)))

    @property
    def end(self) -> int:
        """The tick before which the section must not end."""
        notes = [*self.vocal, *(note for group in self.played.values() for note in group)]
        return max([note.end for note in notes] + [end for _, end in self.chords], default=0)


def section_locks(song: Song, section: Section, syllables: Mapping[str, int]) -> Locks:
    """The locks of a section; `syllables` is the number of syllables of each of its lines."""
    music = section.music
    if music is None:
        return Locks()
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), None)
    held_lines = {line.id for line in song.source(section).lines if line.locked}
    sung: dict[tuple[str, int], list[Note]] = {}
    loose: list[Note] = []
    played: dict[str, tuple[Note, ...]] = {}
    for part in music.parts:
        if part.track != vocal:
            kept = tuple(note for note in part.notes if note.locked)
            if kept:
                played[part.track] = kept
            continue
        for note in part.notes:
            if not (note.locked or note.line in held_lines):
                continue
            if note.line is not None and note.syllable is not None and note.syllable < syllables.get(note.line, 0):
                sung.setdefault((note.line, note.syllable), []).append(note)
            else:
                loose.append(note)
    return Locks(
        {place: tuple(sorted(notes, key=lambda note: note.start)) for place, notes in sung.items()},
        tuple(loose),
        _locked_chords(music, song.metre),
        played,
        {} if vocal is None else _onsets(music, vocal),
        music.bars,
    )


def _onsets(music: Music, vocal: str) -> dict[tuple[str, int], int]:
    """Where each syllable begins."""
    found: dict[tuple[str, int], int] = {}
    for note in music.part(vocal).notes:
        if note.line is not None and note.syllable is not None:
            found.setdefault((note.line, note.syllable), note.start)
    return found


def _locked_chords(music: Music, metre: Metre) -> tuple[tuple[Chord, int], ...]:
    ordered = sorted(music.chords, key=lambda chord: chord.start)
    ends = [chord.start for chord in ordered[1:]] + [music.bars * metre.bar_ticks]
    return tuple((chord, max(end, chord.start + 1)) for chord, end in zip(ordered, ends, strict=False) if chord.locked)


def has_locks(song: Song) -> bool:
    """Whether any note, chord or set line of the song is locked."""
    for section in song.sections:
        music = section.music
        if music is None:
            continue
        if any(chord.locked for chord in music.chords):
            return True
        if any(note.locked for part in music.parts for note in part.notes):
            return True
        if any(line.locked for line in song.source(section).lines):
            return True
    return False
