"""Tells how much of what it learned from the poet says again, word for word.

`python -m training.poet.recall --data FOLDER --texts FILE [FILE ...]`

`--data` is what `training.poet.gather` wrote, `--texts` are what the poet wrote, pieces parted by two empty rows. Told
is the longest run of words that each piece shares with the excerpts, and the longest of all with its place. More than
eight words would be a memory and no accident: common verse shares five or six with itself.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["MOST", "longest_runs", "main"]

MOST = 8  # words


def longest_runs(pieces: Sequence[str], learnt: Iterable[str]) -> list[tuple[int, str]]:
    """For each piece the length of its longest run that stands in what was learnt, and the run."""
    sources = [_words(text) for text in learnt]
    best = [(0, "") for _ in pieces]
    size, going = 1, list(range(len(pieces)))
    while going:
        known = {run for words in sources for run in _runs(words, size)}
        still = []
        for number in going:
            shared = next((run for run in _runs(_words(pieces[number]), size) if run in known), None)
            if shared is not None:
                best[number] = size, " ".join(shared)
                still.append(number)
        going, size = still, size + 1
    return best


def _runs(words: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[place : place + size]) for place in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower().replace("’", "'"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    asked = parser.parse_args()
    rows = (asked.data / "train.jsonl").read_text("utf-8").splitlines()
    pieces = [piece for file in asked.texts for piece in re.split(r"\n{3,}", file.read_text("utf-8")) if piece.strip()]
    found = longest_runs(pieces, (json.loads(row)["text"] for row in rows))
    for size in sorted({length for length, _ in found}):
        print(f"{size:3} words: {sum(length == size for length, _ in found)} pieces")
    length, run = max(found)
    print(
        f"the longest: {length} words, “{run}”; {'within' if length <= MOST else 'BEYOND'} the {MOST} that are allowed"
    )


if __name__ == "__main__":
    main()
