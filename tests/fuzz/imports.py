"""Thousands of damaged files for every reader: each becomes a whole song, or is refused in a sentence.

    PYTHONPATH=tests .venv/bin/python -m fuzz.imports [runs a format, 10000 unless given] [format ...]

prints a table; the seeds are the numbers of the runs.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from dataclasses import dataclass, field

from fuzz.corpus import corpus, damaged, damaged_within
from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.formats.imports import IMPORTS, ImportFormat
from songwright.formats.project import dump, load
from songwright.lyrics.lexicon import Lexicon, load_lexicon

__all__ = ["Outcome", "fuzzed"]


@dataclass
class Outcome:
    """What became of the files: `sentences` counts the refusals by their first words."""

    opened: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_seed: int = -1
    sentences: dict[str, int] = field(default_factory=dict)


def fuzzed(kind: ImportFormat, lexicon: Lexicon, seeds: range) -> Outcome:
    """Read a damaged file for each seed; AssertionError for a song that is not whole, any other error as it came."""
    tokens, good = corpus(lexicon)[kind.id]
    outcome = Outcome()
    for seed in seeds:
        chance = random.Random(f"{kind.id}/{seed}")
        whole = chance.choice(good)
        data = damaged_within(whole, kind.id, chance) if chance.random() < 0.5 else damaged(whole, tokens, chance)
        start = time.process_time()
        try:
            song = kind.read(data, lambda: lexicon).song
        except SongwrightError as error:
            outcome.refused += 1
            _check_sentence(seed, error.message)
            begin = " ".join(error.message.split()[:7])
            outcome.sentences[begin] = outcome.sentences.get(begin, 0) + 1
        except Exception as error:
            error.add_note(f"{kind.id}, seed {seed}")
            raise
        else:
            outcome.opened += 1
            # A song that can be saved and opened again is whole.
            document = Document(song)
            assert load(dump(document)) == document, (kind.id, seed)
        took = time.process_time() - start
        if took > outcome.slowest:
            outcome.slowest, outcome.slowest_seed = took, seed
    return outcome


def _check_sentence(seed: int, message: str) -> None:
    assert message.endswith("."), (seed, message)
    assert len(message) < 400, (seed, message)


def main() -> None:
    """Print what became of the files of each format."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wanted = sys.argv[2:]
    lexicon = load_lexicon()
    print(f"{'format':<10} {'files':>7} {'opened':>7} {'refused':>7}   slowest (CPU, seed)   peak memory")
    for kind in IMPORTS:
        if wanted and kind.id not in wanted:
            continue
        found = fuzzed(kind, lexicon, range(runs))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{kind.id:<10} {runs:>7} {found.opened:>7} {found.refused:>7}"
            f"   {found.slowest * 1e3:6.0f} ms {found.slowest_seed:>9}   {peak:8.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
