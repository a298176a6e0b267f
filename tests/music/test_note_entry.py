"""Writing a note by hand: the syllable it gets, and the room that is made for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.edits import replace_notes
from songwright.core.song import Line, Note, Song
from songwright.music.note_entry import NewNote, NoteEntryError, with_note
from ui.music import samples

BEAT = samples.BEAT


def song(words: str, *notes: Note) -> Song:
    plain = samples.one_line_song(60, 62, 64, 65)
    section = replace(plain.sections[0], lines=(Line("l1", words),))
    return replace_notes(replace(plain, sections=(section,)), "s1", "t1", notes)


def splitter(song: Song) -> Callable[[str], list[str]]:
    texts = {line.id: line.text.split() for section in song.sections for line in section.lines}
    return lambda line: texts[line]


def sung(start: int, syllable: int, length: int = BEAT, **marks: bool) -> Note:
    return Note(start, length, 60, line="l1", syllable=syllable, **marks)


def written(song: Song, start: int, length: int = BEAT) -> tuple[Note, tuple[Note, ...]]:
    after, picks = with_note(song, NewNote("s1", "t1", start, 67, length), splitter(song))
    (pick,) = picks
    music = after.sections[0].music
    assert music is not None
    assert pick.note in music.part("t1").notes
    return pick.note, music.part("t1").notes


def test_it_sings_the_next_syllable_that_has_no_note() -> None:
    note, _ = written(song("one two three", sung(0, 0), sung(2 * BEAT, 2)), BEAT)
    assert (note.line, note.syllable, note.edited) == ("l1", 1, True)


def test_before_the_first_note_it_sings_the_first_syllable() -> None:
    note, _ = written(song("one two", sung(2 * BEAT, 1)), 0)
    assert note.syllable == 0


def test_where_every_syllable_is_sung_it_draws_out_the_one_before() -> None:
    note, _ = written(song("one two", sung(0, 0), sung(2 * BEAT, 1)), BEAT)
    assert note.syllable == 0


def test_the_order_of_the_words_is_kept() -> None:
    # "three" has no note either, but it comes after "two", which is sung later.
    note, _ = written(song("one two three", sung(0, 0), sung(2 * BEAT, 1)), BEAT)
    assert note.syllable == 0


def test_the_note_that_sounds_there_ends_where_the_new_one_begins() -> None:
    note, notes = written(song("one two three", sung(0, 0, 2 * BEAT), sung(2 * BEAT, 2)), BEAT, 4 * BEAT)
    assert [(n.start, n.length) for n in notes] == [(0, BEAT), (BEAT, BEAT), (2 * BEAT, BEAT)]
    assert note.syllable == 1


@pytest.mark.parametrize(
    ("notes", "start", "reason"),
    [
        ((sung(0, 0, 2 * BEAT, locked=True),), BEAT, "locked"),
        ((sung(0, 0),), 0, "one note at a time"),
        ((sung(0, 0),), 4 * BEAT, "no room"),
    ],
)
def test_where_it_cannot_be_the_reason_is_told(notes: tuple[Note, ...], start: int, reason: str) -> None:
    with pytest.raises(NoteEntryError, match=reason):
        written(song("one two", *notes), start)


@given(st.lists(st.integers(0, 15), min_size=1, max_size=12, unique=True))
def test_the_sung_line_keeps_one_note_at_a_time_and_the_order_of_its_words(places: list[int]) -> None:
    now = song("a b c d e f g h")
    for place in places:
        try:
            now, _ = with_note(now, NewNote("s1", "t1", place * BEAT // 4, 60, BEAT), splitter(now))
        except NoteEntryError:
            continue
    music = now.sections[0].music
    assert music is not None
    notes = music.part("t1").notes
    assert notes
    assert all(earlier.end <= later.start for earlier, later in pairwise(notes))
    syllables = [note.syllable for note in notes if note.syllable is not None]
    assert syllables == sorted(syllables)
