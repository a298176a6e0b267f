"""How names and rare words that no dictionary has are counted and stressed, without help and after one hint.

    python benchmarks/names.py [--words 300]

Words are drawn by a hash from the dictionary: half of them names, half ordinary words that are rare (Zipf below 2.6).
All are taken out of it, so that they must be guessed from what is left. A guess is right when it has the syllables and
the main stress of one of the dictionary's variants. The hint is one that a user gives who knows the word: its stresses.
A word is usable when form takes it as a word that is asked for.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.llm.form.words.vocabulary import load_vocabulary  # noqa: E402
from songwright.lyrics.lexicon import Entry, Lexicon, load_lexicon  # noqa: E402
from songwright.lyrics.pronunciation import Pronunciation  # noqa: E402
from songwright.lyrics.say_it_like import said_like  # noqa: E402


def drawn(entries: list[Entry], count: int) -> list[Entry]:
    """So many entries, chosen by a hash of their words."""
    return sorted(entries, key=lambda entry: zlib.crc32(entry.word.encode()))[:count]


def without(words: set[str]) -> Lexicon:
    """The shipped dictionary without some words."""
    block = zlib.decompress((files("songwright_resources") / "words" / "lexicon.z").read_bytes())
    lines = (line for line in block.splitlines(keepends=True) if line.split(b"\t", 1)[0].decode() not in words)
    return Lexicon(b"".join(lines))


def right(entry: Entry, way: Pronunciation) -> bool:
    """Whether a way has the syllables and the main stress of the word."""
    shapes = {(one.syllables, one.stresses.find("1")) for one in entry.pronunciations}
    return (way.syllables, way.stresses.find("1")) in shapes


def main() -> None:
    """Print a row for names and one for rare words."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=300)
    given = options.parse_args()
    lexicon = load_lexicon()
    plain = [one for one in lexicon.entries() if one.word.isalpha() and len(one.word) > 2 and one.zipf > 0]
    names = drawn([one for one in plain if one.kind == "n"], given.words // 2)
    rare = drawn([one for one in plain if one.kind == "w" and one.zipf < 2.6], given.words - len(names))
    blind = without({one.word for one in (*names, *rare)})
    print(f"{'':12} {'words':>6} {'usable':>7} {'syllables':>10} {'and stress':>11} {'after a hint':>13}")
    for title, entries in (("names", names), ("rare words", rare), ("both", names + rare)):
        usable = load_vocabulary(asked=[one.word.capitalize() for one in entries], lexicon=blind).index
        ways = {one.word: blind.pronunciations(one.word)[0] for one in entries}
        counts = {one.word: {way.syllables for way in one.pronunciations} for one in entries}
        hinted = {one.word: said_like(one.word, _marks(one), blind) for one in entries}
        shares = (
            sum(one.word in usable for one in entries),
            sum(ways[one.word].syllables in counts[one.word] for one in entries),
            sum(right(one, ways[one.word]) for one in entries),
            sum(right(one, hinted[one.word]) for one in entries),
        )
        told = (f"{share / len(entries):.1%}" for share in shares)
        print("{:12} {:>6} {:>7} {:>10} {:>11} {:>13}".format(title, len(entries), *told))


def _marks(entry: Entry) -> str:
    """The stresses of the word as a user writes them."""
    return "".join("/" if digit == "1" else "x" for digit in entry.pronunciations[0].stresses)


if __name__ == "__main__":
    main()
