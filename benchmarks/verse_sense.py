"""Sense in exact form, before and after, side by side.

    python benchmarks/verse_sense.py [--subjects 20] [--seeds 2] [--form quatrain] [--ways before,plain,now]
        [--adapter FILE] [--model FILE] [--quality 8] [--show] [--pairs FILE --seed 1]

Ways: "before" is the built-in model with the search as it was (one attempt, eight drafts, no weight on the weakest
word, on closes, on the subject's words), "plain" the built-in model with the search as it is, "now" the model tuned
on verse with it; `--model` adds a file of yours, with the search as it is. Counted per 100 lines: escapes (a form of
"be", perhaps with an article, and the rhyme word), of them those that verse seldom has (by the table of closes), stock
words, openings of two words that came before in the piece, talk about the piece; of the pieces: how many name their
subject, or show it by two of the words that it makes likelier; processor seconds a piece. The subjects are none that
the search was tuned on.

`--pairs` writes the pieces of the first and the last way in pairs, which is which drawn by chance, and a key beside it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

import numpy as np  # noqa: E402

from songwright.core.song import Piece  # noqa: E402
from songwright.llm.author import Author, Odds  # noqa: E402
from songwright.llm.backend import LlamaBackend  # noqa: E402
from songwright.llm.brief import Brief  # noqa: E402
from songwright.llm.cancel import CancelFlag  # noqa: E402
from songwright.llm.cliches import phrase_pattern, read_phrases  # noqa: E402
from songwright.llm.form.line import beam, pen  # noqa: E402
from songwright.llm.form.verse import workshop  # noqa: E402
from songwright.llm.form.words.closing import closing_costs, kind_of  # noqa: E402
from songwright.llm.form.words.leaning import leaning, stock_words  # noqa: E402
from songwright.llm.model import LoadOptions  # noqa: E402
from songwright.llm.models import embedded_model  # noqa: E402
from songwright.llm.prompts import load_prompts  # noqa: E402
from songwright.llm.sampling_settings import Sampling  # noqa: E402
from songwright.llm.verse_model import merged_file, verse_model  # noqa: E402

SUBJECTS = """
a watchmaker's daughter; the last bus out of town; a crow on the chimney; my father's tools; the flooded quarry;
a piano nobody plays; the nurse who came off shift; two sisters and a boat; an orchard after frost;
the boy who mended radios; a postcard from the war; the market before dawn; a scarecrow in the rain; the miner's lamp;
an attic full of maps; the bridge they closed; a swimmer in the canal; the tailor's window; a fox in the churchyard;
the telephone that rang all night
"""
_BE = r"(?:am|is|are|was|were|be|been|it's|he's|she's|that's|i'm|you're|we're|they're|there's)"
_ESCAPE = re.compile(rf"\b{_BE}(?: (?:a|an|the|my|your|his|her|our|their|not|so|no|all))? ([a-z']+)\W*$")
_FILLERS = frozenset("the and who that with out off all her his from into they came after before last full".split())  # noqa: SIM905
_QUALITY_BEFORE = 16  # at which a model that counts as large writes once, with the eight drafts that were usual before
_MUCH = 0.7  # nats beyond chance by which a subject makes a word likelier that shows it
_SELDOM = 0.5  # nats that a close must cost to be one that verse seldom has


@dataclass(slots=True)
class Count:
    """What was counted in the pieces of one way."""

    pieces: list[str] = field(default_factory=list)
    lines: int = 0
    escapes: int = 0
    seldom: int = 0
    stock: int = 0
    openings: int = 0
    talk: int = 0
    named: int = 0
    shown: int = 0
    seconds: float = 0.0


class _Ear:
    """Hears a piece."""

    def __init__(self) -> None:
        self.words = ""

    def reading(self, done: int, total: int) -> None:
        pass

    def text(self, text: str, *, title: bool, odds: Odds) -> None:  # noqa: ARG002
        self.words += "" if title else text

    def notice(self, message: str) -> None:
        pass


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--subjects", type=int, default=20)
    options.add_argument("--seeds", type=int, default=2)
    options.add_argument("--form", default="quatrain")
    options.add_argument("--ways", default="before,plain,now")
    options.add_argument("--adapter", type=Path, help="instead of the one that ships")
    options.add_argument("--model", type=Path)
    options.add_argument("--quality", type=int, default=Sampling().quality)
    options.add_argument("--show", action="store_true")
    options.add_argument("--pairs", type=Path)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    subjects = [" ".join(one.split()) for one in SUBJECTS.split(";")][: asked.subjects]
    ways = [*asked.ways.split(","), *(["model"] if asked.model else [])]
    with tempfile.TemporaryDirectory() as folder:
        found = {way: _measure(way, subjects, asked, Path(folder)) for way in ways}
    print(f"{'':8} lines  escapes seldom  stock openings talk   named  shown  seconds")
    for way, count in found.items():
        counted = (count.escapes, count.seldom, count.stock, count.openings, count.talk)
        row = " ".join(f"{100 * one / count.lines:7.1f}" for one in counted)
        number = len(count.pieces)
        of_pieces = f"{count.named}/{number}  {count.shown}/{number} {count.seconds / number:6.2f}"
        print(f"{way:8} {count.lines:5} {row}   {of_pieces}")
    if asked.pairs:
        _write_pairs(asked.pairs, subjects, found[ways[0]].pieces, found[ways[-1]].pieces, asked.seed)


def _measure(way: str, subjects: Sequence[str], asked: argparse.Namespace, folder: Path) -> Count:
    usual = beam._WEAKEST, pen._CLOSE, pen._LEAN, pen._WISH, workshop._LARGE  # noqa: SLF001
    if way == "before":
        beam._WEAKEST = pen._CLOSE = pen._LEAN = pen._WISH = 0.0  # noqa: SLF001
        workshop._LARGE = 0  # noqa: SLF001
    backend = LlamaBackend(CancelFlag())
    backend.load(_file(way, asked, folder), LoadOptions(threads=1), lambda _: None)
    shop, count = workshop.Workshop(backend, folder), Count()
    for number, subject in enumerate(subjects):
        for seed in range(asked.seeds):
            plan = load_prompts().plan(Brief(subject, Piece.POEM, form=asked.form))
            ear = _Ear()
            quality = _QUALITY_BEFORE if way == "before" else asked.quality
            author = Author(backend, plan, Sampling(quality=quality), 100 * seed + number, ear, workshop=shop)
            start = time.process_time()
            author.write()
            count.seconds += time.process_time() - start
            _note(count, subject, ear.words.strip(), _leaned(author, shop))
            if asked.show:
                print(f"[{way}] {subject}\n{ear.words.strip()}\n", flush=True)
    backend.close()
    beam._WEAKEST, pen._CLOSE, pen._LEAN, pen._WISH, workshop._LARGE = usual  # noqa: SLF001
    return count


def _leaned(author: Author, shop: workshop.Workshop) -> tuple[str, ...]:
    """The words that the subject makes likelier by a good deal."""
    if author._subject is None:  # noqa: SLF001
        return ()
    vocabulary, tokens = shop.words()
    found = leaning(vocabulary, tokens.inner, *author._subject)  # noqa: SLF001
    return tuple(vocabulary.words[word] for word in np.flatnonzero(found > _MUCH))


def _file(way: str, asked: argparse.Namespace, folder: Path) -> Path:
    base = embedded_model()
    if way == "model":
        return Path(asked.model)
    if base is None:
        raise SystemExit("The built-in model is not installed.")
    if way != "now":
        return base.path
    own = verse_model()
    adapter = asked.adapter or (own.adapter if own else None)
    if adapter is None:
        raise SystemExit("No adapter ships with this version; name one by --adapter.")
    return merged_file(base.path, adapter, folder)


def _note(count: Count, subject: str, text: str, leaned: Sequence[str]) -> None:
    talk = phrase_pattern(read_phrases((ROOT / "resources/songwright_resources/prompts/talk.txt").read_text("utf-8")))
    count.pieces.append(text)
    openings: list[tuple[str, ...]] = []
    lines = [line for line in text.lower().splitlines() if line.strip() and not line.startswith("[")]
    for line in lines:
        words = re.findall(r"[a-z']+", line)
        count.lines += 1
        if escape := _ESCAPE.search(line):
            count.escapes += 1
            cost = closing_costs([escape[1]])[kind_of(words[:-1]), 0]
            count.seldom += bool(cost > _SELDOM)
        count.stock += sum(word in stock_words() and word not in subject for word in words)
        count.openings += tuple(words[:2]) in openings
        openings.append(tuple(words[:2]))
        ends = [" ".join(words[: end + 1]) for end in range(len(words))]
        count.talk += talk is not None and any(map(talk.search, ends))
    said = set(re.findall(r"[a-z]+", text.lower()))
    keys = [word for word in re.findall(r"[a-z]+", subject) if len(word) > 2 and word not in _FILLERS]
    named = any(key[:4] == word[:4] and abs(len(key) - len(word)) < 4 for key in keys for word in said)
    count.named += named
    count.shown += named or len(said & set(leaned)) >= 2


def _write_pairs(file: Path, subjects: Sequence[str], first: Sequence[str], last: Sequence[str], seed: int) -> None:
    rng = random.Random(seed)
    rows, key = [], []
    each = len(first) // len(subjects)
    for number, (one, other) in enumerate(zip(first, last, strict=True)):
        swapped = rng.random() < 0.5
        key.append("B" if not swapped else "A")
        a, b = (other, one) if swapped else (one, other)
        rows.append(f"{number + 1}. {subjects[number // each]}\n\nA\n{a}\n\nB\n{b}\n")
    file.write_text("\n".join(rows), encoding="utf-8")
    file.with_suffix(".key").write_text(" ".join(key) + "\n", encoding="utf-8")
    print(f"pairs in {file}; where the last way stands, in its .key")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
