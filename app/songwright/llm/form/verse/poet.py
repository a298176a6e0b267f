"""Writes a form with a model, token by token, and never leaves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import LineAutomaton
from songwright.llm.form.line.beam import BeamSearch, Branching, line_worth
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.line.pen import Draft, Pen
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.line.word_by_word import Reader, Rewinding, WordByWord
from songwright.llm.form.verse.attempts import attempts_of, groups_of, hopeless, worth_of
from songwright.llm.form.verse.form_tasks import ImpossibleFormError, line_tasks
from songwright.llm.form.verse.given import Given, given_of
from songwright.llm.form.verse.rhyme_plan import RhymePlan
from songwright.llm.form.words.leaning import Leaning
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld import Restraints, WithheldWords
from songwright.llm.model import TextPlace
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form

__all__ = ["Freedom", "Poet", "Reader", "Rewinding"]

_UNMARKED = str.maketrans("’", "'", '.,;:!?"”“()…–—')
_MARKS = ".,;:!?"
_SPARE = 1.6  # tokens that a line may take against the usual number


@runtime_checkable
class Returning(Protocol):
    """A reader that can go back to a place where it was."""

    def mark(self) -> TextPlace:
        """The place where the text ends now."""

    def back(self, place: TextPlace) -> bool:
        """Forget what was read since; False when this model cannot."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written: the form, what each line must be, what is there already, and with what."""

    form: Form
    tasks: Sequence[LineTask]
    given: Given
    pen: Pen


@dataclass(slots=True)
class _Page:
    """What stands, and what that leaves to be said.

    `worths` and `read` are those of the lines written together now: nats a syllable, and their tokens.
    """

    rhyming: RhymePlan
    bars: WithheldWords
    lines: list[str] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    def copy(self) -> _Page:
        """The same, which goes on by itself."""
        return _Page(self.rhyming.copy(), self.bars.copy(), [*self.lines])

    @property
    def worth(self) -> float:
        """What the lines written together are worth."""
        return worth_of(self.worths)

    def take(self, index: int, line: Draft, end: tuple[int, ...]) -> None:
        """The line stands."""
        self.rhyming.taken(index, line.words)
        self.bars.note(line.words)
        self.lines.append(line.text)
        self.worths.append(line_worth(line, marked=line.text[-1:] in _MARKS))
        self.read += [*line.read, *end]


class Poet:
    """Writes one form after what the reader has read; the reader should stand at the start of a line."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        tokens: Tokens,
        reader: Reader,
        *,
        piece: Callable[[int], bytes] = lambda _token: b"",
        freedom: Freedom | None = None,
        manners: Restraints | None = None,
        quality: int = 1,
        seed: int = 0,
        fitting: Fitting | None = None,
        leaning: Leaning | None = None,
        large: bool = False,
    ) -> None:
        """`piece` spells a token; with it, and a reader that can rewind, words that only began another are replaced.

        With a `quality` above 1, and a reader that can branch, several drafts of every line grow side by side, and with
        one that can go back lines that rhyme are written several times as a whole, but not with a `large` model.
        `fitting` may be shared by poets of one vocabulary, for it remembers what it worked out.
        """
        self._vocabulary = vocabulary
        self._tokens = tokens
        self._reader = reader
        self._piece = piece
        self._freedom = freedom or Freedom()
        self._manners = manners or Restraints()
        self._quality = quality
        self._attempts, self._drafts = attempts_of(quality, large=large)
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._fitting = fitting or Fitting(vocabulary)
        self._leaning = leaning
        self._show: Callable[[str], None] = lambda _text: None

    def write(
        self,
        form: Form,
        wishes: Wishes | None = None,
        *,
        show: Callable[[str], None] | None = None,
        kept: Mapping[int, str] | None = None,
        endings: Mapping[int, str] | None = None,
        before: Sequence[str] = (),
        shown: Sequence[str] = (),
    ) -> list[str]:
        """The lines of the piece. `show` is given the text as it grows, by word or, with some `quality`, by line.

        `kept` lines, by their index, stay as they are, in form or not: they are read, and the others rhyme with them.
        `endings` are words that lines must end in. The words of the lines `before` do not come again, nor runs of words
        of the lines `shown`. Raises ImpossibleFormError before the first word when the form and wishes cannot be
        fulfilled.
        """
        self._show = show or self._show
        wishes = wishes or Wishes()
        given = given_of(form, kept or {}, endings or {}, self._vocabulary)
        tasks = self._tasks(form, _without_lines(wishes, given.kept), given.endings)
        rhyming = RhymePlan(form, tasks, self._vocabulary, self._fitting, given)
        manners = replace(
            self._manners,
            banned=self._manners.banned + wishes.banned,
            held_back=self._manners.held_back + wishes.held_back,
        )
        bars = WithheldWords(self._vocabulary, manners)
        for text in shown:
            bars.read(self._known(text))
        for text in (*before, *given.kept.values()):
            bars.note(self._known(text))
        pen = Pen(self._vocabulary, self._tokens, bars, self._freedom.twist, self._leaning)
        page = _Page(rhyming, bars)
        for group in groups_of(form):
            page = self._best(_Work(form, tasks, given, pen), group, page)
        return page.lines

    def _best(self, work: _Work, group: range, page: _Page) -> _Page:
        """The page with these lines, the best of several attempts, which the reader has then read."""
        reader, times = self._reader, self._attempts if self._is_open(work, group, page) else 1
        if times == 1 or not isinstance(reader, Returning):
            return self._written(work, group, page.copy(), self._show)
        place, best, standing = reader.mark(), None, page
        for number in range(times):
            if number and not reader.back(place):
                break
            shown: list[str] = []
            standing = self._written(work, group, page.copy(), shown.append, best)
            if best is None or (len(standing.lines) > group[-1] and standing.worth > best[0].worth):
                best = standing, "".join(shown)
        if best is None:
            raise AssertionError("no attempt was made")
        if best[0] is not standing and reader.back(place):
            reader.extend(best[0].read)
        self._show(best[1])
        return best[0]

    def _is_open(self, work: _Work, group: range, page: _Page) -> bool:
        """Whether some of these lines are to be written."""
        return any(index not in work.given.kept and page.rhyming.copied(index) is None for index in group)

    def _written(
        self,
        work: _Work,
        group: range,
        page: _Page,
        show: Callable[[str], None],
        best: tuple[_Page, str] | None = None,
    ) -> _Page:
        """The page with these lines, or with the first of them when they cannot be better than the best so far."""
        work.pen.bars = page.bars
        for index in group:
            end, shown = self._end(work.form, index)
            copied = page.rhyming.copied(index)
            if index in work.given.kept or copied is not None:
                text = work.given.kept[index] if copied is None else page.lines[copied]
                text = text if index in work.given.kept else _repeated(text, work.form, index)
                show(text + shown)
                page.lines.append(text)
                page.read += self._read([*self._tokens.follow(text), *end])
                continue
            task = replace(work.tasks[index], inner=page.rhyming.inner(index))
            line = self._line(work.pen, task, page.rhyming.endings(index), index, end, show)
            show(shown)
            page.take(index, line, end)
            if best is not None and hopeless(page.worths, group[-1] - index, best[0].worth):
                break
        return page

    def _read(self, tokens: list[int]) -> list[int]:
        self._reader.extend(tokens)
        return tokens

    def _known(self, text: str) -> list[int]:
        """The words of a text by their numbers, -1 for those that the vocabulary does not have."""
        return [self._vocabulary.index.get(word, -1) for word in text.lower().translate(_UNMARKED).split()]

    def _end(self, form: Form, index: int) -> tuple[tuple[int, ...], str]:
        """The tokens that end a line, and what is shown for them; nothing at the end of the piece."""
        if index + 1 == len(form.lines):
            return (), ""
        if form.lines[index].stanza != form.lines[index + 1].stanza:
            return self._tokens.stanza_end, "\n\n"
        return self._tokens.line_end, "\n"

    def _tasks(self, form: Form, wishes: Wishes, ends: Mapping[int, str]) -> list[LineTask]:
        """Tasks with only words that the model's tokens can write."""
        able = np.zeros(len(self._vocabulary), dtype=bool)
        able[self._tokens.inner.order] = True
        return line_tasks(form, wishes, self._vocabulary, able, ends)

    def _line(
        self,
        pen: Pen,
        task: LineTask,
        endings: Flags,
        index: int,
        end: tuple[int, ...],
        show: Callable[[str], None],
    ) -> Draft:
        automaton = LineAutomaton(self._vocabulary, self._fitting, task, endings)
        if not automaton.possible:
            raise ImpossibleFormError(
                said(
                    "Line {line} cannot be written: no words fulfil everything that is asked. Ask for less there.",
                    line=index + 1,
                )
            )
        unread: list[int] = []
        if self._quality > 1 and isinstance(self._reader, Branching):
            chorus = BeamSearch(pen, self._reader, self._freedom, self._random, self._drafts)
            line, unread = chorus.line(automaton, end, self._usual_tokens(task))
            show(line.text)
        else:
            line = WordByWord(pen, self._reader, self._freedom, self._random, self._piece).line(automaton, end, show)
        if unread or end:
            self._reader.extend([*unread, *end])
        return line

    def _usual_tokens(self, task: LineTask) -> int:
        """How many tokens a line takes, with some to spare."""
        usual = self._tokens.inner.length_of(self._vocabulary.frequency) / _mean_syllables(self._vocabulary)
        return round(max(map(len, task.patterns)) * usual * _SPARE) + 8


def _mean_syllables(vocabulary: Vocabulary) -> float:
    return float(np.average(vocabulary.syllables, weights=vocabulary.frequency))


def _repeated(line: str, form: Form, index: int) -> str:
    """A refrain where it comes again: at the end of a stanza it closes with a stop, whatever it went on with before."""
    last = index + 1 == len(form.lines) or form.lines[index].stanza != form.lines[index + 1].stanza
    open_mark = line.rstrip()[-1:] in ",;:–—" or line.rstrip()[-1:].isalnum()
    return f"{line.rstrip().rstrip(',;:–— ')}." if last and open_mark else line


def _without_lines(wishes: Wishes, kept: Mapping[int, str]) -> Wishes:
    """The wishes without those that ask for words in lines that stay as they are."""
    return replace(wishes, required=tuple(wish for wish in wishes.required if wish[0] not in kept))
