"""Swing: heard in notes, written as a mark, and played again."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from formats.songs import lantern_song
from songwright.core.song import Metre, Music, Note, Part, Song
from songwright.core.timeline import timeline
from songwright.formats.full_score import to_full_score
from songwright.formats.imports import imported
from songwright.formats.musicxml import to_musicxml
from songwright.formats.swing import heard_swing
from songwright.lyrics.lexicon import Lexicon

SHUFFLE = 320  # two thirds of a beat


def run(off_beat: int, beats: int = 8) -> list[Note]:
    edges = [beat * 480 + place for beat in range(beats) for place in (0, off_beat)] + [beats * 480]
    return [Note(start, end - start, 60 + place % 5) for place, (start, end) in enumerate(pairwise(edges))]


def swinging(off_beat: int = SHUFFLE) -> Song:
    song = lantern_song()
    verse = song.sections[0]
    music = Music(2, parts=(Part("t1", tuple(run(off_beat))),))
    return replace(song, sections=(replace(verse, music=music),))


@pytest.mark.parametrize(("off_beat", "share"), [(320, 0.67), (298, 0.62), (240, 0.5), (360, 0.5), (250, 0.5)])
def test_swing_is_heard_where_off_beats_fall_late_together(off_beat: int, share: float) -> None:
    assert heard_swing(run(off_beat), Metre()) == pytest.approx(share)


def test_a_players_touch_hides_no_swing() -> None:
    loose = [replace(note, start=note.start + (-9, 4, 11)[place % 3]) for place, note in enumerate(run(SHUFFLE))]
    assert heard_swing(loose, Metre()) == pytest.approx(0.67, abs=0.02)


def test_triplets_are_no_swing_and_neither_is_a_compound_metre() -> None:
    triplets = [Note(beat * 480 + third, 100, 60) for beat in range(8) for third in (0, 160, 320)]
    assert heard_swing(triplets, Metre()) == 0.5
    assert heard_swing(run(SHUFFLE), Metre(6, 8)) == 0.5


@pytest.mark.parametrize("write", [to_musicxml, to_full_score])
def test_a_swinging_song_is_written_straight_with_a_mark(write, lexicon: Lexicon) -> None:  # noqa: ANN001
    root = ET.fromstring(write(swinging(), lexicon))  # noqa: S314 - our own file
    assert (root.findtext(".//swing/first"), root.findtext(".//swing/second")) == ("67", "33")
    assert not root.findall(".//time-modification")
    assert "Swing" in [words.text for words in root.iter("words")]


def test_a_straight_song_has_no_mark(lexicon: Lexicon) -> None:
    assert b"<swing>" not in to_musicxml(lantern_song(), lexicon)


def test_a_marked_score_swings_again(lexicon: Lexicon) -> None:
    back = imported("x.musicxml", to_musicxml(swinging(), lexicon), lambda: lexicon).song
    sung = next(track.id for track in back.tracks)
    off = {note.start % 480 for note in timeline(back).notes(sung) if note.start % 480}
    assert off
    assert all(abs(place - SHUFFLE) <= 2 for place in off if 240 < place < 400)
