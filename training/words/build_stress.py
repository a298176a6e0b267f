"""Builds resources/songwright_resources/words/stress.z: where words are stressed, by how they begin and end.

    python training/words/build_stress.py [--gain 3]

For every beginning and ending of up to six letters, and every number of syllables, the dictionary's words are counted
by the place of their main stress. A row is kept when it tells more than `--gain` nats over the longest kept row that is
shorter. One word in twenty (`held_out`) is left out, so that guesses can be measured on words never seen.

The file is zlib-compressed text, a row a line: the letters ("-ing" or "un-"; "-" for any word), the number of
syllables, and for each place counted from the last syllable its log probability in tenths.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path

from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.stress import beginnings_and_endings

OUT = Path("resources/songwright_resources/words/stress.z")
_WEIGHTS = {"w": 3, "n": 1, "x": 1}


def held_out(word: str) -> bool:
    """Whether a word is kept for measuring."""
    return zlib.crc32(word.encode()) % 20 == 0


def counted() -> dict[tuple[str, int], Counter[int]]:
    """Places of the main stress, by letters and syllables."""
    counts: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for entry in load_lexicon().entries():
        stresses = entry.pronunciations[0].stresses
        size = len(stresses)
        if not entry.word.isalpha() or held_out(entry.word) or size < 2 or "1" not in stresses:
            continue
        place = size - 1 - stresses.find("1")
        for letters in ("-", *(letters for side in beginnings_and_endings(entry.word) for letters in side)):
            counts[letters, size][place] += _WEIGHTS[entry.kind]
    return counts


def kept(counts: dict[tuple[str, int], Counter[int]], gain: float) -> Iterator[tuple[str, int, list[float]]]:
    """Rows worth keeping, shorter letters first, with probabilities smoothed by those of the shorter row."""
    rows: dict[tuple[str, int], list[float]] = {}
    for (letters, size), counter in sorted(counts.items(), key=lambda item: (len(item[0][0]), item[0])):
        shorter = _shorter(letters, size, rows)
        prior = rows[shorter] if shorter else [1 / size] * size
        total = sum(counter.values())
        found = [(counter[place] + 3 * prior[place]) / (total + 3) for place in range(size)]
        told = sum(counter[place] * log(found[place] / prior[place]) for place in range(size) if counter[place])
        if letters == "-" or told > gain:
            rows[letters, size] = found
            yield letters, size, found


def _shorter(letters: str, size: int, rows: dict[tuple[str, int], list[float]]) -> tuple[str, int] | None:
    while letters != "-":
        letters = "-" + letters[2:] if letters.startswith("-") else letters[:-2] + "-"
        if (letters, size) in rows:
            return letters, size
    return None


def main() -> None:
    """Write the table and print its size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gain", type=float, default=3.0)
    given = options.parse_args()
    lines = [
        f"{letters} {size} {' '.join(str(round(10 * log(max(share, 1e-4)))) for share in shares)}\n"
        for letters, size, shares in kept(counted(), given.gain)
    ]
    OUT.write_bytes(zlib.compress("".join(lines).encode(), 9))
    print(f"{len(lines)} rows, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
