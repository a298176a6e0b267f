"""A TrueType font cut down to the glyphs that are used: their numbers stay, the others become empty.

Tables as in the OpenType specification; a composite glyph brings along those that it is made of.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from songwright.formats.engraving.typefaces import Typeface

__all__ = ["font_file", "subset_font", "subset_tables"]

# What a PDF reader needs to draw glyphs by number.
_KEPT = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_SCALED = ((_SCALE, 2), (_TWO_SCALES, 4), (_MATRIX, 8))
"""How many bytes follow a component that is scaled so."""


def subset_font(face: Typeface, glyphs: Iterable[int]) -> bytes:
    """The font file with only these glyphs (and the one for missing characters)."""
    return font_file(subset_tables(face, glyphs))


def subset_tables(face: Typeface, glyphs: Iterable[int]) -> dict[str, bytes]:
    """The tables of a font with only these glyphs."""
    places = _places(face)
    outlines = face.tables["glyf"]
    wanted = _with_components(outlines, places, {0, *glyphs})
    kept, offsets = bytearray(), []
    for glyph in range(len(places) - 1):
        offsets.append(len(kept))
        if glyph in wanted:
            kept += outlines[places[glyph] : places[glyph + 1]]
            kept += bytes(-len(kept) % 4)
    offsets.append(len(kept))
    head = bytearray(face.tables["head"])
    struct.pack_into(">h", head, 50, 1)  # long offsets in loca
    changed = {"glyf": bytes(kept), "loca": struct.pack(f">{len(offsets)}L", *offsets), "head": bytes(head)}
    return {tag: changed.get(tag, face.tables[tag]) for tag in _KEPT if tag in face.tables}


def _places(face: Typeface) -> tuple[int, ...]:
    (long_offsets,) = struct.unpack_from(">h", face.tables["head"], 50)
    table, count = face.tables["loca"], len(face.advances) + 1
    if long_offsets:
        return struct.unpack_from(f">{count}L", table)
    return tuple(2 * place for place in struct.unpack_from(f">{count}H", table))


def _with_components(outlines: bytes, places: tuple[int, ...], glyphs: set[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(glyphs)
    while waiting:
        glyph = waiting.pop()
        if glyph not in found:
            found.add(glyph)
            waiting += _components(outlines[places[glyph] : places[glyph + 1]])
    return found


def _components(outline: bytes) -> list[int]:
    """The glyphs that a composite one is made of; none for a simple or an empty one."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, place, more = [], 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", outline, place)
        found.append(glyph)
        place += 8 if flags & _WORDS else 6
        place += next((size for flag, size in _SCALED if flags & flag), 0)
        more = bool(flags & _MORE)
    return found


def font_file(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of these tables."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    start = 12 + 16 * count
    directory = struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    body = bytearray()
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag.encode("ascii"), checksum, start + len(body), len(data))
        body += padded
    return directory + bytes(body)
