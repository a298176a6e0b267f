"""Words between the editor and the song: smallest differences, and single-line edits without re-reading the rest."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from songwright.core.song import Line, Section, Song
from songwright.core.words import heading_title

__all__ = ["Difference", "Rows", "difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Replace the characters `start` to `end` of the old text by `text`."""

    start: int
    end: int
    text: str


def difference(old: str, new: str) -> Difference | None:
    """The smallest single replacement that turns `old` into `new`; None when they are equal."""
    if old == new:
        return None
    head = _common_prefix(old, new)
    tail = _common_prefix(old[head:][::-1], new[head:][::-1])
    return Difference(head, len(old) - tail, new[head : len(new) - tail])


def _common_prefix(a: str, b: str) -> int:
    """Length of the common beginning, found by halving: comparing slices is far faster than characters."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Rows:
    """Which section and line each row of the document's text is, for one song. Row numbers count from 0."""

    def __init__(self, song: Song) -> None:
        self.song = song
        self._starts: list[int] = []
        row = 0
        for section in song.sections:
            self._starts.append(row)
            row += bool(section.title) + len(section.lines)
        self.count = row

    def line_id(self, row: int) -> str | None:
        """The id of the line in a row; None for a heading or outside the text."""
        line = self._line(row)
        return line.id if line is not None else None

    def locked(self, row: int) -> bool:
        """Whether the line in a row is locked."""
        line = self._line(row)
        return line is not None and line.locked

    def divisions(self, row: int) -> tuple[tuple[str, str], ...]:
        """How words of the line in a row are cut otherwise than the dictionary cuts them (see `Line`)."""
        line = self._line(row)
        return line.divisions if line is not None else ()

    def has_words(self, row: int) -> bool:
        """Whether a row is a line with words, and no heading."""
        line = self._line(row)
        return line is not None and bool(line.text.strip())

    def row_of(self, line_id: str) -> int | None:
        """The row that shows a line; None when there is none."""
        for start, section in zip(self._starts, self.song.sections, strict=True):
            for place, line in enumerate(section.lines):
                if line.id == line_id:
                    return start + bool(section.title) + place
        return None

    def row_of_section(self, section_id: str) -> int | None:
        """The row at which a section begins; None when there is none."""
        for start, section in zip(self._starts, self.song.sections, strict=True):
            if section.id == section_id:
                return start
        return None

    def row_of_heading(self, section_id: str) -> int | None:
        """The row of a section's heading; None when it has none."""
        titled = any(section.id == section_id and section.title for section in self.song.sections)
        return self.row_of_section(section_id) if titled else None

    def with_row(self, row: int, text: str) -> Song | None:
        """The song with one row's words changed, or None when that could change headings or sections."""
        place = self._place(row)
        if place is None or place[1] < 0:
            return None
        index, number = place
        section = self.song.sections[index]
        line = section.lines[number]
        if not line.text.strip() or not text.strip() or _is_heading(line.text) or _is_heading(text):
            return None
        lines = (*section.lines[:number], replace(line, text=text), *section.lines[number + 1 :])
        return self._with_section(index, replace(section, lines=lines))

    def follow(self, song: Song) -> None:
        """Go on with a song that differs only in the words of rows."""
        self.song = song

    def _with_section(self, index: int, section: Section) -> Song:
        sections = self.song.sections
        return replace(self.song, sections=(*sections[:index], section, *sections[index + 1 :]))

    def _line(self, row: int) -> Line | None:
        place = self._place(row)
        if place is None or place[1] < 0:
            return None
        return self.song.sections[place[0]].lines[place[1]]

    def _place(self, row: int) -> tuple[int, int] | None:
        """(index of the section, index of the line or -1 for its heading)."""
        if not 0 <= row < self.count:
            return None
        index = bisect_right(self._starts, row) - 1
        section = self.song.sections[index]
        return index, row - self._starts[index] - bool(section.title)


def _is_heading(text: str) -> bool:
    return heading_title(text) is not None
