"""The whole arrangement as MusicXML 4.0: the melody with words and chord symbols, and staves for every other part.

Everyone who sings has the words. Notes that begin and end together are a chord; those that overlap stand in further
voices of their staff. A keyboard has two staves; a drum kit has one voice for the hands and one for the feet. What is
played short is written up to the next note or beat, as on paper: how short it is played is a matter of style.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from songwright.core.bar_lines import Bar, bar_edges, continued
from songwright.core.language import said
from songwright.core.signatures import Key
from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import TimedNote, Timeline, timeline
from songwright.formats.errors import ExportError
from songwright.formats.measures import Measure, measures, signed
from songwright.formats.melody_track import melody_track
from songwright.formats.musicxml import MelodySheet
from songwright.formats.stacked_words import words_under
from songwright.formats.strophes import Strophes, strophes
from songwright.formats.swing import straightened
from songwright.formats.written_signs import WrittenSign, notated, snapped
from songwright.formats.xml_writing import (
    add_attributes,
    add_changes,
    add_element,
    add_pitch,
    add_value,
    new_score,
    written,
)
from songwright.lyrics.lexicon import Lexicon

__all__ = ["to_full_score"]

_MOST_VOICES = 4
_FORTE = 90  # MusicXML counts loudness in percent of a forte of this velocity
_DRUM_CHANNEL = 10
_PITCHED_CHANNELS = tuple(channel for channel in range(1, 17) if channel != _DRUM_CHANNEL)
# Where the pieces of a drum kit stand on the staff, by General MIDI key; all others with the snare.
_KIT = {
    35: "F4", 36: "F4", 37: "C5", 38: "C5", 40: "C5", 41: "A4", 42: "G5", 43: "A4", 44: "D4", 45: "B4", 46: "G5",
    47: "D5", 48: "E5", 49: "A5", 50: "E5", 51: "F5", 53: "F5", 57: "A5", 59: "F5",
}  # fmt: skip
_METAL = frozenset({42, 44, 46, 49, 51, 53, 55, 57, 59})
_FEET = frozenset({35, 36, 44})
# Drums are struck on sixteenths, or on thirds of an eighth where they swing; nearer than that is a drummer's touch.
_DRUM_STEMS = {True: "up", False: "down"}  # of the hands, the first voice, and of the feet
_DRUM_GRID = (120, 160)
_KEYBOARDS = range(24)
_MIDDLE_C = 60
_VOICES_OF_A_STAFF = 4


def to_full_score(song: Song, lexicon: Lexicon) -> bytes:
    """The score as UTF-8 XML; the same bytes for equal songs. ExportError when the song has no music."""
    song, swing = straightened(song)
    laid = timeline(song)
    melody = melody_track(song, laid)
    if not laid.spans or melody is None:
        raise ExportError(said("There is no music yet: compose the song first, then export its score."))
    tracks = [melody, *(track for track in song.tracks if track is not melody and laid.notes(track.id))]
    stacked = _choir_strophes(song, laid, tracks)
    if stacked is not None:
        song, laid = stacked.song, timeline(stacked.song)
    end = max([laid.end, *(snapped(note.end) for track in tracks for note in laid.notes(track.id))])
    # Every part has the same bars, to the last note's of any.
    bars = continued(laid.bars, end)
    end = bars[-1].end
    root, parts = new_score(song.title)
    for number, track in enumerate(tracks, 1):
        _list_part(parts, f"P{number}", track, laid.notes(track.id), number)
    for number, track in enumerate(tracks, 1):
        part = add_element(root, "part", id=f"P{number}")
        notes = laid.notes(track.id)
        if track is melody or _sings(notes):
            words = words_under(song, laid, lexicon, track.id, stacked)
            leads, held = track is melody, stacked.held[track.id] if stacked else frozenset[int]()
            sheet = MelodySheet(song, laid, notes, words, end, leads=leads, swing=swing, stacked=stacked, held=held)
            sheet.write(part)
        else:
            _Staves(song, track, f"P{number}", notes, signed(measures(bar_edges(bars, len(bars)), None), laid)).write(
                part
            )
    return written(root)


def _sings(notes: Iterable[TimedNote]) -> bool:
    return any(note.line is not None for note in notes)


def _choir_strophes(song: Song, laid: Timeline, tracks: Sequence[Track]) -> Strophes | None:
    """The song with its verses below one another when all sing: a band plays each verse in its own way."""
    if not all(_sings(laid.notes(track.id)) for track in tracks):
        return None
    return strophes(song, [track.id for track in tracks])


def _list_part(parts: ET.Element, name: str, track: Track, notes: Sequence[TimedNote], number: int) -> None:
    part = add_element(parts, "score-part", id=name)
    add_element(part, "part-name", track.name.strip() or f"Part {number}")
    drums = track.role is TrackRole.DRUMS
    struck = sorted({note.pitch for note in notes}) if drums else [-1]
    for pitch in struck:
        instrument = add_element(part, "score-instrument", id=_instrument(name, pitch))
        add_element(instrument, "instrument-name", f"{track.name.strip() or 'Part'}{f' {pitch}' if drums else ''}")
    for pitch in struck:
        midi = add_element(part, "midi-instrument", id=_instrument(name, pitch))
        channel = _DRUM_CHANNEL if drums else _PITCHED_CHANNELS[(number - 1) % len(_PITCHED_CHANNELS)]
        add_element(midi, "midi-channel", channel)
        add_element(midi, "midi-program", track.program + 1)
        if drums:
            add_element(midi, "midi-unpitched", pitch + 1)
        add_element(midi, "volume", f"{track.mix.volume / 1.27:.2f}")
        add_element(midi, "pan", f"{track.mix.pan / 127 * 180 - 90:.2f}")


def _instrument(part: str, pitch: int) -> str:
    return f"{part}-I{max(0, pitch) + 1}"


@dataclass(slots=True)
class _Group:
    """Notes that begin and end together; `lead` is the one that notation lays out."""

    lead: TimedNote
    pitches: list[TimedNote] = field(default_factory=list)


def _on_staves(track: Track, notes: Sequence[TimedNote], beat: int) -> list[list[list[_Group]]]:
    """For each staff of a part its voices."""
    if track.role is TrackRole.DRUMS:
        players = _players([_struck(note) for note in notes])
        return [[_lengthened(_together(player), beat) for player in players]]
    return [[_lengthened(voice, beat) for voice in _voices(staff)] for staff in _hands(track, notes)]


def _players(struck: Sequence[TimedNote]) -> list[list[TimedNote]]:
    """What a drummer's hands and feet play, whichever do."""
    hands = [note for note in struck if note.pitch not in _FEET]
    feet = [note for note in struck if note.pitch in _FEET]
    return [player for player in (hands, feet) if player]


def _hands(track: Track, notes: Sequence[TimedNote]) -> list[Sequence[TimedNote]]:
    """The staves of a keyboard that plays on both sides of middle C; one for every other part."""
    high = [note for note in notes if note.pitch >= _MIDDLE_C]
    low = [note for note in notes if note.pitch < _MIDDLE_C]
    is_keyboard = track.program in _KEYBOARDS and track.role is not TrackRole.BASS
    return [high, low] if is_keyboard and high and low else [notes]


def _struck(note: TimedNote) -> TimedNote:
    """A stroke on the nearest place where drums are written."""
    places = [round(note.start / grid) * grid for grid in _DRUM_GRID]
    start = min(places, key=lambda place: abs(place - note.start))
    return replace(note, start=start, length=_DRUM_GRID[0])


def _together(notes: Iterable[TimedNote]) -> list[_Group]:
    """Strokes at one time as a group, in order of time."""
    groups: dict[int, _Group] = {}
    for note in sorted(notes, key=lambda note: (note.start, -note.pitch)):
        groups.setdefault(note.start, _Group(note)).pitches.append(note)
    return list(groups.values())


def _lengthened(voice: Sequence[_Group], beat: int) -> list[_Group]:
    """The groups of a voice, short ones up to the next or to the end of their beat, whichever comes first."""
    found: list[_Group] = []
    for group, following in zip(voice, [*voice[1:], None], strict=True):
        start = snapped(group.lead.start)
        end = (start // beat + 1) * beat
        if following is not None:
            end = min(end, snapped(following.lead.start))
        lead = replace(group.lead, length=max(group.lead.length, end - group.lead.start))
        found.append(_Group(lead, group.pitches))
    return found


def _voices(notes: Iterable[TimedNote]) -> list[list[_Group]]:
    """The notes in voices, in each of which one chord follows another; what finds no voice shortens one before it."""
    groups: dict[tuple[int, int], _Group] = {}
    for note in sorted(notes, key=lambda note: (note.start, -note.length, -note.pitch)):
        place = snapped(note.start), snapped(note.end)
        groups.setdefault(place, _Group(note)).pitches.append(note)
    found: list[list[_Group]] = []
    ends: list[int] = []
    for (start, end), group in sorted(groups.items(), key=lambda item: (item[0][0], -item[0][1])):
        free = next((place for place, busy in enumerate(ends) if busy <= start), None)
        if free is None and len(found) < _MOST_VOICES:
            found.append([])
            ends.append(0)
            free = len(found) - 1
        elif free is None:
            free = min(range(len(ends)), key=ends.__getitem__)
        found[free].append(group)
        ends[free] = end
    return found


class _Staves:
    """One accompanying part, written bar by bar, staff by staff and voice by voice."""

    def __init__(
        self, song: Song, track: Track, name: str, notes: Sequence[TimedNote], bars: Sequence[Measure]
    ) -> None:
        self._song = song
        self._name = name
        self._track = track
        self._drums = track.role is TrackRole.DRUMS
        self._notes = notes
        self._bars = bars

    def write(self, part: ET.Element) -> None:
        """Add every bar to `part`."""
        grid = [Bar(bar.start, bar.metre) for bar in self._bars]
        staves = [
            [_laid_out(voice, grid) for voice in voices]
            for voices in _on_staves(self._track, self._notes, self._song.metre.beat_ticks)
        ]
        for number, bar in enumerate(self._bars):
            measure = add_element(part, "measure", number=str(number + 1))
            if number == 0:
                add_attributes(measure, bar, self._notes, percussion=self._drums, staves=len(staves))
            else:
                add_changes(measure, self._bars[number - 1], bar, percussion=self._drums)
            for place, voices in enumerate(staves):
                if place:
                    add_element(add_element(measure, "backup"), "duration", bar.end - bar.start)
                staff = place + 1 if len(staves) > 1 else 0
                self._bar(measure, bar, [voice[number] for voice in voices], _VOICES_OF_A_STAFF * place + 1, staff)

    def _bar(self, measure: ET.Element, at: Measure, bars: list[list[_Sign]], first: int, staff: int) -> None:
        """Add a bar of one staff, whose voices are numbered from `first`; `staff` is 0 where there is only one."""
        bar = at.end - at.start
        filled = [(voice, signs) for voice, signs in enumerate(bars, first) if any(sign.group for sign in signs)]
        if not filled:
            rest = add_element(measure, "note")
            add_element(rest, "rest", measure="yes")
            add_element(rest, "duration", bar)
            add_element(rest, "voice", first)
            if staff:
                add_element(rest, "staff", staff)
        for place, (voice, signs) in enumerate(filled):
            if place:
                add_element(add_element(measure, "backup"), "duration", bar)
            for sign in signs:
                self._sign(measure, sign, voice, staff, at.key)

    def _sign(self, measure: ET.Element, sign: _Sign, voice: int, staff: int, key: Key) -> None:
        stem = _DRUM_STEMS[voice == 1] if self._drums else ""
        if sign.group is None:
            note = add_element(measure, "note")
            add_element(note, "rest")
            add_value(note, sign.written, voice=voice, staff=staff)
            return
        for place, struck in enumerate(sign.group.pitches):
            note = add_element(measure, "note", dynamics=f"{struck.velocity / _FORTE * 100:.2f}")
            if place:
                add_element(note, "chord")
            if self._drums:
                _add_struck(note, struck.pitch)
                instrument = _instrument(self._name, struck.pitch)
                add_value(note, sign.written, voice=voice, instrument=instrument, stem=stem)
                if struck.pitch in _METAL:
                    _add_cross(note)
            else:
                add_pitch(note, struck.pitch, key)
                add_value(note, sign.written, voice=voice, staff=staff)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign on the staff, and the chord that it stands for; None for a rest."""

    written: WrittenSign
    group: _Group | None


def _laid_out(voice: Sequence[_Group], bars: Sequence[Bar]) -> list[list[_Sign]]:
    """The bars of a voice. Notation keeps the order of notes, so that each sign is found its chord by counting."""
    found: list[list[_Sign]] = []
    place = -1
    for signs in notated([group.lead for group in voice], bars):
        found.append([])
        for sign in signs:
            place += sign.note is not None and not sign.tied_from
            found[-1].append(_Sign(sign, voice[place] if sign.note is not None else None))
    return found


def _add_struck(note: ET.Element, pitch: int) -> None:
    display = _KIT.get(pitch, "C5")
    unpitched = add_element(note, "unpitched")
    add_element(unpitched, "display-step", display[0])
    add_element(unpitched, "display-octave", display[1])


def _add_cross(note: ET.Element) -> None:
    """A cross for metal; it stands after the value and stem and before what is tied."""
    head = ET.Element("notehead")
    head.text = "x"
    names = [element.tag for element in note]
    note.insert(names.index("notations") if "notations" in names else len(names), head)
