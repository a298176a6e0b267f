"""Which lines fit here: some are written, in form or free, judged in their place, and ranked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from songwright.core.errors import SongwrightError
from songwright.llm.author import Author, Odds
from songwright.llm.form.context import Context
from songwright.llm.form.taste import liking
from songwright.llm.form.workshop import Workshop
from songwright.llm.plan import Fill, Plan, Shape
from songwright.llm.questions import Direction, LineOptions, Option
from songwright.llm.settings import Settings
from songwright.lyrics.forms import Form, LineForm
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.tokens import tokens

__all__ = ["Finder"]

_TRIES, _DIRECTED_TRIES = 3, 5  # lines written for each that is asked for; more where they shall go some way
_MOST_TRIES = 32
_AFTER_WEIGHT = 0.5  # of the line after, beside the line itself, in the judgement
_SHORTER = 2  # words that a shorter line of free verse has less
_USUAL_WORDS = 7


@dataclass(slots=True)
class _Found:
    """A line and how likely the model finds it where it stands: in all, and a token, the line after it included."""

    text: str
    odds: float = 0.0
    merit: float = 0.0


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds lines for one question."""

    question: LineOptions
    context: Context
    workshop: Workshop
    lexicon: Lexicon
    settings: Settings
    seed: int
    offer: Callable[[Option], None]
    preparing: Callable[[], None]

    def find(self) -> tuple[Option, ...]:
        """The options, the best first. Raises ImpossibleFormError when none can be written."""
        question = self.question
        count = max(1, question.count)
        found: dict[str, _Found] = {}
        taken = {_plain(row) for row in (question.line, *question.place.before, *question.place.after)}
        each = _DIRECTED_TRIES if question.direction else _TRIES
        for text in self._written(min(_MOST_TRIES, count * each)):
            if _plain(text) not in taken and self._differs(text):
                taken.add(_plain(text))
                found[text] = _Found(text)
                self.offer(Option(text))
        return self._ranked(list(found.values()), count) if found else ()

    # Writing

    def _written(self, tries: int) -> Iterator[str]:
        free = self.question.place.form is None
        for attempt in range(tries):
            seed = self.seed * 1009 + attempt
            yield self._free(seed) if free else self._formed(seed)

    def _formed(self, seed: int) -> str:
        """A line in form, with the lines that it rhymes with kept after it."""
        question, place = self.question, self.question.place
        line = place.form or LineForm()
        partners = () if question.direction is Direction.OTHER_RHYME else place.rhymes
        mine = replace(line, stanza=0, refrain=None, end_word=None, rhyme=line.rhyme if partners else None)
        form = Form("line", "Line", "", (mine, *(LineForm(rhyme=line.rhyme) for _ in partners)))
        self.context.read(place)
        poet = self.workshop.poet(self.settings, seed, preparing=self.preparing)
        kept = dict(enumerate(partners, 1))
        endings = {0: place.ends_with} if place.ends_with else {}
        return poet.write(form, place.wishes, kept=kept, endings=endings)[0]

    def _free(self, seed: int) -> str:
        """A line of free verse, about as long as the one that stands there or those around."""
        question, place = self.question, self.question.place
        self.context.read(place)
        words = _usual_words(question)
        shape = Shape(max(2, words - 2), words, words + 3)
        ear = _Ear()
        before = tuple(row for row in place.before if row.strip())
        plan = Plan((), "", (Fill(1, shape, start=question.beginning),), place.about)
        Author(self.context.backend, plan, self.settings, seed, ear, workshop=self.workshop, before=before).carry_out()
        return ear.text_heard.strip()

    # Choosing

    def _differs(self, text: str) -> bool:
        """Whether the line is of another rhyme, where that was asked for."""
        if self.question.direction is not Direction.OTHER_RHYME or not self.question.line.strip():
            return bool(text)
        old, new = ending(self.question.line, self.lexicon), ending(text, self.lexicon)
        if old is None or new is None:
            return True
        return kind_between(old, new) not in (RhymeKind.PERFECT, RhymeKind.IDENTITY)

    def _ranked(self, found: list[_Found], count: int) -> tuple[Option, ...]:
        """The best lines, with different last words where there are enough."""
        present = _Found(self.question.line)
        self._judge([*found, *([present] if present.text.strip() else [])])
        found.sort(key=lambda one: -(one.merit + liking(one.text, self.question.direction, self.lexicon)))
        chosen = _various(found, count)
        total = sum(math.exp(one.merit) for one in chosen)
        return tuple(
            Option(
                one.text,
                probability=math.exp(one.merit) / total,
                cost=present.odds - one.odds if present.text.strip() else 0.0,
            )
            for one in chosen
        )

    def _judge(self, lines: list[_Found]) -> None:
        """Work out how likely each line is in its place, and the line after it then."""
        self.context.read(self.question.place)
        after = next((row for row in self.question.place.after if row.strip()), "")
        spelled = [self.context.follow(one.text + "\n", line_start=True) for one in lines]
        following = self.context.follow(after + "\n", line_start=True) if after else []
        scores = self.context.scores([[*own, *following] for own in spelled])
        for one, own, score in zip(lines, spelled, scores, strict=True):
            one.odds = sum(score[: len(own)])
            one.merit = one.odds / len(own)
            if following:
                one.merit += _AFTER_WEIGHT * sum(score[len(own) :]) / len(following)


class _Ear:
    """Keeps the text that an author says."""

    def __init__(self) -> None:
        self.text_heard = ""

    def reading(self, done: int, total: int) -> None:
        """Nothing: the place was read already."""

    def text(self, text: str, *, title: bool, odds: Odds) -> None:  # noqa: ARG002
        self.text_heard += text

    def notice(self, message: str) -> None:
        """An author without room says so."""
        raise SongwrightError(message)


def _plain(text: str) -> str:
    return " ".join(normal(token.text) for token in tokens(text))


def _usual_words(question: LineOptions) -> int:
    """How many words a line of free verse should have."""
    near = [len(row.split()) for row in (*question.place.before[-4:], *question.place.after[:2]) if row.strip()]
    words = len(question.line.split()) or (round(sum(near) / len(near)) if near else _USUAL_WORDS)
    return max(2, words - _SHORTER) if question.direction is Direction.SHORTER else max(2, words)


def _various(found: Sequence[_Found], count: int) -> list[_Found]:
    """The first so many, those that repeat a last word only when there are no others."""
    ends: set[str] = set()
    fresh: list[_Found] = []
    again: list[_Found] = []
    for one in found:
        end = _plain(one.text).rpartition(" ")[2]
        (again if end in ends else fresh).append(one)
        ends.add(end)
    return [*fresh, *again][:count]
