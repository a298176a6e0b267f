"""How a model's tokens take part in words: which begin one, which go on with one, and which end it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from songwright.llm.form.words.vocabulary import Flags

__all__ = ["TokenRoles", "read_token_roles", "word_in"]

_RUN = re.compile(r"(?:[^\W_]|['’-])+")
_BEGINNING = re.compile(r"['’]?[^\W\d_]")  # a word, not a number
_ENDS = "'’-"  # signs that belong to a word only between its letters, or before them


@dataclass(frozen=True, slots=True)
class TokenRoles:
    """What each token does to a word, one entry a token.

    `runs` is what it adds to a word, bytes, without a blank before it; `b""` for a token that adds nothing. `spaced`
    begin a word after a blank, `bare` at once (at the start of a line); `going_on` are those that go on with a word
    that has begun, all others end it. `whole` add nothing but their run, so that the word may go on after them.
    `blank` is a blank by itself.
    """

    runs: tuple[bytes, ...]
    spaced: Flags
    bare: Flags
    going_on: Flags
    whole: Flags
    blank: Flags


def read_token_roles(count: int, piece: Callable[[int], bytes]) -> TokenRoles:
    """The pieces of a vocabulary of `count` tokens; `piece` spells a token."""
    runs: list[bytes] = []
    flags = np.zeros((5, count), dtype=bool)
    spaced, bare, going_on, whole, blank = flags
    for token in range(count):
        spelled = piece(token)
        lead = spelled.startswith(b" ")
        run, begins, alone = _run(spelled[1:] if lead else spelled)
        runs.append(run)
        spaced[token], bare[token] = lead and begins, not lead and begins
        going_on[token] = bool(run) and not lead
        whole[token], blank[token] = alone, spelled == b" "
    return TokenRoles(tuple(runs), spaced, bare, going_on, whole, blank)


def _run(spelled: bytes) -> tuple[bytes, bool, bool]:
    """(the part of a word at the start of a piece, whether a word can begin so, whether it is the whole piece)."""
    try:
        text = spelled.decode()
    except UnicodeDecodeError:
        return spelled, False, True  # part of a letter beyond ASCII, or of a sign: what follows tells
    found = _RUN.match(text)
    if found is None:
        return b"", False, False
    return found[0].encode(), _BEGINNING.match(text) is not None, found.end() == len(text)


def word_in(spelled: bytes) -> str:
    """The word that such runs spell together; "" when they spell none."""
    found = _RUN.match(spelled.decode("utf-8", "ignore"))
    word = found[0].rstrip(_ENDS).replace("’", "'") if found else ""
    return word if _BEGINNING.match(word) else ""
