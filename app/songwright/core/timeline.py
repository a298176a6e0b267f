"""Where everything in a song falls in time: sections laid end to end, in ticks and in seconds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from songwright.core.song import TICKS_PER_QUARTER, Chord, Music, Note, Song

__all__ = ["Span", "TimedChord", "TimedNote", "Timeline", "timeline"]


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


class Timeline:
    """A song in absolute time. Built once for a song, it works out each track only when it is asked for."""

    def __init__(self, song: Song, spans: tuple[Span, ...], musics: tuple[Music, ...]) -> None:
        self._song = song
        self._musics = musics
        self._notes: dict[str, tuple[TimedNote, ...]] = {}
        self.spans = spans
        self.tempo = song.tempo
        self.bar_ticks = song.metre.bar_ticks

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

    def seconds(self, tick: float) -> float:
        """Seconds from the start of the song to a tick."""
        return tick / TICKS_PER_QUARTER * 60.0 / self.tempo

    def tick(self, seconds: float) -> int:
        """The tick nearest to a time in seconds."""
        return round(seconds * self.tempo / 60.0 * TICKS_PER_QUARTER)


def timeline(song: Song) -> Timeline:
    """Lay the sections that have music end to end.

    When the first section starts with a pick-up, whole bars are put before it so that no note is before tick 0.
    A later section's pick-up sounds over the end of the section before it.
    """
    sounding = [(section, music) for section in song.sections if (music := song.music(section)) is not None]
    bar = song.metre.bar_ticks
    earliest = min(
        (note.start for _, music in sounding[:1] for part in music.parts for note in part.notes),
        default=0,
    )
    position = -(min(earliest, 0) // bar) * bar
    spans = []
    for index, (section, music) in enumerate(sounding):
        end = position + music.bars * bar
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
