"""Selections as people name them."""

from __future__ import annotations

import pytest

from music.conftest import LIGHTHOUSE
from songwright.core.errors import SongwrightError
from songwright.core.song import Key, SectionKind, Song
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.check import check_song
from songwright.music.chords import format_roman, format_symbol
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest, Selection
from songwright.music.selecting import (
    bar_range,
    bars_selected,
    fix_chords,
    lock_selection,
    section_named,
    tracks_named,
)

KIT = Kit(load_lexicon())
WORDS = with_lyric_text(Song(), LIGHTHOUSE)
SONG = compose(WORDS, ComposeRequest(style="folk", seed=3, intro=2), KIT)


def test_bars_are_counted_through_the_song_and_fall_to_their_sections() -> None:
    verse = section_named(SONG, "verse 1").id
    assert bars_selected(SONG, 5, 6) == (Selection(verse, 2, 2),)
    across = bars_selected(SONG, 9, 12)
    assert [selection.bars for selection in across] == [2, 2]
    assert across[1] == Selection(section_named(SONG, "Chorus").id, 0, 2)


def test_bars_of_a_repeat_stand_for_what_it_repeats() -> None:
    chorus = section_named(SONG, "Chorus").id
    assert bars_selected(SONG, 27, 28) == (Selection(chorus, 0, 2),)


@pytest.mark.parametrize("text", ["0-3", "8-5", "x", "", "3-"])
def test_what_names_no_bars_is_refused(text: str) -> None:
    with pytest.raises(SongwrightError, match="names no bars"):
        bar_range(text)


def test_names_that_are_not_there_are_refused_with_those_that_are() -> None:
    assert bar_range(" 5-8 ") == (5, 8)
    with pytest.raises(SongwrightError, match="bars"):
        bars_selected(SONG, 5, 999)
    with pytest.raises(SongwrightError, match="Verse 1"):
        section_named(SONG, "Verse 9")
    with pytest.raises(SongwrightError, match="Guitar"):
        tracks_named(SONG, ["kazoo"])
    assert tracks_named(SONG, []) is None
    assert tracks_named(SONG, ["bass", "Guitar"]) == {
        track.id for track in SONG.tracks if track.name in ("Bass", "Guitar")
    }


def test_locked_bars_stay_when_the_song_is_composed_again() -> None:
    (selection,) = bars_selected(SONG, 5, 6)
    locked = lock_selection(SONG, selection)
    kept = [note for part in locked.section(selection.section).music.parts for note in part.notes if note.locked]  # type: ignore[union-attr]
    assert kept
    again = compose(locked, ComposeRequest(seed=77, composer="learned"), KIT).section(selection.section).music
    assert again is not None
    assert set(kept) <= {note for part in again.parts for note in part.notes}
    assert lock_selection(locked, selection, locked=False) == SONG


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_fixed_chords_are_obeyed_before_and_after_the_first_composing(name: str) -> None:
    verse = next(section.id for section in WORDS.sections if section.kind is SectionKind.VERSE)
    fixed = fix_chords(WORDS, verse, "I bVII IV-iv I | Cmaj7 V7/V V I")
    song = compose(fixed, ComposeRequest(style="pop", seed=2, composer=name), KIT)
    music = song.section(verse).music
    assert music is not None
    numerals = [format_roman(chord, song.key) for chord in music.chords if chord.locked]
    assert numerals == ["I", "bVII", "IV", "iv", "I", "Imaj7", "II7", "V", "I"]
    assert check_song(song, KIT.divide).coverage == 1.0
    again = compose(song, ComposeRequest(seed=9, composer=name), KIT).section(verse).music
    assert again is not None
    assert again.chords == music.chords


def test_numerals_are_read_in_the_key_asked_for() -> None:
    verse = next(section.id for section in WORDS.sections if section.kind is SectionKind.VERSE)
    music = fix_chords(WORDS, verse, "V", Key(2)).section(verse).music
    assert music is not None
    assert format_symbol(music.chords[0]) == "A"
    with pytest.raises(SongwrightError, match="is no chord"):
        fix_chords(WORDS, verse, "I Q7")
