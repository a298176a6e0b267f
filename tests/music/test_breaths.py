"""A track as what is sung in one breath after another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.song import Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.breaths import breaths


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _song(lines: tuple[str, ...], *notes: tuple[int, int, int, str | None, int | None]) -> Song:
    """A song at 120; notes are (start, length, pitch, line, syllable)."""
    part = Part("t1", tuple(Note(start, length, pitch, 80, line, at) for start, length, pitch, line, at in notes))
    section = Section(
        "s1",
        lines=tuple(Line(f"l{index}", text) for index, text in enumerate(lines, 1)),
        music=Music(8, (), (part,)),
    )
    return Song(tempo=120.0, sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),))


def test_a_rest_and_a_new_line_end_a_breath(lexicon: Lexicon) -> None:
    song = _song(
        ("one two three", "four"),
        (0, 480, 60, "l1", 0), (480, 480, 62, "l1", 1), (1440, 480, 64, "l1", 2), (1920, 480, 60, "l2", 0),
    )  # fmt: skip
    found = breaths(song, "t1", lexicon)
    assert [[unit.index for unit in one.units] for one in found] == [[0, 1], [2], [0]]


def test_a_singer_breathes_where_no_rest_is_written(lexicon: Lexicon) -> None:
    song = _song(("one", "two"), (0, 960, 60, "l1", 0), (960, 960, 60, "l2", 0))
    first, second = breaths(song, "t1", lexicon)
    assert (second.start - first.end) / 480 * 0.5 == pytest.approx(0.14, abs=0.002)


def test_several_notes_on_one_syllable_are_a_slur(lexicon: Lexicon) -> None:
    song = _song(("one two",), (0, 240, 60, "l1", 0), (240, 240, 62, "l1", 0), (480, 480, 64, "l1", 1))
    (found,) = breaths(song, "t1", lexicon)
    assert [len(unit.notes) for unit in found.units] == [2, 1]


def test_syllables_without_a_note_are_sung_within_the_one_before(lexicon: Lexicon) -> None:
    song = _song(("every day",), (0, 480, 60, "l1", 0), (480, 480, 62, "l1", 2))
    whole = _song(("every day",), (0, 480, 60, "l1", 0), (240, 240, 60, "l1", 1), (480, 480, 62, "l1", 2))
    (swallowed,), (sung,) = breaths(song, "t1", lexicon), breaths(whole, "t1", lexicon)
    assert len(swallowed.units) == 2
    second = sung.units[1].uttered
    assert swallowed.units[0].uttered.after == (*second.before, second.vowel, *second.after)


def test_notes_without_words_are_hummed_as_asked(lexicon: Lexicon) -> None:
    song = _song((), (0, 480, 60, None, None), (480, 480, 62, None, None))
    for name, vowel in (("mm", "M"), ("ooh", "UW1"), ("la", "AA1")):
        (found,) = breaths(song, "t1", lexicon, hum=name)
        assert [unit.uttered.vowel for unit in found.units] == [vowel, vowel]


def test_another_script_is_hummed_and_never_silent(lexicon: Lexicon) -> None:
    song = _song(("Привет",), (0, 480, 60, "l1", 0), (480, 480, 62, "l1", 1))
    units = [unit for one in breaths(song, "t1", lexicon) for unit in one.units]
    assert [unit.uttered.vowel for unit in units] == ["M", "M"]


def test_words_that_changed_under_their_notes_are_still_sung_through(lexicon: Lexicon) -> None:
    song = _song(("one",), (0, 480, 60, "l1", 0), (480, 480, 62, "l1", 7), (960, 480, 62, "gone", 0))
    assert sum(len(one.units) for one in breaths(song, "t1", lexicon)) == 3


def test_a_chord_is_sung_by_its_highest_note_and_overlaps_are_cut(lexicon: Lexicon) -> None:
    song = _song((), (0, 960, 60, None, None), (0, 960, 64, None, None), (480, 480, 67, None, None))
    (found,) = breaths(song, "t1", lexicon)
    assert [(unit.notes[0].pitch, unit.notes[0].end) for unit in found.units] == [(64, 480), (67, 960)]


def test_twenty_thousand_notes_come_in_small_pieces(lexicon: Lexicon) -> None:
    song = _song((), *((index * 60, 60, 60 + index % 12, None, None) for index in range(20_000)))
    song = replace(song, sections=(replace(song.sections[0], music=replace(song.sections[0].music, bars=700)),))
    found = breaths(song, "t1", lexicon)
    assert sum(len(one.units) for one in found) == 20_000
    assert max(len(one.units) for one in found) <= 28
