"""How long a word's meanings take, as the helper panel and `songwright words` ask for them.

    python benchmarks/meanings.py [--words 200]

Each word is drawn by a hash from the dictionary's ordinary words (Zipf 3.6 and above). The first answer is that of a
fresh process, reading the file included; later ones find the file open and some of its blocks unpacked. Milliseconds
are wall time; the size is that of the file that ships.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import zlib
from importlib.resources import files
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.lyrics.meanings import load_meanings  # noqa: E402

COMMON = 3.6
FIRSTS = 5
# Measured in a process of its own: importing does not count, for the window has done that long before.
_FIRST = """
import sys, time
from songwright.lyrics.meanings import load_meanings
start = time.perf_counter()
load_meanings().of(sys.argv[1])
print((time.perf_counter() - start) * 1000)
"""


def first_answer(word: str) -> float:
    """Milliseconds of the first question of a process."""
    path = [str(ROOT / "app"), str(ROOT / "resources")]
    program = f"import sys; sys.path[:0] = {path!r}\n{_FIRST}"
    done = subprocess.run([sys.executable, "-c", program, word], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the times, what share of the words has meanings, and the size of the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=200)
    given = options.parse_args()
    plain = [one.word for one in load_lexicon().entries(COMMON) if one.kind == "w" and one.word.isalpha()]
    drawn = sorted(plain, key=lambda word: zlib.adler32(word.encode()))[: given.words]
    firsts = [first_answer(word) for word in drawn[:FIRSTS]]
    meanings, times, known = load_meanings(), [], 0
    for word in drawn:
        start = time.perf_counter()
        known += meanings.of(word) is not None
        times.append((time.perf_counter() - start) * 1000)
    size = len((files("songwright_resources") / "words" / "meanings.bin").read_bytes())
    print(f"first answer of a process: {median(firsts):.0f} ms (median of {FIRSTS}), at most {max(firsts):.0f} ms")
    print(f"{given.words} words after it: {median(times):.1f} ms (median), at most {max(times):.1f} ms")
    print(f"{known / given.words:.1%} have meanings; {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
