"""What stands on the staves: which tracks make a lead sheet, a full score or vocal parts, and on how many staves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from songwright.core.bar_lines import bar_edges
from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import TimedNote, Timeline
from songwright.formats.measures import in_measures, measures, tied_over
from songwright.formats.strophes import Strophes
from songwright.formats.sung import singing_track
from songwright.formats.written_signs import WrittenSign, notated

__all__ = ["Clef", "PartKind", "Sign", "Staff", "StaffBar", "staves", "written_tracks"]

# Onsets nearer than this are written as one chord: a strummed guitar is not a run of sixty-fourths.
_TOGETHER = 40
_MIDDLE_C = 60
_VOICES = 4
_KEYBOARDS = range(24)
"""General MIDI programs of instruments that are written on two staves."""


class PartKind(StrEnum):
    """What is put on paper."""

    LEAD = "lead"
    FULL = "full"
    VOCAL = "vocal"


class Clef(StrEnum):
    """The clefs that are used; with an 8 they sound an octave lower."""

    TREBLE = "treble"
    TREBLE_8 = "treble-8"
    BASS = "bass"
    DRUMS = "drums"


@dataclass(frozen=True, slots=True)
class Sign:
    """A note value with every pitch that sounds in it, lowest first; none for a rest."""

    written: WrittenSign
    pitches: tuple[int, ...]


StaffBar = tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """One staff from the first bar to the last. `brace` marks the two staves of one instrument."""

    track: Track
    label: str
    clef: Clef
    bars: tuple[StaffBar, ...]
    sings: bool = False
    brace: str = ""

    def bar(self, number: int) -> StaffBar:
        """A bar; an empty one where another staff rings on after this one has ended."""
        return self.bars[number] if number < len(self.bars) else ()


def staves(song: Song, laid: Timeline, kind: PartKind, stacked: Strophes | None = None) -> tuple[Staff, ...]:
    """The staves of a kind of score; empty when nothing has pitches. Tracks that never sound are left out.

    `stacked`: how `song` is written with repeats; its bars are then those of `formats.measures`.
    """
    found: list[Staff] = []
    tracks = written_tracks(song, laid, kind)
    tenor = _tenor(laid, tracks)
    for track in tracks:
        bars = _Bars(song, laid, stacked, stacked.held[track.id] if stacked else frozenset())
        found += _track_staves(laid, track, bars, whole=kind is not PartKind.LEAD, tenor=track is tenor)
    return tuple(found)


def _sings(laid: Timeline, track: Track) -> bool:
    return any(note.line is not None for note in laid.notes(track.id))


def _tenor(laid: Timeline, tracks: Iterable[Track]) -> Track | None:
    """The third voice from above in a choir of four with a bass: tenors take a plain treble clef for their own."""
    singers = [track for track in tracks if _sings(laid, track)]
    if len(singers) != _VOICES:
        return None
    bass, tenor, *_ = sorted(singers, key=lambda track: median(note.pitch for note in laid.notes(track.id)))
    return tenor if _clef(laid.notes(bass.id), bass, choir=True) is Clef.BASS else None


def written_tracks(song: Song, laid: Timeline, kind: PartKind) -> list[Track]:
    """The tracks that a kind of score shows."""
    sounding = [track for track in song.tracks if laid.notes(track.id)]
    if kind is PartKind.FULL:
        return sounding
    if kind is PartKind.VOCAL:
        singers = [track for track in sounding if _sings(laid, track)]
        if singers:
            return singers
    wanted = singing_track(song, laid)
    pitched = [track for track in sounding if track.role is not TrackRole.DRUMS]
    return [track for track in pitched if track.id == wanted] or pitched[:1]


def _track_staves(laid: Timeline, track: Track, bars: _Bars, *, whole: bool, tenor: bool) -> Iterator[Staff]:
    notes = laid.notes(track.id)
    sings = _sings(laid, track)
    label = track.name.strip() or track.role.value.capitalize()
    if track.role is TrackRole.DRUMS:
        yield Staff(track, label, Clef.DRUMS, bars.of(notes))
        return
    if whole and not sings and _for_two_hands(track, notes):
        high = [note for note in notes if note.pitch >= _MIDDLE_C]
        low = [note for note in notes if note.pitch < _MIDDLE_C]
        yield Staff(track, label, Clef.TREBLE, bars.of(high), brace=track.id)
        yield Staff(track, "", Clef.BASS, bars.of(low), brace=track.id)
        return
    clef = _clef(notes, track, choir=sings and whole)
    if tenor and clef is Clef.TREBLE:
        clef = Clef.TREBLE_8
    yield Staff(track, label, clef, bars.of(notes, one=sings), sings=sings)


def _for_two_hands(track: Track, notes: Iterable[TimedNote]) -> bool:
    """Whether a keyboard plays on both sides of middle C, and so needs two staves."""
    if track.program not in _KEYBOARDS or track.role is TrackRole.BASS:
        return False
    return len({note.pitch >= _MIDDLE_C for note in notes}) == 2


def _clef(notes: Iterable[TimedNote], track: Track, *, choir: bool) -> Clef:
    """The clef in which most notes are near the staff; a low voice of a choir reads the bass clef."""
    middle = median(note.pitch for note in notes)
    if track.role is TrackRole.BASS or middle < (55 if choir else 50):
        return Clef.BASS
    return Clef.TREBLE if middle >= _MIDDLE_C else Clef.TREBLE_8


class _Bars:
    """Lays notes out in the bars of a song, or in the measures in which it is written with repeats."""

    def __init__(self, song: Song, laid: Timeline, stacked: Strophes | None, held: Collection[int]) -> None:
        self._metre = song.metre
        self._laid = laid
        self._stacked = stacked
        self._held = held

    def of(self, notes: Iterable[TimedNote], *, one: bool = False) -> tuple[StaffBar, ...]:
        """Every bar of a staff; of a singer's notes that sound together only the highest is written (`one`)."""
        groups = _groups(notes)
        line = [
            replace(group[-1], start=group[0].start, length=max(note.end for note in group) - group[0].start)
            for group in groups
        ]
        if not one:
            line = _lengthened(line, self._metre.beat_ticks)
        chords = iter([(group[-1:] if one else group) for group in groups])
        bars = []
        sounding: tuple[int, ...] = ()
        for written_bar in self._written(line):
            bar = []
            for written in written_bar:
                if written.note is not None and written.start == written.note.start:
                    sounding = tuple(sorted({note.pitch for note in next(chords)}))
                bar.append(Sign(written, sounding if written.note is not None else ()))
            bars.append(tuple(bar))
        return tuple(bars)

    def _written(self, line: Iterable[TimedNote]) -> list[list[WrittenSign]]:
        bars, end = self._laid.bars, self._laid.end
        if self._stacked is None:
            return notated(line, bars, end)
        written = tied_over(notated(line, bars, end, self._stacked.cuts), self._held)
        return in_measures(written, measures(bar_edges(bars, len(written)), self._stacked))


def _lengthened(line: list[TimedNote], beat: int) -> list[TimedNote]:
    """Short notes written up to the next, or to the beat: how short they are played is a matter of style."""
    found = []
    for note, following in zip(line, [*line[1:], None], strict=True):
        end = (note.start // beat + 1) * beat
        if following is not None:
            end = min(end, following.start)
        found.append(replace(note, length=max(note.length, end - note.start)))
    return found


def _groups(notes: Iterable[TimedNote]) -> list[list[TimedNote]]:
    """Notes that begin (nearly) together, lowest first; the groups in order of time."""
    groups: list[list[TimedNote]] = []
    for note in sorted(notes, key=lambda note: (note.start, note.pitch)):
        if groups and note.start - groups[-1][0].start < _TOGETHER:
            groups[-1].append(note)
        else:
            groups.append([note])
    for group in groups:
        group.sort(key=lambda note: note.pitch)
    return groups
