"""What the bars view does to notes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.roll import Pick
from songwright.core.song import Key, Mode, Note, Song
from songwright.music.note_edits import deleted, in_scale, lengthened, let_go, locked, moved, scale_step, transposed
from ui.music import samples

BEAT = samples.BEAT


def notes(song: Song) -> tuple[Note, ...]:
    music = song.sections[0].music
    assert music is not None
    return music.part("t1").notes


def pick(song: Song, *places: int) -> frozenset[Pick]:
    return frozenset(Pick("s1", "t1", notes(song)[place]) for place in places)


def test_a_scale_step_stays_in_the_key() -> None:
    assert [scale_step(Key(7, Mode.MAJOR), 64, steps) for steps in (1, 2, 3, -1)] == [66, 67, 69, 62]


def test_a_strange_note_steps_onto_the_scale() -> None:
    assert scale_step(Key(0, Mode.MAJOR), 61, 1) == 62
    assert scale_step(Key(0, Mode.MAJOR), 61, -1) == 60


@given(st.integers(0, 11), st.sampled_from(Mode), st.integers(30, 90), st.integers(-9, 9))
def test_scale_steps_can_be_taken_back(tonic: int, mode: Mode, pitch: int, steps: int) -> None:
    key = Key(tonic, mode)
    start = pitch if in_scale(key, pitch) else scale_step(key, pitch, 1)
    assert scale_step(key, scale_step(key, start, steps), -steps) == start


def test_transposing_changes_the_picked_notes_only() -> None:
    song = samples.one_line_song(60, 62, 64, 65)
    after, picks = transposed(song, pick(song, 1, 2), 1)
    assert [note.pitch for note in notes(after)] == [60, 64, 65, 65]
    assert {one.note.pitch for one in picks} == {64, 65}


def test_by_semitones_leaves_the_scale() -> None:
    song = samples.one_line_song(60)
    after, _ = transposed(song, pick(song, 0), 1, chromatic=True)
    assert notes(after)[0].pitch == 61


def test_a_note_at_the_end_of_the_range_stays() -> None:
    song = samples.one_line_song(127, 60)
    after, _ = transposed(song, pick(song, 0, 1), 1)
    assert after == song


def test_locked_notes_are_left_alone() -> None:
    song = samples.one_line_song(60, 62)
    song, picks = locked(song, pick(song, 0), lock=True)
    both = picks | pick(song, 1)
    assert [note.pitch for note in notes(transposed(song, both, 1)[0])] == [60, 64]
    assert moved(song, picks, BEAT)[0] == song
    assert lengthened(song, picks, BEAT)[0] == song
    assert deleted(song, both)[1] == picks


def test_moving_stops_at_the_neighbours() -> None:
    song = samples.one_line_song(60, 62, 64)
    song, _ = deleted(song, pick(song, 1))
    later, _ = moved(song, pick(song, 0), 3 * BEAT)
    assert [note.start for note in notes(later)] == [BEAT, 2 * BEAT]
    earlier, _ = moved(song, pick(song, 1), -3 * BEAT)
    assert [note.start for note in notes(earlier)] == [0, BEAT]


def test_a_first_note_may_become_a_pick_up() -> None:
    song = samples.one_line_song(60, 62)
    after, _ = moved(song, pick(song, 0), -BEAT)
    assert notes(after)[0].start == -BEAT


def test_a_longer_note_takes_its_time_from_the_next() -> None:
    song = samples.one_line_song(60, 62, 64)
    after, _ = lengthened(song, pick(song, 0), BEAT // 2)
    first, second, third = notes(after)
    assert (first.length, second.start, second.end, third.start) == (BEAT * 3 // 2, BEAT * 3 // 2, 2 * BEAT, 2 * BEAT)


def test_a_longer_note_leaves_something_of_the_next() -> None:
    song = samples.one_line_song(60, 62)
    after, _ = lengthened(song, pick(song, 0), 9 * BEAT)
    first, second = notes(after)
    assert first.end == second.start
    assert second.length > 0


@given(st.sets(st.integers(0, 6), min_size=1), st.sampled_from(["move", "longer"]), st.integers(-2000, 2000))
def test_the_sung_line_keeps_one_note_at_a_time_in_its_order(places: set[int], edit: str, ticks: int) -> None:
    song = samples.one_line_song(60, 62, 64, 65, 67, 69, 71)
    after, picks = (moved if edit == "move" else lengthened)(song, pick(song, *places), ticks)
    written = notes(after)
    assert [note.syllable for note in written] == list(range(7))
    assert all(earlier.end <= later.start for earlier, later in pairwise(written))
    assert written[-1].end <= 2 * samples.BAR
    assert {one.note for one in picks} <= set(written)
    assert len(picks) == len(places)


def test_deleting_removes_them() -> None:
    song = samples.one_line_song(60, 62, 64)
    after, picks = deleted(song, pick(song, 0, 2))
    assert [note.pitch for note in notes(after)] == [62]
    assert not picks


@pytest.mark.parametrize("lock", [True, False])
def test_locks_can_be_set_and_taken_off(lock: bool) -> None:
    song = samples.one_line_song(60, 62)
    song, picks = locked(song, pick(song, 0), lock=not lock)
    after, _ = locked(song, picks, lock=lock)
    assert [note.locked for note in notes(after)] == [lock, False]


def test_what_a_hand_changed_is_marked_until_it_is_let_go() -> None:
    song = samples.one_line_song(60, 62, 64)
    after, picks = transposed(song, pick(song, 1), 1)
    assert [note.edited for note in notes(after)] == [False, True, False]
    freed, _ = let_go(after, picks)
    assert not any(note.edited for note in notes(freed))
    assert freed.sections[0].music != song.sections[0].music


def test_locking_is_no_change_by_hand() -> None:
    song = samples.one_line_song(60, 62)
    after, _ = locked(song, pick(song, 0), lock=True)
    assert not any(note.edited for note in notes(after))
