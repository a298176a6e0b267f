"""Writes a form with a model, token by token, and never leaves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import LineAutomaton
from songwright.llm.form.line.beam import BeamSearch, Branching
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.line.pen import Draft, Pen
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.line.word_by_word import Reader, Rewinding, WordByWord
from songwright.llm.form.verse.given import given_of
from songwright.llm.form.verse.rhyme_plan import ImpossibleFormError, RhymePlan, Wishes, line_tasks
from songwright.llm.form.words.leaning import Leaning
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld import Restraints, WithheldWords
from songwright.lyrics.forms import Form

__all__ = ["Freedom", "Poet", "Reader", "Rewinding"]

_UNMARKED = str.maketrans("’", "'", '.,;:!?"”“()…–—')
_SPARE = 1.6  # tokens that a line may take against the usual number


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
    ) -> None:
        """`piece` spells a token; with it, and a reader that can rewind, words that only began another are replaced.

        With a `quality` above 1, and a reader that can branch, so many drafts of every line grow side by side.
        `fitting` may be shared by poets of one vocabulary, for it remembers what it worked out.
        """
        self._vocabulary = vocabulary
        self._tokens = tokens
        self._reader = reader
        self._piece = piece
        self._freedom = freedom or Freedom()
        self._manners = manners or Restraints()
        self._quality = quality
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
        lines: list[str] = []
        for index, task in enumerate(tasks):
            end, shown = self._end(form, index)
            copied = rhyming.copied(index)
            if index in given.kept or copied is not None:
                lines.append(given.kept[index] if copied is None else lines[copied])
                self._copy(lines[-1], end)
                self._show(shown)
                continue
            task = replace(task, inner=rhyming.inner(index))
            line = self._line(pen, task, rhyming.endings(index), index, end)
            self._show(shown)
            rhyming.taken(index, line.words)
            bars.note(line.words)
            lines.append(line.text)
        return lines

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

    def _copy(self, text: str, end: tuple[int, ...]) -> None:
        """Give out and read a line that is there already."""
        self._show(text)
        self._reader.extend([*self._tokens.follow(text), *end])

    def _tasks(self, form: Form, wishes: Wishes, ends: Mapping[int, str]) -> list[LineTask]:
        """Tasks with only words that the model's tokens can write."""
        able = np.zeros(len(self._vocabulary), dtype=bool)
        able[self._tokens.inner.order] = True
        return line_tasks(form, wishes, self._vocabulary, able, ends)

    def _line(self, pen: Pen, task: LineTask, endings: Flags, index: int, end: tuple[int, ...]) -> Draft:
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
            chorus = BeamSearch(pen, self._reader, self._freedom, self._random, self._quality)
            line, unread = chorus.line(automaton, end, self._usual_tokens(task))
            self._show(line.text)
        else:
            line = WordByWord(pen, self._reader, self._freedom, self._random, self._piece).line(
                automaton, end, self._show
            )
        if unread or end:
            self._reader.extend([*unread, *end])
        return line

    def _usual_tokens(self, task: LineTask) -> int:
        """How many tokens a line takes, with some to spare."""
        usual = self._tokens.inner.length_of(self._vocabulary.frequency) / _mean_syllables(self._vocabulary)
        return round(max(map(len, task.patterns)) * usual * _SPARE) + 8


def _mean_syllables(vocabulary: Vocabulary) -> float:
    return float(np.average(vocabulary.syllables, weights=vocabulary.frequency))


def _without_lines(wishes: Wishes, kept: Mapping[int, str]) -> Wishes:
    """The wishes without those that ask for words in lines that stay as they are."""
    return replace(wishes, required=tuple(wish for wish in wishes.required if wish[0] not in kept))
