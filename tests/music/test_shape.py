"""The shape of a whole song."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from music.conftest import LIGHTHOUSE
from songwright.core.edits import set_track
from songwright.core.song import Note, Section, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.check import check_song
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest
from songwright.music.shape import humanised

KIT = Kit(load_lexicon())
PLAIN = ComposeRequest(style="pop", seed=3)
SONG = compose(with_lyric_text(Song(), LIGHTHOUSE), PLAIN, KIT)


def band(song: Song, section: Section) -> list[Note]:
    music = song.music(section)
    assert music is not None
    vocal = {track.id for track in song.tracks if track.role is TrackRole.VOCAL}
    return [note for part in music.parts if part.track not in vocal for note in part.notes]


def titled(song: Song, title: str) -> list[Section]:
    return [section for section in song.sections if section.title == title]


def test_the_first_verse_is_thin_the_second_fuller_the_chorus_fullest() -> None:
    def density(title: str) -> float:
        section = titled(SONG, title)[0]
        assert section.music is not None
        return len(band(SONG, section)) / section.music.bars

    def loudness(title: str) -> float:
        return mean(note.velocity for note in band(SONG, titled(SONG, title)[0]))

    assert density("Verse 1") <= density("Verse 2") < density("Chorus")
    assert loudness("Verse 1") < loudness("Chorus")


def test_repeats_share_their_music_unless_a_lift_is_asked_for() -> None:
    assert all(section.music is None for section in titled(SONG, "Chorus")[1:])


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_the_last_chorus_is_lifted_over_the_same_tune(name: str) -> None:
    song = compose(
        with_lyric_text(Song(), LIGHTHOUSE), ComposeRequest(style="pop", seed=3, lift=True, composer=name), KIT
    )
    first, middle, last = titled(song, "Chorus")
    assert middle.music is None
    assert first.music is not None
    assert last.music is not None
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    assert [(n.start, n.pitch) for n in last.music.part(vocal).notes] == [
        (n.start, n.pitch) for n in first.music.part(vocal).notes
    ]
    assert len(band(song, last)) > len(band(song, first))
    assert mean(n.velocity for n in band(song, last)) > mean(n.velocity for n in band(song, first))
    assert check_song(song, KIT.divide).coverage == 1.0
    again = compose(song, ComposeRequest(seed=3, composer=name), KIT)
    assert titled(again, "Chorus")[-1].music is None


def test_touch_varies_a_little_and_time_does_not() -> None:
    notes = tuple(Note(480 * place, 480, 60, 70) for place in range(40))
    played = humanised(notes, "7")
    assert played == humanised(notes, "7")
    assert len({note.velocity for note in played}) > 3
    assert all(abs(note.velocity - 70) <= 4 for note in played)
    assert [(note.start, note.length, note.pitch) for note in played] == [(n.start, n.length, n.pitch) for n in notes]


def test_instruments_that_were_chosen_stay_until_another_style_is_asked_for() -> None:
    bass = next(track for track in SONG.tracks if track.role is TrackRole.BASS)
    song = set_track(SONG, replace(bass, name="Tuba", program=58))
    again = compose(song, ComposeRequest(seed=8), KIT)
    assert next(t for t in again.tracks if t.id == bass.id) == replace(bass, name="Tuba", program=58)
    other = compose(song, ComposeRequest(style="waltz", seed=8), KIT)
    assert next(t for t in other.tracks if t.id == bass.id).name != "Tuba"


def test_a_band_after_a_choir_has_its_own_singer() -> None:
    choir = compose(SONG, ComposeRequest(seed=8, chorale=True), KIT)
    band_again = compose(choir, ComposeRequest(seed=8), KIT)
    singer = next(t for t in SONG.tracks if t.role is TrackRole.VOCAL)
    found = next(t for t in band_again.tracks if t.role is TrackRole.VOCAL)
    assert (found.name, found.program) == (singer.name, singer.program)
