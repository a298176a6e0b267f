"""Speed of the word craft: loading the dictionary, dividing 5,000 lines, analysing a text after one keystroke.

python benchmarks/analysis.py      (with `app` and `resources` on PYTHONPATH, or Songwright installed)
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from itertools import accumulate

from songwright.lyrics.analysis import analyse
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import syllabify

LINES = 2_000


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def verse(lexicon: Lexicon, count: int, stanza: int) -> list[str]:
    """Lines of seven words drawn by their frequency, an empty one after every `stanza` lines."""
    entries = [entry for entry in lexicon.entries() if entry.zipf > 1]
    weights = list(accumulate(10**entry.zipf for entry in entries))
    words = [entry.word for entry in entries]
    source = random.Random(5)
    return [
        "" if line % (stanza + 1) == stanza else " ".join(source.choices(words, cum_weights=weights, k=7))
        for line in range(count)
    ]


def keystrokes(lexicon: Lexicon, rows: list[str], typed: str, times: int) -> list[float]:
    """Milliseconds of each re-analysis after typing somewhere in the text."""
    source = random.Random(7)
    rows = list(rows)
    analysis = analyse("\n".join(rows), lexicon)
    found = []
    for _ in range(times):
        row = source.randrange(len(rows))
        rows[row] += typed or source.choice("abcdefghijklmnopqrstuvwxyz")
        text = "\n".join(rows)
        rows = text.split("\n")
        start = time.perf_counter()
        analysis = analyse(text, lexicon, analysis)
        found.append((time.perf_counter() - start) * 1e3)
    return found


def main() -> None:
    """Print the table."""
    loads = [timed(load_lexicon) for _ in range(5)]
    print(f"load the dictionary                 median {statistics.median(loads):7.1f} ms   (goal 150)")
    lines = verse(load_lexicon(), 5_000, 5_000)
    distinct = len({word for line in lines for word in line.split()})
    fresh = load_lexicon()
    cold, warm = (timed(lambda: [syllabify(line, fresh) for line in lines]) for _ in range(2))
    print(f"5,000 lines ({distinct} words) divided      cold {cold:7.0f} ms, again {warm:.0f} ms   (goal 1,000)")
    for stanza in (4, 8, LINES):
        rows = verse(fresh, LINES, stanza)
        for name, typed in (("letter", ""), ("new line", "\nand")):
            found = sorted(keystrokes(fresh, rows, typed, 100))
            print(
                f"{LINES} lines in stanzas of {stanza:4}, {name:8}  median {statistics.median(found):7.2f} ms, "
                f"95 % {found[94]:.2f} ms, worst {found[-1]:.2f} ms   (goal 5)"
            )


if __name__ == "__main__":
    main()
