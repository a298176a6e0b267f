"""Headings of sections in the many ways in which people write them: `[Chorus]`, `Verse 2:`, `(Bridge)`, `**Hook**`."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Heading", "heading_of"]

_NAMES = (
    r"intro(?:duction)?|verse|strophe|vers|couplet|pre[- ]?chorus|post[- ]?chorus|chorus|refrain|ref|estribillo|hook|"
    r"(?:guitar |piano |instrumental )?(?:solo|break|interlude)|bridge|middle (?:eight|8)|instrumental|lift|outro|coda|"
    r"tag|ending|stanza|chapter|part"
)
_COUNT = r"(?:\d{1,3}|[ivx]{1,4}|[a-d]|one|two|three|four|five|six)"
_ORDINAL = r"(?:first|second|third|fourth|final|last|\d{1,2}(?:st|nd|rd|th))"
_TIMES = r"(?:\s*[(\[]?\s*(?:x\s*\d{1,2}|\d{1,2}\s*x|repeat(?:ed)?)\s*[)\]]?)"
_NAME = re.compile(
    rf"(?P<title>(?:{_ORDINAL} )?(?:{_NAMES})(?: ?#? ?{_COUNT})?){_TIMES}?(?P<colon> ?:)?", re.IGNORECASE
)
_SAME_ROW = re.compile(rf"(?P<title>(?:{_NAMES})(?: ?#? ?{_COUNT})?) ?: +(?P<rest>\S.*)", re.IGNORECASE)
# What people put around a heading; the opening and what closes it.
_AROUND = (("**", "**"), ("__", "__"), ("[", "]"), ("(", ")"), ("{", "}"), ("<", ">"), ("*", "*"), ("_", "_"))
_BRACKETED = re.compile(r"\[([^\[\]]{1,80})\]")
_HASHES = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_RULES = re.compile(r"[-=–—~]{1,3}\s*(.*?)\s*[-=–—~]{1,3}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its title, and words that follow in the same row. `marked`: signs around it say that it is one."""

    title: str
    rest: str = ""
    marked: bool = True


def heading_of(row: str) -> Heading | None:
    """The heading that a row is; None for a row of words."""
    text = row.strip()
    if bracketed := _BRACKETED.fullmatch(text):
        return Heading(bracketed[1].strip()) if bracketed[1].strip() else None
    if len(text) > _LONGEST:
        return _before_words(text)
    bare, marked = _bared(text)
    name = _NAME.fullmatch(bare)
    if name is None:
        return _before_words(text)
    return Heading(_cased(name["title"]), marked=marked or name["colon"] is not None)


def _before_words(text: str) -> Heading | None:
    match = _SAME_ROW.fullmatch(text[:1000])
    return Heading(_cased(match["title"]), match["rest"]) if match else None


def _bared(text: str) -> tuple[str, bool]:
    """A row without the signs around it, and whether there were any."""
    marked = False
    for pattern in (_HASHES, _RULES):
        if match := pattern.fullmatch(text):
            text, marked = match[1], True
    for _ in range(3):
        for opening, closing in _AROUND:
            inner = text.removesuffix(":") if text.endswith(f"{closing}:") else text
            if inner.startswith(opening) and inner.endswith(closing) and len(inner) > len(opening + closing):
                text, marked = inner[len(opening) : -len(closing)].strip(), True
    return text, marked


def _cased(title: str) -> str:
    """Written as a title when it is all in capitals or all in small letters."""
    title = " ".join(title.split())
    return title.capitalize() if title.isupper() or title.islower() else title
