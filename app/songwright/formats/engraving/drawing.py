"""What is on a sheet: shapes, glyphs and texts in points (1/72 inch), y downwards. Every writer and view draws these.

A page holds blocks (a heading, a system, a column of words); what a block holds is placed from the block's corner, so
that a view can keep a painted block and move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["A4", "LETTER", "Block", "Drawing", "Face", "Glyph", "Ink", "Item", "Mark", "Op", "Page", "Shape", "TextRun"]

A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)

Op = tuple[str, tuple[float, ...]]
"""One step of an outline: ("M", (x, y)), ("L", (x, y)), ("C", (x1, y1, x2, y2, x, y)) or ("Z", ())."""


class Ink(StrEnum):
    """What a mark is for; a view gives each its colour, paper gives all but MUTED black."""

    TEXT = "text"
    CHORD = "chord"
    SHAPE = "shape"
    """A chord as it is fingered above a capo."""
    SECTION = "section"
    MUTED = "muted"


class Face(StrEnum):
    """A typeface that ships with Songwright."""

    SERIF = "Literata-Regular"
    ITALIC = "Literata-Italic"
    BOLD = "Literata-SemiBold"
    SANS = "Inter-Regular"
    SANS_BOLD = "Inter-SemiBold"


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline: filled, or drawn with a line of width `stroke` when that is above 0. `owner` is the mark it shows."""

    ops: tuple[Op, ...]
    stroke: float = 0.0
    ink: Ink = Ink.TEXT
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign from the music font with its origin at (x, y); `text` is what it reads as ("♯"), if it is text."""

    code: str
    x: float
    y: float
    scale: float
    ink: Ink = Ink.TEXT
    owner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text whose baseline begins at (x, y)."""

    x: float
    y: float
    text: str
    face: Face = Face.SERIF
    size: float = 10.0
    ink: Ink = Ink.TEXT
    owner: str = ""


Item = Shape | Glyph | TextRun


@dataclass(frozen=True, slots=True)
class Mark:
    """A note or rest in a block: when it sounds (ticks from the song's start) and where it is.

    (x, top) to (right, bottom) is its head. `line` and `syllable` say what is sung on it. `pitch` is None for a rest.
    `track` is the id of its track.
    """

    id: str
    start: int
    end: int
    x: float
    top: float
    right: float
    bottom: float
    pitch: int | None = None
    line: str | None = None
    syllable: int | None = None
    track: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page at (x, y). A system of music has `bars`: (first tick, end tick, left, right) of each.

    `top` and `bottom` are where its staves begin and end, for a cursor. `label` says in words what it holds.
    """

    x: float
    y: float
    width: float
    height: float
    items: tuple[Item, ...]
    marks: tuple[Mark, ...] = ()
    bars: tuple[tuple[int, int, float, float], ...] = ()
    top: float = 0.0
    bottom: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper."""

    width: float
    height: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pages, and the outlines of the music signs that are on them (font units, y downwards).

    `whole` is False where only the first page was asked for and there is more.
    """

    title: str
    pages: tuple[Page, ...]
    glyphs: dict[str, tuple[Op, ...]]
    whole: bool = True
