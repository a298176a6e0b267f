"""What a section keeps when it is composed again: locked notes, locked chords and the tunes of locked lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Line, Metre, Music, Note, Part, Section, Song, TrackRole

if TYPE_CHECKING:
    from songwright.lyrics.syllables import Syllable

__all__ = [
    "Hold",
    "Locks",
    "edits_locked",
    "edits_released",
    "has_locks",
    "held_notes",
    "section_locks",
    "silent_syllables",
]


@dataclass(frozen=True, slots=True)
class Hold:
    """What may change when a part of a section is set again; all the rest of it is held.

    Free are the notes that begin in the ticks `first` to `last` (`last` exclusive, of the section's `end`) on `tracks`,
    and the chords there if `chords` says so.
    """

    first: int
    last: int
    end: int
    tracks: frozenset[str]
    chords: bool

    def frees(self, track: str, tick: int) -> bool:
        """Whether what begins at a tick of a track may change; a pick-up belongs to the first bar."""
        after = tick >= self.first or self.first <= 0
        return track in self.tracks and after and (tick < self.last or self.last >= self.end)


@dataclass(frozen=True, slots=True)
class Locks:
    """The kept cells of one section.

    `sung` holds the locked notes of every syllable by (line id, syllable index), `loose` locked notes of the vocal
    track that no syllable of the text owns any more, `chords` locked chords with the tick at which each ends, and
    `played` the locked notes of the other tracks by track id. `onsets` tells where every syllable began before, locked
    or not, and `bars` how long the section was, so that the lines around what is locked stay where they were.
    In the spans of ticks `walls` nothing new may be sung. `anchored` are locked chords that go with their syllables
    and so have no place yet.
    """

    sung: Mapping[tuple[str, int], tuple[Note, ...]] = field(default_factory=dict)
    loose: tuple[Note, ...] = ()
    chords: tuple[tuple[Chord, int], ...] = ()
    played: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    onsets: Mapping[tuple[str, int], int] = field(default_factory=dict)
    bars: int = 0
    walls: tuple[tuple[int, int], ...] = ()
    anchored: tuple[Chord, ...] = ()

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


def section_locks(song: Song, section: Section, syllables: Mapping[str, int], hold: Hold | None = None) -> Locks:
    """The locks of a section; `syllables` is the number of syllables of each of its lines.

    With a `hold`, everything that it does not free counts as locked too.
    """
    music = section.music
    if music is None:
        return Locks()
    vocal, metre = _vocal_track(song), song.metre
    held_lines = {line.id for line in song.source(section).lines if line.locked}
    sung, loose = _kept_tune(music, vocal, held_lines, syllables, hold)
    anchored = tuple(
        chord
        for chord in music.chords
        if chord.locked and chord.line in syllables and not _held(hold, vocal or "", chord.start)
    )
    fixed = replace(music, chords=tuple(chord for chord in music.chords if chord not in anchored))
    return Locks(
        sung,
        loose,
        _locked_chords(fixed, metre) if hold is None else _held_chords(fixed, metre, hold),
        _kept_parts(music, vocal, hold),
        {} if vocal is None else _onsets(music, vocal),
        music.bars,
        (*(() if hold is None else _walls(hold, metre.bar_ticks)), *_empty_spans(music, metre)),
        anchored,
    )


def _vocal_track(song: Song) -> str | None:
    return next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), None)


def _kept_tune(
    music: Music, vocal: str | None, held_lines: AbstractSet[str], syllables: Mapping[str, int], hold: Hold | None
) -> tuple[dict[tuple[str, int], tuple[Note, ...]], tuple[Note, ...]]:
    """The notes of the tune that stay: those of a syllable that is still there, by it, and all others."""
    notes = music.part(vocal).notes if vocal is not None else ()
    begun = _first_notes(notes)
    sung: dict[tuple[str, int], list[Note]] = {}
    loose: list[Note] = []
    for note in notes:
        held = _held(hold, vocal or "", begun.get((note.line, note.syllable), note.start))
        if not (note.locked or held or note.line in held_lines):
            continue
        if note.line is not None and note.syllable is not None and note.syllable < syllables.get(note.line, 0):
            sung.setdefault((note.line, note.syllable), []).append(note)
        else:
            loose.append(note)
    in_order = {place: tuple(sorted(kept, key=lambda note: note.start)) for place, kept in sung.items()}
    return in_order, tuple(loose)


def _kept_parts(music: Music, vocal: str | None, hold: Hold | None) -> dict[str, tuple[Note, ...]]:
    """The notes that stay of every track but the tune's, for tracks that have any."""
    kept = {
        part.track: tuple(note for note in part.notes if note.locked or _held(hold, part.track, note.start))
        for part in music.parts
        if part.track != vocal
    }
    return {track: notes for track, notes in kept.items() if notes}


def silent_syllables(
    song: Song,
    section: Section,
    line: Line,
    syllables: Sequence[Syllable],
    hold: Hold | None = None,
    *,
    finished: bool = False,
) -> frozenset[int]:
    """The syllables of a line whose tune is kept whole that this tune leaves out: "noth-ing" sung on one note.

    They lie between syllables that are sung, or end the word that is sung last; what comes after that is new, unless
    the text is `finished`. What `hold` does not free counts as kept too.
    """
    sung = {index for index in _kept_whole(song, section, line, hold) if index < len(syllables)}
    if not sung:
        return frozenset()
    last = max(sung)
    return frozenset(
        index
        for index, syllable in enumerate(syllables)
        if index not in sung and (finished or index < last or syllable.word == syllables[last].word)
    )


def _kept_whole(song: Song, section: Section, line: Line, hold: Hold | None) -> set[int]:
    """The syllables that a line's notes sing, when all of them stay; none when one may go."""
    vocal = _vocal_track(song)
    if section.music is None or vocal is None:
        return set()
    tune = section.music.part(vocal).notes
    begun = _first_notes(tune)
    sung: set[int] = set()
    for note in tune:
        if note.line != line.id or note.syllable is None:
            continue
        if not (note.locked or line.locked or _held(hold, vocal, begun.get((note.line, note.syllable), note.start))):
            return set()
        sung.add(note.syllable)
    return sung


class NoRoomError(SongwrightError):
    """Words do not fit around notes that must stay."""


def held_notes(music: Music, track: str, hold: Hold) -> frozenset[Note]:
    """The notes of a track that are locked or that `hold` does not free; a slur is held or freed as a whole."""
    notes = music.part(track).notes
    begun = _first_notes(notes)
    return frozenset(
        note for note in notes if note.locked or _held(hold, track, begun.get((note.line, note.syllable), note.start))
    )


def _held(hold: Hold | None, track: str, tick: int) -> bool:
    return hold is not None and not hold.frees(track, tick)


def _first_notes(notes: tuple[Note, ...]) -> dict[tuple[str | None, int | None], int]:
    """Where each run of notes on one syllable begins: a slur is held or freed as a whole."""
    found: dict[tuple[str | None, int | None], int] = {}
    for place, group in groupby(notes, key=lambda note: (note.line, note.syllable)):
        if place[0] is not None:
            found.setdefault(place, next(group).start)
    return found


def _empty_spans(music: Music, metre: Metre) -> tuple[tuple[int, int], ...]:
    """The ticks in music that was made even which stand for no time; none in any other."""
    bar = metre.bar_ticks
    found = []
    for marking in music.markings:
        if marking.metre is not None:
            length = marking.metre.bar_ticks
            whole = -(-length // bar) * bar
            found.append((marking.start + length, marking.start + whole))
    return tuple(span for span in found if span[0] < span[1])


def _walls(hold: Hold, bar: int) -> tuple[tuple[int, int], ...]:
    """The spans in which nothing new may begin; far enough that no line reaches around them."""
    before = ((-bar, hold.first),) if hold.first > 0 else ()
    after = ((hold.last, hold.end + bar),) if hold.last < hold.end else ()
    return before + after


def _held_chords(music: Music, metre: Metre, hold: Hold) -> tuple[tuple[Chord, int], ...]:
    """Every chord outside what is free, with the tick until which it is held; one that rings on begins again there."""
    ordered = sorted(music.chords, key=lambda chord: chord.start)
    ends = [chord.start for chord in ordered[1:]] + [music.bars * metre.bar_ticks]
    if not hold.chords:
        return tuple((chord, max(end, chord.start + 1)) for chord, end in zip(ordered, ends, strict=False))
    found: list[tuple[Chord, int]] = []
    for chord, end in zip(ordered, ends, strict=False):
        if chord.locked or chord.start >= hold.last:
            found.append((chord, max(end, chord.start + 1)))
        elif chord.start < hold.first:
            found.append((chord, min(end, hold.first)))
        if chord.start < hold.last < end and not chord.locked:
            found.append((replace(chord, start=hold.last), end))
    return tuple(found)


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


def edits_locked(song: Song) -> Song:
    """The song with every note that a hand changed locked, as the composer must see it to keep them."""
    return _with_notes(song, lambda note, _section, _track: replace(note, locked=True) if note.edited else note)


def edits_released(song: Song, before: Song) -> Song:
    """The song composed from `edits_locked(before)` with the locks that were in `before`."""
    locked = {
        (section.id, part.track, note.start, note.pitch)
        for section in before.sections
        if section.music is not None
        for part in section.music.parts
        for note in part.notes
        if note.edited and note.locked
    }

    def released(note: Note, section: str, track: str) -> Note:
        if not note.edited or (section, track, note.start, note.pitch) in locked:
            return note
        return replace(note, locked=False)

    return _with_notes(song, released)


def _with_notes(song: Song, change: Callable[[Note, str, str], Note]) -> Song:
    """The song with edited notes changed; sections without any are shared."""

    def part_of(part: Part, section: str) -> Part:
        return replace(part, notes=tuple(change(note, section, part.track) for note in part.notes))

    def section_of(section: Section) -> Section:
        music = section.music
        if music is None or not any(note.edited for part in music.parts for note in part.notes):
            return section
        return replace(section, music=replace(music, parts=tuple(part_of(part, section.id) for part in music.parts)))

    return replace(song, sections=tuple(map(section_of, song.sections)))
