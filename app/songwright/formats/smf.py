"""Standard MIDI files as bytes: chunks and events, read with patience for what damaged and careless files do.

mido reads them too, but stops at the first oddity and takes seconds for a megabyte; here what is whole before a
damaged place in a track is kept only when the whole file can be understood, and everything else is refused.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import NamedTuple

from songwright.core.language import said
from songwright.formats.errors import UnreadableError

__all__ = ["Meta", "MidiTrack", "SmfFile", "Strike", "in_sequence", "read_smf"]

_HEADER = b"MThd"
_TRACK = b"MTrk"
_MOST_TRACKS = 1024
# Data bytes after a status byte, by its upper half.
_PROGRAM, _CHANNEL_PRESSURE = 0xC0, 0xD0
_META, _SYSEX, _SYSEX_MORE = 0xFF, 0xF0, 0xF7
_END_OF_TRACK = 0x2F
# Data bytes of system messages that only cables carry; all others have none.
_CABLE_DATA = {0xF1: 1, 0xF2: 2, 0xF3: 1}


Strike = tuple[int, int, int, int]
"""A note: its start and length in the file's ticks, pitch, velocity."""


class Meta(NamedTuple):
    """A meta-event: its tick, its type and its bytes."""

    tick: int
    kind: int
    data: bytes


@dataclass(slots=True)
class MidiTrack:
    """One track chunk: notes by channel, meta-events, and first programs and controllers by channel.

    `bent` counts what moves a sound while it plays (pitch bend, pressure, later controllers), `changes` later programs.
    """

    notes: dict[int, list[Strike]] = field(default_factory=dict)
    metas: list[Meta] = field(default_factory=list)
    programs: dict[int, int] = field(default_factory=dict)
    controls: dict[tuple[int, int], int] = field(default_factory=dict)
    end: int = 0
    bent: int = 0
    changes: int = 0
    hanging: int = 0


@dataclass(frozen=True, slots=True)
class SmfFile:
    """A file: its type, ticks to a quarter note (or a second, when `seconds`), and its tracks."""

    type: int
    division: int
    seconds: bool
    tracks: tuple[MidiTrack, ...]


def in_sequence(file: SmfFile) -> SmfFile:
    """A file of separate patterns (type 2) as one piece: each track begins where the one before it ends."""
    tracks, begin = [], 0
    for track in file.tracks:
        tracks.append(_later(track, begin))
        begin = tracks[-1].end
    return replace(file, type=1, tracks=tuple(tracks))


def _later(track: MidiTrack, by: int) -> MidiTrack:
    notes = {
        channel: [(start + by, length, pitch, velocity) for start, length, pitch, velocity in strikes]
        for channel, strikes in track.notes.items()
    }
    metas = [meta._replace(tick=meta.tick + by) for meta in track.metas]
    return replace(track, notes=notes, metas=metas, end=track.end + by)


def read_smf(data: bytes) -> SmfFile:
    """Read a file; UnreadableError when it is none, or damaged. A missing last end-of-track mark is forgiven."""
    start = data.find(_HEADER, 0, 256)  # some files have a wrapper (RIFF) before it
    if start < 0 or len(data) < start + 14:
        raise UnreadableError(said("This is not a MIDI file: it does not begin like one."))
    kind = int.from_bytes(data[start + 8 : start + 10])
    division = int.from_bytes(data[start + 12 : start + 14])
    if kind > 2:
        raise UnreadableError(
            said("This MIDI file says that it is of type {kind}, which does not exist. It is damaged.", kind=kind)
        )
    seconds = bool(division & 0x8000)
    if seconds:
        # Frames a second (a negative byte) times ticks a frame.
        division = (256 - (division >> 8)) * (division & 0xFF)
    if division == 0:
        raise UnreadableError(said("This MIDI file does not say how long its beats are. It is damaged."))
    tracks = _tracks(data, start + 8 + int.from_bytes(data[start + 4 : start + 8]))
    return SmfFile(kind, division, seconds, tuple(tracks))


def _tracks(data: bytes, place: int) -> list[MidiTrack]:
    tracks: list[MidiTrack] = []
    while place + 8 <= len(data):
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8])
        place += 8
        if name == _TRACK:
            if place + length > len(data):
                raise UnreadableError(
                    said(
                        "This MIDI file ends in the middle of track {number}: part of it is missing. "
                        "Get it again from where it came from.",
                        number=len(tracks) + 1,
                    )
                )
            if len(tracks) >= _MOST_TRACKS:
                raise UnreadableError(
                    said("This MIDI file has more than {most:,} tracks. It is damaged.", most=_MOST_TRACKS)
                )
            tracks.append(_track(data[place : place + length], len(tracks) + 1))
        place += length
    if not tracks:
        raise UnreadableError(said("This MIDI file has no tracks: part of it is missing."))
    return tracks


def _track(data: bytes, number: int) -> MidiTrack:
    try:
        return _Reader(data).read()
    except IndexError as error:
        raise UnreadableError(
            said(
                "Track {number} of this MIDI file ends in the middle of an event. The file is damaged.", number=number
            ),
            detail=repr(error),
        ) from error
    except _Damage as error:
        raise UnreadableError(
            said("Track {number} of this MIDI file is damaged: {error}.", number=number, error=error)
        ) from error


class _Damage(Exception):  # noqa: N818 - never leaves this module
    """What is wrong, as part of a sentence."""


class _Reader:
    """The events of one track. A place beyond its end is an IndexError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._track = MidiTrack()
        # By channel * 128 + pitch: where the notes that sound began, and how loud.
        self._sounding: defaultdict[int, deque[tuple[int, int]]] = defaultdict(deque)

    def read(self) -> MidiTrack:
        """Read all; notes that nothing ends are ended with the track."""
        data, size = self._data, len(self._data)
        sounding = self._sounding
        place = now = running = 0
        while place < size:
            byte = data[place]
            place += 1
            if byte < 0x80:
                now += byte
            else:
                delta, place = self._long(place - 1)
                now += delta
            status = data[place]
            if status >= 0x80:
                place += 1
            elif running:
                status = running
            else:
                raise _Damage(said("it has data where an event should begin"))
            if status >= 0xF0:
                # The standard has these end a running status; many writers go on with it all the same.
                place = self._system(status, place, now)
                if place < 0:
                    break
                continue
            running = status
            if 0x90 <= status < 0xA0 and 0 < data[place + 1] < 0x80 and data[place] < 0x80:
                # What there is most of, without a call.
                sounding[(status & 0x0F) << 7 | data[place]].append((now, data[place + 1]))
                place += 2
            else:
                place = self._voice(status, place, now)
        self._finish(now)
        return self._track

    def _voice(self, status: int, place: int, now: int) -> int:
        """A channel's event, its data at `place`; where the next event begins."""
        data = self._data
        kind, channel = status & 0xF0, status & 0x0F
        first = data[place]
        if first > 0x7F:
            raise _Damage(said("an event breaks off"))
        if kind in (_PROGRAM, _CHANNEL_PRESSURE):
            if kind == _PROGRAM:
                self._program(channel, first)
            else:
                self._track.bent += 1
            return place + 1
        second = data[place + 1]
        if second > 0x7F:
            raise _Damage(said("an event breaks off"))
        if kind <= 0x90:
            self._stop(channel, first, now)
        elif kind == 0xB0:
            self._control(channel, first, second)
        else:
            self._track.bent += 1
        return place + 2

    def _stop(self, channel: int, pitch: int, now: int) -> None:
        waiting = self._sounding.get(channel << 7 | pitch)
        if waiting:
            start, velocity = waiting.popleft()
            notes = self._track.notes.get(channel)
            if notes is None:
                notes = self._track.notes[channel] = []
            # Some drum tracks end a stroke where it begins: it is heard all the same.
            notes.append((start, max(1, now - start), pitch, velocity))

    def _program(self, channel: int, program: int) -> None:
        # What is set before the first note is where the part begins; a later one is a change.
        if channel in self._track.notes and channel in self._track.programs:
            self._track.changes += self._track.programs[channel] != program
        else:
            self._track.programs[channel] = program

    def _control(self, channel: int, control: int, value: int) -> None:
        if self._track.controls.setdefault((channel, control), value) != value:
            self._track.bent += 1

    def _system(self, status: int, place: int, now: int) -> int:
        """A meta or system event; where the next begins, -1 after the end of the track."""
        data = self._data
        if status == _META:
            kind = data[place]
            length, place = self._long(place + 1)
            if place + length > len(data):
                raise _Damage(said("an event is longer than the track"))
            if kind == _END_OF_TRACK:
                self._track.end = now
                return -1
            self._track.metas.append(Meta(now, kind, data[place : place + length]))
            return place + length
        if status in (_SYSEX, _SYSEX_MORE):
            length, place = self._long(place)
            if place + length > len(data):
                raise _Damage(said("an event is longer than the track"))
            return place + length
        # What is meant for cables and not for files (song position, clock) says nothing about a song.
        return place + _CABLE_DATA.get(status, 0)

    def _long(self, place: int) -> tuple[int, int]:
        """A number of one to four bytes of seven bits, and the place after it."""
        data = self._data
        value = 0
        for at in range(place, place + 4):
            byte = data[at]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + 1
        raise _Damage(said("it has a number that never ends"))

    def _finish(self, now: int) -> None:
        track = self._track
        track.end = max(track.end, now)
        for place, waiting in self._sounding.items():
            for start, velocity in waiting:
                track.hanging += 1
                if track.end > start:
                    track.notes.setdefault(place >> 7, []).append((start, track.end - start, place & 0x7F, velocity))
        for notes in track.notes.values():
            notes.sort(key=itemgetter(0, 2))
