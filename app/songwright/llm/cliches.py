"""Phrases to be held back: a short list that ships with Songwright, and what its user adds or takes away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

__all__ = ["cliches", "phrase_pattern", "read_phrases", "without"]

_WORD = r"[^\W_]+(?:['’][^\W_]+)*"


def cliches(own: str = "") -> tuple[str, ...]:
    """The shipped phrases and those of the user's own list, in the notation of `cliches.txt`."""
    found = dict.fromkeys(_shipped())
    for phrase in read_phrases(own):
        if phrase.startswith("-"):
            found.pop(phrase[1:].strip(), None)
        else:
            found[phrase] = None
    return tuple(found)


def read_phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list, one a line, in lower case; lines with "#" are comments."""
    rows = (" ".join(row.lower().split()) for row in text.splitlines())
    return tuple(dict.fromkeys(row for row in rows if row and not row.startswith("#")))


def phrase_pattern(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """An expression that finds any of the phrases at the end of a text, whole words only; None without any.

    A "*" at either end of a phrase stands for any word and asks for nothing: the rest is what is found.
    """
    wanted = [words for phrase in phrases if (words := _trimmed(phrase.split()))]
    if not wanted:
        return None
    ways = "|".join(r"[\s,;:]+".join(map(_part, words)) for words in wanted)
    return re.compile(rf"(?:^|(?<=[\s(\"“]))(?:{ways})$", re.IGNORECASE)


def without(phrases: Iterable[str], text: str) -> tuple[str, ...]:
    """The phrases that a text does not use itself: what its user wrote is never held back."""
    words = text.split()
    ends = [" ".join(words[: end + 1]).strip(".,;:!?") for end in range(len(words))]
    return tuple(
        phrase
        for phrase in phrases
        if (pattern := phrase_pattern([phrase])) is not None and not any(map(pattern.search, ends))
    )


@cache
def _shipped() -> tuple[str, ...]:
    return read_phrases(files("songwright_resources").joinpath("prompts", "cliches.txt").read_text("utf-8"))


def _trimmed(words: list[str]) -> list[str]:
    while words and words[-1] == "*":
        words = words[:-1]
    while words and words[0] == "*":
        words = words[1:]
    return words


def _part(word: str) -> str:
    if word == "*":
        return _WORD
    return "".join(r"[^\W_]*" if sign == "*" else re.escape(sign) for sign in word)
