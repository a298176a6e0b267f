"""What a careful reader would mark in many pieces: nothing, if all is well.

    python benchmarks/hygiene.py [--pieces 200] [--seed 0] [--show] [--model FILE]

Writes pieces on many subjects, in forms and free, as poems, songs and stories, and counts: end words that come again
in a piece (refrains aside), words of our own prompts that leaked into it, broken punctuation, wrong capitals, single
letters that are no words, and the name of the mood. `--show` prints every line that is counted.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.core.song import Piece  # noqa: E402
from songwright.llm.brief import Brief, Length  # noqa: E402
from songwright.llm.events import Done, Event, Failed, Stopped  # noqa: E402
from songwright.llm.models import embedded_model  # noqa: E402
from songwright.llm.process import ModelProcess  # noqa: E402
from songwright.llm.prompts import Prompts, load_prompts  # noqa: E402
from songwright.llm.sampling_settings import Sampling  # noqa: E402
from songwright.lyrics.analysis import Analysis, analyse  # noqa: E402
from songwright.lyrics.forms import Form, load_forms  # noqa: E402
from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402

SUBJECTS = (
    "a lighthouse keeper's last night", "first snow", "an old train station", "my grandmother's kitchen",
    "rain on a city street", "a soldier coming home", "a broken guitar", "children playing in the snow",
    "a letter never sent", "the last dance of summer", "a dog waiting at the door", "a quiet library",
    "a ship lost in fog", "morning coffee", "an empty house", "working in the mine", "a wedding by the lake",
    "a stranger on the bus", "the sound of bells", "a game of chess",
)  # fmt: skip
MOODS = ("", "wistful", "joyful", "dark and angry", "tender")
KINDS = (
    "repeated end word", "primer leak", "broken punctuation", "wrong capitals", "stray letter", "mood named",
)  # fmt: skip
_LEAK_WORDS = 4  # words in a row of a prompt that make a leak, where the subject does not have them
_LETTERS = frozenset("aio")
_BROKEN = re.compile(r"\s[,.;:!?]|[,;:][,.;:!?]|[.!?][,;:]|(?<!\.)\.\.(?!\.)|--|^[,.;:!?)]|[(\[{][^)\]}]*$|’’|''")


def briefs(count: int, seed: int) -> Iterator[Brief]:
    """So many requests of every sort."""
    source = random.Random(seed)
    forms = [form.id for form in load_forms() if len(form.lines) <= 16]
    for number in range(count):
        about, mood = SUBJECTS[number % len(SUBJECTS)], source.choice(MOODS)
        kind = number % 4
        if kind < 2:
            yield Brief(about, Piece.POEM, mood, form=source.choice(forms))
        else:
            yield Brief(about, source.choice((Piece.SONG, Piece.POEM, Piece.STORY)), mood, Length.SHORT)


def marks(text: str, brief: Brief, prompts: Prompts, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What a reader would mark: (kind, line)."""
    analysis = analyse(text, lexicon)
    yield from (("repeated end word", line) for line in _repeated_ends(analysis, brief))
    prompt = prompts.plan(brief)
    primer = " ".join([*(turn.content for turn in prompt.messages), prompt.plain]).lower()
    for row in text.splitlines():
        if not row or row.startswith("["):
            continue
        if _leaks(row, primer.replace(brief.about.lower(), "|")):
            yield "primer leak", row
        if _BROKEN.search(row) or row.count('"') % 2 or row.count("“") != row.count("”"):
            yield "broken punctuation", row
        if _wrong_capitals(row, brief):
            yield "wrong capitals", row
        if any(
            len(word) == 1 and word.isalpha() and word.lower() not in _LETTERS for word in re.findall(r"[\w']+", row)
        ):
            yield "stray letter", row
        if brief.mood and any(re.search(rf"\b{word}", row.lower()) for word in brief.mood.split() if len(word) > 3):
            yield "mood named", row


def _repeated_ends(analysis: Analysis, brief: Brief) -> Iterator[str]:
    """Lines of a piece in form that end in a word that another line ended in, unless they are the same line."""
    form: Form | None = {form.id: form for form in load_forms()}.get(brief.form)
    if form is None or any(line.end_word for line in form.lines):
        return
    ends: dict[str, str] = {}
    for line in analysis.lines:
        if line.syllables and ends.setdefault(line.end_word, line.words) != line.words:
            yield line.text


def _leaks(row: str, primer: str) -> bool:
    words = re.findall(r"[\w']+", row.lower())
    if re.match(r"(title|verse|chorus|bridge|stanza|poem|song|story|lyrics|write)\b\s*:", row.lower()):
        return True
    told = " ".join(re.findall(r"[\w'|]+", primer))
    runs = (" ".join(words[at : at + _LEAK_WORDS]) for at in range(len(words) - _LEAK_WORDS + 1))
    return any(run in told for run in runs)


def _wrong_capitals(row: str, brief: Brief) -> bool:
    first = re.search(r"[^\W\d_]", row)
    if first is None or not first[0].isupper() or re.search(r"\bi\b|\bi'", row):
        return True
    if brief.piece is not Piece.STORY:
        return re.search(r"\b[A-Z]{2,}\b", row) is not None
    return re.search(r"[.!?] [a-z]", row) is not None


def main() -> None:
    """Write, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pieces", type=int, default=200)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--model", type=Path)
    options.add_argument("--show", action="store_true")
    options.add_argument("--text", action="store_true", help="print the pieces too")
    given = options.parse_args()
    found = embedded_model()
    path = given.model or (found.path if found else None)
    if path is None:
        raise SystemExit("There is no model; name one with --model.")
    prompts, lexicon, counts = load_prompts(), load_lexicon(), Counter[str]()
    with ModelProcess() as process:
        process.load(path)
        for number, brief in enumerate(briefs(given.pieces, given.seed)):
            process.write(prompts.plan(brief), Sampling(), given.seed + number)
            text = _written(process)
            counts["lines"] += sum(bool(row) for row in text.splitlines())
            if given.text:
                print(f"--- {brief.form or brief.piece.value}: {brief.about} ({brief.mood})\n{text}\n", flush=True)
            for kind, row in marks(text, brief, prompts, lexicon):
                counts[kind] += 1
                if given.show:
                    print(f"{kind}: {row}   [{brief.form or brief.piece.value}]", flush=True)
    for kind in ("lines", *KINDS):
        print(f"{kind:24}{counts[kind]:6}")


def _written(process: ModelProcess) -> str:
    event: Event | None = None
    while not isinstance(event, (Done, Stopped, Failed)):
        for event in process.wait(60):
            if isinstance(event, (Done, Stopped, Failed)):
                break
    return event.text


if __name__ == "__main__":
    main()
