"""A phrase played on a MIDI keyboard: its notes with their times, and the raw take as a MIDI file."""

from __future__ import annotations

import contextlib
import io
import queue
import time
from typing import TYPE_CHECKING

from songwright.audio.hum.listen import LONGEST_SECONDS, HeardNote, Hearing
from songwright.audio.hum.protocol import HumReport, Listened, Recorded, Recording, Struck
from songwright.audio.ports import open_input
from songwright.host.atomic import write_file

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["melody_of", "record_keyboard"]

_NOTE_OFF, _NOTE_ON = 0x80, 0x90
_STEP_SECONDS = 0.05
_KEEP_SECONDS = 1.0  # after which what was played is on disk
_LEAST_NOTE = 0.03  # seconds; a brush of a key that is no note
_TAKE_TICKS, _TAKE_TEMPO = 960, 500_000  # of the kept file: microseconds to a quarter note

Played = tuple[float, tuple[int, ...]]
"""Seconds since the take began, and the bytes of a MIDI message."""


def record_keyboard(name: str, path: Path, ended: threading.Event, report: Callable[[HumReport], None]) -> Listened:
    """Record what is played until `ended`, keep it as a MIDI file, and give the report of what was heard.

    The file is written again every second, whole, so that a crash loses no more. Raises PortError and WriteFileError;
    what could be written before is then still there.
    """
    heard: queue.SimpleQueue[Played] = queue.SimpleQueue()
    began = time.monotonic()
    port = open_input(name, lambda message: heard.put((time.monotonic() - began, tuple(message))))
    played: list[Played] = []
    kept, kept_at = 0, began
    with contextlib.suppress(OSError):  # a folder that cannot be made gives its sentence when the file is written
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        while not ended.wait(_STEP_SECONDS) and time.monotonic() - began < LONGEST_SECONDS:
            peak = 0.0
            while not heard.empty():
                played.append(heard.get())
                message = played[-1][1]
                if _is_on(message):
                    peak = message[2] / 127
                    report(Struck(message[1], message[2]))
            now = time.monotonic()
            report(Recording(now - began, peak))
            if len(played) > kept and now - kept_at >= _KEEP_SECONDS:
                write_file(path, _midi_file(played))
                kept, kept_at = len(played), now
    finally:
        port.close()
    seconds = time.monotonic() - began
    if played:
        write_file(path, _midi_file(played))
        report(Recorded(path))
    return Listened(path, Hearing(seconds, (), melody_of(played, seconds), exact=True), ())


def melody_of(played: Iterable[Played], seconds: float) -> tuple[HeardNote, ...]:
    """The melody in what was played: one voice, in which each note ends where the next begins.

    Of keys that go down together the highest is kept; one that is never let go ends with the take.
    """
    held: dict[int, float] = {}
    notes: list[HeardNote] = []
    for moment, message in played:
        if len(message) < 3 or message[0] & 0xF0 not in (_NOTE_OFF, _NOTE_ON):
            continue
        start = held.pop(message[1], None)
        if start is not None:
            notes.append(HeardNote(start, moment, float(message[1])))
        if _is_on(message):
            held[message[1]] = moment
    notes += [HeardNote(start, seconds, float(pitch)) for pitch, start in held.items()]
    return _one_voice(note for note in notes if note.end - note.start >= _LEAST_NOTE)


def _one_voice(notes: Iterable[HeardNote]) -> tuple[HeardNote, ...]:
    line: list[HeardNote] = []
    for note in sorted(notes, key=lambda note: (note.start, note.pitch)):
        if line and note.start - line[-1].start < _LEAST_NOTE:
            line.pop()
        elif line and line[-1].end > note.start:
            line[-1] = HeardNote(line[-1].start, note.start, line[-1].pitch)
        line.append(note)
    return tuple(line)


def _is_on(message: tuple[int, ...]) -> bool:
    return len(message) >= 3 and message[0] & 0xF0 == _NOTE_ON and message[2] > 0


def _midi_file(played: Iterable[Played]) -> bytes:
    """What was played, message by message, as a MIDI file."""
    import mido  # only needed when there was something to keep

    file = mido.MidiFile(ticks_per_beat=_TAKE_TICKS)
    track = file.add_track()
    track.append(mido.MetaMessage("set_tempo", tempo=_TAKE_TEMPO))
    before = 0
    for moment, message in played:
        if not 0x80 <= message[0] < 0xF0:
            continue  # clocks and other messages of the system
        now = round(mido.second2tick(moment, _TAKE_TICKS, _TAKE_TEMPO))
        track.append(mido.Message.from_bytes(list(message), time=now - before))
        before = now
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()
