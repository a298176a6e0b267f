from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from formats.songs import lantern_song
from songwright.formats.engraving.chord_sheet import SheetOptions, draw_chord_sheet
from songwright.formats.engraving.drawing import Face, TextRun
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.engraving.pdf import to_pdf
from songwright.formats.engraving.score_exports import SCORES
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score
from songwright.formats.engraving.svg import to_svg
from songwright.formats.engraving.typefaces import typeface
from songwright.formats.errors import ExportError
from songwright.formats.exports import ExportTools
from songwright.lyrics.lexicon import Lexicon

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def score(lexicon: Lexicon) -> bytes:
    return to_pdf(draw_score(lantern_song(), lexicon, ScoreOptions()))


def readable(data: bytes) -> str:
    """What a reader gets when it copies all of the text: glyph numbers through the fonts' own maps."""
    streams = [zlib.decompress(part) for part in re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)]
    maps = [stream.decode("ascii") for stream in streams if b"beginbfchar" in stream]
    characters = {}
    for one in maps:
        characters.update(dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", one)))
    pages = [stream.decode("latin-1") for stream in streams if b" Tj ET" in stream]
    shown = re.findall(r"<([0-9a-f]+)> Tj", "\n".join(pages))
    return " ".join("".join(chr(int(characters[run[i : i + 4]], 16)) for i in range(0, len(run), 4)) for run in shown)


def test_the_same_song_gives_the_same_bytes(score: bytes, lexicon: Lexicon) -> None:
    assert to_pdf(draw_score(lantern_song(), lexicon, ScoreOptions())) == score


def test_every_object_is_where_the_table_says(score: bytes) -> None:
    table = int(re.findall(rb"startxref\n(\d+)", score)[0])
    assert score[table:].startswith(b"xref\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", score[table:])]
    assert all(score[place:].startswith(f"{number} 0 obj".encode()) for number, place in enumerate(places, 1))
    named = {int(number) for number in re.findall(rb"(\d+) 0 R", score)}
    assert named <= set(range(1, len(places) + 1))


def test_the_words_of_a_score_can_be_selected(lexicon: Lexicon) -> None:
    # One typeface, so that the map of its glyphs is known.
    sheet = draw_chord_sheet(replace(lantern_song(), title=""), lexicon)
    serif = [item.text for page in sheet.pages for block in page.blocks for item in block.items
             if isinstance(item, TextRun) and item.face is Face.SERIF]  # fmt: skip
    only = replace(sheet, pages=tuple(
        replace(page, blocks=tuple(
            replace(block, items=tuple(i for i in block.items if isinstance(i, TextRun) and i.face is Face.SERIF))
            for block in page.blocks)) for page in sheet.pages))  # fmt: skip
    assert readable(to_pdf(only)) == " ".join(serif)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_another_program_reads_title_words_and_chords(score: bytes, tmp_path: Path) -> None:
    file = tmp_path / "song.pdf"
    file.write_bytes(score)
    found = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    assert not found.stderr
    text = found.stdout.decode()
    for word in ("The Lantern", "Verse 1", "Dm", "G/B", "Chorus"):
        assert word in text


def test_a_chord_sheet_keeps_words_whole_and_puts_each_chord_above_its_syllable(lexicon: Lexicon) -> None:
    sheet = draw_chord_sheet(lantern_song(), lexicon)
    rows = [[item for item in block.items if isinstance(item, TextRun)] for block in sheet.pages[0].blocks[1:]]
    first = next(row for row in rows if any("lan" in item.text for item in row))
    words = "".join(item.text for item in first if item.face is Face.SERIF)
    assert words.strip() == "The lantern keeps the harbour"
    chord = next(item for item in first if item.text == "Dm")
    syllable = next(item for item in first if item.text.startswith("lan"))
    assert chord.x == pytest.approx(syllable.x)
    assert chord.y < syllable.y


def sheet_rows(lexicon: Lexicon, width: float) -> list[list[TextRun]]:
    """The rows of the verse's first line on a sheet with so much room for it."""
    drawn = draw_chord_sheet(lantern_song(), lexicon, SheetOptions((width, 842.0))).pages[0].blocks[1:]
    rows = [[item for item in block.items if isinstance(item, TextRun) and item.face is Face.SERIF] for block in drawn]
    end = next(place for place, row in enumerate(rows) if any("bour" in item.text for item in row))
    return rows[: end + 1]


def test_a_chord_sheet_breaks_a_line_only_where_it_has_no_room_and_into_even_rows(lexicon: Lexicon) -> None:
    last = sheet_rows(lexicon, 595.0)[0][-1]
    margins = 2 * draw_chord_sheet(lantern_song(), lexicon).pages[0].blocks[0].x
    needed = last.x + typeface(last.face).width(last.text.strip(), last.size)
    assert len(sheet_rows(lexicon, margins + needed + 1)) == 1
    broken = sheet_rows(lexicon, margins + needed - 1)
    assert ["".join(item.text for item in row).strip() for row in broken] == ["The lantern keeps", "the harbour"]


def test_a_chord_sheet_without_music_has_the_words_alone(lexicon: Lexicon) -> None:
    song = lantern_song()
    bare = replace(song, sections=tuple(replace(section, music=None) for section in song.sections))
    sheet = draw_chord_sheet(bare, lexicon, SheetOptions(diagrams=FrettedInstrument.UKULELE))
    text = " ".join(item.text for page in sheet.pages for block in page.blocks for item in block.items
                    if isinstance(item, TextRun))  # fmt: skip
    assert "Carry me, river" in re.sub(r"\s+", " ", text)
    assert "Dm" not in text


def test_many_short_lines_stand_in_two_columns(lexicon: Lexicon) -> None:
    song = lantern_song()
    many = replace(song, sections=tuple(
        replace(section, id=f"s{number}-{section.id}", repeats=None, lines=section.lines if not section.repeats else ())
        for number in range(12) for section in song.sections[:2]))  # fmt: skip
    sheet = draw_chord_sheet(many, lexicon)
    assert len({round(block.x) for block in sheet.pages[0].blocks[1:]}) == 2
    for page in sheet.pages:
        assert all(block.y + block.height <= page.height for block in page.blocks)


def test_an_svg_is_sound_xml_with_its_typefaces_inside(lexicon: Lexicon) -> None:
    root = fromstring(to_svg(draw_score(lantern_song(), lexicon, ScoreOptions(one_page=True))))
    assert root.findtext(f"{SVG}title") == "The Lantern"
    faces = "".join(style.text or "" for style in root.iter(f"{SVG}style"))
    assert "Literata-Regular" in faces
    named = {use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{SVG}use")}
    assert named <= {f"#{path.get('id')}" for path in root.iter(f"{SVG}path")}
    assert "Verse 1" in {text.text for text in root.iter(f"{SVG}text")}


def test_advance_widths_are_those_of_the_font_file() -> None:
    face = typeface(Face.SERIF)
    assert face.units == 1000
    assert face.width("", 10) == 0
    assert face.width("mm", 10) == pytest.approx(2 * face.width("m", 10))
    assert face.width("W", 10) > face.width("i", 10) > 0
    assert not face.has("中")


@pytest.mark.parametrize("kind", [kind for kind in SCORES if kind.suffix == ".pdf"], ids=lambda kind: kind.id)
def test_each_kind_of_sheet_is_a_pdf(lexicon: Lexicon, kind: object) -> None:
    data = kind.write(lantern_song(), ExportTools(lambda: lexicon))  # type: ignore[attr-defined]
    assert data.startswith(b"%PDF-1.7")
    assert data.rstrip().endswith(b"%%EOF")


def test_a_picture_needs_somebody_who_paints(lexicon: Lexicon) -> None:
    picture = next(kind for kind in SCORES if kind.id == "png")
    with pytest.raises(ExportError, match="export PDF or SVG"):
        picture.write(lantern_song(), ExportTools(lambda: lexicon))
    painted = []
    picture.write(lantern_song(), ExportTools(lambda: lexicon, picture=lambda drawing: painted.append(drawing) or b""))
    assert len(painted[0].pages) == 1


def test_paper_and_diagrams_are_as_they_were_asked_for(lexicon: Lexicon) -> None:
    lead = next(kind for kind in SCORES if kind.id == "pdf")
    plain = lead.write(lantern_song(), ExportTools(lambda: lexicon))
    letter = lead.write(lantern_song(), ExportTools(lambda: lexicon, diagrams=FrettedInstrument.UKULELE, letter=True))
    assert b"/MediaBox[0 0 595.28 841.89]" in plain
    assert b"/MediaBox[0 0 612 792]" in letter
    assert len(letter) > len(plain)
