"""Notes as a block: copied, pasted, split, joined, made louder, put on the grid. Pure, from a song to a song.

Locked notes stay as they are. The sung line keeps one note at a time: what a pasted block covers makes way for it, and
its syllables are sung by the new notes in their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from songwright.core.bar_lines import music_ticks
from songwright.core.edits import replace_notes
from songwright.core.roll import Pick
from songwright.core.song import Note, Song, TrackRole
from songwright.music.note_edits import SHORTEST, Picks

__all__ = ["NoteClip", "copied", "joined", "louder", "pasted", "quantised", "read_clip", "split"]

_MOST = 5000
"""Notes that a clip from another program may bring."""


@dataclass(frozen=True, slots=True)
class NoteClip:
    """Copied notes: each with its start from the beginning of the clip, which is `length` ticks long."""

    notes: tuple[tuple[int, int, int, int], ...]
    """(start, length, pitch, velocity)."""
    length: int

    def text(self) -> str:
        """The clip as text for a clipboard."""
        return json.dumps({"songwright": "notes", "length": self.length, "notes": self.notes})


def read_clip(text: str) -> NoteClip | None:
    """The clip in a text; None when there is none."""
    try:
        data = json.loads(text)
        if data["songwright"] != "notes":
            return None
        notes = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in data["notes"][:_MOST])
        length = int(data["length"])
    except (ValueError, TypeError, KeyError):
        return None
    sound = all(start >= 0 and size > 0 and 0 <= p <= 127 and 1 <= v <= 127 for start, size, p, v in notes)
    return NoteClip(notes, length) if notes and length > 0 and sound else None


def copied(song: Song, placed: Sequence[tuple[int, Note]]) -> NoteClip | None:
    """A clip of notes, each with the tick of the song at which it sounds; it begins and ends on a beat."""
    if not placed:
        return None
    beat = song.metre.beat_ticks
    first = min(tick for tick, _ in placed) // beat * beat
    last = -(-max(tick + note.length for tick, note in placed) // beat) * beat
    notes = sorted((tick - first, note.length, note.pitch, note.velocity) for tick, note in placed)
    return NoteClip(tuple(notes), last - first)


def pasted(song: Song, clip: NoteClip, owner: str, track: str, tick: int) -> tuple[Song, Picks]:
    """The song with a clip at a tick of a section, and its notes picked; what has no room there is left out."""
    section = song.section(owner)
    if section.music is None:
        return song, frozenset()
    end = music_ticks(section.music, song.metre)
    fresh = [
        Note(tick + start, min(length, end - tick - start), pitch, velocity, edited=True)
        for start, length, pitch, velocity in clip.notes
        if tick + start + SHORTEST <= end
    ]
    written = list(section.music.part(track).notes)
    if _sung(song, track):
        written, fresh = _made_way(written, fresh, tick, tick + clip.length)
    song = replace_notes(song, owner, track, [*written, *fresh])
    return song, frozenset(Pick(owner, track, note) for note in fresh)


def _made_way(written: list[Note], fresh: list[Note], first: int, last: int) -> tuple[list[Note], list[Note]]:
    """The sung line without what a clip covers, and the clip's notes with the syllables of what went."""
    gone = [note for note in written if first <= note.start < last and not note.locked]
    kept = [_ended_at(first, note) for note in written if note not in gone]
    words: list[tuple[str | None, int | None]] = [
        (note.line, note.syllable) for note in gone if note.line is not None
    ] or [(None, None)]
    # Notes beyond the last of these syllables go on with it.
    placed = zip(_without_overlaps(_beside(kept, fresh)), chain(words, repeat(words[-1])), strict=False)
    return kept, [replace(note, line=line, syllable=syllable) for note, (line, syllable) in placed]


def _ended_at(tick: int, note: Note) -> Note:
    """A note that reaches over a tick, shortened to end there; one that is locked stays."""
    if note.start < tick < note.end and not note.locked:
        return replace(note, length=tick - note.start, edited=True)
    return note


def _beside(kept: list[Note], fresh: list[Note]) -> list[Note]:
    """The fresh notes that sound with none that is kept."""
    return [note for note in fresh if not any(note.start < held.end and held.start < note.end for held in kept)]


def _without_overlaps(notes: list[Note]) -> list[Note]:
    """Without those that begin before the one before them ends, as a voice sings."""
    return [note for index, note in enumerate(notes) if index == 0 or note.start >= notes[index - 1].end]


def split(song: Song, picks: Picks) -> tuple[Song, Picks]:
    """Every picked note cut in two; in the sung line both halves sing its syllable."""

    def halves(note: Note) -> tuple[Note, ...]:
        half = note.length // 2 // SHORTEST * SHORTEST or note.length // 2
        if note.locked or half < SHORTEST:
            return (note,)
        first = replace(note, length=half, edited=True)
        return first, replace(note, start=note.start + half, length=note.length - half, edited=True)

    return _rewritten(song, picks, lambda notes: [part for note in notes for part in halves(note)])


def joined(song: Song, picks: Picks) -> tuple[Song, Picks]:
    """The picked notes of each track and section as one: the first's pitch and syllable, to the end of the last."""

    def one(notes: list[Note]) -> list[Note]:
        if len(notes) < 2 or any(note.locked for note in notes):
            return notes
        first = min(notes, key=lambda note: note.start)
        return [replace(first, length=max(note.end for note in notes) - first.start, edited=True)]

    return _rewritten(song, picks, one)


def louder(song: Song, picks: Picks, by: int) -> tuple[Song, Picks]:
    """The picked notes struck harder, or more softly when `by` is negative."""

    def struck(note: Note) -> Note:
        velocity = min(127, max(1, note.velocity + by))
        return note if note.locked or velocity == note.velocity else replace(note, velocity=velocity, edited=True)

    return _rewritten(song, picks, lambda notes: [struck(note) for note in notes])


def quantised(song: Song, picks: Picks, grid: int) -> tuple[Song, Picks]:
    """The picked notes begun on the nearest line of a grid (ticks); in the sung line they stay one after the other."""

    def on_grid(notes: list[Note]) -> list[Note]:
        found: list[Note] = []
        for note in sorted(notes, key=lambda one: one.start):
            start = round(note.start / grid) * grid
            end = max(start + min(grid, SHORTEST), round(note.end / grid) * grid)
            moved = replace(note, start=start, length=max(SHORTEST, end - start))
            found.append(note if note.locked or moved == note else replace(moved, edited=True))
        return found

    return _rewritten(song, picks, on_grid)


def _rewritten(song: Song, picks: Picks, change: Callable[[list[Note]], list[Note]]) -> tuple[Song, Picks]:
    """The song with the picked notes of each part changed together, and what came of them picked."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for pick in picks:
        groups.setdefault((pick.owner, pick.track), []).append(pick.note)
    now: set[Pick] = set()
    for (owner, track), notes in sorted(groups.items()):
        made = change(sorted(notes, key=lambda note: (note.start, note.pitch)))
        music = song.section(owner).music
        written = [note for note in (music.part(track).notes if music is not None else ()) if note not in notes]
        both = sorted([*written, *made], key=lambda note: (note.start, note.pitch))
        if _sung(song, track):
            both = _one_at_a_time(both)
        song = replace_notes(song, owner, track, both)
        now |= {Pick(owner, track, note) for note in made if note in both}
    return song, frozenset(now)


def _one_at_a_time(notes: list[Note]) -> list[Note]:
    """The sung notes with each ended where the next begins."""
    found: list[Note] = []
    for note in notes:
        if found and found[-1].end > note.start:
            room = note.start - found[-1].start
            if room < SHORTEST:
                continue
            found[-1] = replace(found[-1], length=room)
        found.append(note)
    return found


def _sung(song: Song, track: str) -> bool:
    return any(other.id == track and other.role is TrackRole.VOCAL for other in song.tracks)
