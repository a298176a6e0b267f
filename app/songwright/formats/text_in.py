"""Plain text and Markdown as words in sections: headings are recognised in the ways in which people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from songwright.core.language import said
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.formats.errors import UnreadableError
from songwright.formats.headings import heading_of
from songwright.formats.heard import Imported

__all__ = ["LARGEST_TEXT", "from_markdown", "from_rows", "from_text", "text_of_bytes", "titled"]

LARGEST_TEXT = 8_000_000
_MOST_ROWS = 50_000
_PARAGRAPH = 160  # characters: rows of prose are longer
_LONGEST_TITLE = 80
_CLOSING = (",", ";", ":", "—", "-")


def text_of_bytes(data: bytes) -> str:
    """A text file's content, in whatever letters it is written, with one kind of line ending.

    UnreadableError when it is no text, or far longer than a lyric.
    """
    if len(data) > LARGEST_TEXT:
        raise UnreadableError(
            said("This text has {size} MB, too long for a lyric; it was not opened.", size=len(data) // 1_000_000)
        )
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if "\0" in text:
        raise UnreadableError(said("This file is no text, so there are no words to open."))
    if text.count("\n") > _MOST_ROWS:
        raise UnreadableError(
            said("This text has more than {most:,} rows, too many for a lyric; it was not opened.", most=_MOST_ROWS)
        )
    return text


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def from_text(data: bytes) -> Imported:
    """The words of a text file; a single first row above the rest is its title."""
    rows = text_of_bytes(data).rstrip().split("\n")
    title, rows = titled(rows)
    return Imported(replace(from_rows(rows), title=title))


def from_rows(rows: Sequence[str]) -> Song:
    """A song of rows of words, with sections where headings stand; as prose when the rows are paragraphs."""
    filled = [len(row) for row in rows if row.strip()]
    piece = Piece.STORY if filled and median(filled) > _PARAGRAPH else Piece.SONG
    return with_lyric_text(Song(piece=piece), "\n".join(_with_brackets(rows)))


def _with_brackets(rows: Sequence[str]) -> Iterator[str]:
    """The rows, headings written the one way that the lyric page knows."""
    seen: set[str] = set()
    for place, row in enumerate(rows):
        heading = heading_of(row)
        if heading is None or not (heading.marked or _stands_alone(rows, place, heading.title in seen)):
            yield row
            continue
        seen.add(heading.title)
        yield f"[{heading.title}]"
        if heading.rest:
            yield heading.rest


def _stands_alone(rows: Sequence[str], place: int, known: bool) -> bool:
    """Whether a bare word such as "Bridge" is a heading: above words and below a blank, or naming what came before."""
    above = place == 0 or not rows[place - 1].strip()
    below = place + 1 < len(rows) and bool(rows[place + 1].strip())
    return above and (below or known)


def titled(rows: list[str]) -> tuple[str, list[str]]:
    """A title that stands alone above all else, and the other rows."""
    first = next((place for place, row in enumerate(rows) if row.strip()), None)
    if first is None or first + 2 >= len(rows) or rows[first + 1].strip():
        return "", rows
    title = rows[first].strip()
    if len(title) > _LONGEST_TITLE or title.endswith(_CLOSING) or heading_of(title) is not None:
        return "", rows
    rest = rows[first + 2 :]
    while rest and not rest[0].strip():
        rest = rest[1:]
    return title, rest


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+\-.!|&~=])")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
# What is emphasised has no sign of its own kind in it: each sign is looked at once, however long a row is.
_EMPHASES = tuple(
    re.compile(rf"(?<![\\\w*_])([{sign}]{{1,3}})(?=\S)((?:\\.|[^\\{sign}])+?)(?<=[^\s\\])\1(?![\w*_])") for sign in "*_"
)


def from_markdown(data: bytes) -> Imported:
    """The words of a Markdown file: its first heading is the title, other headings begin sections."""
    rows = text_of_bytes(data).rstrip().split("\n")
    title, rows = _front_matter(rows)
    found: list[str] = []
    for row in rows:
        heading = _HEADING.fullmatch(row.strip())
        if heading is None:
            found.append(_markdown_words(row))
        elif not title and len(heading[1]) == 1 and not any(other.strip() for other in found):
            title = _plain(_unclosed(heading[2]))
        else:
            name = _plain(_unclosed(heading[2])).strip("[]").replace("[", "(").replace("]", ")")
            found.append(f"[{name}]" if name else "")
    while found and not found[0].strip():
        del found[0]
    return Imported(replace(from_rows(list(_tightened(found))), title=title))


def _front_matter(rows: list[str]) -> tuple[str, list[str]]:
    """The title that stands in a block between two rules at the top, and the rows after it."""
    if not rows or rows[0].strip() != "---" or "---" not in [row.strip() for row in rows[1:40]]:
        return "", rows
    end = next(place for place, row in enumerate(rows[1:], 1) if row.strip() == "---")
    titles = [row[6:].strip().strip("\"'").strip() for row in rows[1:end] if row.startswith("title:")]
    return (titles[0] if titles else ""), rows[end + 1 :]


def _tightened(rows: list[str]) -> Iterator[str]:
    """Without the blank row that Markdown wants below a heading."""
    for place, row in enumerate(rows):
        if not row.strip() and place and rows[place - 1].startswith("["):
            continue
        yield row


def _markdown_words(row: str) -> str:
    heading = heading_of(row)
    if heading is not None and heading.marked and not heading.rest:
        return f"[{heading.title}]"
    body = row.rstrip().removesuffix("\\") if not row.endswith("\\\\") else row
    indent = ""
    while body.startswith("&nbsp;"):
        body, indent = body[6:], f"{indent} "
    return indent + _plain(body)


def _unclosed(heading: str) -> str:
    """Without the signs that may close a heading: those of "C#" belong to it."""
    text = heading.rstrip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else text


def _plain(text: str) -> str:
    """Without marks of emphasis and escapes."""
    for pattern in 3 * _EMPHASES:
        text = pattern.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)
