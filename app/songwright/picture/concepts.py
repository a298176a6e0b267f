"""What can be drawn, and the words that name it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["DRAWN", "Concept", "concept", "concepts", "concepts_of_kind", "having", "vocabulary"]

DRAWN = frozenset(["animal", "person", "vehicle", "building", "thing", "plant"])
"""Kinds of concepts that are things; the others say where and when."""

_STANDARD_HEIGHT = {"animal": 200, "person": 205, "vehicle": 180, "building": 300, "thing": 220, "plant": 260}


@dataclass(frozen=True, slots=True)
class Concept:
    """A row of the table `concepts.txt`; `height` is that of the thing where it stands in the middle ground."""

    name: str
    kind: str
    home: str
    height: int
    drawing: str


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by its name."""
    table = (files("songwright_resources") / "pictures" / "concepts.txt").read_text(encoding="utf-8")
    rows = [row.split("|")[:5] for row in table.splitlines() if row and not row.startswith("#")]
    found = {}
    for row in rows:
        name, kind, home, height, drawing = (part.strip() for part in row)
        size = int(height) if height else _STANDARD_HEIGHT.get(kind, 0)
        found[name] = Concept(name, kind, home, size, drawing or name)
    return found


def concept(name: str) -> Concept:
    """The concept of a name; for one that this version does not know, a thing without a drawing."""
    return concepts().get(name) or Concept(name, "", "", 0, "")


def concepts_of_kind(kind: str) -> tuple[str, ...]:
    """The names of one kind, in the order of the table."""
    return tuple(name for name, found in concepts().items() if found.kind == kind)


@cache
def having(trait: str) -> frozenset[str]:
    """The names that a trait of `traits.txt` is said of; none for a trait that is not there."""
    table = (files("songwright_resources") / "pictures" / "traits.txt").read_text(encoding="utf-8")
    rows = (row.partition("|") for row in table.splitlines() if not row.startswith("#"))
    return frozenset(next((names.split() for name, _, names in rows if name.strip() == trait), ()))


@cache
def vocabulary() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each known word the concepts that it names, surest first, and how sure each is (0 to 1)."""
    data = (files("songwright_resources") / "pictures" / "vocabulary.z").read_bytes()
    found = {}
    for line in zlib.decompress(data).decode("utf-8").splitlines():
        word, *pairs = line.split()
        parts = (pair.rpartition(":") for pair in pairs)
        found[word] = tuple((name, int(share) / 100) for name, _, share in parts)
    return found
