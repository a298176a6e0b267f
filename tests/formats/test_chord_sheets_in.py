"""Chord sheets of other people: their keys beside a capo, their stanzas and their grids."""

from __future__ import annotations

import pytest

from songwright.core.song import Chord, Key, Mode, Song
from songwright.formats.chord_grid import grid_bars
from songwright.formats.imports import imported
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import parse_symbol

# Isaac Watts, 1719; the chords are ours, fingered in D.
VERSE = """[D]Joy to the [G]world, the [A]Lord is [D]come
Let [G]earth re[A]ceive her [D]King"""


def opened(sheet: str, lexicon: Lexicon) -> Song:
    return imported("sheet.cho", sheet.encode(), lambda: lexicon).song


@pytest.mark.parametrize(
    ("head", "key", "first"),
    [
        ("{key: F}\n{capo: 3}", 5, 5),  # the key that sounds: D shapes three frets up are F
        ("{key: D}\n{capo: 3}", 5, 5),  # the key of the shapes
        ("{capo: 3}", 5, 5),
        ("{key: D}", 2, 2),
    ],
)
def test_the_key_beside_a_capo_is_the_one_that_the_chords_fit(
    head: str, key: int, first: int, lexicon: Lexicon
) -> None:
    song = opened(f"{head}\n{VERSE}\n", lexicon)
    music = song.sections[0].music
    assert music is not None
    assert (song.key, music.chords[0].root) == (Key(key), first)


def test_a_minor_key_above_a_capo_is_minor(lexicon: Lexicon) -> None:
    song = opened("{key: Cm}\n{capo: 3}\n[Am]Low lies the [Dm]moon and [E7]cold the [Am]sea\n", lexicon)
    assert song.key == Key(0, Mode.MINOR)


def test_stanzas_parted_by_blank_rows_are_sections_unless_the_sheet_marks_its_own(lexicon: Lexicon) -> None:
    stanzas = f"{VERSE}\n\n{VERSE}\n"
    assert [len(section.sung_lines) for section in opened(stanzas, lexicon).sections] == [2, 2]
    marked = f"{{start_of_verse}}\n{stanzas}{{end_of_verse}}\n"
    assert [len(section.sung_lines) for section in opened(marked, lexicon).sections] == [4]


@pytest.mark.parametrize("end", ["{end_of_grid}\n", ""])
def test_a_grid_is_music_without_words(end: str, lexicon: Lexicon) -> None:
    song = opened(f"{{start_of_grid}}\nA || Am . F . | G . . . || twice\n{end}", lexicon)
    (section,) = song.sections
    assert section.title == "Instrumental"
    assert section.music is not None
    assert section.music.bars == 2
    assert [(chord.start, chord.root) for chord in section.music.chords] == [(0, 9), (960, 5), (1920, 7)]
    assert all(chord.locked for chord in section.music.chords)


def test_rows_of_bars_above_words_are_a_grid_too(lexicon: Lexicon) -> None:
    song = opened("[Intro]\n| C | G / F / |\n\n[Verse]\nC            G\nLanterns low and late\n", lexicon)
    intro = song.sections[0]
    assert intro.title == "Intro"
    assert intro.music is not None
    assert [(chord.start, chord.root) for chord in intro.music.chords] == [(0, 0), (1920, 7), (2880, 5)]


def chord(symbol: str) -> Chord | None:
    return parse_symbol(symbol)


def roots(*rows: str) -> list[list[int | None]]:
    return [[None if cell is None else cell.root for cell in bar] for bar in grid_bars(rows, chord)]


def test_repeats_in_a_grid_are_played_out() -> None:
    assert roots("|: C | G :|") == [[0], [7], [0], [7]]
    assert roots("|: C | G |", "| F | C :|: Am :|") == [[0], [7], [5], [0], [0], [7], [5], [0], [9], [9]]


def test_signs_for_the_bars_before_are_those_bars() -> None:
    assert roots("| C | % | Dm . G . | %% |") == [[0], [0], [2, None, 7, None], [0], [2, None, 7, None]]


def test_a_grid_of_repeats_without_end_does_not_grow_without_bound() -> None:
    assert len(grid_bars(["| C " + ":|" * 400], chord)) <= 2
