"""A song becomes a playable score."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.audio.score import ClickGrid, Score, ScoreNote, ScoreTrack, score
from songwright.core.song import Metre, Mix, Music, Note, Part, Section, Song, Track, TrackRole


def test_notes_lie_at_their_place_in_the_whole_song() -> None:
    music = Music(2, (), (Part("v", (Note(480, 240, 60, 90),)),))
    sections = (Section("s1", music=music), Section("s2", repeats="s1"))
    song = Song(sections=sections, tracks=(Track("v", "Voice", TrackRole.VOCAL, 53),))

    playable = score(song)

    assert playable.tracks[0].notes == (ScoreNote(480, 720, 60, 90), ScoreNote(4320, 4560, 60, 90))
    assert playable.end == 4 * 1920


def test_a_track_keeps_its_program_mix_and_drum_kit() -> None:
    mix = Mix(volume=70, pan=20, reverb=5, mute=True)
    tracks = (Track("v", "Voice", TrackRole.VOCAL, 53, mix), Track("d", "Drums", TrackRole.DRUMS, 16))

    voice, drums = score(Song(tracks=tracks)).tracks

    assert (voice.program, voice.mix, voice.drums) == (53, mix, False)
    assert (drums.program, drums.drums) == (16, True)


def test_the_vocal_stands_out_of_the_accompaniment() -> None:
    tracks = tuple(Track(role.value, role.value, role) for role in TrackRole)
    vocal, *others = score(Song(tracks=tracks)).tracks
    assert all(vocal.gain_db > other.gain_db for other in others)


def test_a_song_without_music_gives_an_empty_score() -> None:
    assert score(Song(tracks=(Track("v", "Voice", TrackRole.VOCAL),))).end == 0


@pytest.mark.parametrize(
    ("metre", "beats"),
    [
        (Metre(4, 4), ClickGrid(1920, 480, 1920)),
        (Metre(3, 4), ClickGrid(1440, 480, 1440)),
        (Metre(6, 8), ClickGrid(1440, 240, 720)),
        (Metre(12, 8), ClickGrid(2880, 240, 720)),
        (Metre(3, 8), ClickGrid(720, 240, 720)),
    ],
)
def test_the_click_follows_the_time_signature(metre: Metre, beats: ClickGrid) -> None:
    assert ClickGrid.of(metre) == beats


_MIDI = st.integers(0, 127)
_NOTES = st.builds(
    lambda start, length, pitch, velocity: ScoreNote(start, start + length, pitch, velocity),
    st.integers(0, 10_000),
    st.integers(1, 5_000),
    _MIDI,
    st.integers(1, 127),
)
_TRACKS = st.builds(
    ScoreTrack,
    st.text(max_size=8),
    _MIDI,
    st.booleans(),
    st.floats(-20, 20),
    st.builds(Mix, _MIDI, _MIDI, _MIDI, st.booleans(), st.booleans()),
    st.lists(_NOTES, max_size=5).map(tuple),
)


@given(
    st.builds(Score, st.lists(_TRACKS, max_size=4).map(tuple), st.floats(20, 400), st.integers(0, 20_000)),
)
def test_a_score_survives_the_way_through_json(playable: Score) -> None:
    assert Score.from_json(json.loads(json.dumps(playable.to_json()))) == playable
