"""Words and tune fitted to each other again: a line whose words changed, a verse sung to another's tune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from songwright.core.edits import set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Line, Music, Note, Part, Section, Song, TrackRole
from songwright.music.alignment import aligned
from songwright.music.band import clipped
from songwright.music.choir import lower_voices, voices_again
from songwright.music.evening import evened
from songwright.music.harmony import keep_locked
from songwright.music.kit import Kit
from songwright.music.locks import Hold, Locks, section_locks
from songwright.music.request import Watch

__all__ = ["refit_line", "sing_to", "unfit_lines"]


@evened
def refit_line(song: Song, line_id: str, kit: Kit) -> Song:
    """The song with a line's notes fitted to its words as they are now, wherever it is sung.

    Notes are slurred, tied, parted or put before the line as little as can be; a line that fits is left alone, and so
    are all others. The lower voices of a choir sing the line again under its notes. Locked notes stay. Raises
    SongwrightError when the words cannot be laid under the line's notes: it has none, or its locked notes are in the
    way.
    """
    line = next((line for section in song.sections for line in section.lines if line.id == line_id), None)
    if line is None:
        raise SongwrightError(said("That line is no longer in the song."), detail=line_id)
    vocal = _vocal(song)
    for section in song.sections:
        if section.music is not None and any(note.line == line_id for note in section.music.part(vocal).notes):
            song = _refitted_in(song, section.id, section.music, vocal, line, kit)
    return song


def _refitted_in(song: Song, section: str, music: Music, vocal: str, line: Line, kit: Kit) -> Song:
    """The song with the line fitted in one section, where the tune or a lower voice does not fit yet."""
    notes = _refitted(song, music.part(vocal).notes, line, kit)
    fitted = _with_part(music, Part(vocal, notes)) if notes != music.part(vocal).notes else music
    as_sung = _carried(music, vocal).get(line.id)
    choir_fits = all(_carried(music, voice.id).get(line.id) == as_sung for voice in lower_voices(song))
    if fitted is music and choir_fits:
        return song
    own = [n for part in (*music.parts, *fitted.parts) for n in part.notes if n.line == line.id]
    first, last = min(note.start for note in own), max(note.end for note in own)
    return set_music(song, section, _followed(song, fitted, first, last, kit))


def _followed(song: Song, music: Music, first: int, last: int, kit: Kit) -> Music:
    """The music with the lower voices of a choir sung again under the tune from `first` to `last`."""
    lower = frozenset(track.id for track in lower_voices(song))
    if not lower:
        return music
    hold = Hold(first, last, music.bars * song.metre.bar_ticks, lower, chords=False)
    return voices_again(song, music, hold, song.seed, kit, Watch())


def _carried(music: Music, track: str) -> dict[str, set[int]]:
    """The syllables of each line that have a note on a track."""
    carried: dict[str, set[int]] = {}
    for note in music.part(track).notes:
        if note.line is not None and note.syllable is not None:
            carried.setdefault(note.line, set()).add(note.syllable)
    return carried


def unfit_lines(song: Song, kit: Kit) -> tuple[str, ...]:
    """The ids of lines that have notes, but not one onset for every syllable in every voice that sings the words."""
    vocal = _vocal(song)
    voices = (vocal, *(track.id for track in lower_voices(song)))
    found: dict[str, None] = {}
    for section in song.sections:
        if section.music is None:
            continue
        carried = [_carried(section.music, voice) for voice in voices]
        for line in song.source(section).lines:
            syllables = set(range(len(kit.divide_line(line))))
            if line.id in carried[0] and any(voice.get(line.id) != syllables for voice in carried):
                found[line.id] = None
    return tuple(found)


@evened
def sing_to(song: Song, section_id: str, like_id: str, kit: Kit) -> Song:
    """The song with the words of one section set to the tune of another ("verse 2 to the tune of verse 1").

    The section gets the other's chords, band and tune; its lines take the tune's lines in turn, and only where
    their syllables differ are notes slurred, tied or parted; the lower voices of a choir sing again under them. More
    lines than the tune has begin it again. Locked notes and chords of the section stay, and the tune of a line in which
    one is locked. Raises SongwrightError when a line cannot be laid under its tune.
    """
    section, like = _section(song, section_id), _section(song, like_id)
    if section.repeats is not None:
        raise SongwrightError(
            said("This section repeats another one. Unlink it first, so that it has words of its own.")
        )
    model = song.music(like)
    vocal = _vocal(song)
    lines = [line for line in section.lines if kit.divide_line(line)]
    tunes = [] if model is None else _tunes(song.source(like), model.part(vocal).notes)
    if model is None or not tunes:
        raise SongwrightError(said("The section whose tune is wanted has no tune yet. Compose the song first."))
    if not lines:
        raise SongwrightError(said("This section has no words to be sung."))
    if section.id == song.source(like).id:
        return song
    bar = song.metre.bar_ticks
    rounds = -(-len(lines) // len(tunes))
    music = _repeated(model, rounds, bar)
    every = [
        [replace(note, start=note.start + index * model.bars * bar, locked=False, edited=False) for note in tune]
        for index in range(rounds)
        for tune in tunes
    ]
    locks = section_locks(song, section, {line.id: len(kit.divide_line(line)) for line in section.lines})
    sung = _sung(song, section, lines, every, locks, kit)
    parts = [Part(vocal, tuple(sorted(sung, key=lambda note: (note.start, note.pitch))))]
    parts += _band(music, locks, vocal)
    chords = keep_locked(music.chords, locks, music.bars * bar)
    made = Music(max(music.bars, -(-locks.end // bar)), chords, tuple(parts))
    return set_music(song, section.id, _followed(song, made, 0, made.bars * bar, kit))


def _sung(
    song: Song, section: Section, lines: Sequence[Line], tunes: Sequence[list[Note]], locks: Locks, kit: Kit
) -> list[Note]:
    """The lines laid under tunes, one each; lines of which something is locked stay as they are."""
    held = {place[0] for place in locks.sung}
    old = () if section.music is None else section.music.part(_vocal(song)).notes
    kept = [note for note in old if note in locks.loose or note.line in held]
    sung = list(kept)
    for line, tune in zip(lines, tunes, strict=False):
        if line.id in held:
            continue
        before = [note.end for note in sung if note.start < tune[0].start]
        room = tune[0].start - max(before, default=-song.metre.bar_ticks)
        notes = aligned(tune, _strengths(line, kit), line.id, song.metre, song.tempo, room=room)
        if notes is None:
            raise _does_not_fit(line.text)
        sung += _clear(notes, kept, line.text)
    return sung


def _band(music: Music, locks: Locks, vocal: str) -> list[Part]:
    """What the band plays in `music`, with the locked notes of the section that gets it."""
    names = dict.fromkeys([*(part.track for part in music.parts), *locks.played])
    return [
        Part(name, clipped(music.part(name).notes, locks.played.get(name, ()), single=False))
        for name in names
        if name != vocal
    ]


def _section(song: Song, section_id: str) -> Section:
    try:
        return song.section(section_id)
    except KeyError as error:
        raise SongwrightError(said("That section is no longer in the song."), detail=section_id) from error


def _vocal(song: Song) -> str:
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), None)
    if vocal is None:
        raise SongwrightError(said("Nobody sings in this song yet. Compose it first."))
    return vocal


def _strengths(line: Line, kit: Kit) -> tuple[int, ...]:
    return tuple({0: 0, 1: 2, 2: 1}.get(syllable.stress, 0) for syllable in kit.divide_line(line))


def _refitted(song: Song, notes: tuple[Note, ...], line: Line, kit: Kit) -> tuple[Note, ...]:
    """A vocal part with one line's notes under its new words; the notes it was given if they fit."""
    own = [note for note in notes if note.line == line.id]
    strengths = _strengths(line, kit)
    if {note.syllable for note in own} == set(range(len(strengths))):
        return notes
    others = [note for note in notes if note.line != line.id]
    room = own[0].start - max((note.end for note in others if note.start < own[0].start), default=-song.metre.bar_ticks)
    found = aligned(own, strengths, line.id, song.metre, song.tempo, room=room)
    if found is None:
        raise _does_not_fit(line.text)
    return tuple(sorted([*others, *found], key=lambda note: (note.start, note.pitch)))


def _does_not_fit(text: str) -> SongwrightError:
    return SongwrightError(
        said(
            "The words “{text}” cannot be laid under that tune: there are too many syllables, or "
            "locked notes are in the "
            "way. Shorten the line, unlock its notes, or compose the line again.",
            text=text,
        ),
        detail=text,
    )


def _tunes(section: Section, notes: Sequence[Note]) -> list[list[Note]]:
    """The notes of each sung line of a section, in the order of the lines."""
    found = [[note for note in notes if note.line == line.id] for line in section.lines]
    return [sorted(tune, key=lambda note: note.start) for tune in found if tune]


def _repeated(music: Music, rounds: int, bar: int) -> Music:
    """The music several times over."""
    if rounds <= 1:
        return music
    shifts = [music.bars * bar * index for index in range(rounds)]
    chords = [replace(chord, start=chord.start + shift, locked=False) for shift in shifts for chord in music.chords]
    parts = [
        Part(part.track, tuple(replace(n, start=n.start + shift, locked=False) for shift in shifts for n in part.notes))
        for part in music.parts
    ]
    return Music(music.bars * rounds, _ordered(chords), tuple(parts))


def _ordered(chords: Sequence[Chord]) -> tuple[Chord, ...]:
    return tuple(sorted(chords, key=lambda chord: chord.start))


def _clear(notes: Sequence[Note], held: Sequence[Note], text: str) -> list[Note]:
    """The notes cut so that they do not sound with kept ones."""
    found = []
    for note in notes:
        if any(other.start <= note.start < other.end for other in held):
            raise _does_not_fit(text)
        end = min([note.end, *(other.start for other in held if other.start > note.start)])
        found.append(replace(note, length=end - note.start))
    return found


def _with_part(music: Music, part: Part) -> Music:
    return replace(music, parts=tuple(part if other.track == part.track else other for other in music.parts))
