"""Free and exact writing side by side, judged from outside.

    python benchmarks/form_quality.py [--themes 20] [--forms quatrain,limerick | all] [--qualities 1,8]
        [--model FILE] [--second FILE] [--show]

The same model, told the same form and theme, writes freely and in exact form (its first stanza). "bare" draws tokens as
they come; what such a model then says again and again is likelier with every time. "free" is the program's own free
verse, which holds repetition and clichés back as exact form does: what to compare likelihood with. The judges of
benchmarks/judges.py count, where they are installed (`pip install pronouncing prosodic`). `--second` names another
model file, by which the texts are likely or not. Columns: lines with the right syllables by CMU and by prosodic, with
right stress, rhymes that rhyme, whole stanzas; different words, clichés in a hundred lines, log-probability a word,
seconds to the first line and in all.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT)]

from benchmarks.judges import CmuJudge, Judge, judges  # noqa: E402

from songwright.llm.author import Author, Odds  # noqa: E402
from songwright.llm.backend import LlamaBackend  # noqa: E402
from songwright.llm.cancel import CancelFlag  # noqa: E402
from songwright.llm.chat import Message  # noqa: E402
from songwright.llm.cliches import cliches, phrase_pattern  # noqa: E402
from songwright.llm.form.verse.workshop import Workshop  # noqa: E402
from songwright.llm.model import LoadOptions  # noqa: E402
from songwright.llm.models import embedded_model  # noqa: E402
from songwright.llm.plan import Fill, LineShape, Plan  # noqa: E402
from songwright.llm.sampler import ModelTokenKind, Sampler  # noqa: E402
from songwright.llm.sampling_settings import Sampling  # noqa: E402
from songwright.llm.wishes import Wishes  # noqa: E402
from songwright.lyrics.forms import Form, LineForm, load_forms  # noqa: E402

THEMES = """
a lighthouse keeper's last night; the first snow; a train that never stops; my grandmother's kitchen; an old violin;
the harbour at dawn; a letter that was never sent; learning to swim; two brothers and a farm; the night shift;
a city after rain; leaving home; the dog that waited; a garden in winter; the last summer of school; an empty theatre;
the road to the sea; a clock that lost its hands; dancing in the kitchen; the stars above the desert
"""
_MOST_TOKENS = 60  # a line, when writing freely
_SHAPE = LineShape(5, 7, 10)  # words of a free line, as in poems


@dataclass(slots=True)
class Score:
    """What the judges said of one way of writing."""

    right: dict[str, list[bool]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    likelihood: list[float] = field(default_factory=list)

    def note(self, name: str, verdict: bool | None) -> None:
        """Keep a verdict; None is no verdict."""
        if verdict is not None:
            self.right.setdefault(name, []).append(verdict)

    def share(self, name: str) -> str:
        """How many of the verdicts were good, in per cent."""
        found = self.right.get(name)
        return f"{100 * sum(found) / len(found):7.1f}" if found else "      -"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--themes", type=int, default=20, metavar="N")
    options.add_argument("--forms", default="quatrain,limerick,haiku", help="their names, or all")
    options.add_argument("--qualities", default="1,8", help="of exact writing")
    options.add_argument("--model", type=Path, metavar="FILE", help="the one that comes with Songwright unless given")
    options.add_argument("--second", type=Path, metavar="FILE", help="a model that judges likelihood")
    options.add_argument("--show", action="store_true", help="print the texts too")
    given = options.parse_args()
    bench = Bench(_model(given.model), judges())
    forms = [form for form in load_forms() if form.id in given.forms.split(",") or given.forms == "all"]
    scores = {"bare": Score(), "free": Score()} | {
        f"exact {quality}": Score() for quality in given.qualities.split(",")
    }
    for form in map(_first_stanza, forms):
        for number, theme in enumerate(" ".join(THEMES.split()).split("; ")[: given.themes]):
            for name, score in scores.items():
                text = bench.piece(form, theme, number, name, score)
                if given.show:
                    print(f"-- {form.id}, {name}: {theme}\n{text}\n")
    if given.second:
        _judge_likelihood(given.second, scores.values())
    _print(scores, [judge.name for judge in bench.judges])


def _model(path: Path | None) -> LlamaBackend:
    found = embedded_model()
    backend = LlamaBackend(CancelFlag())
    backend.load(path or (found.path if found else Path()), LoadOptions(context=2048), lambda _share: None)
    return backend


def _first_stanza(form: Form) -> Form:
    return replace(form, lines=tuple(line for line in form.lines if line.stanza == 0))


class Heard:
    """An author's listener that keeps the text."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self.written = ""
        self._show = show

    def reading(self, done: int, total: int) -> None:
        """Not kept."""

    def text(self, text: str, *, title: bool, odds: Odds) -> None:  # noqa: ARG002 - nobody asks for a title or odds
        """Keep it."""
        self.written += text
        self._show(text)

    def notice(self, message: str) -> None:
        """Not kept."""


class Bench:
    """Writes pieces and has them judged."""

    def __init__(self, backend: LlamaBackend, outside: Sequence[Judge]) -> None:
        self.judges = outside
        self._backend = backend
        self._workshop = Workshop(backend)
        self._workshop.words()
        self._cmu = next((judge for judge in outside if isinstance(judge, CmuJudge)), None)

    def piece(self, form: Form, theme: str, seed: int, way: str, score: Score) -> str:
        """One piece, its verdicts kept in `score`; `way` is "bare", "free" or "exact" and a quality."""
        count = len(form.lines)
        ask = (Message("user", f"Write a poem of {count} lines about {theme}. Form: {form.name}. {form.about}"),)
        prompt = self._backend.chat(ask) or f"{ask[0].content}\n\n"
        self._backend.begin(self._backend.encode(prompt, special=True), lambda _done, _total: None)
        start = time.perf_counter()
        first: list[float] = []

        def show(text: str) -> None:
            if "\n" in text and not first:
                first.append(time.perf_counter() - start)

        if way == "bare":
            lines = self._bare(count, seed, show)
        elif way == "free":
            lines = self._free(Plan(ask, "", (Fill(count, _SHAPE),), theme, Wishes(banned=cliches())), seed, show)
        else:
            lines = self._exact(form, seed, int(way.split()[1]), show)
        score.seconds.append(time.perf_counter() - start)
        score.first += first
        score.texts.append("\n".join(lines))
        self._verdicts(form, lines, score)
        return score.texts[-1]

    def _exact(self, form: Form, seed: int, quality: int, show: Callable[[str], None]) -> list[str]:
        poet = self._workshop.poet(Sampling(quality=quality), seed)
        return poet.write(form, Wishes(held_back=cliches()), show=show)

    def _free(self, plan: Plan, seed: int, show: Callable[[str], None]) -> list[str]:
        heard = Heard(show)
        Author(self._backend, plan, Sampling(), seed, heard, workshop=self._workshop).carry_out()
        return heard.written.splitlines()

    def _bare(self, count: int, seed: int, show: Callable[[str], None]) -> list[str]:
        backend, text = self._backend, b""
        sampler = Sampler(Sampling(temperature=0.8, freshness=0, dry=0), seed, lambda _token: ModelTokenKind.PART)
        for _ in range(count * _MOST_TOKENS):
            token = sampler.draw(backend.logits(), lambda _token: 0.0)
            rows = [row for row in text.decode("utf-8", "replace").splitlines() if row.strip()]
            if token is None or backend.is_end(token) or (len(rows) == count and backend.piece(token)[:1] == b"\n"):
                break
            text += backend.piece(token)
            show(backend.piece(token).decode("utf-8", "replace"))
            backend.extend([token])
        return [row.strip() for row in text.decode("utf-8", "replace").splitlines() if row.strip()][:count]

    def _verdicts(self, form: Form, lines: list[str], score: Score) -> None:
        good = len(lines) == len(form.lines)
        for asked, line in zip(form.lines, lines, strict=False):
            for judge in self.judges:
                counts = judge.counts(line)
                fits = None if counts is None else not counts.isdisjoint(_sizes(asked))
                score.note(judge.name, fits)
                good &= fits is not False or judge is not self._cmu
            if self._cmu and asked.patterns:
                stressed = self._cmu.stressed(line, asked.patterns)
                score.note("stress", stressed)
                good &= stressed is not False
        for one, other in _partners(form):
            if self._cmu and other < len(lines):
                rhymes = self._cmu.rhyme(lines[one], lines[other])
                score.note("rhyme", rhymes)
                good &= rhymes is not False
        score.note("stanza", good if self._cmu else None)


def _sizes(asked: LineForm) -> set[int]:
    return {len(pattern) for pattern in asked.patterns} or set(range(asked.least, asked.most + 1))


def _partners(form: Form) -> list[tuple[int, int]]:
    """Pairs of lines that rhyme without being the same line."""
    found = []
    for other, line in enumerate(form.lines):
        earlier = [
            one
            for one, before in enumerate(form.lines[:other])
            if line.rhyme and before.rhyme == line.rhyme and (line.refrain is None or line.refrain != before.refrain)
        ]
        found += [(earlier[0], other)] if earlier else []
    return found


def _judge_likelihood(path: Path, scores: Sequence[Score]) -> None:
    second = _model(path)
    second.begin(second.encode("A poem.\n\n", special=True), lambda _done, _total: None)
    for score in scores:
        for text in filter(None, score.texts):
            (chances,) = second.score([second.encode(text)])
            score.likelihood.append(sum(chances) / len(text.split()))
    second.close()


def _print(scores: dict[str, Score], names: list[str]) -> None:
    columns = [*names, "stress", "rhyme", "stanza"]
    print(f"{'':10}" + "".join(f"{name:>9}" for name in columns) + "  words  cliches  log-p  first s  all s")
    pattern = phrase_pattern(cliches())
    for name, score in scores.items():
        words = [word.strip(".,;:!?").lower() for text in score.texts for word in text.split()]
        lines = [line for text in score.texts for line in text.splitlines()]
        stale = sum(_stale(line, pattern) for line in lines)
        likely = f"{statistics.mean(score.likelihood):7.2f}" if score.likelihood else "      -"
        print(
            f"{name:10}"
            + "".join(f"{score.share(column):>9}" for column in columns)
            + f"{len(set(words)) / max(1, len(words)):7.2f}{100 * stale / max(1, len(lines)):9.1f}{likely}"
            + f"{statistics.median(score.first or [0]):9.2f}{statistics.median(score.seconds):7.2f}"
        )


def _stale(line: str, pattern: object) -> bool:
    words = line.split()
    search = getattr(pattern, "search", None)
    return bool(search) and any(search(" ".join(words[: end + 1]).rstrip(".,;:!?")) for end in range(len(words)))


if __name__ == "__main__":
    main()
