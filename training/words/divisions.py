"""Divides the words of lexicon.z again, everything else in it left as it is.

    python training/words/divisions.py [--lexicon FILE] [--out FILE]

Needs the Python package pyphen 0.17 or newer, whose American dictionary of hyphenation (Knuth and Liang's patterns with
Gerard Kuiken's additions, in the form of the LibreOffice project; free to use and to change) is asked where consonants
part. It is needed here only: what it says is kept in the lexicon.
"""

from __future__ import annotations

import argparse
import hashlib
import zlib
from itertools import pairwise
from pathlib import Path

import pyphen

from songwright.lyrics.hyphenation import divide
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.phones import decode, is_vowel

WORDS = Path("resources/songwright_resources/words")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PATTERNS = pyphen.Pyphen(lang="en_US", left=2, right=2)


def hyphens(word: str) -> tuple[int, ...]:
    """Where the dictionary of hyphenation divides a word, as offsets; never within two letters of an end.

    Nowhere in a word with an apostrophe, which its patterns do not know.
    """
    if "'" in word:
        return ()
    return tuple(int(point) for point in _PATTERNS.positions(word))


def by_hand() -> dict[str, list[int]]:
    """Our own divisions, from divisions.txt: letters a syllable."""
    rows = (WORDS / "divisions.txt").read_text(encoding="utf-8").splitlines()
    return {row.replace("-", ""): [len(part) for part in row.split("-")] for row in rows if not row.startswith("#")}


def lengths(word: str, phones: tuple[str, ...], lexicon: Lexicon) -> list[int]:
    """Letters of each syllable; none for a word of one syllable or with signs in it, or with too few letters."""
    if sum(map(is_vowel, phones)) < 2 or set(word) & set("-."):
        return []
    try:
        starts = divide(word, phones, lexicon.stem, hyphens)
    except ValueError:
        return []
    return [end - start for start, end in pairwise((*starts, len(word)))]


def encoded(sizes: list[int]) -> str:
    """Letters a syllable as the lexicon writes them: a digit of base 36 each."""
    return "".join(DIGITS[size] for size in sizes)


def divided(block: bytes) -> bytes:
    """The lexicon's lines with their divisions made again."""
    lexicon, own = Lexicon(block), by_hand()
    rows = []
    for row in block.decode().splitlines():
        word, facts, _, ways = row.split("\t")
        sizes = own.get(word) or lengths(word, decode(ways.split(" ")[0]), lexicon)
        rows.append(f"{word}\t{facts}\t{encoded(sizes)}\t{ways}\n")
    return "".join(rows).encode()


def main() -> None:
    """Write the lexicon and print its size and hash."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lexicon", type=Path, default=WORDS / "lexicon.z")
    options.add_argument("--out", type=Path, default=WORDS / "lexicon.z")
    given = options.parse_args()
    block = divided(zlib.decompress(given.lexicon.read_bytes()))
    given.out.write_bytes(zlib.compress(block, 9))
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    print(f"{len(block)} bytes raw, {given.out.stat().st_size} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
