"""A chord that was typed: the symbol changes, and what the band plays under it changes with it.

The sung line, locked notes and everything outside the chord's own time stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from songwright.core.bar_lines import key_at, music_ticks
from songwright.core.edits import remove_chord, replace_notes, set_chord
from songwright.core.song import Note, Part, Section, Song, TrackRole
from songwright.music.evening import evened
from songwright.music.request import Composer, ComposeRequest
from songwright.music.written_music import read_chord

__all__ = ["ChordChange", "changed_chord", "played_again"]


@dataclass(frozen=True, slots=True)
class ChordChange:
    """A symbol or numeral typed at a tick of the section whose music is `owner`; an empty text removes the chord.

    `moved_from` is the tick of the chord that was carried here, and is gone from there.
    """

    owner: str
    start: int
    text: str
    moved_from: int | None = None


def changed_chord(song: Song, change: ChordChange) -> Song:
    """The song with the chord as typed, locked so that composing again obeys it; SongwrightError for no chord."""
    if change.moved_from is not None:
        song = remove_chord(song, change.owner, change.moved_from)
    if not change.text:
        return remove_chord(song, change.owner, change.start)
    return set_chord(
        song,
        change.owner,
        replace(
            read_chord(change.text, key_at(song.section(change.owner).music, song.key, change.start), change.start),
            locked=True,
        ),
    )


def played_again(song: Song, composer: Composer, owner: str, tick: int) -> Song:
    """The song with the band playing the chord that holds at `tick` of a section again; the voice is left alone."""
    music = song.section(owner).music
    if music is None:
        return song
    starts = sorted(chord.start for chord in music.chords)
    first = max((start for start in starts if start <= tick), default=0)
    last = min((start for start in starts if start > first), default=music_ticks(music, song.metre))
    request = ComposeRequest(
        style=song.style, key=song.key, metre=song.metre, tempo=song.tempo, seed=song.seed, intro=0, ending=False
    )
    composed = evened(composer.compose)(_all_sung_is_locked(song), request).section(owner).music
    if composed is None or composed.bars != music.bars:
        return song
    for track in song.tracks:
        if track.role not in (TrackRole.VOCAL, TrackRole.DRUMS):
            notes = _joined(music.part(track.id).notes, composed.part(track.id).notes, first, last)
            song = replace_notes(song, owner, track.id, notes)
    return song


def _joined(old: tuple[Note, ...], new: tuple[Note, ...], first: int, last: int) -> list[Note]:
    """The new notes that start from `first` to `last`, the old ones elsewhere; what would ring into them is cut."""
    kept = [note for note in old if note.locked or not first <= note.start < last]
    cut = [
        replace(note, length=first - note.start) if not note.locked and note.start < first < note.end else note
        for note in kept
    ]
    fresh = [note for note in new if first <= note.start < last and not note.locked]
    return cut + [replace(note, length=min(note.length, last - note.start)) for note in fresh]


def _all_sung_is_locked(song: Song) -> Song:
    """The song as the composer must see it to change nothing but what the band plays."""
    sung = {track.id for track in song.tracks if track.role is TrackRole.VOCAL}

    def part_held(part: Part) -> Part:
        if part.track not in sung:
            return part
        return Part(part.track, tuple(replace(note, locked=True) for note in part.notes))

    def held(section: Section) -> Section:
        music = section.music
        if music is None:
            return section
        chords = tuple(replace(chord, locked=True) for chord in music.chords)
        return replace(section, music=replace(music, chords=chords, parts=tuple(map(part_held, music.parts))))

    return replace(song, sections=tuple(map(held, song.sections)))
