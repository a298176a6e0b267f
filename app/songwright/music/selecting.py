"""Selections named as people name them: bars of the song from 1, a section by its heading, a track by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from songwright.core.bar_lines import bars_of
from songwright.core.edits import set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Key, Music, Part, Section, Song
from songwright.core.timeline import timeline
from songwright.music.chords import parse_roman, parse_symbol
from songwright.music.evening import evened
from songwright.music.recompose import hold_of, selected_section
from songwright.music.request import Selection

__all__ = ["bar_named", "bar_range", "bars_selected", "fix_chords", "lock_selection", "section_named", "tracks_named"]

_RANGE = re.compile(r"\s*(\d+)\s*(?:[-–]\s*(\d+))?\s*")


def bar_range(text: str) -> tuple[int, int]:
    """The first and the last bar of "5-8" or "5"; SongwrightError for anything else."""
    match = _RANGE.fullmatch(text)
    first, last = (0, 0) if match is None else (int(match[1]), int(match[2] or match[1]))
    if not 1 <= first <= last:
        raise SongwrightError(said("“{text}” names no bars; write them as 5 or 5-8, counted from 1.", text=text))
    return first, last


def bars_selected(song: Song, first: int, last: int) -> tuple[Selection, ...]:
    """Bars of the whole song, counted from 1 as they sound, by section; a repeat stands for what it repeats.

    Raises SongwrightError when the song has no such bars.
    """
    laid = timeline(song)
    found: dict[Selection, None] = {}
    before = 0
    for span in laid.spans:
        start, end = max(first - 1, before), min(last, before + span.bars)
        if start < end:
            owner = selected_section(song, Selection(span.section_id)).id
            found[Selection(owner, start - before, end - start)] = None
        before += span.bars
    if not found or last > before:
        raise SongwrightError(
            said(
                "The song has {before} bars, so the bars {first} to {last} cannot be chosen.",
                before=before,
                first=first,
                last=last,
            )
        )
    return tuple(found)


def bar_named(song: Song, number: int) -> tuple[str, int]:
    """The section that holds a bar of the song, counted from 1 as they sound, and where in it the bar begins (ticks).

    Raises SongwrightError when the song has no such bar.
    """
    before = 0
    for span in timeline(song).spans:
        music = song.music(song.section(span.section_id))
        if music is not None and before < number <= before + span.bars:
            return span.section_id, bars_of(music, song.metre)[number - before - 1].start
        before += span.bars
    raise SongwrightError(said("The song has {bars} bars, and no bar {number}.", bars=before, number=number))


def section_named(song: Song, name: str) -> Section:
    """The section with a heading ("Verse 1") or a number from 1; SongwrightError names those that there are."""
    wanted = name.strip().lower()
    for section in song.sections:
        if section.title.lower() == wanted:
            return section
    if wanted.isdigit() and 1 <= int(wanted) <= len(song.sections):
        return song.sections[int(wanted) - 1]
    titles = ", ".join(dict.fromkeys(section.title or section.kind.value for section in song.sections))
    raise SongwrightError(
        said("There is no section called “{name}”. The song has: {names}.", name=name, names=titles or "none")
    )


def tracks_named(song: Song, names: Iterable[str]) -> frozenset[str] | None:
    """The ids of tracks by name or role, in any case; None for no names. SongwrightError names those that there are."""
    found: set[str] = set()
    asked = [name.strip().lower() for name in names]
    for name in asked:
        fitting = [track.id for track in song.tracks if name in (track.name.lower(), track.role.value)]
        if not fitting:
            there = ", ".join(track.name for track in song.tracks)
            raise SongwrightError(
                said("There is no track called “{name}”. The song has: {names}.", name=name, names=there or "none")
            )
        found.update(fitting)
    return frozenset(found) if asked else None


@evened
def lock_selection(song: Song, selection: Selection, *, locked: bool = True) -> Song:
    """The song with the notes and chords of a selection locked (or unlocked). Raises SongwrightError."""
    section = selected_section(song, selection)
    music = section.music
    if music is None:
        return song
    hold = hold_of(song, music, selection)

    def part_locked(part: Part) -> Part:
        freed = (hold.frees(part.track, note.start) for note in part.notes)
        notes = (replace(note, locked=locked) if free else note for note, free in zip(part.notes, freed, strict=True))
        return Part(part.track, tuple(notes))

    def chord_locked(chord: Chord) -> Chord:
        chosen = hold.chords and hold.first <= chord.start < hold.last
        return replace(chord, locked=locked) if chosen else chord

    chords, parts = tuple(map(chord_locked, music.chords)), tuple(map(part_locked, music.parts))
    return set_music(song, section.id, replace(music, chords=chords, parts=parts))


@evened
def fix_chords(song: Song, section_id: str, text: str, key: Key | None = None) -> Song:
    """The song with locked chords over a section, one word a bar: symbols or Roman numerals, "-" between two in a bar.

    Numerals are read in `key` (the song's unless given). Fewer bars than the section has leave the rest to the
    composer; a section without music yet gets as many bars. Raises SongwrightError for what is no chord.
    """
    section = song.section(section_id)
    if section.repeats is not None:
        raise SongwrightError(said("This section repeats another one. Fix the chords of the section that it repeats."))
    bar = song.metre.bar_ticks
    fixed: list[Chord] = []
    cells = text.replace("|", " ").split()
    for index, cell in enumerate(cells):
        names = cell.split("-")
        for place, name in enumerate(names):
            start = index * bar + place * bar // len(names)
            fixed.append(replace(_chord(name, key or song.key, start), locked=True))
    if not fixed:
        raise SongwrightError(said("No chords were given. Write one a bar, such as “I vi IV V” or “C Am F G”."))
    music = section.music or Music(len(cells))
    later = [chord for chord in music.chords if chord.start >= len(cells) * bar]
    found = Music(max(music.bars, len(cells)), (*fixed, *_resumed(music, len(cells) * bar, later)), music.parts)
    return set_music(song, section_id, found)


def _resumed(music: Music, tick: int, later: Sequence[Chord]) -> list[Chord]:
    """The chords from a tick on, the one that sounds there beginning again."""
    sounding = [chord for chord in music.chords if chord.start < tick]
    if not sounding or any(chord.start == tick for chord in later):
        return list(later)
    return [replace(sounding[-1], start=tick), *later]


def _chord(name: str, key: Key, start: int) -> Chord:
    try:
        return parse_symbol(name, start)
    except SongwrightError as error:
        try:
            return parse_roman(name, key, start)
        except SongwrightError:
            raise SongwrightError(
                said("“{name}” is no chord; write a symbol such as F#m7 or a Roman numeral such as V7/V.", name=name)
            ) from error
