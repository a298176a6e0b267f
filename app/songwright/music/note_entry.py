"""Writing a note by hand: where it goes, which syllable it sings, and what makes room for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from songwright.core.bar_lines import music_ticks
from songwright.core.edits import edit_notes
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.roll import Pick
from songwright.core.song import Line, Music, Note, Song, TrackRole
from songwright.music.note_edits import SHORTEST, Picks

__all__ = ["NewNote", "NoteEntryError", "next_syllable", "with_note"]

Place = tuple[str, int]
"""A line's id and the index of a syllable in it."""


class NoteEntryError(SongwrightError):
    """A note cannot be written there."""


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to be written into a track of the section whose music is `owner`; `start` counts from its downbeat."""

    owner: str
    track: str
    start: int
    pitch: int
    length: int


def with_note(song: Song, new: NewNote, syllables: Callable[[str], Sequence[str]]) -> tuple[Song, Picks]:
    """The song with a note more, and that note picked; `syllables` splits the line with an id.

    In the sung line the note that sounds there ends where the new one begins, and the new one ends where the next
    begins; it sings the next syllable that has no note yet, or draws out the one before. Raises NoteEntryError.
    """
    section = song.section(new.owner)
    if section.music is None:
        raise NoteEntryError(said("This section has no music yet. Compose it first, then notes can be added."))
    notes = section.music.part(new.track).notes
    sung = any(track.id == new.track and track.role is TrackRole.VOCAL for track in song.tracks)
    if sung:
        notes = _parted(notes, new.start)
    length = _room(song, section.music, notes if sung else (), new)
    place = next_syllable(section.sung_lines, syllables, notes, new.start) if sung else None
    line, syllable = place if place is not None else (None, None)
    note = Note(new.start, length, new.pitch, _velocity(notes), line=line, syllable=syllable, edited=True)
    song = edit_notes(song, new.owner, new.track, (*notes, note))
    return song, frozenset({Pick(new.owner, new.track, note)})


def next_syllable(
    lines: Sequence[Line], syllables: Callable[[str], Sequence[str]], notes: Sequence[Note], start: int
) -> Place | None:
    """What a note at `start` sings: the first unsung syllable between its neighbours, else the one before it.

    None when there is neither: the note has no words.
    """
    order = [(line.id, index) for line in lines for index in range(len(syllables(line.id)))]
    rank = {place: index for index, place in enumerate(order)}
    before: Place | None = None
    after: Place | None = None
    taken: set[Place] = set()
    for note in notes:
        place = _place_of(note)
        if place is None or place not in rank:
            continue
        taken.add(place)
        if note.start < start:
            before = place
        elif after is None:
            after = place
    between = order[rank[before] + 1 if before else 0 : rank[after] if after else len(order)]
    return next((place for place in between if place not in taken), before)


def _place_of(note: Note) -> Place | None:
    return None if note.line is None or note.syllable is None else (note.line, note.syllable)


def _parted(notes: Sequence[Note], start: int) -> tuple[Note, ...]:
    """The sung notes with the one that sounds at `start` cut there."""
    kept = []
    for note in notes:
        if note.start <= start < note.end:
            if note.locked:
                raise NoteEntryError(said("A locked note sounds there. Press K on it to unlock it first."))
            if start - note.start < SHORTEST:
                raise NoteEntryError(said("Another note of the tune begins there; the voice sings one note at a time."))
            note = replace(note, length=start - note.start)
        kept.append(note)
    return tuple(kept)


def _room(song: Song, music: Music, notes: Sequence[Note], new: NewNote) -> int:
    """The length that a new note can have before the next of `notes` and the section's end."""
    end = music_ticks(music, song.metre)
    following = min((note.start for note in notes if note.start > new.start), default=end)
    room = min(following, end) - new.start
    if room < SHORTEST or new.start < -song.metre.bar_ticks:
        raise NoteEntryError(said("There is no room for a note here."))
    return min(new.length, room)


def _velocity(notes: Sequence[Note]) -> int:
    """As loud as the part usually is."""
    ordered = sorted(note.velocity for note in notes)
    return ordered[len(ordered) // 2] if ordered else 80
