"""Where covers go: pages, web pages, word-processor files, and the tags of sound files."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from songwright.audio.renderings import SoundOptions, Tags
from songwright.audio.takeaway import cover_for_tags
from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.formats.cover.of_song import first_artwork
from songwright.formats.cover.page_marks import front_page
from songwright.formats.exports import EXPORTS, ExportTools
from songwright.formats.html import to_html
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.cover.cover_files import tag_picture
from songwright.ui.cover.press import as_jpeg


@pytest.fixture(scope="module")
def song() -> Song:
    words = with_lyric_text(Song(title="The Fox"), "The fox runs down to the river\nthe moon is on the hill\n")
    return replace(words, artwork=first_artwork(words))


def own_picture(song: Song) -> Song:
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert song.artwork is not None
    return replace(song, artwork=replace(song.artwork, own=base64.b64encode(as_jpeg(image)).decode()))


def never() -> Lexicon:
    raise AssertionError("words alone need no lexicon")


def written(song: Song, kind: str, tools: ExportTools) -> bytes:
    return next(found for found in EXPORTS if found.id == kind).write(song, tools)


def test_a_page_begins_with_the_drawing_and_one_without_a_cover_has_none(song: Song) -> None:
    assert '<div class="cover"><svg' in to_html(song)
    assert "<svg" not in to_html(replace(song, artwork=None))
    assert "data:image/jpeg;base64," in to_html(own_picture(song))


def test_a_front_page_is_vectors_within_its_margins(song: Song) -> None:
    front = front_page(song, "A. Lind")
    assert front is not None
    marks = list(front.marks(595.0, 842.0, 56.0))
    assert marks[0].startswith("q 0.4830 0 0 0.4830 56.00 ")
    assert marks[-1].endswith(" Q")
    assert all(f"/A{share} gs" in " ".join(marks) for share in front.opacities())
    assert front_page(replace(song, artwork=None)) is None


def test_a_picture_of_ones_own_goes_onto_the_front_page_as_it_is(song: Song) -> None:
    front = front_page(own_picture(song))
    assert front is not None
    assert front.size == (80, 40)
    assert "/Photo Do" in " ".join(front.marks(595.0, 842.0, 56.0))
    assert song.artwork is not None
    assert front_page(replace(song, artwork=replace(song.artwork, own="AAAA"))) is None


def test_a_word_document_has_the_cover_on_a_page_of_its_own(song: Song) -> None:
    tools = ExportTools(never, cover=tag_picture, author="A. Lind")
    with zipfile.ZipFile(io.BytesIO(written(song, "docx", tools))) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1
        assert QImage.fromData(archive.read(pictures[0])).width() == 1400
    with zipfile.ZipFile(io.BytesIO(written(replace(song, artwork=None), "docx", tools))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/media/")]


def test_tags_get_the_song_s_cover_unless_they_name_one(song: Song) -> None:
    tools = ExportTools(never, cover=lambda song, author: f"{song.title} by {author}".encode())
    with cover_for_tags(song, tools, SoundOptions(tags=Tags(artist="A. Lind"))) as options:
        path = Path(options.tags.cover)
        assert path.read_bytes() == b"The Fox by A. Lind"
    assert not path.exists()
    with cover_for_tags(song, tools, SoundOptions(tags=Tags(cover="mine.png"))) as options:
        assert options.tags.cover == "mine.png"
    with cover_for_tags(replace(song, artwork=None), tools, SoundOptions()) as options:
        assert options.tags.cover == ""
