"""The one table of export formats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formats.songs import lantern_song
from songwright.core.song import Song
from songwright.formats.errors import ExportError
from songwright.formats.exports import EXPORTS, ExportFormat, ExportTools
from songwright.lyrics.lexicon import Lexicon

# How a file of each kind begins, for whoever opens it.
BEGINNINGS = {
    "midi": b"MThd\0\0\0\x06\0\x01",
    "midi0": b"MThd\0\0\0\x06\0\0",
    "kar": b"MThd\0\0\0\x06\0\x01",
    "musicxml": b'<?xml version="1.0" encoding="UTF-8"',
    "score": b'<?xml version="1.0" encoding="UTF-8"',
    "mxl": b"PK\x03\x04",
    "abc": b"X:1\nT:The Lantern\n",
    "chordpro": b"{title: The Lantern}",
    "lrc": b"[ti:The Lantern]",
    "lrc-words": b"[ti:The Lantern]",
    "text": b"The Lan",
    "markdown": b"# The Lan",
    "html": b"<!DOCTYPE html>",
    "docx": b"PK\x03\x04",
}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_every_format_writes_its_own_kind_of_file(export: ExportFormat, lexicon: Lexicon) -> None:
    assert export.write(lantern_song(), ExportTools(lambda: lexicon)).startswith(BEGINNINGS[export.id])


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_a_song_without_music_is_refused_exactly_where_music_is_needed(export: ExportFormat, lexicon: Lexicon) -> None:
    if export.needs_music:
        with pytest.raises(ExportError):
            export.write(Song(title="words"), ExportTools(lambda: lexicon))
    else:
        data = export.write(Song(title="words"), ExportTools(lambda: lexicon))
        assert b"words" in data or export.id == "docx"


def test_words_alone_do_not_load_the_lexicon() -> None:
    def unwanted() -> Lexicon:
        raise AssertionError("the lexicon was loaded")

    for export in EXPORTS:
        if export.id in ("text", "markdown", "html", "docx"):
            assert export.write(lantern_song(), ExportTools(unwanted))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_half_a_surrogate_pair_stops_no_export(export: ExportFormat, lexicon: Lexicon) -> None:
    song = lantern_song()
    line = replace(song.sections[0].lines[0], text="broken \ud83d smile")
    section = replace(song.sections[0], title="\ud83d", lines=(line,))
    broken = replace(song, title="\udc00", sections=(section, *song.sections[1:]))
    assert export.write(broken, ExportTools(lambda: lexicon))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_a_title_of_300_letters_stops_no_export(export: ExportFormat, lexicon: Lexicon) -> None:
    song = lantern_song()
    headed = replace(song.sections[0], title="long " * 60)
    assert export.write(
        replace(song, title="t" * 300, sections=(headed, *song.sections[1:])), ExportTools(lambda: lexicon)
    )


def test_identifiers_are_unique() -> None:
    assert len({export.id for export in EXPORTS}) == len(EXPORTS)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_equal_songs_give_equal_files(export: ExportFormat, lexicon: Lexicon) -> None:
    tools = ExportTools(lambda: lexicon)
    assert export.write(lantern_song(), tools) == export.write(lantern_song(), tools)


def test_every_format_says_what_it_has_no_room_for() -> None:
    assert all(export.lacks for export in EXPORTS)
