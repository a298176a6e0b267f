"""Which lines fit here: some are written, in form or free, judged in their place, and ranked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from songwright.core.errors import SongwrightError
from songwright.llm.author import Author, Odds
from songwright.llm.form.answers.context import Context
from songwright.llm.form.answers.direction import liking
from songwright.llm.form.answers.drafting import Drafting
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.plan import Fill, LineShape, Plan
from songwright.llm.questions import Direction, LineOptions, Option
from songwright.llm.sampling_settings import Sampling
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.tokens import tokens

__all__ = ["Finder"]

_TRIES, _DIRECTED_TRIES = 4, 8  # lines written for each that is asked for; more where they shall go some way
_MOST_TRIES = 40
_DEARER = 2  # fewer in free verse, where lines are written one after the other
# What a reader hears as the same rhyme, near ones included: the analysis of a text gives them one letter.
_RHYMED = frozenset(kind for kind in RhymeKind if kind.value <= RhymeKind.SUBTRACTIVE.value)
_CLOSE_LOOK = 2  # times as many lines as are asked for are judged with the line after them
_AFTER_WEIGHT = 0.5  # of the line after, beside the line itself, in the judgement
_SHORTER = 2  # words that a shorter line of free verse has less
_USUAL_WORDS = 7
_LEAST_P = 0.05  # options shall differ: tokens down to this share of the likeliest are drawn


@dataclass(slots=True)
class _Found:
    """A line and how likely the model finds it where it stands: in all, and a token.

    `merit` becomes that of the line after it too; without `tokens` nothing is known yet.
    """

    text: str
    odds: float = 0.0
    tokens: int = 0
    merit: float = field(init=False)

    def __post_init__(self) -> None:
        self.merit = self.odds / max(1, self.tokens)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds lines for one question."""

    question: LineOptions
    context: Context
    workshop: Workshop
    lexicon: Lexicon
    settings: Sampling
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
        if question.place.form is None:
            each -= _DEARER
        for one in self._written(min(_MOST_TRIES, count * each)):
            if _plain(one.text) not in taken and self._differs(one.text):
                taken.add(_plain(one.text))
                found[one.text] = one
                self.offer(Option(one.text))
        return self._ranked(list(found.values()), count) if found else ()

    # Writing

    def _written(self, tries: int) -> Iterator[_Found]:
        if self.question.place.form is not None:
            yield from self._formed(tries)
        else:
            for attempt in range(tries):
                yield _Found(self._free(self.seed * 1009 + attempt))

    def _formed(self, tries: int) -> Iterator[_Found]:
        """Lines in form, drawn side by side."""
        question = self.question
        vocabulary, tokens = self.workshop.words(question.place.wishes.asked(), preparing=self.preparing)
        self.context.read(question.place, question.beginning.rstrip())
        drafting = Drafting(
            question.place,
            self.context.backend,
            vocabulary,
            tokens,
            self.lexicon,
            Freedom(self.settings.temperature, min(self.settings.min_p, _LEAST_P)),
            question.beginning,
            rhymes=question.direction is not Direction.OTHER_RHYME,
        )
        for drawn in drafting.lines(tries, self.seed):
            self.context.tokens += drawn.tokens
            yield _Found(drawn.text, drawn.odds, drawn.tokens)

    def _free(self, seed: int) -> str:
        """A line of free verse, about as long as the one that stands there or those around."""
        question, place = self.question, self.question.place
        self.context.read(place)
        words = _usual_words(question)
        shape = LineShape(max(2, words - 2), words, words + 3)
        ear = _Ear()
        before = tuple(row for row in place.before if row.strip())
        wishes = replace(place.wishes, acrostic=" " * len(before) + place.wishes.acrostic[:1])
        plan = Plan((), "", (Fill(1, shape, start=question.beginning),), place.about, wishes)
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
        return kind_between(old, new) not in _RHYMED

    def _ranked(self, found: list[_Found], count: int) -> tuple[Option, ...]:
        """The best lines, with different last words where there are enough."""
        present = _Found(self.question.line)
        known = all(one.tokens for one in found) and not self.question.beginning
        if known:
            found.sort(key=self._worth)
            del found[count * _CLOSE_LOOK :]
        after = next((row for row in self.question.place.after if row.strip()), "")
        judged = found if after or not known else []
        self._judge([*judged, *([present] if present.text.strip() else [])], after)
        found.sort(key=self._worth)
        chosen = sorted(_various(found, count), key=self._worth)
        total = sum(math.exp(one.merit) for one in chosen)
        return tuple(
            Option(
                one.text,
                probability=math.exp(one.merit) / total,
                cost=present.odds - one.odds if present.text.strip() else 0.0,
            )
            for one in chosen
        )

    def _worth(self, one: _Found) -> float:
        """The lower, the better."""
        return -(one.merit + liking(one.text, self.question.direction, self.lexicon))

    def _judge(self, lines: list[_Found], after: str) -> None:
        """Work out how likely each line is in its place, and the line after it then."""
        if not lines:
            return
        self.context.read(self.question.place)
        spelled = [self.context.follow(one.text + "\n", line_start=True) for one in lines]
        following = self.context.follow(after + "\n", line_start=True) if after else []
        scores = self.context.scores([[*own, *following] for own in spelled])
        for one, own, score in zip(lines, spelled, scores, strict=True):
            one.odds, one.tokens = sum(score[: len(own)]), len(own)
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
