"""Notes as a block: copied and pasted as text, split and joined, made louder, put on the grid."""

from __future__ import annotations

import pytest

from songwright.core.roll import Pick
from songwright.core.song import Note, Song
from songwright.music.note_blocks import NoteClip, copied, joined, louder, pasted, quantised, read_clip, split
from ui.music import samples

BEAT = samples.BEAT


def notes(song: Song, track: str = "t1") -> tuple[Note, ...]:
    music = song.sections[0].music
    assert music is not None
    return music.part(track).notes


def picks(song: Song, *places: int, track: str = "t1") -> frozenset[Pick]:
    return frozenset(Pick(song.sections[0].id, track, notes(song, track)[place]) for place in places)


def test_a_clip_begins_on_a_beat_and_goes_through_text() -> None:
    song = samples.one_line_song(60, 62, 64)
    first = notes(song)[1]
    clip = copied(song, [(first.start, first)])
    assert clip is not None
    assert clip.notes[0] == (0, first.length, 62, first.velocity)
    assert read_clip(clip.text()) == clip


@pytest.mark.parametrize(
    "text", ["", "words", "{}", "[]", '{"songwright": "notes", "length": 480, "notes": [[0, 1, 999, 1]]}']
)
def test_what_is_no_clip_is_none(text: str) -> None:
    assert read_clip(text) is None


def test_pasted_notes_of_the_band_are_added() -> None:
    song = samples.song()
    before = len(notes(song, "t2"))
    made, now = pasted(song, NoteClip(((0, BEAT, 72, 80),), BEAT), song.sections[0].id, "t2", BEAT)
    assert len(notes(made, "t2")) == before + 1
    assert {pick.note.pitch for pick in now} == {72}


def test_what_a_pasted_tune_covers_makes_way_and_its_syllables_are_sung_by_the_new_notes() -> None:
    song = samples.one_line_song(60, 62, 64)
    covered = notes(song)[1]
    made, _ = pasted(song, NoteClip(((0, covered.length, 71, 80),), BEAT), song.sections[0].id, "t1", covered.start)
    new = notes(made)[1]
    assert (new.pitch, new.line, new.syllable) == (71, covered.line, covered.syllable)
    assert [note.pitch for note in notes(made)] == [60, 71, 64]


def test_splitting_and_joining_lead_back() -> None:
    song = samples.one_line_song(60, 62)
    halves, now = split(song, picks(song, 0))
    assert [note.length for note in notes(halves)[:2]] == [notes(song)[0].length // 2] * 2
    assert [note.syllable for note in notes(halves)[:2]] == [0, 0]
    whole, _ = joined(halves, now)
    assert [(note.start, note.length) for note in notes(whole)] == [(note.start, note.length) for note in notes(song)]


def test_loudness_stays_in_its_range() -> None:
    song = samples.one_line_song(60)
    made, now = louder(song, picks(song, 0), 500)
    assert notes(made)[0].velocity == 127
    assert notes(louder(made, now, -500)[0])[0].velocity == 1


def test_notes_are_put_on_the_grid_one_after_the_other() -> None:
    song = samples.one_line_song(60, 62)
    shifted, now = pasted(song, NoteClip(((17, BEAT, 65, 80),), BEAT), song.sections[0].id, "t2", 0)
    made, _ = quantised(shifted, now, BEAT // 2)
    assert all(note.start % (BEAT // 2) == 0 for note in notes(made, "t2") if note.pitch == 65)


def test_locked_notes_are_left_alone() -> None:
    from songwright.core.edits import set_note_locks

    song = samples.one_line_song(60, 62)
    locked = set_note_locks(song, song.sections[0].id, "t1", notes(song), locked=True)
    for change in (split, joined, lambda s, p: louder(s, p, 9), lambda s, p: quantised(s, p, 7)):
        assert notes(change(locked, picks(locked, 0, 1))[0]) == notes(locked)
