"""Timed lyrics, parsed again and compared with the song in time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from formats.songs import CHORUS, VERSE, lantern_song
from songwright.core.song import Line, Song
from songwright.core.timeline import timeline
from songwright.formats.errors import ExportError
from songwright.formats.lrc import to_lrc
from songwright.lyrics.lexicon import Lexicon

TIMED = re.compile(r"\[(\d\d+):(\d\d\.\d\d)\](.*)")


def rows(lrc: str) -> list[tuple[float, str]]:
    found = (TIMED.fullmatch(row) for row in lrc.splitlines())
    return [(60 * int(match[1]) + float(match[2]), match[3]) for match in found if match]


def test_each_line_stands_at_the_time_of_its_first_syllable(lexicon: Lexicon) -> None:
    song = lantern_song()
    laid = timeline(song)
    starts = [note.start for note in laid.notes("t1") if note.syllable == 0]
    expected = [(laid.seconds(tick), text) for tick, text in zip(starts, (*VERSE, *CHORUS, *VERSE), strict=True)]
    assert rows(to_lrc(song, lexicon)) == [
        *((pytest.approx(time, abs=0.006), text) for time, text in expected),
        (pytest.approx(17.5, abs=0.006), ""),
    ]


def test_a_pause_clears_the_line_before_it(lexicon: Lexicon) -> None:
    song = lantern_song()
    music = song.sections[0].music
    assert music is not None
    longer = replace(song.sections[0], music=replace(music, bars=6))
    found = rows(to_lrc(replace(song, sections=(longer, *song.sections[1:])), lexicon))
    assert [text for _, text in found[:4]] == [*VERSE, "", CHORUS[0]]


def test_words_have_times_of_their_own_that_rise(lexicon: Lexicon) -> None:
    song = lantern_song()
    laid = timeline(song)
    first = to_lrc(song, lexicon, words=True).splitlines()[3]
    parts = re.findall(r"<(\d\d):(\d\d\.\d\d)> ?([^<]*)", first)
    times = [60 * int(minutes) + float(seconds) for minutes, seconds, _ in parts]
    assert [word.strip() for _, _, word in parts] == ["The", "lantern", "keeps", "the", "harbour", ""]
    starts = [n.start for n in laid.notes("t1")[:7]]
    ends = laid.notes("t1")[6].end
    expected = [laid.seconds(tick) for tick in (*(starts[index] for index in (0, 1, 3, 4, 5)), ends)]
    assert times == pytest.approx(expected, abs=0.006)


def test_title_and_length_are_told_and_signs_of_time_are_not_mistaken(lexicon: Lexicon) -> None:
    song = lantern_song()
    section = replace(song.sections[0], lines=(Line("l1", "[00:99] <one> lantern"), *song.sections[0].lines[1:]))
    found = to_lrc(replace(song, title="A [B]\nC", sections=(section, *song.sections[1:])), lexicon)
    assert found.startswith("[ti:A (B) C]\n[length:00:17]\n")
    assert all(row.count("[") == 1 and "<" not in row for row in found.splitlines())


def test_long_songs_count_minutes_on(lexicon: Lexicon) -> None:
    song = lantern_song()
    music = song.sections[0].music
    assert music is not None
    longer = replace(song.sections[0], music=replace(music, bars=3000))
    times = [time for time, _ in rows(to_lrc(replace(song, sections=(longer, *song.sections[1:])), lexicon))]
    assert times == sorted(times)
    assert times[-1] > 6000


def test_a_song_that_nobody_sings_says_so(lexicon: Lexicon) -> None:
    with pytest.raises(ExportError, match="compose the song first"):
        to_lrc(Song(), lexicon)
