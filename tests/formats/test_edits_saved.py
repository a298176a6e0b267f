"""Whatever is done to a song, its file opens again: a rule that an edit breaks would lock the user out of the song."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from formats.songs import lantern_song
from songwright.core import edits
from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Song
from songwright.core.words import append_lyric_text, lyric_text, with_lyric_text
from songwright.formats.project import dump, load
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

Edit = Callable[[Song, int], Song]
ROWS = ("", "[Chorus]", "[Verse 1]", "[Bridge]", "over the hill", "and nobody is home", "   ")


def nth_section(song: Song, number: int) -> str:
    return song.sections[number % len(song.sections)].id


def replace_row(song: Song, number: int) -> Song:
    rows = lyric_text(song).split("\n")
    rows[number % len(rows)] = ROWS[number % len(ROWS)]
    return with_lyric_text(song, "\n".join(rows))


def remove_row(song: Song, number: int) -> Song:
    rows = lyric_text(song).split("\n")
    del rows[number % len(rows)]
    return with_lyric_text(song, "\n".join(rows))


def insert_row(song: Song, number: int) -> Song:
    rows = lyric_text(song).split("\n")
    rows.insert(number % (len(rows) + 1), ROWS[number % len(ROWS)])
    return with_lyric_text(song, "\n".join(rows))


def swap_rows(song: Song, number: int) -> Song:
    rows = lyric_text(song).split("\n")
    first, second = number % len(rows), (number * 7 + 3) % len(rows)
    rows[first], rows[second] = rows[second], rows[first]
    return with_lyric_text(song, "\n".join(rows))


EDITS: dict[str, Edit] = {
    "replace row": replace_row,
    "remove row": remove_row,
    "insert row": insert_row,
    "swap rows": swap_rows,
    "append": lambda song, number: append_lyric_text(song, f"[Chorus]\n{ROWS[number % len(ROWS)]}"),
    "clear": lambda song, number: with_lyric_text(song, "") if number % 9 == 0 else song,
    "remove section": lambda song, number: edits.remove_section(song, nth_section(song, number)),
    "move section": lambda song, number: edits.move_section(song, nth_section(song, number), number % 5),
    "unlink section": lambda song, number: edits.unlink_section(song, nth_section(song, number)),
    "transpose": lambda song, number: edits.transpose(song, number % 7 - 3),
    "own music": lambda song, number: edits.set_music(
        song, nth_section(song, number), song.music(song.section(nth_section(song, number)))
    ),
}


def without_lost_words(song: Song) -> Song:
    """The song, with notes of lines that are gone as notes without words: nothing else may be lost."""
    lines = {line.id for section in song.sections for line in section.lines}
    for section in song.sections:
        for part in section.music.parts if section.music else ():
            notes = [n if n.line in lines else replace(n, line=None, syllable=None) for n in part.notes]
            song = edits.replace_notes(song, section.id, part.track, notes)
    return song


def edited(song: Song, name: str, number: int) -> Song:
    try:
        return EDITS[name](song, number)
    except SongwrightError:
        return song


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 60)), max_size=14))
def test_after_any_edits_the_file_holds_the_very_song(steps: list[tuple[str, int]]) -> None:
    song = lantern_song()
    for name, number in steps:
        song = edited(song, name, number) if song.sections else lantern_song()
        assert load(dump(Document(song))).song == without_lost_words(song), name


@settings(max_examples=6)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 60)), min_size=1, max_size=3), st.integers(0, 99)
)
def test_a_composed_song_is_saved_whole(steps: list[tuple[str, int]], seed: int) -> None:
    song = lantern_song()
    for name, number in steps:
        song = edited(song, name, number) if song.sections else lantern_song()
        song = RuleComposer(load_lexicon()).compose(song, ComposeRequest(seed=seed))
        assert load(dump(Document(song))).song == without_lost_words(song), name
