from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from songwright.core.song import Key, Line, Metre, Mode, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.lyrics.syllables import Syllable
from songwright.music.check import FitReport, check_song

Divide = Callable[[str], Sequence[Syllable]]


def song(text: str, notes: Sequence[tuple[int, int, int, int]], key: Key | None = None) -> Song:
    """A song of one line; notes are (start, length, pitch, syllable)."""
    part = Part(
        "t1", tuple(Note(start, length, pitch, line="l1", syllable=index) for start, length, pitch, index in notes)
    )
    section = Section("s1", lines=(Line("l1", text),), music=Music(2, parts=(part,)))
    return Song(
        key=key or Key(), metre=Metre(4, 4), sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),)
    )


def test_a_good_setting_has_nothing_to_complain_of(divide: Divide) -> None:
    report = check_song(song("lantern", [(0, 240, 60, 0), (240, 240, 62, 1)]), divide)
    assert report.coverage == 1.0
    assert report.stress == (1.0, 0.0, 0.0)
    assert report.span == (60, 62)
    assert report.lines[0].last_strong is True


def test_a_stress_off_the_beat_is_seen(divide: Divide) -> None:
    report = check_song(song("lantern", [(240, 240, 60, 0), (480, 240, 62, 1)]), divide)
    assert report.stress == (0.0, 0.0, 1.0)
    assert report.lines[0].last_strong is False


def test_a_missing_syllable_and_a_doubled_one_are_seen(divide: Divide) -> None:
    missing = check_song(song("lantern light", [(0, 240, 60, 0), (480, 240, 62, 2)]), divide)
    assert missing.lines[0].missing == (1,)
    assert missing.coverage == pytest.approx(2 / 3)
    doubled = check_song(song("lantern", [(0, 240, 60, 0), (240, 240, 62, 1), (480, 240, 62, 0)]), divide)
    assert doubled.lines[0].doubled == (0,)


def test_a_slur_is_one_onset(divide: Divide) -> None:
    report = check_song(song("lantern", [(0, 240, 60, 0), (240, 240, 64, 0), (480, 240, 62, 1)]), divide)
    assert report.coverage == 1.0


def test_leaps_that_cannot_be_sung_are_seen(divide: Divide) -> None:
    tritone = check_song(song("lantern", [(0, 240, 65, 0), (240, 240, 71, 1)]), divide)
    assert tritone.lines[0].awkward == (6,)
    minor = check_song(song("lantern", [(0, 240, 65, 0), (240, 240, 68, 1)], Key(9, Mode.MINOR)), divide)
    assert minor.lines[0].awkward == (3,)
    assert not check_song(song("lantern", [(0, 240, 60, 0), (240, 240, 72, 1)]), divide).lines[0].awkward


def test_the_breath_after_a_line_is_measured_in_seconds(divide: Divide) -> None:
    both = song("go", [(0, 960, 60, 0)])
    section = both.sections[0]
    assert section.music is not None
    later = Note(1440, 480, 60, line="l2", syllable=0)
    music = Music(2, parts=(Part("t1", (*section.music.parts[0].notes, later)),))
    two = Song(
        tempo=60,
        sections=(Section("s1", lines=(Line("l1", "go"), Line("l2", "on")), music=music),),
        tracks=both.tracks,
    )
    report = check_song(two, divide)
    assert report.lines[0].breath == pytest.approx(1.0)
    assert report.lines[1].breath is None


def test_an_empty_song_gets_an_empty_report(divide: Divide) -> None:
    report = check_song(Song(), divide)
    assert report == FitReport(())
    assert report.coverage == 1.0
    assert report.span == (0, 0)
