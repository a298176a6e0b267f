"""Tune families: versions of one tune are kept on the same side of every split.

Two tunes are kin when they share enough runs of eight intervals, or a title and a few runs. Families are the connected
components; a family goes to train, valid or test by the digest of its smallest member's name, so that adding a tune
elsewhere moves nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Split", "families", "runs", "split_of"]

RUN = 8
CROWD = 40
TITLE_WORDS = re.compile(
    r"\b(the|a|an|reel|jig|hornpipe|march|strathspey|air|waltz|no|version|st|nd|rd|th|set)\b|[^a-z ]"
)


@dataclass(frozen=True, slots=True)
class Split:
    """Which tunes (by index) train, choose the model, and are measured."""

    train: tuple[int, ...]
    valid: tuple[int, ...]
    test: tuple[int, ...]


def runs(pitches: Sequence[int]) -> frozenset[tuple[int, ...]]:
    """The distinct runs of RUN intervals of a melody, repeated notes counted once."""
    line = [pitch for i, pitch in enumerate(pitches) if i == 0 or pitch != pitches[i - 1]]
    steps = [b - a for a, b in pairwise(line)]
    return frozenset(tuple(steps[i : i + RUN]) for i in range(len(steps) - RUN + 1))


def _title(name: str) -> str:
    return " ".join(TITLE_WORDS.sub(" ", name.lower()).split())


def families(names: Sequence[str], melodies: Sequence[Sequence[int]], share: float = 0.2) -> list[int]:
    """For each tune the index of its family's first member."""
    found = [runs(melody) for melody in melodies]
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for tune, grams in enumerate(found):
        for gram in grams:
            places[gram].append(tune)
    shared: Counter[tuple[int, int]] = Counter()
    for tunes in places.values():
        if 1 < len(tunes) <= CROWD:
            shared.update(combinations(tunes, 2))
    titles = [_title(name) for name in names]
    parent = list(range(len(names)))

    def root(tune: int) -> int:
        while parent[tune] != tune:
            parent[tune] = parent[parent[tune]]
            tune = parent[tune]
        return tune

    for (a, b), count in shared.items():
        least = max(1, min(len(found[a]), len(found[b])))
        same_title = titles[a] == titles[b] and len(titles[a]) > 4
        if (count >= 3 and count / least >= share) or (same_title and count >= 1):
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(tune) for tune in range(len(names))]


def split_of(family_names: Iterable[str], valid: int = 6, test: int = 10) -> list[str]:
    """The side ("train", "valid", "test") of each family by its name; `valid` and `test` are per cent."""
    sides = []
    for name in family_names:
        place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % 100
        sides.append("test" if place < test else "valid" if place < test + valid else "train")
    return sides
