"""Characters and widths of a font file, whichever of its tables says them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from songwright.formats.engraving import typefaces
from songwright.formats.engraving.drawing import Face
from songwright.formats.engraving.typefaces import Typeface, typeface


def font(cmap: bytes, widths: tuple[int, ...], glyphs: int) -> bytes:
    """A font file with the tables that are read, 1000 units to an em; its last width holds for further glyphs."""
    tables = {
        b"cmap": cmap,
        b"head": bytes(18) + struct.pack(">H", 1000) + bytes(34),
        b"hhea": struct.pack(">Lhh", 0x10000, 900, -200) + bytes(26) + struct.pack(">H", len(widths)),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths) + bytes(2 * (glyphs - len(widths))),
        b"maxp": struct.pack(">LH", 0x10000, glyphs),
    }
    place, head, body = 12 + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        head += struct.pack(">4sLLL", tag, 0, place + len(body), len(data))
        body += data
    return struct.pack(">LHHHH", 0x10000, len(tables), 0, 0, 0) + head + body


def coverage(platform: int, groups: tuple[tuple[int, int, int], ...]) -> bytes:
    """A table of characters with groups of (first, last, first glyph): format 12."""
    body = b"".join(struct.pack(">LLL", *group) for group in groups)
    table = struct.pack(">HHLLL", 12, 0, 16 + len(body), 0, len(groups)) + body
    return struct.pack(">HHHHL", 0, 1, platform, 10, 12) + table


def read(data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Typeface:
    (folder / "fonts").mkdir()
    (folder / "fonts" / f"{Face.SERIF}.ttf").write_bytes(data)
    monkeypatch.setattr(typefaces, "files", lambda _: folder)
    return typeface.__wrapped__(Face.SERIF)


def test_characters_beyond_the_first_plane_have_their_glyphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = ((0x41, 0x43, 1), (0x1D15E, 0x1D15F, 4))
    found = read(font(coverage(3, groups), (500, 600, 700), 6), tmp_path, monkeypatch)
    assert found.glyph_of == {0x41: 1, 0x42: 2, 0x43: 3, 0x1D15E: 4, 0x1D15F: 5}
    assert (found.units, found.ascent, found.descent) == (1000, 900, -200)
    # The last width holds for every glyph after it; what has no glyph is as wide as the first.
    assert found.advances == (500, 600, 700, 700, 700, 700)
    assert found.width("AB?", 10) == pytest.approx(6 + 7 + 5)


def test_the_table_of_another_system_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(font(coverage(1, ((0x41, 0x43, 1),)), (500,), 4), tmp_path, monkeypatch)
    assert not found.has("A")


@pytest.mark.parametrize("face", Face)
def test_shipped_typefaces_have_the_letters_of_europe(face: Face) -> None:
    found = typeface(face)
    assert all(found.has(letter) for letter in "AZazÄßéñøłŐςЖя“”–…")
    assert found.width("iiii", 10) < found.width("mmmm", 10)
