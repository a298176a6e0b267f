"""What exact form costs and how surely it is kept.

    python benchmarks/form.py [--fuzz 10000] [--model FILE | --embedded] [--pieces 2]

Without a model: stanzas in random forms with random wishes are written from random scores, sharp and flat, and checked
by `songwright.lyrics.forms.check_form`; a dead end would be an exception. With a model: every shipped form is written,
and the speed is set against free writing with the same model; "form" is all that form costs a token, planning
included, "mask" the part of it that says what may come next. Outside judges: benchmarks/form_quality.py.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from llm.form.fakes import BlindReader, FakeTokenizer  # noqa: E402
from llm.form.verse.test_poet import Fuzz  # noqa: E402
from songwright.llm.form.line.line_task import Fitting  # noqa: E402
from songwright.llm.form.line.pen import Pen  # noqa: E402
from songwright.llm.form.verse.form_tasks import ImpossibleFormError  # noqa: E402
from songwright.llm.form.verse.poet import Poet, Reader, Rewinding  # noqa: E402
from songwright.llm.form.words.tries import Tokens, read_tokens  # noqa: E402
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary  # noqa: E402
from songwright.lyrics.analysis import analyse  # noqa: E402
from songwright.lyrics.forms import Form, check_form, load_forms  # noqa: E402
from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402


class Stopwatch:
    """A reader that keeps the time spent in the one it stands for, and counts what it read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.seconds = 0.0
        self.tokens = 0

    def logits(self) -> npt.NDArray[np.float32]:
        """As the reader's."""
        start = time.perf_counter()
        found = self._reader.logits()
        self.seconds += time.perf_counter() - start
        return found

    def rewind(self, count: int) -> bool:
        """As the reader's; it must have one."""
        return isinstance(self._reader, Rewinding) and self._reader.rewind(count)

    def extend(self, tokens: Sequence[int]) -> None:
        """As the reader's."""
        start = time.perf_counter()
        self._reader.extend(tokens)
        self.seconds += time.perf_counter() - start
        self.tokens += len(tokens)


class MaskClock:
    """Sums the time that pens take to say what may come next, while it is entered."""

    _METHODS = ("begin", "moves", "take")

    def __init__(self) -> None:
        self.seconds = 0.0
        self._usual = {name: getattr(Pen, name) for name in self._METHODS}

    def __enter__(self) -> Self:
        for name, method in self._usual.items():
            setattr(Pen, name, self._timed(method))
        return self

    def __exit__(self, *_error: object) -> None:
        for name, method in self._usual.items():
            setattr(Pen, name, method)

    def _timed(self, method: Callable[..., object]) -> Callable[..., object]:
        def timed(*arguments: object) -> object:
            start = time.perf_counter()
            try:
                return method(*arguments)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def faulty(form: Form, lines: list[str], lexicon: Lexicon) -> int:
    """Lines that are not in form."""
    return sum(bool(report.faults) for report in check_form(form, analyse("\n".join(lines), lexicon).lines))


def fuzz(count: int, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    """Print what became of `count` random stanzas."""
    tokenizer = FakeTokenizer(vocabulary)
    tokens = read_tokens(vocabulary, tokenizer.encode, tokenizer.piece)
    source, fitting = Fuzz(vocabulary, 2026), Fitting(vocabulary)
    outcome: Counter[str] = Counter()
    spent: list[float] = []
    for seed in range(count):
        form, wishes = source.stanza()
        reader = Stopwatch(BlindReader(len(tokenizer.texts), seed, (0.5, 3.0, 8.0)[seed % 3]))
        start = time.perf_counter()
        try:
            poet = Poet(vocabulary, tokens, reader, piece=tokenizer.piece, seed=seed, fitting=fitting)
            lines = poet.write(form, wishes)
        except ImpossibleFormError:
            outcome["refused before the first word" if not reader.tokens else "REFUSED TOO LATE"] += 1
            continue
        except Exception as error:  # noqa: BLE001 - a dead end is what this looks for
            outcome[f"DEAD END {type(error).__name__}"] += 1
            continue
        spent.append((time.perf_counter() - start - reader.seconds) / reader.tokens * 1e3)
        outcome["stanzas written"] += 1
        outcome["lines written"] += len(lines)
        outcome["lines out of form"] += faulty(form, lines, lexicon)
    for name, number in outcome.items():
        print(f"{name:32}{number:8}")
    print(f"{'ms a token for form':32}{statistics.median(spent):8.2f}   (whole cost, planning included)")


def with_model(path: Path, pieces: int, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    """Print speed and faults of every form with a real model."""
    from songwright.llm.backend import LlamaBackend
    from songwright.llm.cancel import CancelFlag
    from songwright.llm.model import LoadOptions

    backend = LlamaBackend(CancelFlag())
    backend.load(path, LoadOptions(context=2048), lambda _share: None)
    start = time.perf_counter()
    tokens: Tokens = read_tokens(vocabulary, backend.encode, backend.piece)
    print(f"tokenizer read in {time.perf_counter() - start:.2f} s")
    fitting = Fitting(vocabulary)
    prompt = backend.encode("A poem about a lighthouse keeper's last night\n\n", special=True)
    backend.begin(prompt, lambda _done, _total: None)
    start = time.perf_counter()
    for _ in range(100):
        backend.extend([int(np.argmax(backend.logits()))])
    free = 100 / (time.perf_counter() - start)
    print(f"free writing {free:.1f} tokens/s\n")
    print(f"{'form':22}  lines  faults  seconds  tokens/s  of free  form ms/token  mask")
    for form in load_forms():
        faults, seconds, cost, read, mask = 0, 0.0, 0.0, 0, MaskClock()
        for seed in range(pieces):
            backend.begin(prompt, lambda _done, _total: None)
            reader = Stopwatch(backend)
            start = time.perf_counter()
            with mask:
                lines = Poet(vocabulary, tokens, reader, piece=backend.piece, seed=seed, fitting=fitting).write(form)
            took = time.perf_counter() - start
            faults += faulty(form, lines, lexicon)
            seconds, cost, read = seconds + took, cost + took - reader.seconds, read + reader.tokens
        print(
            f"{form.id:22}{len(form.lines):7}{faults:8}{seconds / pieces:9.2f}{read / seconds:10.1f}"
            f"{read / seconds / free:9.2f}{cost / read * 1e3:14.2f}{mask.seconds / read * 1e3:6.2f}"
        )


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fuzz", type=int, default=10_000, metavar="N")
    options.add_argument("--model", type=Path, metavar="FILE")
    options.add_argument("--embedded", action="store_true", help="the model that comes with Songwright")
    options.add_argument("--pieces", type=int, default=2, metavar="N", help="of each form")
    given = options.parse_args()
    lexicon, start = load_lexicon(), time.perf_counter()
    vocabulary = load_vocabulary()
    print(f"{len(vocabulary)} words loaded in {time.perf_counter() - start:.2f} s")
    if given.fuzz:
        fuzz(given.fuzz, vocabulary, lexicon)
    path = given.model
    if given.embedded:
        from songwright.llm.models import embedded_model

        found = embedded_model()
        path = found.path if found else None
    if path is not None:
        with_model(path, given.pieces, vocabulary, lexicon)


if __name__ == "__main__":
    main()
