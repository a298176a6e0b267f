"""Who sings when nobody was chosen: the voice that the style's own table names."""

from __future__ import annotations

from songwright.audio.voice.casting import suiting_voice
from songwright.audio.voice.voice_types import DEFAULT_VOICE, VOICE_TYPES
from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.music.styles import load_styles


def sung_by(style: str) -> str:
    song = Song(style=style, tracks=(Track("t1", "Voice", TrackRole.VOCAL),))
    return suiting_voice(song, song.tracks[0], timeline(song))


def test_every_style_says_who_sings_it_and_that_voice_is_there() -> None:
    known = {voice.id for voice in VOICE_TYPES}
    assert {style.id: style.voice for style in load_styles() if style.voice not in known} == {}


def test_a_song_is_sung_by_the_voice_of_its_style() -> None:
    assert {sung_by("waltz"), sung_by("march")} == {"soprano", "baritone"}


def test_a_style_of_a_later_version_is_sung_by_the_usual_voice() -> None:
    assert sung_by("yodel") == DEFAULT_VOICE
