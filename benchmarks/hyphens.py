"""Are words divided under the notes as in songbooks? `python benchmarks/hyphens.py --data FOLDER`.

`FOLDER/OpenHymnal.abc` is the Open Hymnal; its divided words are compared with ours, occurrence by occurrence, where
both have as many syllables. Editors differ in two habits, which are counted apart as conventions: on which side of the
hyphen one consonant between two vowels stands ("spi-rit", "spir-it"), and whether an ending keeps its word whole
("ex-alt-ed", "ex-al-ted"). It is no convention to break two words ("wi-thin") or a word with a "y" ("mi-ghty"), or to
part "gh" from its vowel: what is left is wrong on one side or the other.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402
from songwright.lyrics.syllables import syllabify  # noqa: E402

_COMMON = 4.3  # Zipf: a word that everyone knows
_CONSONANT = re.compile(r"(?:th|sh|ch|ph|wh|ck|qu|[bcdfghjklmnpqrstvwxyz])")
_ENDING = re.compile(r"(?:ings?|ed|ers?|est|en|ies|[ae]nce|eth|ors?|ous|al|ion|ure|edge|ive|ians?)(?:'s)?")


def songbook_words(hymnal: Path) -> Counter[str]:
    """The divided words of the hymnal ("lan-tern") in small letters, with how often each stands there."""
    found: Counter[str] = Counter()
    for row in hymnal.read_text(encoding="utf-8", errors="replace").splitlines():
        if not row.startswith("w:"):
            continue
        for token in re.split(r"[\s|*_~]+", re.sub(r"-\s+", "-", row[2:].strip())):
            word = re.sub(r"[^A-Za-z'\-]", "", token.replace("’", "'")).strip("'").lower()
            if "-" in word and all(word.split("-")):
                found[word] += 1
    return found


def our_division(word: str, lexicon: Lexicon) -> str:
    """The word as it stands under our notes."""
    return "-".join(syllable.text for syllable in syllabify(word, lexicon))


def judged(theirs: str, ours: str, lexicon: Lexicon) -> str:
    """How two divisions into as many syllables compare: alike, by convention, or not."""
    theirs, ours = theirs.replace("'", ""), ours.replace("'", "")
    if theirs == ours:
        return "same"
    word = theirs.replace("-", "")
    for one, other in zip(_cuts(theirs), _cuts(ours), strict=True):
        if one != other and not _conventional(word, min(one, other), max(one, other), lexicon):
            return "other"
    return "convention"


def _cuts(division: str) -> list[int]:
    return list(accumulate(len(part) for part in division.split("-")))[:-1]


def _conventional(word: str, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether two cuts differ by a consonant or by what stands before an ending, and neither keeps a word whole."""
    if word[first : first + 2] == "gh" or _whole(word, first, lexicon) or _whole(word, last, lexicon):
        return False
    return _CONSONANT.fullmatch(word[first:last]) is not None or _ENDING.fullmatch(word[last:]) is not None


def _whole(word: str, cut: int, lexicon: Lexicon) -> bool:
    """Whether a cut leaves two common words, or a common word and a "y"."""
    start, rest = word[:cut], word[cut:]
    parts = [start] if rest in ("y", "ly") else [start, rest]
    return all(len(part) > 1 and lexicon.zipf(part) > _COMMON for part in parts)


def main() -> None:
    """Print the table, and what is neither alike nor convention."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    words = songbook_words(parser.parse_args().data / "OpenHymnal.abc")
    lexicon = load_lexicon()
    counts: Counter[str] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for theirs, times in words.items():
        ours = our_division(theirs.replace("-", ""), lexicon)
        if ours.count("-") != theirs.count("-"):
            counts["other number of syllables"] += times
            continue
        verdict = judged(theirs, ours, lexicon)
        counts[verdict] += times
        if verdict == "other":
            others[theirs, ours] += times
    alike = counts["same"] + counts["convention"] + counts["other"]
    print(f"{sum(words.values())} divided words, {counts['other number of syllables']} with other syllables")
    for verdict in ("same", "convention", "other"):
        print(f"{verdict:<12} {counts[verdict]:>6} {counts[verdict] / alike:>7.1%}")
    print(f"conventions aside: {counts['same'] / (counts['same'] + counts['other']):.1%}")
    print("others:", "; ".join(f"{theirs} {ours}" for (theirs, ours), _ in others.most_common(60)))


if __name__ == "__main__":
    main()
