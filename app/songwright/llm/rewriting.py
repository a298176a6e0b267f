"""Takes and the document: where their words belong, and putting rewritten lines in place of the old ones."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.page_rows import Rows
from songwright.core.song import Line, Section, Song, Take
from songwright.core.words import heading_title, lyric_text, with_lyric_text
from songwright.llm.brief import Brief, Task, brief_of

__all__ = ["has_place", "inserted", "refreshed", "rewritten", "taken_up"]


def has_place(song: Song, brief: Brief) -> bool:
    """Whether every line that a brief rewrites still stands in the song."""
    there = {line.id for section in song.sections for line in section.lines if line.text.strip()}
    return bool(brief.rewrites) and there.issuperset(brief.rewrites)


def taken_up(song: Song, take: Take) -> bool:
    """Whether a take was accepted: most of the lines that were written for it stand in the song."""
    kept = {text for _, text in brief_of(take).kept}
    rows = (row.strip() for row in take.text.split("\n"))
    written = [row for row in rows if row and row not in kept and heading_title(row) is None]
    there = {line.text.strip() for section in song.sections for line in section.lines}
    return 2 * sum(row in there for row in written) > len(written)


def refreshed(song: Song, brief: Brief) -> Brief:
    """The brief with the kept lines as they stand in the song now, and those that were locked since."""
    if brief.task is not Task.REWRITE:
        return brief
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

    Lines that were to be kept or were locked meanwhile stay as they are now, and so do those that a text cut short has
    no words for. What goes on from a line comes after it.
    """
    if brief.task is Task.CONTINUE:
        row = Rows(song).row_of(brief.rewrites[-1])
        return song if row is None else with_lyric_text(song, inserted(lyric_text(song), text, row))
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    kept = {brief.rewrites[index] for index, _ in brief.kept if index < len(brief.rewrites)}
    words = {line: row for line, row in zip(brief.rewrites, rows, strict=False) if line not in kept}

    def changed(line: Line) -> Line:
        return line if line.locked or line.id not in words else replace(line, text=words[line.id])

    def with_lines(section: Section) -> Section:
        if not any(line.id in words for line in section.lines):
            return section
        return replace(section, lines=tuple(map(changed, section.lines)))

    return replace(song, sections=tuple(map(with_lines, song.sections)))


def inserted(text: str, take: str, row: int) -> str:
    """The take after a row of the text, set off by blank rows."""
    rows = text.split("\n") if text else []
    place = min(max(row + 1, 0), len(rows))
    before, after = rows[:place], rows[place:]
    if before and before[-1].strip():
        before.append("")
    if after and after[0].strip():
        after.insert(0, "")
    return "\n".join([*before, *take.split("\n"), *after])
