"""The words as a screen shows them while they are sung."""

from __future__ import annotations

import pytest

from songwright.core.song import Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.formats.lyric_screen import LyricScreen, lyric_screen
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def screen(lexicon: Lexicon) -> LyricScreen:
    notes = tuple(Note(at * 480, 480, 60, 80, "l1", at) for at in range(3))
    slur = (Note(1920, 240, 60, 80, "l2", 0), Note(2160, 240, 62, 80, "l2", 0))
    music = Music(2, (), (Part("t1", (*notes, *slur)),))
    lines = (Line("l1", "Over, and"), Line("l2", "out"))
    song = Song(sections=(Section("s1", lines=lines, music=music), Section("s2", repeats="s1")),
                tracks=(Track("t1", "Voice", TrackRole.VOCAL),))  # fmt: skip
    return lyric_screen(song, lexicon)


def test_lines_come_as_they_are_sung_repeats_too(screen: LyricScreen) -> None:
    assert [line.text for line in screen.lines] == ["Over, and", "out", "Over, and", "out"]
    assert screen.lines[2].starts[0] == 2 * 1920


def test_a_syllable_is_lit_by_the_share_that_is_over(screen: LyricScreen) -> None:
    line = screen.lines[0]
    assert line.sung(-1) == (0, 0.0)
    assert line.sung(480 + 120) == (1, 0.25)
    assert line.sung(3 * 480) == (3, 0.0)


def test_a_slur_is_lit_through_all_its_notes(screen: LyricScreen) -> None:
    assert screen.lines[1].sung(1920 + 240) == (0, 0.5)


def test_the_next_line_is_shown_when_the_last_is_over_and_its_wait_is_told(screen: LyricScreen) -> None:
    assert screen.current(3 * 480 - 1) == 0
    assert screen.current(3 * 480) == 1
    assert screen.wait(3 * 480) == 480
    assert screen.wait(2000) == 0
    assert screen.current(10**6) == 3


def test_a_song_without_sung_words_has_no_lines(lexicon: Lexicon) -> None:
    assert lyric_screen(Song(), lexicon).lines == ()
    assert LyricScreen().wait(5) == 0
