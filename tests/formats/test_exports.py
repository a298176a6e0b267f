"""The one table of export formats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formats.songs import lantern_song
from songwright.core.song import Song
from songwright.formats.errors import ExportError
from songwright.formats.exports import EXPORTS, ExportFormat, ExportTools, export_named
from songwright.lyrics.lexicon import Lexicon

# How a file of each kind begins, for whoever opens it.
BEGINNINGS = {
    "midi": b"MThd\0\0\0\x06\0\x01",
    "midi0": b"MThd\0\0\0\x06\0\0",
    "musicxml": b'<?xml version="1.0" encoding="UTF-8"',
    "chordpro": b"{title: The Lantern}",
    "lrc": b"[ti:The Lantern]",
    "lrc-words": b"[ti:The Lantern]",
    "text": b"The Lan",
    "markdown": b"# The Lan",
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
        assert b"words" in export.write(Song(title="words"), ExportTools(lambda: lexicon))


def test_words_alone_do_not_load_the_lexicon() -> None:
    def unwanted() -> Lexicon:
        raise AssertionError("the lexicon was loaded")

    assert export_named("text").write(lantern_song(), ExportTools(unwanted))


@pytest.mark.parametrize(
    ("name", "found"), [("midi", "midi"), (".mid", "midi"), ("MID", "midi"), ("md", "markdown"), ("lrc", "lrc")]
)
def test_formats_are_found_by_name_and_by_ending(name: str, found: str) -> None:
    assert export_named(name).id == found


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(ExportError, match=r"“mp9” is not .* midi, midi0, .*text, markdown"):
        export_named("mp9")


def test_layers_above_add_formats_of_their_own() -> None:
    tape = ExportFormat("tape", "Tape", ".tape", lambda song, tools: b"hiss")
    assert export_named("tape", (*EXPORTS, tape)) is tape


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_half_a_surrogate_pair_stops_no_export(export: ExportFormat, lexicon: Lexicon) -> None:
    song = lantern_song()
    line = replace(song.sections[0].lines[0], text="broken \ud83d smile")
    section = replace(song.sections[0], title="\ud83d", lines=(line,))
    broken = replace(song, title="\udc00", sections=(section, *song.sections[1:]))
    assert export.write(broken, ExportTools(lambda: lexicon))


def test_identifiers_are_unique() -> None:
    assert len({export.id for export in EXPORTS}) == len(EXPORTS)
