"""The words as a Word document (.docx), with real headings, for poems, stories and lyric sheets."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from songwright.core.song import Piece, Song
from songwright.formats.text import printable, stanzas_by_section

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["to_docx"]

_FONT = "Georgia"
_SIZE, _AFTER_STANZA = 12, 12  # points
_LONGEST_PROPERTY = 255  # characters; python-docx's limit for a document's properties
_COVER_WIDTH = 15.0  # centimetres: what the margins leave of A4 and Letter
# A file says when it was made; one date for all lets equal songs give equal files.
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def to_docx(song: Song, cover: bytes = b"") -> bytes:
    """The document; the same bytes for equal songs and covers (a JPEG file, on a page of its own)."""
    # A large library that only this needs.
    from docx import Document
    from docx.enum.text import WD_BREAK
    from docx.shared import Cm, Pt

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    title = printable(song.title.strip())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:_LONGEST_PROPERTY], "", ""
    properties.created = properties.modified = _DATE
    if cover:
        document.add_picture(io.BytesIO(cover), width=Cm(_COVER_WIDTH))
        document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    if title:
        document.add_heading(title, level=0)
    for heading, stanzas in stanzas_by_section(song):
        if heading:
            document.add_heading(printable(heading), level=2)
        for stanza in stanzas:
            _add_stanza(document, [printable(line) for line in stanza], story=song.piece is Piece.STORY)
    data = io.BytesIO()
    document.save(data)
    return _settled(data.getvalue())


def _add_stanza(document: WordDocument, lines: list[str], *, story: bool) -> None:
    # Imported when used: only this format needs python-docx.
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    for place, line in enumerate(lines):
        run = paragraph.add_run(line)
        if place < len(lines) - 1:
            run.add_break()
    shape = paragraph.paragraph_format
    shape.space_after = Pt(0 if story else _AFTER_STANZA)
    shape.keep_together = not story
    if story:
        shape.first_line_indent = Cm(0.75)


def _settled(data: bytes) -> bytes:
    """The archive with one date for everything in it."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(zipfile.ZipInfo(member.filename, _ZIP_DATE), old.read(member), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
