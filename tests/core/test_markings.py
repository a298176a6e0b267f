"""Tempo, metre and key that change inside a song: what is kept, where bars begin, how long it takes."""

from __future__ import annotations

import pytest

from songwright.core.edits import set_tempo, transpose
from songwright.core.errors import SongwrightError
from songwright.core.markings import (
    change_bar,
    change_metre,
    checked_marking,
    remove_marking,
    set_marking,
    slow_ending,
)
from songwright.core.session import Session
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Marking,
    Metre,
    Mode,
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

BAR = 1920


def a_song() -> Song:
    """Two sections of four bars of 4/4 at 120, a note on each beat, words in the first bar; then a repeat."""
    tune = tuple(Note(beat * 480, 480, 60, line="l1", syllable=beat) for beat in range(4))
    rest = tuple(Note(beat * 480, 480, 60) for beat in range(4, 16))
    music = Music(4, (Chord(0, 0), Chord(BAR, 7), Chord(2 * BAR + 960, 5)), (Part("t1", tune + rest),))
    return Song(
        tempo=120.0,
        sections=(
            Section("s1", SectionKind.CHORUS, "Chorus", (Line("l1", "come and sing it"),), music),
            Section("s2", SectionKind.VERSE, "Verse", music=music),
            Section("s3", SectionKind.CHORUS, "Chorus", repeats="s1"),
        ),
        tracks=(Track("t1", "Voice", TrackRole.VOCAL),),
    )


def test_a_tempo_holds_from_its_place_to_the_end_of_its_section() -> None:
    laid = timeline(set_marking(a_song(), "s2", Marking(BAR, tempo=60.0)))
    # s1: 4 bars at 120 = 8 s; s2: a bar at 120 = 2 s, three at 60 = 12 s; then the song's tempo again.
    assert laid.seconds(4 * BAR) == pytest.approx(8.0)
    assert laid.seconds(8 * BAR) == pytest.approx(22.0)
    assert laid.seconds(12 * BAR) == pytest.approx(30.0)
    assert laid.tempi.tempo_at(5 * BAR - 1) == 120.0
    assert laid.tempi.tempo_at(5 * BAR) == 60.0
    assert laid.tempi.tempo_at(8 * BAR) == 120.0


@pytest.mark.parametrize("tick", [0, 1, 4 * BAR, 5 * BAR + 77, 7 * BAR + 1000, 11 * BAR])
def test_seconds_lead_back_to_their_tick(tick: int) -> None:
    laid = timeline(set_marking(a_song(), "s2", Marking(BAR, tempo=60.0, over=BAR)))
    assert laid.tick(laid.seconds(tick)) == tick


def test_a_gradual_change_slows_step_by_step_and_then_holds() -> None:
    laid = timeline(set_marking(a_song(), "s2", Marking(0, tempo=60.0, over=BAR)))
    tempi = [laid.tempi.tempo_at(4 * BAR + eighth * 240) for eighth in range(9)]
    assert tempi == sorted(tempi, reverse=True)
    assert len(set(tempi)) == 9
    assert 60 < tempi[7] < tempi[0] < 120
    assert tempi[8] == 60.0
    # As long as the straight line takes: the mean of the steps' lengths lies between both tempi's.
    assert 2.0 < laid.seconds(5 * BAR) - laid.seconds(4 * BAR) < 4.0


def test_a_song_without_changes_is_timed_as_ever() -> None:
    laid = timeline(a_song())
    assert laid.tempi.steady
    assert laid.seconds(960) == 1.0
    assert [bar.start for bar in laid.bars] == list(range(0, 12 * BAR, BAR))


def test_one_bar_of_two_four_takes_its_second_half_out_and_leaves_all_else() -> None:
    song = change_bar(a_song(), "s2", BAR, Metre(2, 4))
    music = song.section("s2").music
    assert music is not None
    laid = timeline(song)
    lengths = [later.start - bar.start for bar, later in zip(laid.bars[4:], laid.bars[5:8], strict=False)]
    assert lengths == [BAR, 960, BAR]
    assert laid.end == 12 * BAR - 960
    assert len(music.parts[0].notes) == 14
    assert [chord.start for chord in music.chords] == [0, BAR, 2 * BAR]  # what began in the half now begins after it
    assert song.section("s1").music == a_song().section("s1").music


def test_a_longer_bar_ends_in_a_pause() -> None:
    song = change_bar(a_song(), "s2", BAR, Metre(5, 4))
    music = song.section("s2").music
    assert music is not None
    starts = [note.start for note in music.parts[0].notes]
    assert len(starts) == 16
    assert not any(2 * BAR <= start < 2 * BAR + 480 for start in starts)
    assert timeline(song).end == 12 * BAR + 480


def test_sung_words_are_never_cut_out_of_a_bar() -> None:
    with pytest.raises(SongwrightError, match="Words are sung"):
        change_bar(a_song(), "s1", 0, Metre(2, 4))


def test_another_metre_moves_bar_lines_and_no_note() -> None:
    song = change_metre(a_song(), "s2", BAR, Metre(3, 4))
    before, music = a_song().section("s2").music, song.section("s2").music
    assert before is not None
    assert music is not None
    assert music.parts == before.parts
    # A bar of four and twelve quarters in threes.
    assert [bar.metre.beats for bar in timeline(song).bars[4:-4]] == [4, 3, 3, 3, 3]
    back = remove_marking(song, "s2", BAR).section("s2").music
    assert back == before


def test_what_fills_no_bar_in_the_new_metre_gets_one() -> None:
    song = change_metre(a_song(), "s2", 0, Metre(3, 4))
    laid = timeline(song)
    assert laid.spans[1].bars == 6  # 16 quarters
    assert laid.end == 4 * BAR + 6 * 1440 + 4 * BAR


def test_a_repeat_that_is_changed_has_music_of_its_own() -> None:
    song = set_marking(a_song(), "s3", Marking(0, tempo=90.0))
    assert song.section("s3").repeats == "s1"
    assert song.section("s3").music is not None
    assert song.section("s1") == a_song().section("s1")
    everywhere = timeline(set_marking(a_song(), "s1", Marking(0, tempo=90.0)))
    assert everywhere.tempi.tempo_at(8 * BAR) == 90.0  # a repeat that is not goes with what it repeats


def test_a_ritardando_at_the_end_is_one_step_of_undo() -> None:
    session = Session()
    session.apply("Open", a_song())
    session.apply("Slow down at the end", slow_ending(session.song))
    laid = timeline(session.song)
    assert laid.tempi.tempo_at(10 * BAR - 1) == 120.0
    assert 72.0 < laid.tempi.tempo_at(laid.end - 1) < 80.0
    assert session.undo_label == "Slow down at the end"
    session.undo()
    assert session.song == a_song()


def test_a_second_ritardando_takes_the_first_ones_place() -> None:
    once = slow_ending(a_song())
    assert slow_ending(slow_ending(a_song(), bars=1), bars=2) == once
    assert slow_ending(once) == once


def test_keys_hold_where_they_are_marked_and_move_with_the_song() -> None:
    song = set_marking(a_song(), "s2", Marking(0, key=Key(2)))
    laid = timeline(song)
    assert [laid.key_at(tick).tonic for tick in (0, 4 * BAR - 1, 4 * BAR, 8 * BAR)] == [0, 0, 2, 0]
    assert timeline(transpose(song, 3)).key_at(4 * BAR) == Key(5, Mode.MAJOR)


def test_the_whole_song_becomes_faster_and_keeps_its_proportions() -> None:
    song = set_tempo(set_marking(a_song(), "s2", Marking(0, tempo=60.0)), 180.0)
    assert timeline(song).tempi.tempo_at(4 * BAR) == 90.0
    assert timeline(set_tempo(song, 400.0)).tempi.tempo_at(4 * BAR) == 200.0


@pytest.mark.parametrize(
    ("start", "metre", "sentence"),
    [
        (4 * BAR, None, "beyond the end"),
        (10**9, Metre(3, 4), "beyond the end"),
        (480, Metre(3, 4), "where a bar begins"),
    ],
)
def test_a_place_where_nothing_can_change_is_told(start: int, metre: Metre | None, sentence: str) -> None:
    with pytest.raises(SongwrightError, match=sentence):
        set_marking(a_song(), "s1", Marking(start, tempo=90.0, metre=metre))


@pytest.mark.parametrize("tempo", [0.0, -3.0, 401.0, float("nan"), float("inf")])
def test_a_tempo_that_nobody_plays_is_told(tempo: float) -> None:
    with pytest.raises(SongwrightError, match="cannot be played"):
        checked_marking(0, tempo=tempo)


def test_a_section_without_music_says_so() -> None:
    bare = Song(sections=(Section("s1", title="Verse"),))
    with pytest.raises(SongwrightError, match="no music yet"):
        set_marking(bare, "s1", Marking(0, tempo=90.0))
    with pytest.raises(SongwrightError, match="no music yet"):
        slow_ending(bare)


def test_two_changes_at_one_tick_are_refused_and_the_later_edit_takes_the_place() -> None:
    with pytest.raises(ValueError, match="a place of its own"):
        Music(1, markings=(Marking(0, tempo=90.0), Marking(0, key=Key(3))))
    song = set_marking(a_song(), "s1", Marking(0, tempo=90.0))
    music = set_marking(song, "s1", Marking(0, key=Key(3))).section("s1").music
    assert music is not None
    assert music.markings == (Marking(0, key=Key(3)),)
