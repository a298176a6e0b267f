"""The whole arrangement as MusicXML 4.0: the melody with words and chord symbols, and a staff for every other part.

Notes that begin and end together are a chord; those that overlap stand in further voices of their staff. Everything is
written on the grid of thirty-seconds and triplets that notation has.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import TimedNote, timeline
from songwright.formats.errors import ExportError
from songwright.formats.melody import melody_track
from songwright.formats.musicxml import MelodySheet
from songwright.formats.notation import Written, notated, snapped
from songwright.formats.sung import sung_syllables
from songwright.formats.xml_writing import add_attributes, add_element, add_pitch, add_value, new_score, written
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


def to_full_score(song: Song, lexicon: Lexicon) -> bytes:
    """The score as UTF-8 XML; the same bytes for equal songs. ExportError when the song has no music."""
    laid = timeline(song)
    melody = melody_track(song, laid)
    if not laid.spans or melody is None:
        raise ExportError("There is no music yet: compose the song first, then export its score.")
    tracks = [melody, *(track for track in song.tracks if track is not melody and laid.notes(track.id))]
    end = max([laid.end, *(snapped(note.end) for track in tracks for note in laid.notes(track.id))])
    # Every part has the same bars, to the last note's of any.
    end += -end % laid.bar_ticks
    root, parts = new_score(song.title)
    for number, track in enumerate(tracks, 1):
        _list_part(parts, f"P{number}", track, laid.notes(track.id), number)
    for number, track in enumerate(tracks, 1):
        part = add_element(root, "part", id=f"P{number}")
        notes = laid.notes(track.id)
        if track is melody:
            MelodySheet(song, laid, notes, sung_syllables(song, laid, lexicon, track.id), end).write(part)
        else:
            _Staff(song, track, f"P{number}", notes, end).write(part)
    return written(root)


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


class _Staff:
    """One accompanying part, written bar by bar and voice by voice."""

    def __init__(self, song: Song, track: Track, name: str, notes: Sequence[TimedNote], end: int) -> None:
        self._song = song
        self._name = name
        self._drums = track.role is TrackRole.DRUMS
        self._notes = notes
        self._end = end

    def write(self, part: ET.Element) -> None:
        """Add every bar to `part`."""
        metre = self._song.metre
        laid_out = [_laid_out(voice, metre.bar_ticks, metre.beat_ticks, self._end) for voice in _voices(self._notes)]
        for number in range(self._end // metre.bar_ticks):
            measure = add_element(part, "measure", number=str(number + 1))
            if number == 0:
                add_attributes(measure, self._song, self._notes, percussion=self._drums)
            self._bar(measure, [voice[number] for voice in laid_out])

    def _bar(self, measure: ET.Element, bars: list[list[_Sign]]) -> None:
        bar = self._song.metre.bar_ticks
        filled = [(voice, signs) for voice, signs in enumerate(bars, 1) if any(sign.group for sign in signs)]
        if not filled:
            rest = add_element(measure, "note")
            add_element(rest, "rest", measure="yes")
            add_element(rest, "duration", bar)
            add_element(rest, "voice", 1)
        for place, (voice, signs) in enumerate(filled):
            if place:
                add_element(add_element(measure, "backup"), "duration", bar)
            for sign in signs:
                self._sign(measure, sign, voice)

    def _sign(self, measure: ET.Element, sign: _Sign, voice: int) -> None:
        if sign.group is None:
            note = add_element(measure, "note")
            add_element(note, "rest")
            add_value(note, sign.written, voice=voice)
            return
        for place, struck in enumerate(sign.group.pitches):
            note = add_element(measure, "note", dynamics=f"{struck.velocity / _FORTE * 100:.2f}")
            if place:
                add_element(note, "chord")
            if self._drums:
                _add_struck(note, struck.pitch)
                add_value(note, sign.written, voice=voice, instrument=_instrument(self._name, struck.pitch))
                if struck.pitch in _METAL:
                    _add_cross(note)
            else:
                add_pitch(note, struck.pitch, self._song.key)
                add_value(note, sign.written, voice=voice)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign on the staff, and the chord that it stands for; None for a rest."""

    written: Written
    group: _Group | None


def _laid_out(voice: Sequence[_Group], bar: int, beat: int, end: int) -> list[list[_Sign]]:
    """The bars of a voice. Notation keeps the order of notes, so that each sign is found its chord by counting."""
    found: list[list[_Sign]] = []
    place = -1
    for signs in notated([group.lead for group in voice], bar, beat, end):
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
    """A cross for metal; it stands after the value and before what is tied."""
    head = ET.Element("notehead")
    head.text = "x"
    names = [element.tag for element in note]
    note.insert(names.index("notations") if "notations" in names else len(names), head)
