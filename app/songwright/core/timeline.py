"""Where everything in a song falls in time: sections laid end to end, in ticks and in seconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from songwright.core.bar_lines import Bar, bars_of, first_metre, music_ticks
from songwright.core.signatures import Key, Marking, Metre
from songwright.core.song import Chord, Music, Note, Song
from songwright.core.tempo_map import TempoMap, TempoStep, tempo_steps

__all__ = ["Span", "TimedChord", "TimedKey", "TimedNote", "Timeline", "timeline"]


@dataclass(frozen=True, slots=True)
class Span:
    """One section as it sounds: `index` counts spans, `start` and `end` are absolute ticks, `end` exclusive."""

    section_id: str
    index: int
    start: int
    bars: int
    end: int


@dataclass(frozen=True, slots=True)
class TimedNote:
    """A note at its absolute tick; `section` is the index of the span that it belongs to."""

    start: int
    length: int
    pitch: int
    velocity: int
    section: int
    line: str | None
    syllable: int | None

    @property
    def end(self) -> int:
        """Tick at which the note stops."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class TimedChord:
    """A chord with the absolute ticks between which it holds."""

    start: int
    end: int
    chord: Chord


@dataclass(frozen=True, slots=True)
class TimedKey:
    """A key from the absolute tick at which it begins to hold."""

    start: int
    key: Key


class Timeline:
    """A song in absolute time. Built once for a song, it works out each track only when it is asked for.

    What holds at a tick (bar, metre, key, tempo) and how long it is in seconds is asked here and nowhere else.
    """

    def __init__(self, song: Song, spans: tuple[Span, ...], musics: tuple[Music, ...]) -> None:
        self._song = song
        self._musics = musics
        self._notes: dict[str, tuple[TimedNote, ...]] = {}
        self.spans = spans
        self.tempo = song.tempo
        self.bar_ticks = song.metre.bar_ticks
        """A usual bar; `bars` gives where each begins."""

    @property
    def lead_in(self) -> int:
        """Ticks before the first section's downbeat: whole bars that hold its pick-up, 0 when there is none."""
        return self.spans[0].start if self.spans else 0

    @property
    def end(self) -> int:
        """Tick at which the last section ends."""
        return self.spans[-1].end if self.spans else 0

    def notes(self, track_id: str) -> tuple[TimedNote, ...]:
        """Every note of a track, sorted by start, then pitch."""
        if track_id not in self._notes:
            self._notes[track_id] = tuple(sorted(self._placed(track_id), key=lambda note: (note.start, note.pitch)))
        return self._notes[track_id]

    def _placed(self, track_id: str) -> list[TimedNote]:
        return [
            _placed(note, span)
            for span, music in zip(self.spans, self._musics, strict=True)
            for note in music.part(track_id).notes
        ]

    @cached_property
    def chords(self) -> tuple[TimedChord, ...]:
        """Every chord in order; each holds until the next one, or until its section ends."""
        found = []
        for span, music in zip(self.spans, self._musics, strict=True):
            ordered = sorted(music.chords, key=lambda chord: chord.start)
            starts = [span.start + chord.start for chord in ordered]
            found += [
                TimedChord(start, end, chord)
                for chord, start, end in zip(ordered, starts, [*starts[1:], span.end], strict=False)
                if end > start
            ]
        return tuple(found)

    def span_at(self, tick: int) -> Span | None:
        """The section that sounds at a tick; None before the first downbeat and after the end."""
        index = bisect_right(self.spans, tick, key=lambda span: span.start) - 1
        return self.spans[index] if index >= 0 and tick < self.spans[index].end else None

    def chord_at(self, tick: int) -> Chord | None:
        """The chord that holds at a tick."""
        index = bisect_right(self.chords, tick, key=lambda chord: chord.start) - 1
        found = self.chords[index] if index >= 0 else None
        return found.chord if found and tick < found.end else None

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """Every bar of the song in order, those of the lead-in too, from tick 0 to its end."""
        return tuple(self._every_bar())

    def _every_bar(self) -> Iterator[Bar]:
        if self.spans:
            metre = first_metre(self._musics[0].markings, self._song.metre)
            for start in range(0, self.lead_in, metre.bar_ticks):
                yield Bar(start, metre)
        for span, music in zip(self.spans, self._musics, strict=True):
            for bar in bars_of(music, self._song.metre):
                yield Bar(span.start + bar.start, bar.metre)

    @cached_property
    def _bar_starts(self) -> list[int]:
        return [bar.start for bar in self.bars]

    def bar_number(self, tick: float) -> int:
        """The index in `bars` of the bar that holds a tick; of the first before it, of the last after it."""
        return min(max(0, bisect_right(self._bar_starts, tick) - 1), max(0, len(self.bars) - 1))

    def bars_between(self, first: float, last: float) -> tuple[Bar, ...]:
        """The bars that lie wholly or partly from one tick up to another."""
        return self.bars[self.bar_number(first) : bisect_left(self._bar_starts, last)]

    def metre_at(self, tick: float) -> Metre:
        """The metre that holds at a tick."""
        return self.bars[self.bar_number(tick)].metre if self.bars else self._song.metre

    @cached_property
    def keys(self) -> tuple[TimedKey, ...]:
        """The key that the song begins in, and every change of it; the first holds from tick 0."""
        found: list[TimedKey] = []
        for span, music in zip(self.spans, self._musics, strict=True):
            if not music.markings or music.markings[0].start > 0 or music.markings[0].key is None:
                found.append(TimedKey(span.start, self._song.key))
            inside = self._within(span, music)
            found += [TimedKey(span.start + m.start, m.key) for m in inside if m.key is not None]
        opening = replace(found[0], start=0) if found else TimedKey(0, self._song.key)
        changed = [opening]
        changed += [later for one, later in pairwise(found) if later.key != one.key]
        return tuple(changed)

    def key_at(self, tick: float) -> Key:
        """The key that holds at a tick."""
        return self.keys[max(0, bisect_right(self.keys, tick, key=lambda timed: timed.start) - 1)].key

    @cached_property
    def tempi(self) -> TempoMap:
        """The tempo of the whole song."""
        steps: list[TempoStep] = []
        for span, music in zip(self.spans, self._musics, strict=True):
            for step in tempo_steps(self._song.tempo, music.markings, span.end - span.start):
                if not steps or steps[-1].tempo != step.tempo:
                    steps.append(TempoStep(span.start + step.tick, step.tempo))
        return TempoMap(steps or [TempoStep(0, self._song.tempo)])

    @property
    def markings(self) -> Iterator[tuple[Span, Marking]]:
        """Every marking as it is kept, with the section that it stands in."""
        for span, music in zip(self.spans, self._musics, strict=True):
            for marking in self._within(span, music):
                yield span, marking

    @staticmethod
    def _within(span: Span, music: Music) -> Iterable[Marking]:
        """A marking beyond the end of its section's music sounds nowhere."""
        return (marking for marking in music.markings if span.start + marking.start < span.end)

    def seconds(self, tick: float) -> float:
        """Seconds from the start of the song to a tick."""
        return self.tempi.seconds(tick)

    def tick(self, seconds: float) -> int:
        """The tick nearest to a time in seconds."""
        return round(self.tempi.tick(seconds))


def timeline(song: Song) -> Timeline:
    """Lay the sections that have music end to end.

    When the first section starts with a pick-up, whole bars are put before it so that no note is before tick 0.
    A later section's pick-up sounds over the end of the section before it.
    """
    sounding = [(section, music) for section in song.sections if (music := song.music(section)) is not None]
    bar = (first_metre(sounding[0][1].markings, song.metre) if sounding else song.metre).bar_ticks
    earliest = min(
        (note.start for _, music in sounding[:1] for part in music.parts for note in part.notes),
        default=0,
    )
    position = -(min(earliest, 0) // bar) * bar
    spans = []
    for index, (section, music) in enumerate(sounding):
        end = position + music_ticks(music, song.metre)
        spans.append(Span(section.id, index, position, music.bars, end))
        position = end
    return Timeline(song, tuple(spans), tuple(music for _, music in sounding))


def _placed(note: Note, span: Span) -> TimedNote:
    return TimedNote(
        # A pick-up longer than all that comes before it (a one-bar song) is cut at the song's start.
        max(0, span.start + note.start),
        note.length,
        note.pitch,
        note.velocity,
        span.index,
        note.line,
        note.syllable,
    )
