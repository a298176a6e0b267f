"""A part of a song in another key: what moves, what stays, and who can still sing it."""

from __future__ import annotations

import pytest

from songwright.core.errors import SongwrightError
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Music,
    Note,
    Part,
    Section,
    SectionKind,
    Song,
    Track,
    TrackRole,
)
from songwright.core.timeline import timeline
from songwright.music.modulation import from_last_chorus, in_another_key


def a_song(low: int = 60, high: int = 72) -> Song:
    tune = (Note(0, 480, low, line="l1", syllable=0, locked=True), Note(480, 480, high, line="l1", syllable=1))
    parts = (
        Part("t1", tune),
        Part("t2", (Note(0, 1920, 48),)),
        Part("t3", (Note(0, 480, 36),)),
    )
    music = Music(1, (Chord(0, 0, bass=7, locked=True),), parts)
    return Song(
        sections=(
            Section("s1", SectionKind.CHORUS, "Chorus", (Line("l1", "come home"),), music),
            Section("s2", SectionKind.CHORUS, "Chorus", repeats="s1"),
            Section("s3", SectionKind.CHORUS, "Chorus", repeats="s1"),
            Section("s4", SectionKind.OUTRO, "Outro", music=music),
        ),
        tracks=(
            Track("t1", "Voice", TrackRole.VOCAL),
            Track("t2", "Piano", TrackRole.ACCOMPANIMENT),
            Track("t3", "Drums", TrackRole.DRUMS),
        ),
    )


def pitches(song: Song, section: str, track: str = "t1") -> list[int]:
    music = song.music(song.section(section))
    return [note.pitch for note in music.part(track).notes] if music else []


def test_the_last_chorus_and_what_follows_rise_and_all_before_stays() -> None:
    song = in_another_key(a_song(), from_last_chorus(a_song()), 2)
    assert [pitches(song, one) for one in ("s1", "s2", "s3", "s4")] == [[60, 72], [60, 72], [62, 74], [62, 74]]
    assert pitches(song, "s3", "t2") == [50]
    assert pitches(song, "s3", "t3") == [36]
    music = song.section("s3").music
    assert music is not None
    assert (music.chords[0].root, music.chords[0].bass, music.chords[0].locked) == (2, 9, True)
    assert music.part("t1").notes[0].locked
    assert [(timed.start, timed.key) for timed in timeline(song).keys] == [(0, Key(0)), (3840, Key(2))]
    assert song.section("s3").repeats == "s1"


def test_down_again_is_the_song_as_it_was_but_for_whose_music_it_is() -> None:
    song = in_another_key(in_another_key(a_song(), ("s3", "s4"), 2), ("s3", "s4"), -2)
    assert song.section("s3").music == a_song().section("s1").music
    assert song.section("s4") == a_song().section("s4")


def test_repeats_that_were_not_chosen_keep_what_they_have() -> None:
    song = in_another_key(a_song(), ("s1",), 3)
    assert [pitches(song, one)[0] for one in ("s1", "s2", "s3", "s4")] == [63, 60, 60, 60]
    every = in_another_key(a_song(), ("s1", "s2", "s3", "s4"), 3)
    assert [pitches(every, one)[0] for one in ("s1", "s2", "s3", "s4")] == [63, 63, 63, 63]
    assert every.section("s2").music is None  # it still goes with what it repeats


def test_a_voice_that_would_leave_its_range_sings_an_octave_lower_and_the_band_does_not() -> None:
    song = in_another_key(a_song(69, 81), ("s3",), 9)
    assert pitches(song, "s3") == [66, 78]
    assert pitches(song, "s3", "t2") == [57]
    assert pitches(in_another_key(a_song(69, 81), ("s3",), 2), "s3") == [71, 83]


@pytest.mark.parametrize("semitones", [0, 12, -12, 400])
def test_what_is_no_other_key_is_told(semitones: int) -> None:
    with pytest.raises(SongwrightError, match="semitones"):
        in_another_key(a_song(), ("s3",), semitones)


def test_a_song_without_a_chorus_says_so() -> None:
    with pytest.raises(SongwrightError, match="no chorus"):
        from_last_chorus(Song(sections=(Section("s1", title="Verse"),)))
