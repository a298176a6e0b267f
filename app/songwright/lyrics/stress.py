"""Where an unknown word is stressed, judged by how words that begin or end like it are."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from importlib.resources import files

__all__ = ["StressTable", "beginnings_and_endings", "load_stress_table"]

_LONGEST = 6
_WEIGHTS = (0.6, 1.0)  # endings decide more than beginnings


class StressTable:
    """Log probabilities of the main stress by letters and number of syllables."""

    def __init__(self, rows: Mapping[tuple[str, int], Sequence[float]]) -> None:
        """Rows as in stress.z: ("-ing", 2) to log probabilities by place from the last syllable; "-" is any word."""
        self._rows = rows

    def place(self, word: str, syllables: int) -> int:
        """The index of the syllable that most likely bears the main stress."""
        usual = self._rows.get(("-", syllables))
        if usual is None:
            return max(0, syllables - 3)
        scores = list(usual)
        for weight, side in zip(_WEIGHTS, beginnings_and_endings(word), strict=True):
            row = next((found for letters in reversed(side) if (found := self._rows.get((letters, syllables)))), usual)
            scores = [score + weight * (told - prior) for score, told, prior in zip(scores, row, usual, strict=True)]
        return syllables - 1 - max(range(syllables), key=lambda place: scores[place])


def beginnings_and_endings(word: str) -> tuple[list[str], list[str]]:
    """The word's first and last letters, in up to six lengths, as "un-" and "-ing"."""
    sizes = range(1, min(_LONGEST, len(word)) + 1)
    return [word[:size] + "-" for size in sizes], ["-" + word[-size:] for size in sizes]


def load_stress_table() -> StressTable:
    """The table that ships with Songwright."""
    text = zlib.decompress((files("songwright_resources") / "words" / "stress.z").read_bytes()).decode()
    rows = {}
    for line in text.splitlines():
        letters, size, *scores = line.split(" ")
        rows[letters, int(size)] = [int(score) / 10 for score in scores]
    return StressTable(rows)
