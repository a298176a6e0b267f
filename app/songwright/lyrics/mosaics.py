"""Rhymes over two words: a stressed word with a weak one after it, such as "know it", which rhymes with "poet"."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Mosaics", "load_mosaics"]


@dataclass(frozen=True, slots=True)
class Mosaics:
    """`strong` words, the usual first parts; `weak` words with their phones after a stressed one, without digits."""

    strong: frozenset[str]
    weak: dict[str, tuple[str, ...]]


@cache
def load_mosaics() -> Mosaics:
    """The lists that ship with Songwright."""
    lists = tomllib.loads((files("songwright_resources") / "words" / "mosaics.toml").read_text("utf-8"))
    strong = frozenset(word for part in lists["strong"].values() for word in part.split())
    return Mosaics(strong, {word: tuple(phones.split()) for word, phones in lists["weak"].items()})
