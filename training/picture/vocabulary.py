"""Builds resources/songwright_resources/pictures/vocabulary.z: the words that name something that can be drawn.

    python training/picture/vocabulary.py /usr/share/wordnet

`concepts.txt` names for each concept the heads in WordNet 3.0 (Debian's package wordnet-base) whose kinds it stands
for. A word is taken in its first two senses; the further its sense lies below a head, the less sure it is. What comes
out is zlib-compressed text, a line a word: the word, then pairs of a concept and how sure it is in hundredths.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

PICTURES = Path("resources/songwright_resources/pictures")
OUT = PICTURES / "vocabulary.z"
# How far down from a head its kinds are looked for: "animal" has deep trees, a place's kinds soon mean something else.
_DEPTH = {"animal": 6, "vehicle": 4, "thing": 3, "plant": 4, "building": 3, "person": 0, "place": 2}
_OTHER_DEPTH = 1
_FIRST_SENSE, _SECOND_SENSE = 1.0, 0.45
_HEAD, _CHILD, _STEP = 1.0, 0.9, 0.05
# Kinds that the word itself seldom means.
_MISLEADING = frozenset(
    ["painter", "watch", "watches", "molly", "john", "jack", "tom", "can", "head", "bill", "mum", "nanny", "admiral"]
)
# Names of concepts that are no words for them.
_NOT_NAMES = frozenset(
    ["old", "wilted", "grave", "hive", "wall", "light", "stage", "time", "moth_lamp", "night_terror"]
)


@dataclass(slots=True)
class Nouns:
    """WordNet's nouns: senses by word, words by sense, and narrower senses by sense."""

    senses: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_nouns(folder: Path) -> Nouns:
    """The files index.noun and data.noun (see wndb(5WN))."""
    nouns = Nouns()
    for row in (folder / "index.noun").read_text(encoding="latin-1").splitlines():
        if not row.startswith(" "):
            parts = row.split()
            nouns.senses[parts[0]] = parts[-int(parts[2]) :]
    for row in (folder / "data.noun").read_text(encoding="latin-1").splitlines():
        if not row.startswith(" "):
            _read_sense(row.split("|")[0].split(), nouns)
    return nouns


def _read_sense(parts: list[str], nouns: Nouns) -> None:
    count = int(parts[3], 16)
    nouns.words[parts[0]] = [word.lower() for word in parts[4 : 4 + 2 * count : 2]]
    start = 5 + 2 * count
    for at in range(start, start + 4 * int(parts[start - 1]), 4):
        if parts[at] in ("@", "@i"):
            nouns.kinds[parts[at + 1]].append(parts[0])


def below(head: str, deepest: int, nouns: Nouns) -> dict[str, float]:
    """How surely each word names a kind of `head` ("lemma.sense")."""
    lemma, _, number = head.rpartition(".")
    try:
        waiting = [(nouns.senses[lemma][int(number) - 1], 0)]
    except (KeyError, IndexError):
        print(f"WordNet has no {head}", file=sys.stderr)
        return {}
    found: dict[str, float] = {}
    seen: set[str] = set()
    while waiting:
        sense, depth = waiting.pop(0)
        if sense in seen or depth > deepest:
            continue
        seen.add(sense)
        for word in nouns.words[sense]:
            rank = nouns.senses.get(word, [sense]).index(sense) if sense in nouns.senses.get(word, [sense]) else 9
            if word.isalpha() and word not in _MISLEADING and (rank <= 1 or depth == 0):
                sure = _HEAD if depth == 0 else _CHILD - _STEP * depth
                sure *= _FIRST_SENSE if rank == 0 else _SECOND_SENSE
                found[word] = max(found.get(word, 0.0), sure)
        waiting += [(kind, depth + 1) for kind in nouns.kinds[sense]]
    return found


def main() -> None:
    """Write the vocabulary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    nouns = read_nouns(parser.parse_args().folder)
    sure: dict[str, dict[str, float]] = defaultdict(dict)
    kinds = {}
    for row in (PICTURES / "concepts.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        name, kind, _, _, _, heads, words = (part.strip() for part in row.split("|"))
        kinds[name] = kind
        for word in words.split():
            sure[word.replace("-", "")][name] = 1.0
        if name not in _NOT_NAMES:
            sure[name.replace("_", "")].setdefault(name, 1.0)
        for head in heads.split():
            for word, share in below(head, _DEPTH.get(kind, _OTHER_DEPTH), nouns).items():
                sure[word][name] = max(sure[word].get(name, 0.0), share)
    lines = [f"{word} {_written(_kept(found, kinds))}" for word, found in sorted(sure.items())]
    OUT.write_bytes(zlib.compress("\n".join(lines).encode("utf-8"), 9))
    print(f"{len(lines):,} words for {len(kinds)} concepts, {OUT.stat().st_size:,} bytes")


def _kept(found: dict[str, float], kinds: dict[str, str]) -> list[tuple[str, float]]:
    """Within one kind of concept, only what is nearly the best."""
    kept: list[tuple[str, float]] = []
    for name, share in sorted(found.items(), key=lambda item: -item[1]):
        if share >= 0.9 or not any(kinds[other] == kinds[name] and best > share for other, best in kept):
            kept.append((name, share))
    return kept


def _written(found: list[tuple[str, float]]) -> str:
    return " ".join(f"{name}:{round(100 * share)}" for name, share in found)


if __name__ == "__main__":
    main()
