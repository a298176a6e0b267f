"""Composing a song whose tempo, metre or key changes inside it: made even for the composer, and turned back after.

The composer knows one metre and one key. Each bar of another length is filled up to whole bars of the song's own, and
the marking that stays at its beginning tells where nothing may be sung or kept (`music.locks`); a section in another
key of the same mode is moved to the song's. What is locked comes back note for note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import accumulate
from typing import Any, Concatenate, ParamSpec, cast

from songwright.core.bar_lines import Bar, bars_of, continued, key_at
from songwright.core.signatures import Key, Marking, Metre
from songwright.core.song import Chord, Music, Note, Part, Section, Song, TrackRole
from songwright.music.request import Selection

__all__ = ["Evening", "evened", "with_even_bars"]

P = ParamSpec("P")

_OCTAVE = 12


class _Stretch:
    """Where the bars of one section lie as they are, and as they are when made even."""

    def __init__(self, bars: Sequence[Bar], metre: Metre) -> None:
        self.bars = tuple(bars)
        self._even = metre.bar_ticks
        self.counts = [-(-bar.metre.bar_ticks // self._even) for bar in bars]
        self.starts = [count * self._even for count in accumulate(self.counts, initial=0)]
        self._real = [bar.start for bar in bars]

    def even(self, tick: int) -> int:
        """A tick of the section when it is even; one before or after its bars keeps its distance."""
        place = bisect_right(self._real, tick) - 1
        if place < 0:
            return tick
        return self.starts[place] + tick - self._real[place]

    def real(self, tick: int) -> int | None:
        """A tick of the even section as it is; None for one that stands for no time."""
        if tick < 0:
            return tick
        place = min(bisect_right(self.starts, tick) - 1, len(self.bars) - 1)
        inside = tick - self.starts[place]
        return self._real[place] + inside if inside < self.bars[place].metre.bar_ticks else None

    def real_end(self, tick: int) -> int:
        """Where something ends that ends at a tick of the even section."""
        before = self.real(tick - 1)
        if before is not None:
            return before + 1
        place = min(bisect_right(self.starts, tick - 1) - 1, len(self.bars) - 1)
        return self.bars[place].end


@dataclass(frozen=True, slots=True)
class _Record:
    """What a section had before it was made even; its notes were `shift` semitones higher."""

    music: Music
    even: Music
    shift: int
    repeats: bool


class Evening:
    """The way back from a song that was made even."""

    def __init__(self, song: Song, records: Mapping[str, _Record]) -> None:
        self._song = song
        self._records = records

    def selection(self, chosen: Selection) -> Selection:
        """A selection of bars in the even song."""
        record = self._record_of(chosen.section)
        if record is None:
            return chosen
        counts = _Stretch(bars_of(record.music, self._song.metre), self._song.metre).counts
        first = sum(counts[: chosen.first_bar])
        if chosen.bars is None:
            return replace(chosen, first_bar=first)
        return replace(chosen, first_bar=first, bars=sum(counts[chosen.first_bar : chosen.first_bar + chosen.bars]))

    def tick(self, section: str, tick: int) -> int:
        """A tick of a section in the even song."""
        record = self._record_of(section)
        stretch = None if record is None else _Stretch(bars_of(record.music, self._song.metre), self._song.metre)
        return tick if stretch is None else stretch.even(tick)

    def _record_of(self, section_id: str) -> _Record | None:
        section = next((one for one in self._song.sections if one.id == section_id), None)
        if section is None:
            return None
        return self._records.get(section.id if section.music is not None else section.repeats or section.id)

    def back(self, made: Song) -> Song:
        """The song that was made of the even one, with all that changed in it before."""
        music = {section.id: section.music for section in made.sections}
        sections = tuple(self._restored(section, made, music) for section in made.sections)
        return replace(made, sections=sections)

    def _restored(self, section: Section, made: Song, music: Mapping[str, Music | None]) -> Section:
        record = self._records.get(section.id)
        if record is None:
            return section
        even = section.music
        if even == record.even:
            return replace(section, music=record.music)
        if even is None and record.repeats and section.repeats is not None:
            even = music.get(section.repeats)  # it sings the other's new tune, in its own way
        return section if even is None else replace(section, music=self._turned(even, record, made))

    def _turned(self, even: Music, record: _Record, made: Song) -> Music:
        usual, marked = self._song.metre, record.music.markings
        if made.metre != usual:  # it was set in another metre, to which the old bars mean nothing
            marked = tuple(m if m.metre is None else replace(m, metre=None) for m in marked if _says_more(m))
        else:
            even = _uneven(even, _layout(record.music, even.bars, usual), usual)
        if record.shift:
            even = _moved(even, record.shift, made)
        kept = tuple(_carried(marking, self._song, made) for marking in marked)
        return replace(even, markings=kept)


def with_even_bars(song: Song) -> tuple[Song, Evening]:
    """The song in one metre and one key, and the way back."""
    records: dict[str, _Record] = {}
    sections = []
    for section in song.sections:
        music = section.music
        if music is None or not music.markings:
            sections.append(section)
            continue
        key = key_at(music, song.key, 0)
        shift = (key.tonic - song.key.tonic + 5) % _OCTAVE - 5 if key.mode is song.key.mode else 0
        even = _even(music, song.metre)
        even = _moved(even, -shift, song) if shift else even
        records[section.id] = _Record(music, even, shift, section.repeats is not None)
        sections.append(replace(section, music=even))
    return replace(song, sections=tuple(sections)), Evening(song, records)


def evened(function: Callable[Concatenate[Song, P], Song]) -> Callable[Concatenate[Song, P], Song]:
    """A function that makes something of a song, for songs in which tempo, metre or key change as well."""

    @wraps(function)
    def inner(song: Song, /, *args: P.args, **kwargs: P.kwargs) -> Song:
        if not any(section.music is not None and section.music.markings for section in song.sections):
            return function(song, *args, **kwargs)
        even, way = with_even_bars(song)
        chosen = tuple(way.selection(value) if isinstance(value, Selection) else value for value in args)
        return way.back(function(even, *cast(Any, chosen), **kwargs))

    return inner


def _says_more(marking: Marking) -> bool:
    return marking.tempo is not None or marking.key is not None


def _carried(marking: Marking, before: Song, made: Song) -> Marking:
    """A marking in a song that was set in another key or tempo: as far from it as before."""
    key = marking.key
    if key is not None:
        mode = made.key.mode if key.mode is before.key.mode else key.mode
        key = Key((key.tonic + made.key.tonic - before.key.tonic) % _OCTAVE, mode)
    tempo = marking.tempo
    if tempo is not None and made.tempo != before.tempo:
        tempo = min(400.0, max(20.0, round(tempo * made.tempo / before.tempo, 6)))
    return replace(marking, key=key, tempo=tempo)


def _even(music: Music, metre: Metre) -> Music:
    bars = bars_of(music, metre)
    stretch = _Stretch(bars, metre)

    def note(one: Note) -> Note:
        start = stretch.even(one.start)
        return replace(one, start=start, length=stretch.even(one.end - 1) + 1 - start)

    parts = tuple(Part(part.track, tuple(map(note, part.notes))) for part in music.parts)
    chords = tuple(replace(chord, start=stretch.even(chord.start)) for chord in music.chords)
    odd = tuple(
        Marking(start, metre=bar.metre)
        for bar, start in zip(bars, stretch.starts, strict=False)
        if bar.metre.bar_ticks % metre.bar_ticks
    )
    return Music(sum(stretch.counts), chords, parts, odd)


def _layout(music: Music, count: int, metre: Metre) -> tuple[Bar, ...]:
    """The bars of a section, going on like its last one, for so many even bars."""
    bars = bars_of(music, metre)
    found: list[Bar] = []
    taken = 0
    for bar in continued(bars, bars[-1].end + count * bars[-1].metre.bar_ticks):
        if taken >= count:
            break
        found.append(bar)
        taken += -(-bar.metre.bar_ticks // metre.bar_ticks)
    return tuple(found)


def _uneven(even: Music, bars: Sequence[Bar], metre: Metre) -> Music:
    stretch = _Stretch(bars, metre)

    def notes(part: Part) -> Iterator[Note]:
        for one in part.notes:
            start = stretch.real(one.start)
            if start is not None:
                yield replace(one, start=start, length=max(1, stretch.real_end(one.end) - start))

    chords: dict[int, Chord] = {}
    for chord in even.chords:
        start = stretch.real(chord.start)
        if start is not None:
            chords[start] = replace(chord, start=start)
    parts = tuple(Part(part.track, tuple(notes(part))) for part in even.parts)
    return Music(len(bars), tuple(chords.values()), parts)


def _moved(music: Music, semitones: int, song: Song) -> Music:
    """All that has a pitch, so many semitones higher."""
    drums = {track.id for track in song.tracks if track.role is TrackRole.DRUMS}

    def note(one: Note) -> Note:
        return replace(one, pitch=min(127, max(0, one.pitch + semitones)))

    def chord(one: Chord) -> Chord:
        bass = None if one.bass is None else (one.bass + semitones) % _OCTAVE
        return replace(one, root=(one.root + semitones) % _OCTAVE, bass=bass)

    parts = tuple(
        part if part.track in drums else Part(part.track, tuple(map(note, part.notes))) for part in music.parts
    )
    return replace(music, parts=parts, chords=tuple(map(chord, music.chords)))
