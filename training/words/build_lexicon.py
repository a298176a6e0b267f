"""Builds resources/songwright_resources/words/lexicon.z from CMUdict, word frequencies and a spelling list.

    python training/words/build_lexicon.py --cmu index.js --names american-english [--out FILE]

- `--cmu`: `index.js` of the npm package cmu-pronouncing-dictionary 3.0.0;
- `--names`: Debian's /usr/share/dict/american-english (SCOWL), to tell names from words;
- frequencies come from the Python package wordfreq 3.1.1 and hyphens from pyphen (see divisions.py), which must be
  importable.

The file is zlib-compressed UTF-8. Its lines are sorted by bytes, and each holds four fields parted by tabs: the
word; its class (one letter, see `word_class`) with its Zipf frequency in tenths (two digits); how many letters each
syllable of the first pronunciation has, in base 36 (empty for one syllable); and the pronunciations (one character a
phone, see `songwright.lyrics.phones`) parted by spaces.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import zlib
from pathlib import Path

from divisions import divided
from wordfreq import zipf_frequency

from songwright.lyrics.phones import encode, plain

WORDS = Path("resources/songwright_resources/words")
ENTRY = re.compile(r'^  "((?:[^"\\]|\\.)+)": "([^"]+)"', re.MULTILINE)
USABLE = re.compile(r"[a-z']+(?:[-.][a-z']+)*\.?")


def dictionary(source: str) -> dict[str, list[tuple[str, ...]]]:
    """Every word of the npm package with its pronunciations in order."""
    words: dict[str, list[tuple[str, ...]]] = {}
    for key, value in ENTRY.findall(source):
        word = re.sub(r"\(\d+\)$", "", json.loads(f'"{key}"')).lower()
        if not USABLE.fullmatch(word) or word.endswith("."):
            continue
        phones = tuple(value.split("#")[0].split())
        if phones not in words.setdefault(word, []):
            words[word].append(phones)
    return words


def additions(text: str) -> dict[str, list[tuple[str, ...]]]:
    """The hand-made entries of additions.txt."""
    lines = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {word: [tuple(one.split()) for one in prons.split(",")] for word, prons in lines}


def word_class(word: str, spellings: frozenset[str]) -> str:
    """w: in the spelling list as a word; n: there as a name only; x: not there (rare names, trade marks)."""
    base = word.removesuffix("'s")
    if word in spellings or base in spellings:
        return "w"
    return "n" if base.capitalize() in spellings else "x"


def main() -> None:
    """Write the lexicon and print its size and hash."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cmu", type=Path, required=True)
    options.add_argument("--names", type=Path, required=True)
    options.add_argument("--out", type=Path, default=WORDS / "lexicon.z")
    given = options.parse_args()

    words = dictionary(given.cmu.read_text(encoding="utf-8"))
    own = additions((WORDS / "additions.txt").read_text(encoding="utf-8"))
    words.update(own)
    spellings = frozenset(given.names.read_text(encoding="utf-8").split())
    facts = {}
    for word in sorted(words, key=str.encode):
        zipf = min(99, round(zipf_frequency(word, "en") * 10))
        kind = "w" if word in own else word_class(word, spellings)
        variants = words[word]
        # A variant must differ in more than how full a reduced vowel is said.
        words[word] = [one for place, one in enumerate(variants) if _sounds(one) not in map(_sounds, variants[:place])]
        facts[word] = f"{kind}{zipf:02d}"
    raw = divided(block(words, facts))
    given.out.write_bytes(zlib.compress(raw, 9))
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    print(f"{len(words)} words, {len(raw)} bytes raw, {given.out.stat().st_size} bytes, sha256 {digest}")


def block(words: dict[str, list[tuple[str, ...]]], facts: dict[str, str]) -> bytes:
    """The lines of the lexicon, words not yet divided."""
    return "".join(
        f"{word}\t{facts[word]}\t\t{' '.join(encode(one) for one in words[word])}\n" for word in facts
    ).encode()


def _sounds(phones: tuple[str, ...]) -> tuple[str, ...]:
    return (*(plain(phone) for phone in phones), "".join(phone[-1] for phone in phones if phone[-1] == "1"))


if __name__ == "__main__":
    main()
