"""Words with chords but without a tune as music: recited evenly, every change of chord on a half bar.

Each chord and the syllables that follow it fill whole half bars (whole bars where a bar has no halves), so that the
chords keep their syllables and fall where harmony changes in songs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from songwright.core.song import Chord, Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.words import heading_kind
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.changes_in import markings_between
from songwright.formats.chord_grid import Bar
from songwright.formats.heard import HeardChange
from songwright.formats.sheet_key import likely_key
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import syllabify

__all__ = ["SheetLine", "SheetSection", "recited", "sheet_chords"]

_CHOIR = 52
_VELOCITY = 72
_MIDDLE = 60
# Syllables that are spoken comfortably in a quarter note, and the shortest steps between them.
_SYLLABLES_A_QUARTER = 1.6
_STEPS = (480, 240, 160, 120, 80, 60, 40, 30, 20, 10, 5, 2, 1)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row of a sheet: words, where a chord stands before the character at its place, or bars of chords alone.

    `change` says of tempo, metre and key what is other from the row on, to the sheet's end.
    """

    text: str
    chords: tuple[tuple[int, Chord], ...]
    bars: tuple[Bar, ...] = ()
    change: HeardChange | None = None


@dataclass(slots=True)
class SheetSection:
    """A section of a sheet; one without rows repeats the earlier one of its title."""

    title: str
    lines: list[SheetLine] = field(default_factory=list)


def recited(song: Song, sheet: Sequence[SheetSection], lexicon: Lexicon, *, key_known: bool) -> tuple[Song, bool]:
    """The song with the sections of a sheet, and whether there are chords, without which there is no music either."""
    chords = sheet_chords(sheet)
    if chords and not key_known:
        song = replace(song, key=likely_key(chords))
    return _Reciting(song, lexicon, with_music=bool(chords)).result(sheet), bool(chords)


def sheet_chords(sheet: Sequence[SheetSection]) -> list[Chord]:
    """Every chord of a sheet in its order."""
    found: list[Chord] = []
    for section in sheet:
        for row in section.lines:
            found += [chord for _, chord in row.chords]
            found += [chord for bar in row.bars for chord in bar if chord is not None]
    return found


class _Reciting:
    """Sections on their way to a song."""

    def __init__(self, song: Song, lexicon: Lexicon, *, with_music: bool) -> None:
        self._song = song
        self._lexicon = lexicon
        self._with_music = with_music
        self._serial = 1
        self._pitch = _MIDDLE + song.key.tonic - (12 if song.key.tonic > 7 else 0)
        self._holding = HeardChange(0, song.tempo, song.metre, song.key)
        self._metre = song.metre
        self._done: dict[str, tuple[Section, list[SheetLine]]] = {}

    def result(self, sheet: Sequence[SheetSection]) -> Song:
        sections = [self._section(section, last=section is sheet[-1]) for section in sheet]
        tracks = (Track("t1", "Voice", TrackRole.VOCAL, _CHOIR),) if self._with_music else ()
        return replace(self._song, sections=tuple(sections), tracks=tracks, serial=self._serial)

    def _new_id(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial}"

    def _section(self, sheet: SheetSection, *, last: bool) -> Section:
        kind = heading_kind(sheet.title, self._song.piece)
        end = () if last else (Line(self._new_id("l"), ""),)
        same = self._done.get(sheet.title) if sheet.title else None
        if same is not None and (not sheet.lines or sheet.lines == same[1]) and same[0].sung_lines:
            return Section(self._new_id("s"), kind, sheet.title, end, None, same[0].id)
        worded = [line for line in sheet.lines if line.text or not (line.chords or line.bars)]
        lines = tuple(Line(self._new_id("l"), line.text) for line in worded)
        music = self._music(sheet.lines, lines) if self._with_music and sheet.lines else None
        section = Section(self._new_id("s"), kind, sheet.title, (*lines, *end), music)
        self._done.setdefault(sheet.title, (section, sheet.lines))
        return section

    def _music(self, sheet: Sequence[SheetLine], lines: Sequence[Line]) -> Music | None:
        changes = [self._holding]
        origin = 0
        notes: list[Note] = []
        chords: list[Chord] = []
        waiting = list(lines)
        now = 0
        for row in sheet:
            if row.change is not None:
                origin = now
                self._turn(row.change)
                changes.append(row.change._replace(tick=now))
            if row.bars:
                now = self._barred(row, now, chords)
                continue
            line = waiting.pop(0) if row.text or not row.chords else None
            if row.text or row.chords:
                now = self._row(row, line, now, notes, chords)
                now += (origin - now) % self._metre.bar_ticks
        if not now:
            return None
        parts = (Part("t1", tuple(notes)),) if notes else ()
        markings = markings_between(self._song, changes, 0, now)
        metres = [(change.tick, change.metre) for change in changes if change.metre is not None]
        bars = BarRuler(self._song.metre, metres).count(0, now)
        return Music(bars, tuple(chords), parts, markings)

    def _turn(self, change: HeardChange) -> None:
        """Go on in what a row of the sheet changes."""
        held = self._holding
        self._holding = HeardChange(0, change.tempo or held.tempo, change.metre or held.metre, change.key or held.key)
        self._metre = self._holding.metre or self._metre

    @property
    def _unit(self) -> int:
        """The shortest time that a chord has: half a bar, or a whole one whose beats are odd."""
        bar = self._metre.bar_ticks
        return bar // 2 if self._metre.beats % 2 == 0 else bar

    def _barred(self, row: SheetLine, now: int, chords: list[Chord]) -> int:
        """Bars of chords that share each bar evenly; the tick at which they are over."""
        bar = self._metre.bar_ticks
        for cells in row.bars:
            for place, chord in enumerate(cells):
                if chord is not None:
                    chords.append(replace(chord, start=now + bar * place // len(cells), locked=True))
            now += bar
        return now

    def _row(self, row: SheetLine, line: Line | None, now: int, notes: list[Note], chords: list[Chord]) -> int:
        """Set one row from a bar line on; the tick at which it is over."""
        ends = [syllable.end for syllable in syllabify(row.text, self._lexicon)] if line else []
        # A chord inside a syllable belongs to it.
        firsts = [bisect_left(ends, place + 1) for place, _ in row.chords]
        edges = [0, *firsts, len(ends)] if not firsts or firsts[0] > 0 else [*firsts, len(ends)]
        unchorded = len(edges) - 1 - len(firsts)
        for index, (first, stop) in enumerate(pairwise(edges)):
            if index >= unchorded:
                chord = replace(row.chords[index - unchorded][1], start=now, locked=True)
                # One after the last syllable is counted as if there were one more.
                chords.append(chord if line is None else replace(chord, line=line.id, syllable=first))
            length = self._length(stop - first)
            if line is not None and stop > first:
                notes += self._spoken(line, range(first, stop), now, length)
            now += length
        return now

    def _length(self, syllables: int) -> int:
        comfortable = syllables / _SYLLABLES_A_QUARTER * 480 / self._unit
        return max(1, round(comfortable)) * self._unit

    def _spoken(self, line: Line, syllables: range, now: int, length: int) -> list[Note]:
        step = next((step for step in _STEPS if step * len(syllables) <= length), 1)
        return [
            Note(now + place * step, step, self._pitch, _VELOCITY, line.id, syllable)
            for place, syllable in enumerate(syllables)
        ]
