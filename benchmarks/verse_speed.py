"""What a piece in exact form costs, and what it is worth, by quality.

    python benchmarks/verse_speed.py [--qualities 8,16,32] [--subjects 10] [--form quatrain] [--piece poem]
        [--model FILE] [--threads N] [--app FOLDER] [--show]

`--app` is the folder `app` of another checkout, to set a change beside what was there before. Seconds are those of the
clock and of the processor (the second of them says little of a wait, but holds on a machine that others use), for a
whole piece, its prompt included, and of the processor those inside the model; "first" is when the first line shows.
A step is one call of the model, a row one token in it, the prompt's left out. "worth" is judged on the finished text
by the same model: nats a syllable, a line's least likely word twice, a stanza's mean and its weakest line together
(more is better); "word" is the mean of all words. Subjects are those that the search was tuned on.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

SUBJECTS = """
a widow who sells her husband's violin; a lighthouse keeper's last night; the dog that waits at the level crossing;
two brothers and one field; a letter in a library book; the night shift at the bakery; snow in a prison yard;
my grandmother's kitchen; a street musician with cold hands; the chess player who lost his memory; an empty theatre;
the last tram; a garden in winter; learning to swim at sixty; the ferry in the fog; a soldier coming home
"""


@dataclass(slots=True)
class Cost:
    """What the pieces of one quality took, one entry a piece."""

    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--qualities", default="8,16,32")
    options.add_argument("--subjects", type=int, default=10)
    options.add_argument("--form", default="quatrain")
    options.add_argument("--piece", default="poem")
    options.add_argument("--model", type=Path)
    options.add_argument("--threads", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--app", type=Path, default=ROOT / "app")
    options.add_argument("--show", action="store_true")
    asked = options.parse_args()
    sys.path[:0] = [str(asked.app), str(asked.app.parent / "resources")]
    print("quality  seconds    busy  inside   first  steps   rows   worth    word")
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(asked, Path(folder))
        for quality in map(int, asked.qualities.split(",")):
            found = desk.measure(quality)
            times = "".join(f"{statistics.mean(one):8.2f}" for one in (found.seconds, found.busy, found.inside))
            counts = f"{statistics.mean(found.steps):7.0f}{statistics.mean(found.rows):7.0f}"
            judged = f"{statistics.mean(found.worths):8.3f}{statistics.mean(found.words):8.3f}"
            print(f"{quality:7}{times}{statistics.mean(found.first):8.2f}{counts}{judged}", flush=True)


class Desk:
    """A loaded model whose calls are counted; imports wait until `--app` is known."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        from songwright.llm.backend import LlamaBackend
        from songwright.llm.cancel import CancelFlag
        from songwright.llm.form.verse.workshop import Workshop
        from songwright.llm.model import LoadOptions

        self.asked = asked
        self.backend = LlamaBackend(CancelFlag())
        self.backend.load(asked.model or _poet(folder), LoadOptions(threads=asked.threads), lambda _: None)
        self.workshop = Workshop(self.backend, folder)
        self.steps = self.rows = 0
        self.inside = 0.0
        self._decode = self.backend._decode  # noqa: SLF001 - what is counted
        self.backend._decode = self._counted  # type: ignore[method-assign]  # noqa: SLF001
        self.backend._sequences.decode = self._counted  # type: ignore[union-attr]  # noqa: SLF001

    def _counted(self, tokens: Sequence[object]) -> object:
        start = time.process_time()
        found = self._decode(tokens)  # type: ignore[arg-type]
        self.inside += time.process_time() - start
        self.steps += 1
        self.rows += len(tokens)
        return found

    def measure(self, quality: int) -> Cost:
        """Write about each subject."""
        found = Cost()
        subjects = [" ".join(one.split()) for one in SUBJECTS.split(";")][: self.asked.subjects]
        self._write(subjects[-1], 1, Cost(), 0)  # the vocabulary is looked up once
        for number, subject in enumerate(subjects):
            self._write(subject, quality, found, self.asked.seed + number)
        return found

    def _write(self, subject: str, quality: int, found: Cost, seed: int) -> None:
        from songwright.core.song import Piece
        from songwright.llm.author import Author
        from songwright.llm.brief import Brief
        from songwright.llm.prompts import load_prompts
        from songwright.llm.sampling_settings import Sampling

        plan = load_prompts().plan(Brief(subject, Piece(self.asked.piece), form=self.asked.form))
        ear = _Ear(self)
        author = Author(self.backend, plan, Sampling(quality=quality), seed, ear, workshop=self.workshop)
        self.inside, clock, busy = 0.0, time.perf_counter(), time.process_time()
        author.write()
        found.seconds.append(time.perf_counter() - clock)
        found.busy.append(time.process_time() - busy)
        found.inside.append(self.inside)
        found.first.append(ear.first - clock)
        found.steps.append(self.steps - ear.prompt[0])
        found.rows.append(self.rows - ear.prompt[1])
        self._judge(author._prompt(), ear.text_so_far, found)  # noqa: SLF001
        if self.asked.show and quality > 1:
            print(f"# {subject}\n{ear.text_so_far.strip()}\n", flush=True)

    def _judge(self, prompt: list[int], text: str, found: Cost) -> None:
        """Note what the text is worth by the model itself."""
        from songwright.host.pronunciations import own_lexicon
        from songwright.lyrics.syllables import syllabify

        self.backend.begin(prompt, lambda _done, _total: None)
        stanza: list[float] = []
        for line in text.strip().split("\n"):
            if line.strip() and not line.startswith("["):
                odds = self._words(line)
                found.words += odds
                size = len(syllabify(line, own_lexicon()))
                stanza.append((sum(odds) + min(odds)) / max(1, size))
            elif stanza:
                found.worths.append(statistics.mean(stanza) + min(stanza))
                stanza = []
            self.backend.extend(self.backend.encode(line + "\n"))
        if stanza:
            found.worths.append(statistics.mean(stanza) + min(stanza))

    def _words(self, line: str) -> list[float]:
        """The log-probability of each word of a line that goes on from what was read."""
        pieces = re.findall(r"\s*\S+", line)
        tokens = [self.backend.encode(piece) for piece in pieces]
        (odds,) = self.backend.score([[token for word in tokens for token in word]])
        found, at = [], 0
        for word in tokens:
            found.append(sum(odds[at : at + len(word)]))
            at += len(word)
        return found


class _Ear:
    """Hears a piece, and when its first line came."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.text_so_far = ""
        self.first = 0.0
        self.prompt = (0, 0)

    def reading(self, done: int, total: int) -> None:
        # Asked before each part is read: the last part, and what a subject's words cost, count as steps.
        self.prompt = (self._desk.steps + 1, self._desk.rows + total - done)

    def text(self, text: str, *, title: bool, odds: object) -> None:  # noqa: ARG002
        self.text_so_far += "" if title else text
        self.first = self.first or time.perf_counter()

    def notice(self, message: str) -> None:
        pass


def _poet(folder: Path) -> Path:
    from songwright.llm.models import embedded_model
    from songwright.llm.verse_model import merged_file, verse_model

    base, own = embedded_model(), verse_model()
    if base is None or own is None:
        raise SystemExit("The built-in model is not installed; name one by --model.")
    return merged_file(base.path, own.adapter, folder)


if __name__ == "__main__":
    main()
