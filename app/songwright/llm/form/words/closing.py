"""How well a word closes a line after the words before it: a table that was learned from old verse.

A rhyme tempts to escapes: "he was a gray", "I am a night", "she wanted to dead". What stands before the last word is
put into one of some thirty kinds (an article, a form of "be" with one, "to", he or she ...); for each of these and each
word the table has how much oftener than by chance the word ended a line or clause of verse there, in nats. Parts of
speech are in it without being named. `training/poet/closes.py` makes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

__all__ = ["KINDS", "STEP", "closing_costs", "kind_of"]

STEP = 0.05  # nats a unit of the table
_MOST = 3.0  # nats that a close may cost


def _listed(text: str) -> list[str]:
    return text.split()


_BE = _listed("am is are was were be been being 'm 're ain't isn't wasn't weren't aren't seem seems seemed grew became")
_WORDS = {
    "be": _BE,
    "a": ["a", "an"],
    "the": ["the"],
    "whose": _listed("my your his her its our their thy this that these those"),
    "to": ["to"],
    "modal": _listed("will would can could shall should may might must do does did don't can't won't cannot let'"),
    "have": _listed("have has had i've you've we've they've i'd he'd she'd having"),
    "they": ["i", "you", "we", "they"],
    "he": ["he", "she", "it", "who", "that's"],
    "object": ["me", "him", "them", "us"],
    "degree": _listed("so too very as more most how quite not never"),
    "number": _listed("no all every each some any many few two three both one another"),
    "preposition": _listed(
        "of in on at by for from with into upon over under through between among against without within "
        "before after until beneath beyond down up near like than toward towards across behind round "
        "around along above below off"
    ),
    "and": ["and", "or", "but", "nor"],
    "when": _listed("when where while if as because though since till"),
}
_OF = {word: kind for kind, words in _WORDS.items() for word in words}
_JOINED = {("be", "a"), ("be", "the"), ("be", "whose"), ("be", "degree"), ("preposition", "the"), ("preposition", "a")}
_JOINED |= {("preposition", "whose"), ("have", "degree"), ("modal", "degree"), ("he", "degree"), ("they", "degree")}
_JOINED |= {("be", "to"), ("preposition", "number"), ("be", "number"), ("degree", "a")}
KINDS = ("other", *_WORDS, *sorted(f"{first} {second}" for first, second in _JOINED))
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_CLITICS = ("'m", "'re", "'s")


def kind_of(before: Sequence[str]) -> int:
    """The number in `KINDS` of the words (lower case) that come before a line's last one."""
    kinds = [_kind(word) for word in before[-2:]]
    joined = _NUMBERS.get(" ".join(kinds))
    if len(kinds) == 2 and joined is not None:
        return joined
    return _NUMBERS[kinds[-1]] if kinds else 0


def _kind(word: str) -> str:
    if word in _OF:
        return _OF[word]
    return "be" if word.endswith(_CLITICS) else "other"


def closing_costs(words: Sequence[str]) -> npt.NDArray[np.float64]:
    """What each word costs as the last of a line, float64 [kinds, words], in nats; 0 for words beyond the table."""
    table, columns = _table()
    places = np.array([columns.get(word, -1) for word in words])
    gained = np.where(places >= 0, table[:, places] * STEP, 0.0)
    return np.clip(-gained, 0.0, _MOST)


@cache
def _table() -> tuple[npt.NDArray[np.int8], dict[str, int]]:
    data = zlib.decompress((files("songwright_resources") / "words" / "closes.z").read_bytes())
    names, _, cells = data.partition(b"\n\n")
    words = names.decode().split("\n")
    table = np.frombuffer(cells, dtype=np.int8).reshape(len(KINDS), len(words))
    return table, {word: column for column, word in enumerate(words)}
