"""The widths of the shipped typefaces, read from their files, so that texts can be placed without a window system.

The tables are those of the OpenType specification (head, hhea, hmtx, maxp, cmap formats 4 and 12).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from songwright.formats.engraving.drawing import Face

__all__ = ["Typeface", "typeface"]


@dataclass(frozen=True)
class Typeface:
    """A TrueType font: its file, tables by tag, units to an em, advance widths by glyph, glyphs by character."""

    data: bytes
    tables: dict[str, bytes]
    units: int
    ascent: int
    descent: int
    advances: tuple[int, ...]
    glyph_of: dict[int, int]

    def advance(self, character: str) -> int:
        """The advance width of a character in font units."""
        return self.advances[self.glyph_of.get(ord(character), 0)]

    def width(self, text: str, size: float) -> float:
        """The width of a text set in `size` points, without kerning."""
        return sum(self.advance(character) for character in text) * size / self.units

    def has(self, character: str) -> bool:
        """Whether there is a glyph for a character."""
        return ord(character) in self.glyph_of


@cache
def typeface(face: Face) -> Typeface:
    """A shipped typeface, read once."""
    data = (files("songwright_resources") / "fonts" / f"{face}.ttf").read_bytes()
    tables = dict(_tables(data))
    (units,) = struct.unpack_from(">H", tables["head"], 18)
    ascent, descent = struct.unpack_from(">hh", tables["hhea"], 4)
    (count,) = struct.unpack_from(">H", tables["maxp"], 4)
    return Typeface(data, tables, units, ascent, descent, _advances(tables, count), _characters(tables["cmap"]))


def _tables(data: bytes) -> list[tuple[str, bytes]]:
    (count,) = struct.unpack_from(">H", data, 4)
    found = []
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        found.append((tag.decode("ascii"), data[start : start + length]))
    return found


def _advances(tables: dict[str, bytes], count: int) -> tuple[int, ...]:
    (measured,) = struct.unpack_from(">H", tables["hhea"], 34)
    widths = [struct.unpack_from(">H", tables["hmtx"], 4 * index)[0] for index in range(measured)]
    # The last width holds for every glyph after it.
    return tuple(widths + widths[-1:] * (count - measured))


def _characters(cmap: bytes) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: dict[int, int] = {}
    for index in range(count):
        platform, _, start = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", cmap, start)
        if platform in (0, 3) and kind == 12:
            found |= _segmented_coverage(cmap[start:])
        elif platform in (0, 3) and kind == 4:
            found |= _segment_mapping(cmap[start:])
    return found


def _segmented_coverage(table: bytes) -> dict[int, int]:
    """Format 12: groups of (first character, last character, first glyph)."""
    (count,) = struct.unpack_from(">L", table, 12)
    found = {}
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", table, 16 + 12 * index)
        found.update({character: glyph + character - first for character in range(first, last + 1)})
    return found


def _segment_mapping(table: bytes) -> dict[int, int]:
    """Format 4: segments with a delta, or an offset into an array of glyphs."""
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    last = struct.unpack_from(f">{segments}H", table, 14)
    first = struct.unpack_from(f">{segments}H", table, 16 + 2 * segments)
    delta = struct.unpack_from(f">{segments}H", table, 16 + 4 * segments)
    places = 16 + 6 * segments
    offset = struct.unpack_from(f">{segments}H", table, places)
    found = {}
    for index in range(segments):
        for character in range(first[index], last[index] + 1):
            if offset[index] == 0:
                glyph = (character + delta[index]) & 0xFFFF
            else:
                at = places + 2 * index + offset[index] + 2 * (character - first[index])
                (glyph,) = struct.unpack_from(">H", table, at) if at + 2 <= len(table) else (0,)
                glyph = (glyph + delta[index]) & 0xFFFF if glyph else 0
            if glyph:
                found[character] = glyph
    return found
