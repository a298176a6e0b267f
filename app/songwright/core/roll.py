"""The song as the bars view reads it: what sounds from which tick to which, and where in the document it is written.

Nothing here is a copy of the song: a `Roll` is made again after every edit (microseconds a section) and looks notes up
section by section, so that only what is on the screen is ever turned into objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from songwright.core.bar_lines import Bar
from songwright.core.signatures import Key
from songwright.core.song import Chord, Line, Music, Note, Section, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.core.turns import Turn, turns

__all__ = ["Pick", "PlacedChord", "PlacedNote", "Roll", "RollSpan", "SyllableTexts", "vocal_track"]

SyllableTexts = Callable[[Line], tuple[str, ...]]
"""Splits a line into the texts of its syllables; one inside a word ends in "-"."""

MELISMA = "_"
COMFORTABLE_RANGE = 12
"""Semitones that are always shown, so that a tune of two notes does not fill the whole height."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One note where it is written: the section whose music holds it, its track, and the note itself."""

    owner: str
    track: str
    note: Note


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note where it sounds; `start` and `end` are ticks from the start of the song."""

    start: int
    end: int
    text: str
    span: int
    pick: Pick

    @property
    def pitch(self) -> int:
        """MIDI pitch."""
        return self.pick.note.pitch


@dataclass(frozen=True, slots=True)
class PlacedChord:
    """A chord where it sounds; `owner` is the section whose music holds it."""

    start: int
    end: int
    owner: str
    chord: Chord


@dataclass(frozen=True, slots=True)
class RollSpan:
    """A section in the order of playing; `linked` when its music belongs to another section (`owner`)."""

    index: int
    start: int
    end: int
    bars: int
    first_bar: int
    name: str
    section: Section
    owner: str
    linked: bool
    music: Music | None


def vocal_track(song: Song) -> Track | None:
    """The track that sings the words, or None while there is no music."""
    return next((track for track in song.tracks if track.role is TrackRole.VOCAL), None)


class Roll:
    """Answers what is between two ticks. Immutable by habit: make a new one for a new song."""

    def __init__(self, song: Song, texts: SyllableTexts, previous: Roll | None = None) -> None:
        self.song = song
        self._texts = texts
        self.known: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[str, ...]] = (
            {} if previous is None else previous.known
        )
        self._lines = {line.id: line for section in song.sections for line in section.lines}
        self.locked_lines = frozenset(line.id for section in song.sections for line in section.lines if line.locked)
        self._ranges: dict[str, tuple[int, int]] = {}
        self.timeline = timeline(song)
        self.bar_ticks = song.metre.bar_ticks
        """A usual bar; `bar_at` gives where each begins."""
        self.spans = tuple(self._spans())
        self.end = self.spans[-1].end if self.spans else 0
        self.vocal = vocal_track(song)

    def _spans(self) -> Iterator[RollSpan]:
        bar = 1
        names = section_names(self.song)
        for span in self.timeline.spans:
            section = self.song.section(span.section_id)
            linked = section.music is None and section.repeats is not None
            owner = self.song.source(section).id if linked else section.id
            music = self.song.music(section)
            yield RollSpan(
                span.index, span.start, span.end, span.bars, bar, names[section.id], section, owner, linked, music
            )
            bar += span.bars

    @property
    def has_music(self) -> bool:
        """Whether anything has been composed."""
        return bool(self.song.tracks) and any(span.music is not None for span in self.spans)

    @property
    def bars(self) -> int:
        """How many bars the song lasts."""
        return sum(span.bars for span in self.spans)

    def syllables(self, line_id: str) -> tuple[str, ...]:
        """The texts of the syllables of a line; empty when the line is gone."""
        line = self._lines.get(line_id)
        if line is None:
            return ()
        sung = line.text, line.divisions
        if sung not in self.known:
            self.known[sung] = self._texts(line)
        return self.known[sung]

    def spans_between(self, first: int, last: int) -> Iterator[RollSpan]:
        """Sections that sound, or whose pick-up may sound, between two ticks."""
        for span in self.spans:
            if span.start - self.bar_ticks > last:
                return
            if span.end + self.bar_ticks >= first:
                yield span

    def notes(self, track: str, first: int, last: int) -> Iterator[PlacedNote]:
        """Notes of a track that sound between two ticks, in order of time inside each section."""
        for span in self.spans_between(first, last):
            if span.music is None:
                continue
            before: Note | None = None
            for note in span.music.part(track).notes:
                start = span.start + note.start
                if start > last:
                    break
                if start + note.length >= first:
                    yield self._placed(span, track, note, before)
                before = note

    def sounds(self, track: str, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """Start, end and pitch of what a track plays between two ticks: all that an outline needs."""
        for span in self.spans_between(first, last):
            if span.music is None:
                continue
            at = span.start
            for note in span.music.part(track).notes:
                start = at + note.start
                if start > last:
                    break
                if start + note.length >= first:
                    yield start, start + note.length, note.pitch

    def _placed(self, span: RollSpan, track: str, note: Note, before: Note | None) -> PlacedNote:
        start = span.start + note.start
        text = ""
        if note.line is not None and note.syllable is not None:
            if before is not None and (before.line, before.syllable) == (note.line, note.syllable):
                text = MELISMA
            else:
                syllables = self.syllables(note.line)
                text = syllables[note.syllable] if note.syllable < len(syllables) else ""
        return PlacedNote(start, start + note.length, text, span.index, Pick(span.owner, track, note))

    def all_notes(self, track: str) -> Iterator[PlacedNote]:
        """Every note of a track."""
        return self.notes(track, -self.bar_ticks, self.end + self.bar_ticks)

    def chords(self, first: int, last: int) -> Iterator[PlacedChord]:
        """Chords that hold between two ticks."""
        for span in self.spans_between(first, last):
            chords = () if span.music is None else span.music.chords
            for index, chord in enumerate(chords):
                start = span.start + chord.start
                end = span.start + chords[index + 1].start if index + 1 < len(chords) else span.end
                if start <= last and end >= first:
                    yield PlacedChord(start, end, span.owner, chord)

    def unsung(self) -> int:
        """How many syllables of the words have no note: they were written after the tune."""
        missing = 0
        for section in self.song.sections:
            if self.vocal is None or section.music is None:
                continue
            sung = {(note.line, note.syllable) for note in section.music.part(self.vocal.id).notes}
            lines = self.song.source(section).sung_lines
            missing += sum((line.id, i) not in sung for line in lines for i in range(len(self.syllables(line.id))))
        return missing

    def sung_lines(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """First tick, last tick and id of each line of words that is sung between two ticks."""
        if self.vocal is None:
            return
        now: tuple[int, int, str] | None = None
        for note in self.notes(self.vocal.id, first, last):
            line = note.pick.note.line
            if line is None:
                continue
            if now is not None and now[2] == line:
                now = (now[0], note.end, line)
                continue
            if now is not None:
                yield now
            now = (note.start, note.end, line)
        if now is not None:
            yield now

    def line_text(self, line_id: str) -> str:
        """The words of a line; empty when the line is gone."""
        line = self._lines.get(line_id)
        return line.text if line is not None else ""

    def span_at(self, tick: int) -> RollSpan | None:
        """The section that contains a tick."""
        return next((span for span in self.spans if span.start <= tick < span.end), None)

    def note_at(self, tick: int, track: str | None = None) -> PlacedNote | None:
        """The note of a track (by default the sung one) that sounds at a tick."""
        name = track or (self.vocal.id if self.vocal is not None else "")
        if not name:
            return None
        return next((note for note in self.notes(name, tick, tick) if note.start <= tick < note.end), None)

    def note_of_syllable(self, line_id: str, syllable: int, near: int = 0) -> PlacedNote | None:
        """The first note that sings a syllable, the one nearest to tick `near` where a section is repeated."""
        if self.vocal is None:
            return None
        found = [
            note
            for note in self.all_notes(self.vocal.id)
            if note.pick.note.line == line_id and note.pick.note.syllable == syllable and note.text != MELISMA
        ]
        return min(found, key=lambda note: abs(note.start - near), default=None)

    def pitch_range(self, track: str) -> tuple[int, int]:
        """Lowest and highest pitch to show for a track: what it plays with room around it."""
        low, high = self.played_range(track)
        low, high = low - 2, high + 2
        missing = max(0, COMFORTABLE_RANGE - (high - low))
        return max(0, low - missing // 2), min(127, high + missing - missing // 2)

    def played_range(self, track: str) -> tuple[int, int]:
        """Lowest and highest pitch that a track plays; middle C up when it is silent."""
        if track not in self._ranges:
            musics = {id(span.music): span.music for span in self.spans if span.music is not None}.values()
            pitches = [note.pitch for music in musics for note in music.part(track).notes]
            self._ranges[track] = (min(pitches), max(pitches)) if pitches else (60, 60 + COMFORTABLE_RANGE)
        return self._ranges[track]

    def bar_beat(self, tick: float) -> tuple[int, int]:
        """Bar and beat, counted from 1, of a tick; a pick-up before the song is bar 0."""
        bar = self.bar_at(tick)
        return self.bar_number(tick), (int(tick) - bar.start) // bar.metre.beat_ticks + 1

    def bar_number(self, tick: float) -> int:
        """The number of the bar that holds a tick, counted from 1 at the first section's downbeat."""
        if tick < 0 or not self.timeline.bars:
            return int((tick - self.timeline.lead_in) // self.bar_ticks) + 1
        return self.timeline.bar_number(tick) - self.counted_in + 1

    @cached_property
    def counted_in(self) -> int:
        """How many bars come before the first section."""
        return sum(bar.start < self.timeline.lead_in for bar in self.timeline.bars)

    def bar_at(self, tick: float) -> Bar:
        """The bar that holds a tick; before the song and after its end as if it went on."""
        bars = self.timeline.bars
        near = bars[self.timeline.bar_number(tick)] if bars else Bar(0, self.song.metre)
        length = near.metre.bar_ticks
        return Bar(near.start + int((tick - near.start) // length) * length, near.metre)

    def beat_at(self, tick: float) -> int:
        """Length of a beat at a tick."""
        return self.bar_at(tick).metre.beat_ticks

    def key_at(self, tick: float) -> Key:
        """The key that holds at a tick."""
        return self.timeline.key_at(tick)

    def snapped(self, tick: float, step: int) -> int:
        """The nearest place that is whole `step`s from the beginning of its bar."""
        start = self.bar_at(tick).start
        return start + round((tick - start) / step) * step

    def floored(self, tick: float, step: int) -> int:
        """The last place before a tick that is whole `step`s from the beginning of its bar."""
        start = self.bar_at(tick).start
        return start + int((tick - start) // step) * step

    def ceiled(self, tick: float, step: int) -> int:
        """The first place from a tick on that is whole `step`s from the beginning of its bar, or a bar line."""
        bar = self.bar_at(tick)
        return min(bar.end, bar.start - int(-(tick - bar.start) // step) * step)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Where tempo, metre or key become others."""
        return turns(self.timeline)


def section_names(song: Song) -> dict[str, str]:
    """A name for every section, by id: its title, or its kind with a number where there are several."""
    totals: dict[str, int] = {}
    for section in song.sections:
        totals[section.kind] = totals.get(section.kind, 0) + 1
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for section in song.sections:
        counts[section.kind] = counts.get(section.kind, 0) + 1
        plain = section.kind.value.capitalize()
        numbered = f"{plain} {counts[section.kind]}" if totals[section.kind] > 1 else plain
        names[section.id] = section.title or numbered
    return names
