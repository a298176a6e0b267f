"""Short texts set in points: chord symbols with real sharps and flats, tempo marks, wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from songwright.core.song import Chord, Key
from songwright.formats.engraving.drawing import Face, Glyph, Ink, Item, Op, TextRun
from songwright.formats.engraving.outlines import moved, read_path
from songwright.formats.engraving.typefaces import typeface
from songwright.music.chords import format_symbol, pretty_symbol

__all__ = ["chord_symbol", "music_glyphs", "set_text", "text_width", "wrapped"]

SIGNS: Mapping[str, tuple[str, float, float, float]] = {
    "♯": ("E262", 199.0, 0.00100, -0.33),
    "♭": ("E260", 181.0, 0.00128, -0.2),
    "♩": ("E1D5", 302.0, 0.00095, -0.06),
}
"""Signs that the text faces lack: name in the music font (SMuFL), advance in its units, size to an em, rise in ems."""
_PATH = re.compile(r'\sd="([^"]+)"')


@cache
def music_glyphs() -> dict[str, tuple[Op, ...]]:
    """The outlines of `SIGNS` by name: Leipzig's (SIL Open Font License), as they lie beside Verovio."""
    spec = find_spec("verovio")
    assert spec is not None  # noqa: S101 - a dependency of ours
    assert spec.submodule_search_locations is not None  # noqa: S101
    folder = Path(next(iter(spec.submodule_search_locations))) / "data" / "Leipzig"
    found = {}
    for code, _, _, _ in SIGNS.values():
        match = _PATH.search((folder / f"{code}.xml").read_text(encoding="utf-8"))
        assert match is not None  # noqa: S101 - the form of every file there
        found[code] = moved(read_path(match[1]), 0, 0, 1, -1)
    return found


def set_text(
    text: str, x: float, y: float, face: Face, size: float, ink: Ink = Ink.TEXT, *, anchor: float = 0.0
) -> tuple[list[Item], float]:
    """The items of a text whose baseline begins at (x, y), and its width. `anchor` 0.5 centres it there, 1 ends it."""
    runs = re.split("([♯♭♩])", text)
    width = sum(_width(run, face, size) for run in runs)
    x -= anchor * width
    items: list[Item] = []
    for run in runs:
        if run in SIGNS:
            code, _, scale, rise = SIGNS[run]
            items.append(Glyph(code, x + 0.03 * size, y + rise * size, scale * size, ink, text=run))
        elif run:
            items.append(TextRun(x, y, run, face, size, ink))
        x += _width(run, face, size)
    return items, width


def text_width(text: str, face: Face, size: float) -> float:
    """The width of a text, signs included."""
    return sum(_width(run, face, size) for run in re.split("([♯♭♩])", text))


def _width(run: str, face: Face, size: float) -> float:
    if run in SIGNS:
        _, advance, scale, _ = SIGNS[run]
        return (advance * scale + 0.06) * size
    return typeface(face).width(run, size)


def chord_symbol(
    chord: Chord, key: Key, x: float, y: float, size: float, ink: Ink = Ink.CHORD, *, brackets: bool = False
) -> tuple[list[Item], float]:
    """A chord's symbol at (x, y), and its width."""
    symbol = pretty_symbol(format_symbol(chord, key))
    return set_text(f"({symbol})" if brackets else symbol, x, y, Face.SANS_BOLD, size, ink)


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """A text in lines of at most `width` points; a word that is longer stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and typeface(face).width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
