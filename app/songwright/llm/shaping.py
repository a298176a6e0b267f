"""Judges token by token how a line of verse or a paragraph may go on, so that small models stay in shape."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from songwright.llm.dangling import lacks_noun
from songwright.llm.form.words.closing import closing_costs, kind_of
from songwright.llm.known_words import KnownWords
from songwright.llm.plan import LineShape
from songwright.llm.refusals import Refusals

__all__ = ["ShapedLine", "first_words"]

_NEVER = frozenset("[](){}<>*#_|~`^=\\@/+\t\r")
_NOT_IN_VERSE = frozenset('"“”„«»…0123456789%$€&')
_TYPOGRAPHY = "‘’“”–—…"
_MARKS = ".,;:!?'’”\"-–—"
_STOPS = ".!?"
_VERSE_STOPS = ".!?;"
_VERSE_MARKS = ",;.!?:"
_TWICE = ("..", "''", "’’")  # signs that never stand twice in a row in verse
_CLOSING = " \"”'’"
_STRANGE_END = 1.2  # nats that the table of closes may have against a line's last word
_LABEL_WORDS = 6  # "Original story with humour:" is no line
_UNSPACED = 0x2E80  # from here on in Unicode: Chinese, Japanese and their like


@dataclass(frozen=True, slots=True)
class _Table:
    """The lists of shape.toml."""

    hanging: frozenset[str]
    chatter: re.Pattern[str]
    avoided: frozenset[str]

    def chatters(self, text: str) -> bool:
        """Whether a line starts with talk about the piece."""
        return self.chatter.match(text.lstrip()) is not None


@cache
def _table() -> _Table:
    source = files("songwright_resources").joinpath("prompts", "shape.toml")
    lists = tomllib.loads(source.read_text("utf-8"))
    openers = "|".join(re.escape(opener.strip()) for opener in lists["chatter"].split(","))
    return _Table(
        frozenset(lists["hanging"].split()),
        re.compile(rf"({openers})\b", re.IGNORECASE),
        frozenset(lists["avoided"].split()),
    )


def first_words(text: str, count: int) -> tuple[str, ...]:
    """The first words of a line, in lower case and without punctuation."""
    return tuple(word.strip(_MARKS).lower() for word in text.split()[:count])


class ShapedLine:
    """A line (or paragraph) while it is written."""

    def __init__(
        self,
        shape: LineShape,
        before: Sequence[str] = (),
        *,
        plain: bool = True,
        about: str = "",
        refusals: Refusals | None = None,
        known: KnownWords | None = None,
    ) -> None:
        """`before` are the lines that already stand in the piece; `plain` keeps to unaccented Latin letters.

        Words of the description `about` are never avoided. Where words are `known`, there are no others but names in
        prose.
        """
        self._known = known
        self._refusals = refusals or Refusals()
        self._initial = self._refusals.initial(len(before))
        self.text = ""
        self.words = 0
        self._start = 0
        self._unspaced = 0  # signs of scripts without spaces; two of them count as a word
        self._shape = shape
        self._plain = plain
        self._wanted = frozenset(about.lower().split())
        self._openings = {first_words(line, 3) for line in before}
        self._last_starts = [first_words(line, 1) for line in before[-2:]]

    @property
    def verse(self) -> bool:
        """Whether it is a line of verse, and no paragraph."""
        return self._shape.verse

    def begin(self, start: str) -> None:
        """The line begins with these whole words."""
        self.append(start)
        self._start = len(start)

    def append(self, text: str) -> None:
        """The line goes on with `text`."""
        self.text += text
        self._unspaced += sum(ord(sign) >= _UNSPACED for sign in text)
        self.words = len(self.text.split()) + self._unspaced // 2

    def may_end(self) -> bool:
        """Whether the line may stop here."""
        if self.words < self._shape.least or not self.text.strip():
            return False
        if self.words >= self._shape.most:
            return True
        if not self._shape.verse:
            return self.text.rstrip(_CLOSING)[-1:] in _STOPS and not self.unclosed()
        if self._is_fragment() or self._misspells("\n"):
            return False
        return self.text.rstrip(_CLOSING)[-1:] in _STOPS or not self._hangs()

    def unclosed(self) -> str:
        """The quotation mark that still has to close what someone says; "" for none."""
        if self.text.count('"') % 2:
            return '"'
        return "”" if self.text.count("“") > self.text.count("”") else ""

    def must_end(self) -> bool:
        """Whether a sentence is complete and the line long enough."""
        if not self._shape.verse:
            return self.may_end() and self.words >= self._shape.wish
        return self.may_end() and self.text.rstrip(_CLOSING)[-1:] in _VERSE_STOPS

    def end_bias(self) -> float:
        """What to add to the score of ending here; grows with every word beyond the wished length."""
        if not self._shape.verse:
            return 0.0
        bias = 0.9 * max(0, self.words - self._shape.wish + 1)
        if self.text.rstrip()[-1:] == "," and self.words >= self._shape.wish - 1:
            bias += 2.0
        return bias

    def allows(self, piece: str) -> bool:
        """Whether a token's text, free of line breaks, may come next."""
        if not self.text and not self._may_start(piece):
            return False
        if self._start == len(self.text) and self._start and piece[:1].isalnum():
            return False
        if self._misspells(piece):  # first, for it refuses most and costs least
            return False
        if not self._is_clean(piece) or self._refusals.refuse(piece, self.text + piece):
            return False
        if self.words <= _LABEL_WORDS and (":" in piece or _table().chatters(self.text + piece)):
            return False
        return not self._shape.verse or self._allows_verse(piece)

    def _is_clean(self, piece: str) -> bool:
        """Whether it has only signs that a line may have, no two blanks, and plain letters where the line is plain."""
        if not piece.isprintable() or not _NEVER.isdisjoint(piece) or "  " in self.text[-1:] + piece:
            return False
        return not self._plain or all(sign.isascii() or sign in _TYPOGRAPHY for sign in piece)

    def _may_start(self, piece: str) -> bool:
        start = piece.lstrip()[:1]
        if not start or (self._initial and start.lower() != self._initial):
            return False
        return start.isalpha() or (start == "�" and not self._plain) or (not self._shape.verse and start in "\"“'")

    def _allows_verse(self, piece: str) -> bool:
        if not _NOT_IN_VERSE.isdisjoint(piece) or self._shouts(piece):
            return False
        word, whole = piece.strip(), self.text + piece
        if word and word[0] in _VERSE_MARKS:
            return len(word) == 1 and self._may_pause(word)
        if piece[:1].isspace() and word[:1].isalnum() and not self._has_room(word.lower()):
            return False
        if whole.count("-") > 1 or any(twice in whole for twice in _TWICE) or self._is_avoided(whole):
            return False
        return not self._stutters(whole) and not self._echoes(whole)

    def _misspells(self, piece: str) -> bool:
        return self._known is not None and self._known.misspells(self.text, piece, names=not self._shape.verse)

    def _shouts(self, piece: str) -> bool:
        """Whether a word in capitals comes, which the description does not have: a heading, or a stray "ME"."""
        word = "".join(filter(str.isalpha, " ".join((self.text + piece).split()[-1:])))
        return len(word) > 1 and word.isupper() and word.lower() not in self._wanted

    def _may_pause(self, mark: str) -> bool:
        """Whether punctuation may follow: after a word that can bear it, and with one comma inside a line."""
        if not self.text or self.text[-1] in _MARKS or self._last_word() in _table().hanging:
            return False
        if mark in _VERSE_STOPS:
            # A sentence that ended before the line may would leave the beginning of another at its end.
            return self.words >= self._shape.least
        return mark != "," or "," not in self.text or self.words >= self._shape.wish - 1

    def _is_avoided(self, whole: str) -> bool:
        word = whole.split()[-1].strip(_MARKS).lower() if whole.split() else ""
        return word in _table().avoided and word not in self._wanted

    @staticmethod
    def _stutters(whole: str) -> bool:
        """Whether the newest word stands twice in a row or three times in the line."""
        words = [word.strip(_MARKS).lower() for word in whole.split()]
        return words[-2:-1] == words[-1:] or words.count(words[-1]) > 2 if words else False

    def _has_room(self, word: str) -> bool:
        """Whether another word may start: not past the end, and not dangling at it."""
        if self.words >= self._shape.most or self._is_fragment():
            return False
        return self.words < self._shape.most - 1 or word not in _table().hanging

    def _echoes(self, whole: str) -> bool:
        """Whether the line starts like earlier ones: three words of any, or the first word of the last two."""
        if self.words > 4:
            return False
        opening = first_words(whole, 3)
        if len(opening) == 3 and opening in self._openings:
            return True
        return self._last_starts == [opening[:1], opening[:1]]

    def _hangs(self) -> bool:
        """Whether the last word wants another after it: by its kind, or because old verse never ends on it there."""
        words = first_words(self.text, len(self.text))
        if not words or words[-1] in _table().hanging:
            return bool(words)
        if lacks_noun(words):
            return True
        return float(closing_costs(words[-1:])[kind_of(words[:-1]), 0]) > _STRANGE_END

    def _is_fragment(self) -> bool:
        """Whether the last word is one letter that is no English word: its rest was not allowed."""
        word = self._last_word()
        return self._plain and len(word) == 1 and word.isalpha() and word not in "aio"

    def _last_word(self) -> str:
        words = self.text.split()
        return words[-1].strip(_MARKS).lower() if words else ""
