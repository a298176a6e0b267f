"""A shipped typeface cut down for a document that finds glyphs by character, such as SVG."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from songwright.formats.engraving.drawing import Face
from songwright.formats.engraving.subset import font_file, subset_tables
from songwright.formats.engraving.typefaces import typeface

__all__ = ["web_font"]

_KEPT = ("OS/2", "name", "post")


def web_font(name: Face, characters: Iterable[str]) -> bytes:
    """A TrueType font with these characters only."""
    face = typeface(name)
    mapped = {ord(one): face.glyph_of[ord(one)] for one in characters if ord(one) in face.glyph_of}
    tables = subset_tables(face, mapped.values())
    tables |= {tag: face.tables[tag] for tag in _KEPT if tag in face.tables}
    return font_file(tables | {"cmap": _character_map(mapped)})


def _character_map(mapped: dict[int, int]) -> bytes:
    """A cmap table of format 12 with a group for every character."""
    groups = b"".join(struct.pack(">LLL", code, code, glyph) for code, glyph in sorted(mapped.items()))
    table = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(mapped)) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table
