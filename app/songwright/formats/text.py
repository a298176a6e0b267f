"""The words as plain text and as Markdown; sections that repeat others are written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from songwright.core.song import Piece, Section, SectionKind, Song
from songwright.core.words import section_text

__all__ = ["printable", "stanzas_by_section", "to_markdown", "to_text"]

_FORMATTING = re.compile(r"([\\`*_\[\]<>&~|])")
# What makes a heading, a list or a rule of a line when it stands first.
_LEADING = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|-|$)|=)")
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")
# Plain blanks at the start of a line would vanish, or make code of it.
_INDENT = "&nbsp;"
# Lone halves of characters have no UTF-8.
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def to_text(song: Song) -> str:
    """Title, then each section under its heading in brackets; ends with a newline."""
    blocks = [song.title.strip()] if song.title.strip() else []
    for heading, stanzas in stanzas_by_section(song):
        body = "\n\n".join("\n".join(stanza) for stanza in stanzas)
        blocks.append(f"[{heading}]\n{body}".rstrip() if heading else body)
    return _SURROGATES.sub("\ufffd", "\n\n".join(blocks) + "\n")


def to_markdown(song: Song) -> str:
    """The same as Markdown: headings, and lines of verse that stay lines; ends with a newline."""
    blocks = [f"# {_escaped(song.title.strip())}"] if song.title.strip() else []
    for heading, stanzas in stanzas_by_section(song):
        if heading:
            blocks.append(f"## {_escaped(heading)}")
        blocks += ["  \n".join(_markdown_line(line) for line in stanza) for stanza in stanzas]
    return _SURROGATES.sub("\ufffd", "\n\n".join(blocks) + "\n")


def stanzas_by_section(song: Song) -> Iterator[tuple[str, list[list[str]]]]:
    """Each section's heading and its lines, in groups with a blank line between.

    Groups and sections that are empty are left out, and so are introductions and endings that are only played.
    """
    for section in song.sections:
        lines = section_text(song, section).split("\n")
        stanzas: list[list[str]] = [[]]
        for line in lines:
            # A line of prose is a paragraph of its own.
            if stanzas[-1] and (not line.strip() or song.piece is Piece.STORY):
                stanzas.append([])
            if line.strip():
                stanzas[-1].append(line.rstrip())
        filled = [stanza for stanza in stanzas if stanza]
        if filled or (section.title and not _frame(section)):
            yield section.title.strip(), filled


def _frame(section: Section) -> bool:
    """Whether a section without words is there for the music alone: a composed introduction or ending."""
    return section.music is not None and section.kind in (SectionKind.INTRO, SectionKind.OUTRO)


def printable(text: str) -> str:
    """Text without what documents cannot hold: controls and halves of characters."""
    return _UNPRINTABLE.sub(" ", text)


def _markdown_line(line: str) -> str:
    text = line.lstrip()
    indent = _INDENT * (len(line) - len(text))
    return indent + _escaped(text)


def _escaped(text: str) -> str:
    text = _FORMATTING.sub(r"\\\1", text)
    return _NUMBERED.sub(r"\1\\\2", _LEADING.sub(r"\\\1", text, count=1) if _LEADING.match(text) else text, count=1)
