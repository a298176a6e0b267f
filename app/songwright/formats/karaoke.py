r"""Words in the events of MIDI and karaoke files, in the several ways in which they are written there.

RP-017 (lyric events): a blank ends a word, a carriage return a line, a line feed a paragraph. Karaoke files (text
events): "@" begins remarks, "/" a line and "\\" a paragraph, and a blank begins a word. Others join syllables by
hyphens, or write whole words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from songwright.formats.heard import HeardSyllable

__all__ = ["karaoke_title", "sung_words"]

_REMARK = "@"
_TITLE = "@T"
_TAG = re.compile(r"\{[#@][^{}]*\}")
_FEW = 4


def karaoke_title(texts: Sequence[str]) -> str:
    """The title that a karaoke file gives in its remarks; "" when there is none."""
    return next((" ".join(text[2:].split()) for text in texts if text.startswith(_TITLE)), "")


@dataclass(slots=True)
class _Piece:
    """One event: its letters, the blanks and breaks around them."""

    tick: int
    text: str
    blank_before: bool
    blank_after: bool
    break_before: str
    break_after: str


def sung_words(events: Sequence[tuple[int, str]], *, mere_text: bool) -> list[HeardSyllable]:
    """The syllables among texts at ticks; none when `mere_text` events are no words but remarks."""
    kept = [(tick, _TAG.sub("", text)) for tick, text in events if not text.startswith(_REMARK)]
    if mere_text and not _is_karaoke(events, kept):
        return []
    pieces = [_piece(tick, text) for tick, text in kept]
    return _joined(pieces)


def _is_karaoke(events: Sequence[tuple[int, str]], kept: Sequence[tuple[int, str]]) -> bool:
    if len(kept) <= _FEW or len({tick for tick, _ in kept}) * 2 < len(kept):
        return False
    return len(events) > len(kept) or any(text[:1] in "/\\" for _, text in kept)


_BEGINS = {"\\": "paragraph", "/": "line"}
"""What a piece's first sign says that it begins."""


def _piece(tick: int, text: str) -> _Piece:
    before = _BEGINS.get(text[:1], "")
    body = text[1:] if before else text
    core = body.strip()
    ahead, behind = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
    before = before or _break(ahead)
    return _Piece(tick, core, ahead[:1].isspace(), behind[:1].isspace(), before, _break(behind) if core else "")


def _break(blanks: str) -> str:
    """What line breaks among blanks mean: a carriage return ends a line, a line feed a paragraph."""
    if "\r\n" in blanks and "\n" not in blanks.replace("\r\n", ""):
        return "line" if blanks.count("\r\n") == 1 else "paragraph"
    if "\n" in blanks:
        return "paragraph"
    return "line" if "\r" in blanks else ""


def _joined(pieces: list[_Piece]) -> list[HeardSyllable]:
    """The syllables of a lane, with the ends of words, lines and sections that its pieces tell."""
    worded = [piece for piece in pieces if piece.text]
    if not worded:
        return []
    spaced = any(piece.blank_before or piece.blank_after for piece in worded)
    hyphens = sum(piece.text.endswith("-") for piece in worded) * 20 > len(worded)
    found: list[HeardSyllable] = []
    following = iter([*worded[1:], None])
    for piece in pieces:
        _end_at(found, piece.break_before)
        if piece.text:
            text, ends = _cut(piece, next(following), spaced=spaced, hyphens=hyphens)
            if text:
                found.append(HeardSyllable(piece.tick, text, ends))
            _end_at(found, piece.break_after)
        elif found and (piece.blank_before or piece.blank_after):
            found[-1] = found[-1]._replace(ends_word=True)
    return _levelled(found)


def _end_at(found: list[HeardSyllable], kind: str) -> None:
    """Let the last syllable end what a break ends; none before the first."""
    if kind and found:
        _end(found, kind)


def _cut(piece: _Piece, following: _Piece | None, *, spaced: bool, hyphens: bool) -> tuple[str, bool]:
    """A piece's letters, and whether it ends its word."""
    if hyphens and piece.text.endswith("-"):
        return piece.text.rstrip("-"), False
    if not spaced:
        return piece.text.strip("_"), True
    return piece.text, piece.blank_after or following is None or following.blank_before


def _end(found: list[HeardSyllable], kind: str) -> None:
    found[-1] = found[-1]._replace(ends_word=True, ends_line=True, ends_section=kind == "paragraph")


def _levelled(found: list[HeardSyllable]) -> list[HeardSyllable]:
    """Where every break is a paragraph's, they are but lines."""
    lines = sum(word.ends_line for word in found)
    if lines > 2 and all(word.ends_section == word.ends_line for word in found):
        return [word._replace(ends_section=False) for word in found]
    return found
