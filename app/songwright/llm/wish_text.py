"""Wishes as they are typed, after an option or in a field, and as a take keeps them: lists parted by commas."""

from __future__ import annotations

import re

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.wishes import Wishes

__all__ = ["read_wishes", "wish_texts"]

_FREE = "_"  # in the place of a line's first letter: any


def read_wishes(*, acrostic: str = "", words: str = "", avoid: str = "", letters: str = "", theme: str = "") -> Wishes:
    """What is asked for by these lists, parted by commas, semicolons or line ends.

    Of the `words`, "2:salt" is wanted in line 2 and "salt" anywhere. What is to be avoided is a phrase where it has a
    blank or "*"; "_" among the first letters leaves a line free. Raises SongwrightError for a line number that is
    none.
    """
    required, anywhere = [], []
    for word in _listed(words):
        line, colon, rest = word.partition(":")
        if colon and not (line.strip().isdecimal() and rest.strip()):
            raise SongwrightError(said("“{word}” names no line. Write it as “2:salt” for “salt” in line 2.", word=word))
        if colon:
            required.append((int(line) - 1, rest.strip()))
        else:
            anywhere.append(word)
    avoided = _listed(avoid)
    phrases = tuple(one for one in avoided if " " in one or "*" in one)
    return Wishes(
        acrostic="".join(acrostic.split()).replace(_FREE, " "),
        required=tuple(required),
        anywhere=tuple(anywhere),
        forbidden=tuple(one for one in avoided if one not in phrases),
        without="".join(dict.fromkeys(letter for letter in letters.lower() if letter.isalpha())),
        theme=_listed(theme),
        banned=phrases,
    )


def wish_texts(wishes: Wishes) -> dict[str, str]:
    """The wishes as a take keeps them, by the names of the command line's options; `read_wishes` reads them back."""
    placed = tuple(f"{line + 1}:{word}" for line, word in wishes.required)
    return {
        "acrostic": wishes.acrostic.replace(" ", _FREE),
        "with": ", ".join((*wishes.anywhere, *placed)),
        "avoid": ", ".join((*wishes.forbidden, *wishes.banned)),
        "without-letters": wishes.without,
        "theme": ", ".join(wishes.theme),
    }


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in re.split(r"[,;\n]", text) if (one := " ".join(part.split()))))
