"""Judges token by token how a line of verse or a paragraph may go on, so that small models stay in shape."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from songwright.llm.plan import Shape

__all__ = ["Line", "ends_line", "first_words"]

_NEVER = frozenset("[]{}<>*#_|~`^=\\@/+\t\r")
_NOT_IN_VERSE = frozenset('"“”„«»()…0123456789%$€&')
_LAST_LATIN = 0x24F
_TYPOGRAPHY = "‘’“”–—…"
_MARKS = ".,;:!?'’”\"-–—"
_STOPS = ".!?"


@dataclass(frozen=True, slots=True)
class _Table:
    """The lists of shape.toml."""

    hanging: frozenset[str]
    chatter: re.Pattern[str]

    def chatters(self, text: str) -> bool:
        """Whether a line starts with talk about the piece."""
        return self.chatter.match(text) is not None


@cache
def _table() -> _Table:
    source = files("songwright_resources").joinpath("prompts", "shape.toml")
    lists = tomllib.loads(source.read_text("utf-8"))
    openers = "|".join(re.escape(opener.strip()) for opener in lists["chatter"].split(","))
    return _Table(frozenset(lists["hanging"].split()), re.compile(rf"({openers})\b", re.IGNORECASE))


def ends_line(piece: str) -> bool:
    """Whether a token's text breaks the line."""
    return "\n" in piece


def first_words(text: str, count: int) -> tuple[str, ...]:
    """The first words of a line, in lower case and without punctuation."""
    return tuple(word.strip(_MARKS).lower() for word in text.split()[:count])


@dataclass(slots=True)
class Line:
    """A line (or paragraph) while it is written; `before` are the lines that already stand in the piece.

    `latin` keeps to the Latin script and its punctuation.
    """

    shape: Shape
    before: Sequence[str] = ()
    latin: bool = True
    text: str = ""

    @property
    def words(self) -> int:
        """Words so far."""
        return len(self.text.split())

    def may_end(self) -> bool:
        """Whether the line may stop here."""
        words = self.words
        if words < self.shape.least or not self.text.strip():
            return False
        if words >= self.shape.most:
            return True
        if not self.shape.verse:
            return self.text.rstrip(" \"”'’")[-1:] in _STOPS
        return self._last_word() not in _table().hanging

    def must_end(self) -> bool:
        """Whether a sentence or phrase is complete and the line long enough."""
        text = self.text.rstrip(" \"”'’")
        if self.shape.verse:
            return self.may_end() and text[-1:] in _STOPS + ";"
        return self.may_end() and self.words >= self.shape.wish

    def end_bias(self) -> float:
        """What to add to the score of ending here; grows with every word beyond the wished length."""
        bias = 0.9 * max(0, self.words - self.shape.wish + 1) if self.shape.verse else 0.0
        if self.shape.verse and self.text.rstrip()[-1:] == ",":
            bias += 3.0
        return bias

    def allows(self, piece: str) -> bool:
        """Whether a token's text, free of line breaks, may come next."""
        if not self.text and not self._may_start(piece):
            return False
        if any(sign in _NEVER for sign in piece) or "  " in self.text[-1:] + piece:
            return False
        if self.latin and any(ord(sign) > _LAST_LATIN and sign not in _TYPOGRAPHY for sign in piece):
            return False
        return self._allows_verse(piece) if self.shape.verse else self._allows_prose(piece)

    def _may_start(self, piece: str) -> bool:
        start = piece.lstrip()
        if not start:
            return False
        return (
            start[0].isalpha() or (start[0] == "�" and not self.latin) or (not self.shape.verse and start[0] in "\"“'")
        )

    def _allows_verse(self, piece: str) -> bool:
        if any(sign in _NOT_IN_VERSE for sign in piece):
            return False
        words, whole = self.words, self.text + piece
        starts_word = piece[:1].isspace()
        if starts_word and words >= self.shape.most and piece.strip()[:1].isalnum():
            return False
        if starts_word and words >= self.shape.most - 1 and piece.strip().lower() in _table().hanging:
            return False
        if words <= 2 and ":" in piece:
            return False
        if piece.strip()[:1] in {",", ";", ".", "!", "?", ":"} and (not self.text or self.text[-1] in _MARKS):
            return False
        return not _table().chatters(whole) and not self._echoes(whole)

    def _allows_prose(self, piece: str) -> bool:
        whole = self.text + piece
        return len(whole) > 40 or not _table().chatters(whole)

    def _echoes(self, whole: str) -> bool:
        """Whether the line starts like earlier ones: three words of any, or the first word of the last two."""
        if len(whole.split()) > 4:
            return False
        opening = first_words(whole, 3)
        if len(opening) == 3 and any(first_words(line, 3) == opening for line in self.before):
            return True
        last = [first_words(line, 1) for line in self.before[-2:]]
        return len(last) == 2 and last[0] == last[1] == opening[:1]

    def _last_word(self) -> str:
        words = self.text.split()
        return words[-1].strip(_MARKS).lower() if words else ""
