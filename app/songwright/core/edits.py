"""Edits on a song: pure functions from a song to a song. What they leave alone is shared, not copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import (
    LOOSEST,
    Chord,
    Key,
    Line,
    Marking,
    Mix,
    Music,
    Note,
    Part,
    Section,
    Song,
    Track,
    TrackRole,
)
from songwright.core.words import without_lost_words

__all__ = [
    "TEMPO_RANGE",
    "check_tempo",
    "edit_notes",
    "move_section",
    "moved_key",
    "moved_keys",
    "remove_chord",
    "remove_section",
    "repeat_section",
    "replace_notes",
    "set_capo",
    "set_chord",
    "set_line_lock",
    "set_looseness",
    "set_mix",
    "set_music",
    "set_note_locks",
    "set_reading",
    "set_tempo",
    "set_track",
    "transpose",
    "unlink_section",
    "with_section",
]

TEMPO_RANGE = (20.0, 400.0)


def check_tempo(tempo: float) -> None:
    """Raise SongwrightError outside `TEMPO_RANGE`."""
    low, high = TEMPO_RANGE
    if not low <= tempo <= high:
        raise SongwrightError(
            said(
                "A tempo of {tempo:g} cannot be played. Choose one from {low:g} to {high:g} beats a minute.",
                tempo=tempo,
                low=low,
                high=high,
            )
        )


def set_tempo(song: Song, tempo: float) -> Song:
    """The song at another tempo in quarter notes a minute.

    Raises SongwrightError outside `TEMPO_RANGE`.
    """
    check_tempo(tempo)
    # What is marked inside sections keeps its proportion: the whole song becomes faster, not its beginning.
    factor = tempo / song.tempo
    return replace(_with_each_music(song, lambda music: _at_pace(music, factor)), tempo=float(tempo))


def _at_pace(music: Music, factor: float) -> Music:
    if not any(marking.tempo for marking in music.markings):
        return music
    low, high = TEMPO_RANGE

    def paced(marking: Marking) -> Marking:
        if marking.tempo is None:
            return marking
        return replace(marking, tempo=min(high, max(low, round(marking.tempo * factor, 6))))

    return replace(music, markings=tuple(map(paced, music.markings)))


def set_looseness(song: Song, looseness: float) -> Song:
    """The song with players that stray from the beat by 0 (never) over 1 (as hands do) to `LOOSEST`.

    Raises SongwrightError beyond.
    """
    if not 0 <= looseness <= LOOSEST:
        raise SongwrightError(
            said(
                "Players cannot stray from the beat by {looseness:g}. Choose 0 (never) to {loosest:g}; hands do by 1.",
                looseness=looseness,
                loosest=LOOSEST,
            )
        )
    return replace(song, looseness=float(looseness))


def set_capo(song: Song, fret: int) -> Song:
    """The song with a capo on a fret, 0 for none. What sounds stays as it is.

    Raises SongwrightError for a fret that no capo is put on.
    """
    if not 0 <= fret <= 11:
        raise SongwrightError(
            said("A capo cannot stand on fret {fret}. Choose one from 1 to 11, or 0 for none.", fret=fret)
        )
    return replace(song, capo=fret)


def with_section(song: Song, section: Section) -> Song:
    """The song with the section of the same id replaced; KeyError when there is none."""
    song.section(section.id)
    return replace(song, sections=tuple(section if s.id == section.id else s for s in song.sections))


def set_music(song: Song, section_id: str, music: Music | None) -> Song:
    """The song with other music in one section."""
    return with_section(song, replace(song.section(section_id), music=music))


def set_track(song: Song, track: Track) -> Song:
    """The song with a track added, or replaced where one has its id."""
    if any(other.id == track.id for other in song.tracks):
        return replace(song, tracks=tuple(track if other.id == track.id else other for other in song.tracks))
    return replace(song, tracks=(*song.tracks, track))


def set_mix(song: Song, track_id: str, mix: Mix) -> Song:
    """The song with one track mixed otherwise; KeyError when there is no such track."""
    track = next((track for track in song.tracks if track.id == track_id), None)
    if track is None:
        raise KeyError(track_id)
    return set_track(song, replace(track, mix=mix))


def replace_notes(song: Song, section_id: str, track_id: str, notes: Iterable[Note]) -> Song:
    """The song with other notes in one track of one section, sorted; a section without music is left alone."""
    section = song.section(section_id)
    if section.music is None:
        return song
    part = Part(track_id, tuple(sorted(notes, key=lambda note: (note.start, note.pitch))))
    parts = tuple(part if other.track == track_id else other for other in section.music.parts)
    if part not in parts:
        parts = (*parts, part)
    return set_music(song, section_id, replace(section.music, parts=parts))


def edit_notes(song: Song, section_id: str, track_id: str, notes: Iterable[Note]) -> Song:
    """`replace_notes` for what a hand did: notes that were not there before are marked as edited.

    Composing again keeps them (`ComposeRequest.keep_edits`), so work by hand is never lost in silence.
    """
    music = song.section(section_id).music
    before = set() if music is None else set(music.part(track_id).notes)
    marked = (note if note in before else replace(note, edited=True) for note in notes)
    return replace_notes(song, section_id, track_id, marked)


def set_note_locks(song: Song, section_id: str, track_id: str, chosen: Iterable[Note], *, locked: bool) -> Song:
    """The song with some notes locked (or unlocked): composing leaves locked notes unchanged."""
    music = song.section(section_id).music
    if music is None:
        return song
    wanted = set(chosen)
    notes = (replace(note, locked=locked) if note in wanted else note for note in music.part(track_id).notes)
    return replace_notes(song, section_id, track_id, notes)


def set_line_lock(song: Song, line_id: str, *, locked: bool) -> Song:
    """The song with a line locked (or unlocked): rewriting leaves locked lines unchanged."""

    def changed(section: Section) -> Section:
        if not any(line.id == line_id for line in section.lines):
            return section
        return replace(section, lines=tuple(_lock_if(line, line_id, locked=locked) for line in section.lines))

    return replace(song, sections=tuple(changed(section) for section in song.sections))


def set_reading(song: Song, line_id: str, word: str, way: int) -> Song:
    """The song with a word of a line said in another of its ways (see `Line.readings`); 0 is the usual one."""

    def changed(line: Line) -> Line:
        if line.id != line_id:
            return line
        others = {known: chosen for known, chosen in line.readings if known != word}
        return replace(line, readings=tuple(sorted((others | ({word: way} if way else {})).items())))

    return replace(
        song,
        sections=tuple(
            replace(section, lines=tuple(map(changed, section.lines)))
            if any(line.id == line_id for line in section.lines)
            else section
            for section in song.sections
        ),
    )


def _lock_if(line: Line, line_id: str, *, locked: bool) -> Line:
    return replace(line, locked=locked) if line.id == line_id else line


def set_chord(song: Song, section_id: str, chord: Chord) -> Song:
    """The song with a chord put at its start, in place of one that starts there."""
    section = song.section(section_id)
    if section.music is None:
        return song
    others = [other for other in section.music.chords if other.start != chord.start]
    chords = tuple(sorted([*others, chord], key=lambda other: other.start))
    return set_music(song, section_id, replace(section.music, chords=chords))


def remove_chord(song: Song, section_id: str, start: int) -> Song:
    """The song without the chord at `start`: the one before it holds on."""
    section = song.section(section_id)
    if section.music is None:
        return song
    chords = tuple(chord for chord in section.music.chords if chord.start != start)
    return set_music(song, section_id, replace(section.music, chords=chords))


def transpose(song: Song, semitones: int) -> Song:
    """The song with key, chords and every pitched note moved by `semitones`; drums stay.

    Raises SongwrightError when a note would leave the range of MIDI.
    """
    drums = {track.id for track in song.tracks if track.role is TrackRole.DRUMS}

    def moved_part(part: Part) -> Part:
        if part.track in drums:
            return part
        return Part(part.track, tuple(_moved(note, semitones) for note in part.notes))

    def moved(music: Music) -> Music:
        chords = tuple(_moved_chord(chord, semitones) for chord in music.chords)
        parts = tuple(moved_part(part) for part in music.parts)
        return replace(music, chords=chords, parts=parts, markings=moved_keys(music.markings, semitones))

    key = moved_key(song.key, semitones)
    return replace(_with_each_music(song, moved), key=key)


def _with_each_music(song: Song, change: Callable[[Music], Music]) -> Song:
    changed = [None if section.music is None else change(section.music) for section in song.sections]
    if all(music is section.music for music, section in zip(changed, song.sections, strict=True)):
        return song
    pairs = zip(changed, song.sections, strict=True)
    return replace(song, sections=tuple(replace(section, music=music) for music, section in pairs))


def moved_key(key: Key, semitones: int) -> Key:
    """A key so many semitones up."""
    return Key((key.tonic + semitones) % 12, key.mode)


def moved_keys(markings: Iterable[Marking], semitones: int) -> tuple[Marking, ...]:
    """Markings with the keys that they set so many semitones up."""
    return tuple(m if m.key is None else replace(m, key=moved_key(m.key, semitones)) for m in markings)


def _moved(note: Note, semitones: int) -> Note:
    pitch = note.pitch + semitones
    if not 0 <= pitch <= 127:
        raise SongwrightError(said("That is too far to transpose: some notes would be too low or too high to exist."))
    return replace(note, pitch=pitch)


def _moved_chord(chord: Chord, semitones: int) -> Chord:
    bass = None if chord.bass is None else (chord.bass + semitones) % 12
    return replace(chord, root=(chord.root + semitones) % 12, bass=bass)


def move_section(song: Song, section_id: str, place: int) -> Song:
    """The song with a section moved so that it stands at index `place`.

    A repeat that would come before what it repeats takes over the words instead, so none are lost.
    """
    section = song.section(section_id)
    others = [other for other in song.sections if other.id != section_id]
    others.insert(max(0, min(place, len(others))), section)
    moved = replace(song, sections=tuple(others))
    early = [s for s in others if s.repeats and others.index(s) < others.index(song.section(s.repeats))]
    for repeat in early:
        moved = unlink_section(moved, repeat.id)
    return _parted(moved)


def repeat_section(song: Song, section_id: str) -> Song:
    """The song with a section once more after itself, words and music shared with it.

    One without a heading, or without words, has no way to say in the text what it repeats, and gets a copy.
    """
    section = song.section(section_id)
    source = song.source(section)
    name, song = song.new_id("s")
    if source.sung_lines:
        again = Section(name, section.kind, section.title, repeats=source.id)
    else:
        again = replace(section, id=name, lines=())
    place = song.sections.index(section) + 1
    song = replace(song, sections=(*song.sections[:place], again, *song.sections[place:]))
    return _parted(song if section.title else unlink_section(song, name))


def _parted(song: Song) -> Song:
    """The song with what shows in its text where each section begins: a blank row before it, or a heading.

    Words after a heading without words would be taken for that section's own.
    """
    sections = list(song.sections)
    for place, section in enumerate(sections[:-1]):
        if not section.lines or section.lines[-1].text.strip():
            name, song = song.new_id("l")
            sections[place] = replace(section, lines=(*section.lines, Line(name, "")))
        following = sections[place + 1]
        if not following.title and not section.sung_lines:
            sections[place + 1] = replace(following, title=following.kind.value.capitalize())
    return replace(song, sections=tuple(sections))


def remove_section(song: Song, section_id: str) -> Song:
    """The song without a section; the first repeat of it takes over its words and music, later ones follow that."""
    removed = song.section(section_id)
    repeats = [section for section in song.sections if section.repeats == section_id]
    if repeats:
        song = unlink_section(song, repeats[0].id)
        for later in repeats[1:]:
            song = with_section(song, replace(song.section(later.id), repeats=repeats[0].id))
    left = tuple(section for section in song.sections if section.id != removed.id)
    # Words may have moved out of the section whose notes sing them.
    return _parted(replace(song, sections=without_lost_words(left)))


def unlink_section(song: Song, section_id: str) -> Song:
    """The song with a repeating section made independent: it gets its own copy of the words and the music."""
    section = song.section(section_id)
    if section.repeats is None:
        return song
    source = song.source(section)
    names: dict[str, str] = {}
    lines = []
    for line in source.lines:
        line_id, song = song.new_id("l")
        names[line.id] = line_id
        lines.append(replace(line, id=line_id))
    music = section.music or source.music
    own = replace(section, repeats=None, lines=tuple(lines), music=_renamed(music, names) if music else None)
    return with_section(song, own)


def _renamed(music: Music, names: dict[str, str]) -> Music:
    def renamed(note: Note) -> Note:
        return replace(note, line=names[note.line]) if note.line in names else note

    return replace(music, parts=tuple(Part(part.track, tuple(map(renamed, part.notes))) for part in music.parts))
