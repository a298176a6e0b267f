"""MIDI files as other programs write them, byte by byte."""

from __future__ import annotations

import pytest

from songwright.core.song import Song, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.midi_in import from_midi
from songwright.formats.smf import read_smf
from songwright.lyrics.lexicon import Lexicon

END = bytes.fromhex("00 ff 2f 00")
QUARTER = bytes.fromhex("60")  # 96 ticks


def midi(*tracks: bytes, division: int = 96) -> bytes:
    head = b"MThd" + (6).to_bytes(4) + (1).to_bytes(2) + len(tracks).to_bytes(2) + division.to_bytes(2)
    return head + b"".join(b"MTrk" + len(track).to_bytes(4) + track for track in tracks)


def tempo(microseconds: int, delta: bytes = b"\0") -> bytes:
    return delta + bytes.fromhex("ff 51 03") + microseconds.to_bytes(3)


def notes(song: Song) -> list[tuple[int, int, int]]:
    laid = timeline(song)
    return [(note.start, note.length, note.pitch) for track in song.tracks for note in laid.notes(track.id)]


@pytest.mark.parametrize("between", ["00 ff 06 01 41", "00 f0 02 7e f7"], ids=["marker", "system exclusive"])
def test_a_running_status_goes_on_after_what_is_no_note(between: str) -> None:
    """The standard ends it there; many writers do not."""
    track = bytes.fromhex("00 90 3c 40 60 3c 00") + bytes.fromhex(between) + bytes.fromhex("00 3e 40 60 3e 00") + END
    (found,) = read_smf(midi(track)).tracks
    assert found.notes == {0: [(0, 96, 60, 64), (96, 96, 62, 64)]}


def test_a_stroke_that_ends_where_it_begins_is_heard() -> None:
    track = bytes.fromhex("00 99 26 40 00 26 00 60 26 40 00 26 00") + END
    (found,) = read_smf(midi(track)).tracks
    assert [(start, pitch) for start, _, pitch, _ in found.notes[9]] == [(0, 38), (96, 38)]


def test_a_ritardando_at_the_end_leaves_the_tempo_as_it_is(lexicon: Lexicon) -> None:
    # Eight quarters at 120, one at 60.
    conductor = tempo(500_000) + tempo(1_000_000, bytes.fromhex("86 00")) + END
    tune = b"".join(bytes.fromhex("00 90 3c 40 60 3c 00") for _ in range(9)) + END
    found = from_midi(midi(conductor, tune), lexicon)
    assert found.song.tempo == 120
    laid = timeline(found.song)
    assert laid.seconds(9 * 480) == pytest.approx(8 * 0.5 + 1.0)
    assert not any("tempo" in sentence for sentence in found.left_out)


def test_a_piece_that_breathes_takes_as_long_as_before(lexicon: Lexicon) -> None:
    # Quarters at 120 and at 60 by turns: twelve seconds for sixteen quarters, 80 a minute.
    conductor = b"".join(tempo(500_000 if place % 2 else 1_000_000, QUARTER if place else b"\0") for place in range(16))
    tune = b"".join(bytes.fromhex("00 90 3c 40 60 3c 00") for _ in range(16)) + END
    found = from_midi(midi(conductor + QUARTER + END[1:], tune), lexicon)
    laid = timeline(found.song)
    assert laid.seconds(16 * 480) == pytest.approx(12.0)
    assert {step.tempo for step in laid.tempi.steps} == {60.0, 120.0}


def test_no_note_of_a_file_is_lost_unsaid(lexicon: Lexicon) -> None:
    tune = b"".join(bytes.fromhex("00 90 3c 40 00 40 40 60 3c 00 00 40 00") for _ in range(12)) + END
    found = from_midi(midi(tune), lexicon)
    assert len(notes(found.song)) == 24
    assert not any("no place" in sentence for sentence in found.left_out)


def part(name: str, channel: int, pitches: list[int], ahead: bytes = b"", beside: str = "") -> bytes:
    """A track of quarters on one channel, with a letter of `beside` sung at each."""
    data = b"\0\xff\x03" + bytes([len(name)]) + name.encode() + ahead
    for place, pitch in enumerate(pitches):
        if place < len(beside):
            data += b"\0\xff\x05\x02" + f"{beside[place]} ".encode()
        data += bytes([0, 0x90 | channel, pitch, 0x50]) + QUARTER + bytes([0x80 | channel, pitch, 0])
    return data + END


BEAT = part("Beat", 9, [38, 42] * 4)
BASS = part("Bass", 1, [36] * 8, bytes.fromhex("00 b1 07 32 00 b1 0a 14 00 b1 5b 05 00 c1 21"))


def test_drums_are_the_tenth_channel_and_never_lead(lexicon: Lexicon) -> None:
    song = from_midi(midi(BEAT, BASS, part("Flute", 0, [72, 74, 76, 77] * 2)), lexicon).song
    assert [(track.name, track.role is TrackRole.DRUMS) for track in song.tracks] == [
        ("Flute", False), ("Beat", True), ("Bass", False),
    ]  # fmt: skip
    assert from_midi(midi(BEAT, BASS), lexicon).song.tracks[0].name == "Bass"


def test_a_track_keeps_its_instrument_and_its_place_in_the_mix(lexicon: Lexicon) -> None:
    song = from_midi(midi(BASS, part("Flute", 0, [72, 74])), lexicon).song
    bass = next(track for track in song.tracks if track.name == "Bass")
    assert (bass.program, bass.mix.volume, bass.mix.pan, bass.mix.reverb) == (33, 50, 20, 5)


def test_the_part_sings_whose_notes_the_words_stand_at(lexicon: Lexicon) -> None:
    # Eight words at the quarters of the low part; the high one plays halves, between them.
    low = part("Low", 1, [48, 50] * 4, beside="abcdefgh")
    halves = b"".join(bytes.fromhex("30 90 54 50 30 80 54 00") for _ in range(4)) + END
    found = from_midi(midi(halves, low), lexicon).song
    assert (found.tracks[0].role, found.tracks[0].name) == (TrackRole.VOCAL, "Low")
    assert len(notes(found)) == 12


def test_a_file_that_counts_seconds_is_read_at_the_usual_tempo(lexicon: Lexicon) -> None:
    """25 frames of 40 ticks make a second of 1000 ticks: half a second is a quarter at 120, whatever tempo it names."""
    halves = b"".join(bytes.fromhex(f"00 90 {pitch} 50 83 74 80 {pitch} 00") for pitch in ("3c", "3e"))
    song = from_midi(midi(tempo(250_000) + halves + END, division=0xE728), lexicon).song
    assert song.tempo == 120
    assert notes(song) == [(0, 480, 60), (480, 480, 62)]
