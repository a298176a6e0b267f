"""The one table of everything that a song can be taken away as."""

from __future__ import annotations

import pytest

from songwright.audio.takeaway import KINDS, kind_named, left_behind
from songwright.core.song import Music, Section, Song
from songwright.core.words import with_lyric_text
from songwright.formats.errors import ExportError


@pytest.mark.parametrize(
    ("name", "found"),
    [("midi", "midi"), (".mid", "midi"), ("MID", "midi"), ("md", "markdown"), ("lrc", "lrc"), (" wav ", "wav")],
)
def test_kinds_are_found_by_name_and_by_ending(name: str, found: str) -> None:
    assert kind_named(name).id == found


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(ExportError, match=r"“mp9” is not .* midi, midi0, .*text, markdown"):
        kind_named("mp9")


def test_identifiers_are_unique() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS)


def test_what_files_have_no_room_for_is_said_once_a_lack() -> None:
    kinds = [kind_named("midi"), kind_named("kar"), kind_named("text"), kind_named("wav")]
    said = left_behind(kinds, Song(sections=(Section("v1", music=Music(bars=4)),)))
    locks = "which notes are locked, chord symbols (sequencers see them as markers)"
    assert said == (f"Left out of “MIDI file, Karaoke (MIDI)”: {locks}.", "Left out of “Plain text”: the music.")


def test_of_words_alone_no_music_is_left_out() -> None:
    assert left_behind([kind_named("text"), kind_named("docx")], with_lyric_text(Song(), "The tide is late")) == ()


def test_letters_that_the_typefaces_lack_are_said_for_pdf_alone() -> None:
    song = with_lyric_text(Song(title="Żółw 光"), "Θάλασσα, солнце – “naïve”\nشمس 光")
    kinds = [kind_named(kind) for kind in ("pdf", "pdf-full", "svg", "png")]
    assert left_behind(kinds, song) == (
        "With boxes for 光 ش م س (SVG, PNG and Print show them): Lead sheet (PDF), Full score (PDF).",
    )
    song = with_lyric_text(song, "一二三四五六七")
    assert "光 一 二 三 四 and 3 more" in left_behind(kinds, song)[0]
    assert left_behind(kinds, with_lyric_text(Song(title="Łódź"), "Ωραία ночь, señor")) == ()
