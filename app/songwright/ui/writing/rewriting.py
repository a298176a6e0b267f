"""Putting rewritten lines into the document in place of the old ones."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.song import Line, Section, Song
from songwright.ui.writing.brief import Brief

__all__ = ["has_place", "refreshed", "rewritten"]


def has_place(song: Song, brief: Brief) -> bool:
    """Whether every line that a brief rewrites still stands in the song."""
    there = {line.id for section in song.sections for line in section.lines if line.text.strip()}
    return bool(brief.rewrites) and there.issuperset(brief.rewrites)


def refreshed(song: Song, brief: Brief) -> Brief:
    """The brief with the kept lines as they stand in the song now, and those that were locked since."""
    lines = {line.id: line for section in song.sections for line in section.lines}
    old = dict(brief.kept)
    kept = []
    for index, line_id in enumerate(brief.rewrites):
        line = lines.get(line_id)
        if index in old or (line is not None and line.locked):
            kept.append((index, line.text.strip() if line is not None else old.get(index, "")))
    return replace(brief, kept=tuple((index, text) for index, text in kept if text))


def rewritten(song: Song, brief: Brief, text: str) -> Song:
    """The song with new words in the lines that a brief rewrites; they keep their notes.

    Lines that were locked meanwhile stay, and so do those that a text cut short has no words for.
    """
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    words = dict(zip(brief.rewrites, rows, strict=False))

    def changed(line: Line) -> Line:
        return line if line.locked or line.id not in words else replace(line, text=words[line.id])

    def with_lines(section: Section) -> Section:
        if not any(line.id in words for line in section.lines):
            return section
        return replace(section, lines=tuple(map(changed, section.lines)))

    return replace(song, sections=tuple(map(with_lines, song.sections)))
