"""Scores and chord sheets as files, for the table of everything that a song can be taken away as."""

from __future__ import annotations

from songwright.core.language import said
from songwright.core.song import Song
from songwright.core.words import lyric_text
from songwright.formats.engraving.drawing import A4, LETTER, Drawing, Face
from songwright.formats.engraving.staves import PartKind
from songwright.formats.errors import ExportError
from songwright.formats.exports import ExportFormat, ExportTools

__all__ = ["SCORES"]


def _score(song: Song, tools: ExportTools, kind: PartKind = PartKind.LEAD, *, one_page: bool = False) -> Drawing:
    # Imported here: the table is looked at by programs that draw nothing.
    from songwright.formats.engraving.score_pages import ScoreOptions, draw_score

    options = ScoreOptions(kind, _paper(tools), one_page=one_page, diagrams=tools.diagrams, stacked=True)
    return draw_score(song, tools.lexicon(), options)


def _paper(tools: ExportTools) -> tuple[float, float]:
    return LETTER if tools.letter else A4


def _pdf(drawing: Drawing, song: Song, tools: ExportTools) -> bytes:
    # Imported when used, here and below: each kind of file loads its own writer, and nobody all of them.
    from songwright.formats.cover.page_marks import front_page
    from songwright.formats.engraving.pdf import to_pdf

    return to_pdf(drawing, front_page(song, tools.author))


def _unshown(song: Song) -> str:
    """The characters of a song that the typefaces of PDF files lack, in order; pictures and SVG borrow the system's."""
    texts = [song.title, lyric_text(song)]
    if all(text.isascii() for text in texts):
        return ""
    from songwright.formats.engraving.typefaces import typeface

    faces = [typeface(Face.SERIF), typeface(Face.SANS)]
    seen = dict.fromkeys(character for text in texts for character in text if character.isprintable())
    return "".join(character for character in seen if not all(face.has(character) for face in faces))


def _chord_sheet(song: Song, tools: ExportTools) -> bytes:
    from songwright.formats.engraving.chord_sheet import SheetOptions, draw_chord_sheet

    sheet = draw_chord_sheet(song, tools.lexicon(), SheetOptions(_paper(tools), tools.diagrams))
    return _pdf(sheet, song, tools)


def _svg(song: Song, tools: ExportTools) -> bytes:
    from songwright.formats.engraving.svg import to_svg

    return to_svg(_score(song, tools, one_page=True))


def _png(song: Song, tools: ExportTools) -> bytes:
    if tools.picture is None:
        raise ExportError(said("Pictures cannot be painted here; export PDF or SVG instead."))
    return tools.picture(_score(song, tools, one_page=True))


SCORES: tuple[ExportFormat, ...] = (
    ExportFormat(
        "pdf",
        "Lead sheet (PDF)",
        ".pdf",
        lambda song, tools: _pdf(_score(song, tools), song, tools),
        needs_music=True,
        unshown=_unshown,
    ),
    ExportFormat("pdf-chords", "Words with chords (PDF)", ".pdf", _chord_sheet, unshown=_unshown),
    ExportFormat(
        "pdf-voices",
        "Vocal parts (PDF)",
        ".pdf",
        lambda song, tools: _pdf(_score(song, tools, PartKind.VOCAL), song, tools),
        needs_music=True,
        unshown=_unshown,
    ),
    ExportFormat(
        "pdf-full",
        "Full score (PDF)",
        ".pdf",
        lambda song, tools: _pdf(_score(song, tools, PartKind.FULL), song, tools),
        needs_music=True,
        unshown=_unshown,
    ),
    ExportFormat("svg", "Lead sheet (SVG, one long page)", ".svg", _svg, needs_music=True),
    ExportFormat("png", "Lead sheet (PNG, one long page)", ".png", _png, needs_music=True),
)
"""What is drawn; see `songwright.formats.exports` for all else."""
