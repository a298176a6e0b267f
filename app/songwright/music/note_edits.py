"""Edits that the bars view makes on picked notes: pure functions from a song to a song and what is picked then.

Locked notes stay as they are: a lock means "leave this alone", whoever asks. The sung line keeps one note at a time.
What is changed here is marked as edited by hand, so that composing again keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from songwright.core.bar_lines import key_at, music_ticks
from songwright.core.edits import replace_notes
from songwright.core.roll import Pick
from songwright.core.song import TICKS_PER_QUARTER, Key, Note, Song, TrackRole
from songwright.music.pitch import SCALES

__all__ = [
    "COARSE_GRID",
    "SHORTEST",
    "deleted",
    "in_scale",
    "lengthened",
    "let_go",
    "locked",
    "moved",
    "scale_step",
    "transposed",
]

COARSE_GRID = TICKS_PER_QUARTER // 4
"""Ticks to which notes are moved and written at first: a sixteenth note."""
SHORTEST = 60
"""Ticks: a thirty-second note."""

Picks = frozenset[Pick]


def in_scale(key: Key, pitch: int) -> bool:
    """Whether a pitch belongs to the scale of a key."""
    return (pitch - key.tonic) % 12 in SCALES[key.mode]


def scale_step(key: Key, pitch: int, steps: int) -> int:
    """The pitch `steps` scale steps away (down when negative); a pitch off the scale first steps onto it."""
    direction = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        pitch += direction
        while not in_scale(key, pitch):
            pitch += direction
    return pitch


def transposed(song: Song, picks: Picks, steps: int, *, chromatic: bool = False) -> tuple[Song, Picks]:
    """Picked notes moved by scale steps of the song's key, or by semitones; nothing happens at the end of the range."""

    def pitch_of(note: Note) -> int:
        return note.pitch + steps if chromatic else scale_step(_key_at(song, picks, note), note.pitch, steps)

    if not all(0 <= pitch_of(pick.note) <= 127 for pick in picks if not pick.note.locked):
        return song, picks
    return _changed(song, picks, lambda note: replace(note, pitch=pitch_of(note)))


def _key_at(song: Song, picks: Picks, note: Note) -> Key:
    """The key that holds at a picked note."""
    owner = next(pick.owner for pick in picks if pick.note == note)
    return key_at(song.section(owner).music, song.key, note.start)


def moved(song: Song, picks: Picks, ticks: int) -> tuple[Song, Picks]:
    """Picked notes earlier or later, as far as their neighbours in the sung line and the section allow."""
    free = frozenset(pick for pick in picks if not pick.note.locked)
    if not free or not ticks:
        return song, picks
    allowed = min((_allowed(song, owner, track, notes, ticks) for owner, track, notes in _grouped(free)), key=abs)
    return _changed(song, picks, lambda note: replace(note, start=note.start + allowed))


def _allowed(song: Song, owner: str, track: str, notes: set[Note], ticks: int) -> int:
    """The part of a move of `ticks` that leaves the section whole and, in the sung line, its order."""
    music = song.section(owner).music
    if music is None:
        return 0
    first, last = min(note.start for note in notes), max(note.end for note in notes)
    low, high = -song.metre.bar_ticks - first, music_ticks(music, song.metre) - last
    if _sung(song, track):
        for earlier, later in pairwise(music.part(track).notes):
            gap = later.start - earlier.end
            if earlier in notes and later not in notes:
                high = min(high, gap)
            elif later in notes and earlier not in notes:
                low = max(low, -gap)
    return max(min(low, 0), min(ticks, max(high, 0)))


def lengthened(song: Song, picks: Picks, ticks: int) -> tuple[Song, Picks]:
    """Picked notes longer or shorter; in the sung line a longer note takes its time from the next one."""
    now = {pick for pick in picks if pick.note.locked}
    for owner, track, notes in _grouped(frozenset(pick for pick in picks if not pick.note.locked)):
        music = song.section(owner).music
        if music is None:
            continue
        whole = music_ticks(music, song.metre)
        written = list(music.part(track).notes)
        for index, note in enumerate(written):
            if note not in notes:
                continue
            following = written[index + 1] if _sung(song, track) and index + 1 < len(written) else None
            longest = _longest(note, following, whole)
            longer = _by_hand(note, replace(note, length=max(SHORTEST, min(note.length + ticks, longest))))
            written[index] = longer
            now.add(Pick(owner, track, longer))
            if following is not None and longer.end > following.start:
                later = replace(following, start=longer.end, length=following.end - longer.end, edited=True)
                written[index + 1] = later
                if following in notes:
                    notes.add(later)
        song = replace_notes(song, owner, track, written)
    return song, frozenset(now)


def _longest(note: Note, following: Note | None, whole: int) -> int:
    if following is None:
        return max(note.length, whole - note.start)
    if following.locked:
        return max(SHORTEST, following.start - note.start)
    return max(SHORTEST, following.end - SHORTEST - note.start)


def deleted(song: Song, picks: Picks) -> tuple[Song, Picks]:
    """The song without the picked notes; locked ones stay, and stay picked."""
    free = frozenset(pick for pick in picks if not pick.note.locked)
    for owner, track, notes in _grouped(free):
        kept = [note for note in _written(song, owner, track) if note not in notes]
        song = replace_notes(song, owner, track, kept)
    return song, picks - free


def locked(song: Song, picks: Picks, *, lock: bool) -> tuple[Song, Picks]:
    """Picked notes locked or unlocked."""
    return _changed(song, picks, lambda note: replace(note, locked=lock), mark=False)


def let_go(song: Song, picks: Picks) -> tuple[Song, Picks]:
    """Picked notes without the mark of a hand: composing may change them again."""
    return _changed(song, picks, lambda note: note if note.locked else replace(note, edited=False), mark=False)


def _changed(song: Song, picks: Picks, change: Callable[[Note], Note], *, mark: bool = True) -> tuple[Song, Picks]:
    """Picked notes changed: by hand (`mark`), which locks forbid, or in their marks only."""
    now: set[Pick] = set()
    for owner, track, notes in _grouped(picks):
        written = []
        for note in _written(song, owner, track):
            if note in notes:
                if not mark:
                    note = change(note)
                elif not note.locked:
                    note = _by_hand(note, change(note))
                now.add(Pick(owner, track, note))
            written.append(note)
        song = replace_notes(song, owner, track, written)
    return song, frozenset(now)


def _by_hand(before: Note, after: Note) -> Note:
    return after if after == before else replace(after, edited=True)


def _grouped(picks: Iterable[Pick]) -> list[tuple[str, str, set[Note]]]:
    groups: dict[tuple[str, str], set[Note]] = {}
    for pick in picks:
        groups.setdefault((pick.owner, pick.track), set()).add(pick.note)
    return [(owner, track, notes) for (owner, track), notes in sorted(groups.items())]


def _written(song: Song, owner: str, track: str) -> tuple[Note, ...]:
    music = song.section(owner).music
    return () if music is None else music.part(track).notes


def _sung(song: Song, track: str) -> bool:
    return any(other.id == track and other.role is TrackRole.VOCAL for other in song.tracks)
