"""What a careful reader would mark in many pieces: nothing, if all is well.

    python benchmarks/hygiene.py [--pieces 200] [--seed 0] [--models ",plain,FILE"] [--keep FILE] [--words FILE]
        [--show] [--text]

Writes pieces on many subjects, in forms and free, as poems, songs and stories, and counts: talk about the piece and
refusals, headings and words of our own prompts that leaked, words that there are not, lines broken off, broken
punctuation, wrong capitals, single letters that are no words, end words that come again in a piece (refrains aside),
and the name of the mood. "" is the model that comes with Songwright, "plain" the same without what it learned of verse.

Pieces are kept in a file of JSON rows (`--keep`) and not written again, so that a long run can be broken off and taken
up, and counted anew by other rules (`--pieces 0`). `--words` is a list of words, one a line, that are none of ours:
what it does not have either is no word. `--show` prints every line that is counted, `--text` the pieces.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.core.song import Piece  # noqa: E402
from songwright.llm.brief import Brief, Length  # noqa: E402
from songwright.llm.cliches import phrase_pattern  # noqa: E402
from songwright.llm.events import Done, Event, Failed, Stopped  # noqa: E402
from songwright.llm.known_words import known_words  # noqa: E402
from songwright.llm.process import ModelProcess  # noqa: E402
from songwright.llm.prompts import Prompts, load_prompts  # noqa: E402
from songwright.llm.sampling_settings import Sampling  # noqa: E402
from songwright.llm.verse_model import named_model  # noqa: E402
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
    "talk", "refusal", "heading", "primer leak", "non-word", "broken line", "broken punctuation", "wrong capitals",
    "stray letter", "repeated end word", "mood named",
)  # fmt: skip
_PATIENCE = 1800.0  # seconds: on a machine that does other things too, a model may be silent for long
_LEAK_WORDS = 4  # words in a row of a prompt that make a leak, where the subject does not have them
_LETTERS = frozenset("aio")
_BROKEN = re.compile(r"\s[,.;:!?]|[,;:][,.;:!?]|[.!?][,;:]|(?<!\.)\.\.(?!\.)|--|^[,.;:!?)]|[(\[{][^)\]}]*$|’’|''")
_HEADING = re.compile(
    r"^\W*(title|verse|chorus|bridge|stanza|outro|intro|poem|song|story|lyrics|write|note)\b[\s\d]*(:|$)"
)
_REFUSAL = re.compile(
    r"\b(i can'?t|i cannot|i'm (?:not able|unable|sorry)|i am (?:not able|unable|sorry)|unable to|as an ai|"
    r"language model|i apologi[sz]e)\b.*\b(assist|help|write|create|provide|fulfil|generate|request|content|lyrics|"
    r"poem|song|story|ai)\b"
)
_TALK = re.compile(
    r"\b(this|the|these) (poem|song|story|lyrics|stanza|verses) (is|are|was|were|tells?|describes?|explores?|about)\b"
    r"|\b(here(?:'s| is| are)|write|wrote|writing) (?:you |me )?(?:a|an|the|your|some) (?:\w+ )?"
    r"(poem|song|story|lyrics)\b"
    r"|\b(the (?:author|speaker|poet|narrator|reader)|rhyme scheme|feel free|please note|hope (?:this|you) )\b"
)
_NEVER_LAST = frozenset("a an the and or nor of my your his her our their its than is was were are am".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Written:
    """A piece that was written, and what it was asked to be."""

    model: str
    number: int
    about: str
    piece: str
    mood: str
    form: str
    text: str
    title: str = ""

    @property
    def brief(self) -> Brief:
        """The request."""
        return Brief(self.about, Piece(self.piece), self.mood, Length.SHORT, form=self.form)


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


def marks(
    written: Written, prompts: Prompts, lexicon: Lexicon, words: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """What a reader would mark: (kind, line)."""
    brief, analysis = written.brief, analyse(written.text, lexicon)
    yield from (("repeated end word", line) for line in _repeated_ends(analysis, brief))
    prompt = prompts.plan(brief)
    primer = " ".join([*(turn.content for turn in prompt.messages), prompt.plain]).lower().replace(brief.about, "|")
    held = phrase_pattern(prompts.talk)
    rows = [row for row in written.text.splitlines() if row.strip() and not re.fullmatch(r"\[[A-Z][a-z]+( \d)?\]", row)]
    for row in rows:
        yield from ((kind, row) for kind, is_so in _said(row, held) if is_so)
        if _leaks(row, primer):
            yield "primer leak", row
        if _BROKEN.search(row) or row.count('"') % 2 or row.count("“") != row.count("”"):
            yield "broken punctuation", row
        if _wrong_capitals(row, brief):
            yield "wrong capitals", row
        if _broken_off(row, brief, last=row is rows[-1]):
            yield "broken line", row
        if any(
            len(word) == 1 and word.lower() not in _LETTERS
            for word in re.findall(r"[^\W\d_']+", row.replace("’", "'"))
            if not re.search(rf"'{word}\b|\b{word}\.", row.replace("’", "'"))
        ):
            yield "stray letter", row
        yield from (("non-word", f"{word}: {row}") for word in _made_up(row, brief, words))
        if brief.mood and any(re.search(rf"\b{word}", row.lower()) for word in brief.mood.split() if len(word) > 3):
            yield "mood named", row
    yield from (("non-word", f"{word}: {written.title} (title)") for word in _made_up(written.title, brief, words))


def _said(row: str, held: re.Pattern[str] | None) -> Iterator[tuple[str, bool]]:
    """Whether a line is talk, a refusal, a heading."""
    plain = row.lower().replace("’", "'")
    words = plain.split()
    ends = [" ".join(words[: end + 1]).rstrip(".,;:!?") for end in range(len(words))]
    refused = _REFUSAL.search(plain) is not None
    yield "refusal", refused
    yield (
        "talk",
        not refused and (_TALK.search(plain) is not None or (held is not None and any(map(held.search, ends)))),
    )
    yield "heading", _HEADING.match(plain) is not None


def _broken_off(row: str, brief: Brief, *, last: bool) -> bool:
    """Whether a line ends where English cannot, or a paragraph or piece without a stop."""
    text = row.rstrip(" \"”'’")
    if brief.piece is Piece.STORY:
        return text[-1:] not in ".!?…"
    words = re.findall(r"[a-z']+", row.lower())
    if not words or (words[-1] in _NEVER_LAST and text[-1:].isalpha()):
        return True
    return last and text[-1:] in ",;:-–—"


def _made_up(text: str, brief: Brief, words: Collection[str]) -> Iterator[str]:
    """Words that no list has and that are no names: those begin with a capital inside a sentence of a story."""
    known = known_words().with_own(brief.about)
    for found in re.finditer(r"[A-Za-z]+(?:['’][a-z]+)*", text):
        word = found[0].replace("’", "'")
        named = word[0].isupper() and brief.piece is Piece.STORY
        listed = known.has(word) or known.has(word.lower().removesuffix("ly")) or word.lower() in words
        if not named and not listed:
            yield word


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
    """Write what is not there yet, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pieces", type=int, default=200)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--models", default="", help="parted by commas")
    options.add_argument("--keep", type=Path, help="file of the pieces")
    options.add_argument("--words", type=Path, help="a list of words")
    options.add_argument("--show", action="store_true")
    options.add_argument("--text", action="store_true", help="print the pieces too")
    given = options.parse_args()
    pieces = _kept(given.keep)
    for model in given.models.split(","):
        there = {piece.number for piece in pieces if piece.model == model}
        wanted = [(n, one) for n, one in enumerate(briefs(given.pieces, given.seed)) if n not in there]
        for written in _written(model, wanted, given.seed):
            pieces.append(written)
            if given.text:
                print(f"--- {written.form or written.piece}: {written.about}\n{written.text}\n", flush=True)
            if given.keep:
                with given.keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(written)) + "\n")
    _print(pieces, frozenset(given.words.read_text("utf-8").lower().split()) if given.words else (), show=given.show)


def _kept(file: Path | None) -> list[Written]:
    """The pieces that were written before."""
    if file is None or not file.exists():
        return []
    return [Written(**json.loads(row)) for row in file.read_text("utf-8").splitlines()]


def _print(pieces: list[Written], words: Collection[str], *, show: bool) -> None:
    """What was counted, a column for each model."""
    prompts, lexicon = load_prompts(), load_lexicon()
    counts = {piece.model: Counter[str]() for piece in pieces}
    for piece in pieces:
        count = counts[piece.model]
        count["pieces"] += 1
        count["lines"] += sum(bool(row.strip()) and not row.startswith("[") for row in piece.text.splitlines())
        for kind, row in marks(piece, prompts, lexicon, words):
            count[kind] += 1
            if show:
                print(f"{kind}: {row}   [{piece.model} {piece.number}: {piece.form or piece.piece}]", flush=True)
    print(" " * 20 + "".join(f"{Path(model).stem or 'built-in':>12}" for model in counts))
    for kind in ("pieces", "lines", *KINDS):
        print(f"{kind:20}" + "".join(f"{count[kind]:12}" for count in counts.values()))


def _written(model: str, wanted: list[tuple[int, Brief]], seed: int) -> Iterator[Written]:
    """Each of the pieces, by this model."""
    found = named_model(model) if wanted else None
    if found is None:
        return
    prompts = load_prompts()
    with ModelProcess(patience=_PATIENCE) as process:
        process.load(found.path, found.load_options(1))
        for number, brief in wanted:
            process.write(prompts.plan(brief), Sampling(), seed + number)
            end = _end(process)
            if isinstance(end, Failed):
                print(f"{model or 'built-in'}, piece {number}: {end.message}", file=sys.stderr)
                continue
            yield Written(
                model, number, brief.about, brief.piece.value, brief.mood, brief.form, end.text.strip(), end.title
            )


def _end(process: ModelProcess) -> Done | Stopped | Failed:
    event: Event | None = None
    while not isinstance(event, (Done, Stopped, Failed)):
        for event in process.wait(60):
            if isinstance(event, (Done, Stopped, Failed)):
                break
    return event


if __name__ == "__main__":
    main()
