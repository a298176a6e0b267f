"""How well unknown words are guessed: up to 2,000 dictionary words that no rule or table has seen.

python benchmarks/guessing.py [--words 2000] [--seed 1]     (with `app` and `resources` on PYTHONPATH)

A guess is right when any dictionary variant has as many syllables, and for stress its main stress on the same one. With
"stems and letters" every other word of the dictionary may help, as it does in use; "letters alone" has none to help.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections.abc import Callable

from songwright.lyrics.guess import Lookup, guess
from songwright.lyrics.letters import sound_out
from songwright.lyrics.lexicon import Entry, Lexicon, load_lexicon
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.stress import load_stress_table


def held_out(word: str) -> bool:
    """The words that training/words/build_stress.py leaves out."""
    return zlib.crc32(word.encode()) % 20 == 0


def hiding(lexicon: Lexicon, word: str) -> Lookup:
    """A look-up that knows every word but this one."""
    return lambda sought: (0.0, ()) if sought == word else lexicon.stem(sought)


def score(entries: list[Entry], guessed: Callable[[str], tuple[str, ...]]) -> tuple[float, float]:
    """Shares of words with the right number of syllables, and with the right main stress as well."""
    syllables = stresses = 0
    for entry in entries:
        found = Pronunciation(guessed(entry.word)).stresses
        ways = {way.stresses for way in entry.pronunciations}
        syllables += len(found) in {len(way) for way in ways}
        stresses += (len(found), found.find("1")) in {(len(way), way.find("1")) for way in ways}
    return syllables / len(entries), stresses / len(entries)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    lexicon, stress = load_lexicon(), load_stress_table()
    usable = [entry for entry in lexicon.entries() if entry.word.isalpha() and len(entry.word) > 2]
    print("words, judged by                     syllables   stress")
    for name, kinds in (("ordinary words", "w"), ("words and names", "wn"), ("the whole dictionary", "wnx")):
        pool = [entry for entry in usable if entry.kind in kinds and held_out(entry.word)]
        sample = random.Random(given.seed).sample(pool, min(given.words, len(pool)))
        for how, guessed in (
            ("stems and letters", lambda word: guess(word, hiding(lexicon, word), stress)[0]),
            ("letters alone", lambda word: sound_out(word, stress)),
        ):
            right, stressed = score(sample, guessed)
            print(f"{name:21} {how:18} {right:7.1%}  {stressed:7.1%}")


if __name__ == "__main__":
    main()
