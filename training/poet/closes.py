"""Learns which words close a line of verse after which: `songwright_resources/words/closes.z`.

`python -m training.poet.closes --data FOLDER --out FILE`

Counts, over all collections, the words that end a line or clause by the kind of words before them
(`songwright.llm.form.words.closing.KINDS`), and keeps the logarithm of how much oftener than by chance each stood
there.
"""

from __future__ import annotations

import argparse
import re
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from songwright.llm.form.words.closing import KINDS, STEP, kind_of
from songwright.llm.form.words.vocabulary import load_vocabulary
from training.poet.pieces import pieces

__all__ = ["learn", "main", "written"]

_PRIOR = 4.0  # times that a word is taken to have stood in a place as often as by chance
_RAREST = 2.8  # Zipf: words that can be asked for are in the table too
_WORD_OR_MARK = re.compile(r"[a-z]+(?:'[a-z]+)*|[,.;:!?\n]")


def learn(texts: list[str], words: list[str]) -> npt.NDArray[np.int8]:
    """The table, int8 [kinds, words], in steps of `STEP` nats above chance."""
    columns = {word: column for column, word in enumerate(words)}
    counts = np.zeros((len(KINDS), len(words)))
    for text in texts:
        before: list[str] = []
        found = _WORD_OR_MARK.findall(text.lower().replace("’", "'"))
        for word, following in zip(found, [*found[1:], "\n"], strict=True):
            if not word[0].isalpha():
                before = before if word == "," else []
                continue
            if not following[0].isalpha() and word in columns:
                counts[kind_of(before), columns[word]] += 1
            before = [*before[-1:], word]
    of_kind, of_word, total = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True), counts.sum()
    by_chance = of_kind * of_word / total
    gained = np.log((counts + _PRIOR) / (by_chance + _PRIOR))
    return np.clip(np.rint(gained / STEP), -127, 127).astype(np.int8)


def written(table: npt.NDArray[np.int8], words: list[str]) -> bytes:
    """The table as the program reads it."""
    return zlib.compress("\n".join(words).encode() + b"\n\n" + table.tobytes(), 9)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    words = sorted({word.lower() for word in load_vocabulary(_RAREST).words})
    texts = [piece["text"] for file in sorted(asked.data.glob("*.jsonl.xz")) for piece in pieces(file)]
    data = written(learn(texts, words), words)
    asked.out.write_bytes(data)
    print(f"{len(words):,} words, {len(KINDS)} kinds, {len(data):,} bytes")


if __name__ == "__main__":
    main()
