"""Grids of chords as songbooks print them: `| C . G . | Am | % |`, bars of cells between bar lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from songwright.core.song import Chord

__all__ = ["Bar", "grid_bars", "is_grid_row"]

Bar = tuple[Chord | None, ...]
"""The cells of a bar, which share it evenly; in None the chord before goes on."""

_BAR_LINE = re.compile(r":\|:|\|:|:\||\|\||\|\.|\|\d?")
_CELL = re.compile(r"\[[^\[\]]*\]|[^\s\[\]]+")
# What stands in a cell where no chord begins.
_HELD = frozenset({".", "/", "-", "~"})
_LAST_BAR, _LAST_TWO_BARS = "%", "%%"
# A bar has at most so many cells: more is no music.
_MOST_CELLS = 32


def is_grid_row(row: str) -> bool:
    """Whether a row is bars between bar lines: it begins with one and ends with one."""
    text = row.strip()
    return len(text) > 2 and text.startswith("|") and text.endswith(("|", "|:", "|."))


def grid_bars(rows: Iterable[str], chord: Callable[[str], Chord | None]) -> tuple[Bar, ...]:
    """The bars of a grid's rows, repeats played out; what stands before and after a row's bar lines is left out.

    `chord` reads one symbol, without brackets around it; None for what is none.
    """
    text = "\n".join(filter(None, map(_between_bar_lines, rows)))
    lines = list(_BAR_LINE.finditer(text))
    played: list[Bar] = []
    repeat_from = 0
    for opening, closing in pairwise(lines):
        if opening[0].endswith(":"):
            repeat_from = len(played)
        played += _bars(text[opening.end() : closing.start()], played, chord)
        if closing[0].startswith(":"):
            played += played[repeat_from:]
            repeat_from = len(played)
    return tuple(played)


def _between_bar_lines(row: str) -> str:
    """A row from its first bar line to its last; nothing where there are not two."""
    lines = list(_BAR_LINE.finditer(row))
    return row[lines[0].start() : lines[-1].end()] if len(lines) > 1 else ""


def _bars(text: str, before: Sequence[Bar], chord: Callable[[str], Chord | None]) -> Sequence[Bar]:
    """What stands between two bar lines: a bar, one or two that are played once more, or none."""
    cells = _CELL.findall(text)[:_MOST_CELLS]
    if not cells:
        return ()
    if cells == [_LAST_TWO_BARS]:
        return before[-2:]
    if cells == [_LAST_BAR]:
        return before[-1:]
    return [tuple(None if cell in _HELD else chord(cell.strip("[]")) for cell in cells)]
