"""The words a reader sees in a line: letters of any script, numbers, symbols and emoji, with their places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

__all__ = ["NAMED_SYMBOLS", "Token", "TokenKind", "tokens"]

# Symbols that are read aloud.
NAMED_SYMBOLS: dict[str, str] = {
    "&": "and", "@": "at", "%": "percent", "+": "plus", "=": "equals", "$": "dollar", "£": "pound", "€": "euro",
    "½": "half", "¼": "quarter", "°": "degrees",
}  # fmt: skip

# Signs that decorate a lyric sheet and are not sung.
_DECORATION = frozenset("♩♪♫♬♭♮♯•▪◦●○■□★☆→←↑↓«»©®™¦§¶´`^~|<>_*#\\")


class TokenKind(Enum):
    """What a visible word is made of."""

    LETTERS = "letters"
    INITIALS = "initials"
    NUMBER = "number"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """A visible word; `start` and `end` are character positions in the text it was read from."""

    text: str
    start: int
    end: int
    kind: TokenKind


# The text is first rewritten, character for character, into classes (see `_class_of`), so that one expression serves
# every script.
_PATTERN = re.compile(
    r"(?P<NUMBER>'?\$?N(?:[N,.:]*N)?(?:%|O(?!L))?)"
    r"|(?P<INITIALS>(?:L\.){2,}L?(?!L))"
    r"|(?P<LETTERS>(?:(?<!')'+)?[LO]M*(?:[LOM]|['-]+[LO])*'*)"
    r"|(?P<SYMBOL>(?:S(?:[MK]|JS)*)|[$%])"
)
# The longest word of our lexicon has 45 letters, and compounds are not much longer. What is, is read piece by piece: a
# guess at how a word sounds takes time that grows with its square.
_LONGEST = 120
_ORDINALS = re.compile(r"(?<=\d)(?:st|nd|rd|th|s)(?![^\W\d_])", re.IGNORECASE)


def tokens(text: str) -> tuple[Token, ...]:
    """The visible words of a text in order. Punctuation alone is no word."""
    signs = list(text.translate(_CLASSES))
    for match in _ORDINALS.finditer(text):
        start, end = match.span()
        signs[start:end] = ["O", *"o" * (end - start - 1)]
    classes = "".join(signs)
    found: list[Token] = []
    for match in _PATTERN.finditer(classes):
        start, end = match.span()
        while classes[end : end + 1] == "o":
            end += 1
        kind = TokenKind[str(match.lastgroup)]
        for piece in range(start, end, _LONGEST):
            last = min(piece + _LONGEST, end)
            found.append(Token(text[piece:last], piece, last, kind))
    return tuple(found)


def _class_of(character: str) -> str:
    """L letter, M mark, N digit, S symbol, K modifier, J joiner, $ currency; a few signs stand for themselves."""
    if character.isalpha():
        return "L"
    if character in "'’‘ʼ":
        return "'"
    if character in "-‐‑":
        return "-"
    if character in ".,:%":
        return character
    if character in _DECORATION:
        return " "
    category = unicodedata.category(character)
    if category == "Nd":
        return "N"
    if character in "$£€":
        return "$"
    if character in NAMED_SYMBOLS or category in {"So", "No", "Nl"}:
        return "S"
    return {"Mn": "M", "Mc": "M", "Me": "M", "Sk": "K", "Cf": "J"}.get(category, " ")


class _Classes(dict[int, str]):
    """A table for `str.translate` that fills itself with `_class_of`."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _class_of(chr(code)))


_CLASSES = _Classes()
