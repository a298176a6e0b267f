"""Standard MIDI files, type 1 and type 0.

Track 0 holds title, tempo, metre, key signature and a marker a section; every part has a track (in type 1) and a
channel of its own, drums on channel 10. Words are lyric meta-events as in the MIDI Association's RP-017: an event a
syllable at its note, a space after the end of a word, a carriage return after a line, a line feed after a section.
Syllables inside a word carry no hyphen, since readers join them by the missing space.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import mido

from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Key, Metre, Mode, Song, Track, TrackRole
from songwright.core.timeline import TimedNote, Timeline, timeline
from songwright.formats.errors import ExportError
from songwright.formats.sung import SungSyllable, singing_track, sung_syllables
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import format_symbol
from songwright.music.pitch import key_fifths

__all__ = ["to_midi"]

_DRUM_CHANNEL = 9
_PITCHED_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
_VOLUME, _PAN, _REVERB = 7, 10, 91

# The largest time that a MIDI file can hold between two events (four bytes of seven bits).
_LONGEST = 0x0FFFFFFF

# Signatures as mido names them, from seven flats to seven sharps.
_MAJOR = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
_MINOR = ("Abm", "Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m", "A#m")
_NO_SHARPS = _MAJOR.index("C")
_MINOR_THIRD = (Mode.MINOR, Mode.DORIAN, Mode.PHRYGIAN)

# Controls, breaks of line, and halves of characters, which have no UTF-8.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class _Event(NamedTuple):
    """A message at an absolute tick; at one tick notes end (0), then words and marks (1), then notes begin (2)."""

    tick: int
    rank: int
    message: mido.Message | mido.MetaMessage


class _Stroke(NamedTuple):
    start: int
    end: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class _Seat:
    """The port and channel that a part plays on."""

    port: int
    channel: int


def to_midi(
    song: Song,
    lexicon: Lexicon,
    type: int = 1,  # noqa: A002 - the standard's own word
    *,
    karaoke: bool = False,
) -> bytes:
    """The song as a Standard MIDI File; the same bytes for equal songs.

    With `karaoke`, the words stand as text events in tracks of their own, as players of .kar files look for them.
    Muted parts are written too: what is muted is a matter of listening. With more than 15 pitched parts, type 1 goes
    on to further ports, while type 0 has no room: ExportError, as for a song without music.
    """
    if type not in (0, 1):
        raise ValueError(f"a MIDI file of type {type} is not written here")
    laid = timeline(song)
    tracks = _sounding(song, laid)
    seats = _seats(tracks)
    if type == 0 and any(seat.port for seat in seats):
        raise ExportError(
            said(
                "A type 0 MIDI file has room for 15 pitched parts and one of drums, and this song has more. "
                "Export it as type 1."
            )
        )
    singer = singing_track(song, laid)
    words = sung_syllables(song, laid, lexicon, singer)
    if karaoke and not words:
        raise ExportError(said("No words are sung yet: compose the song first, then export it for karaoke."))
    parts = []
    for track, seat in zip(tracks, seats, strict=True):
        # In one track, or for a karaoke player, the words of several voices would be one muddle.
        sings = not karaoke and (type == 1 or track.id == singer)
        own = sung_syllables(song, laid, lexicon, track.id) if sings else ()
        parts.append(_part(track, seat, laid.notes(track.id), own))
    chunks = [_conductor(song, laid), *(_karaoke(song, words) if karaoke else []), *parts]
    if type == 0:
        chunks = [_in_one_track(song, chunks)]
    return _file(type, [_chunk(events, laid.end) for events in chunks])


def _in_one_track(song: Song, chunks: Sequence[Sequence[_Event]]) -> list[_Event]:
    """All events together; only the title names the one track."""
    events = [event for chunk in chunks for event in chunk if event.message.type != "track_name"]
    return [_meta(0, "track_name", name=_meta_text(song.title)), *events]


def _sounding(song: Song, laid: Timeline) -> list[Track]:
    """The tracks that have notes. ExportError when there are none, or more than a file can hold."""
    tracks = [track for track in song.tracks if laid.notes(track.id)]
    if not tracks:
        raise ExportError(said("There is no music yet: compose the song first, then export it as MIDI."))
    if max(note.end for track in tracks for note in laid.notes(track.id)) > _LONGEST or laid.end > _LONGEST:
        raise ExportError(said("This song is longer than a MIDI file can hold. Make it shorter."))
    return tracks


def _file(type: int, tracks: Sequence[mido.MidiTrack]) -> bytes:  # noqa: A002 - as above
    file = mido.MidiFile(type=type, ticks_per_beat=TICKS_PER_QUARTER)
    file.tracks.extend(tracks)
    data = io.BytesIO()
    file.save(file=data)
    return data.getvalue()


def _seats(tracks: list[Track]) -> list[_Seat]:
    """A channel for each part: pitched ones on all but channel 10, and another port when those are used up."""
    pitched = drums = 0
    seats = []
    for track in tracks:
        if track.role is TrackRole.DRUMS:
            seats.append(_Seat(drums, _DRUM_CHANNEL))
            drums += 1
        else:
            port, place = divmod(pitched, len(_PITCHED_CHANNELS))
            seats.append(_Seat(port, _PITCHED_CHANNELS[place]))
            pitched += 1
    return seats


def _conductor(song: Song, laid: Timeline) -> list[_Event]:
    events = [
        _meta(0, "track_name", name=_meta_text(song.title)),
        *_tempi(laid),
        *_metres(laid),
        *(_meta(timed.start, "key_signature", key=_signature(timed.key)) for timed in laid.keys),
    ]
    titles = {section.id: section.title or str(section.kind) for section in song.sections}
    events += [_meta(span.start, "marker", text=_meta_text(titles[span.section_id])) for span in laid.spans]
    # Cue points: texts would be taken for words. A chord beyond the last bar sounds nowhere.
    chords = [chord for chord in laid.chords if 0 <= chord.start < laid.end]
    return events + [
        _meta(chord.start, "cue_marker", text=_meta_text(format_symbol(chord.chord, laid.key_at(chord.start))))
        for chord in chords
    ]


def _tempi(laid: Timeline) -> Iterator[_Event]:
    """Every step of the tempo; what the first holds, holds from the beginning."""
    for number, step in enumerate(laid.tempi.steps):
        yield _meta(step.tick if number else 0, "set_tempo", tempo=round(60_000_000 / step.tempo))


def _metres(laid: Timeline) -> Iterator[_Event]:
    before = None
    for bar in laid.bars:
        if bar.metre != before:
            yield _metre(bar.metre, bar.start)
            before = bar.metre


def _metre(metre: Metre, tick: int) -> _Event:
    # Compound metres click in dotted beats: 6/8 in two.
    compound = metre.beats % 3 == 0 and metre.beats > 3 and metre.unit >= 8
    click = 96 // metre.unit * (3 if compound else 1)
    return _meta(tick, "time_signature", numerator=metre.beats, denominator=metre.unit, clocks_per_click=click)


def _signature(key: Key) -> str:
    """The signature's sharps or flats are those of the mode; what MIDI calls major or minor follows its third."""
    names = _MINOR if key.mode in _MINOR_THIRD else _MAJOR
    return names[_NO_SHARPS + key_fifths(key)]


def _part(track: Track, seat: _Seat, notes: tuple[TimedNote, ...], words: tuple[SungSyllable, ...]) -> list[_Event]:
    events = [_meta(0, "track_name", name=_meta_text(track.name))]
    if seat.port:
        events.append(_meta(0, "midi_port", port=seat.port))
    events.append(_Event(0, 1, mido.Message("program_change", channel=seat.channel, program=track.program)))
    for control, value in ((_VOLUME, track.mix.volume), (_PAN, track.mix.pan), (_REVERB, track.mix.reverb)):
        events.append(_Event(0, 1, mido.Message("control_change", channel=seat.channel, control=control, value=value)))
    events += [_meta(word.start, "lyrics", text=_lyric(word)) for word in words]
    for note in _struck(notes):
        on = mido.Message("note_on", channel=seat.channel, note=note.pitch, velocity=note.velocity)
        off = mido.Message("note_off", channel=seat.channel, note=note.pitch, velocity=0)
        events += [_Event(note.start, 2, on), _Event(note.end, 0, off)]
    return events


def _struck(notes: Iterable[TimedNote]) -> Iterator[_Stroke]:
    """Notes as one channel can play them: a pitch sounds once at a time, a note ends where its pitch begins again."""
    sounding: dict[int, _Stroke] = {}
    for note in sorted(notes, key=lambda note: (note.start, note.pitch)):
        before = sounding.get(note.pitch)
        stroke = _Stroke(note.start, note.end, note.pitch, note.velocity)
        if before is not None and before.start == note.start:
            stroke = _Stroke(note.start, max(before.end, note.end), note.pitch, max(before.velocity, note.velocity))
        elif before is not None:
            yield before._replace(end=min(before.end, note.start))
        sounding[note.pitch] = stroke
    yield from sounding.values()


def _karaoke(song: Song, words: Sequence[SungSyllable]) -> list[list[_Event]]:
    """The remarks by which players know a karaoke file, and its words: a slash begins a line, a backslash a section."""
    texts = [text for text in (f"@T{_plain(song.title)}", "@TMade with Songwright") if text != "@T"]
    head = [_meta(0, "track_name", name="Soft karaoke"), _meta(0, "text", text="@KMIDI KARAOKE FILE")]
    body = [_meta(0, "track_name", name="Words"), *(_meta(0, "text", text=_bytes(text)) for text in texts)]
    sign = "\\"
    for word in words:
        ending = " " if word.ends_word and not word.ends_line else ""
        body.append(_meta(word.start, "text", text=_bytes(f"{sign}{_plain(word.text)}{ending}")))
        sign = _ended(word, section="\\", line="/")
    return [head, body]


def _lyric(word: SungSyllable) -> str:
    ending = _ended(word, section="\n", line="\r")
    return _meta_text(word.text) + (" " if word.ends_word else "") + ending


def _ended(word: SungSyllable, *, section: str, line: str) -> str:
    """The sign for what ends with a syllable."""
    if word.ends_section:
        return section
    return line if word.ends_line else ""


def _meta(tick: int, kind: str, **values: object) -> _Event:
    return _Event(tick, 1, mido.MetaMessage(kind, **values))


def _meta_text(text: str) -> str:
    """Text for a meta-event, on one line, its UTF-8 bytes as characters.

    mido encodes meta-events in Latin-1 unless a setting of the whole process says otherwise, which other threads
    would see; so the bytes are made here.
    """
    return _bytes(_plain(text))


def _plain(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _bytes(text: str) -> str:
    """A text's UTF-8 bytes as characters."""
    return text.encode().decode("latin-1")


def _chunk(events: list[_Event], end: int) -> mido.MidiTrack:
    """A track of the file: events in order of time, each with the ticks since the one before, lasting to `end`."""
    track = mido.MidiTrack()
    now = 0
    for event in sorted(events, key=lambda event: (event.tick, event.rank)):
        event.message.time = event.tick - now
        track.append(event.message)
        now = event.tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    return track
