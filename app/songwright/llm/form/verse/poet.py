"""Writes a form with a model, token by token, and never leaves it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.line.word_by_word import Reader, Rewinding, WordByWord
from songwright.llm.form.verse.attempts import attempts_of, groups_of
from songwright.llm.form.verse.form_tasks import line_tasks
from songwright.llm.form.verse.given import given_of
from songwright.llm.form.verse.group_search import Branching, GroupSearch
from songwright.llm.form.verse.rhyme_plan import RhymePlan
from songwright.llm.form.verse.so_far import PieceSoFar, VerseWork
from songwright.llm.form.words.leaning import Leaning
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.form.words.withheld import Restraints, WithheldWords
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form

__all__ = ["Freedom", "Poet", "Reader", "Rewinding"]

_UNMARKED = str.maketrans("’", "'", '.,;:!?"”“()…–—')


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
        named: Collection[str] = (),
    ) -> None:
        """`piece` spells a token; with it, and a reader that can rewind, words that only began another are replaced.

        With a `quality` above 1, and a reader that can branch, several drafts of every line grow side by side, and
        lines that rhyme are written several times as a whole, but not with a `large` model. A piece in which one of the
        words `named` stands is preferred. `fitting` may be shared by poets of one vocabulary, for it remembers what it
        worked out.
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
        self._named = frozenset(named)
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
        ways: Sequence[Wishes] = (),
    ) -> list[str]:
        """The lines of the piece. `show` is given the text as it grows, by word or, with some `quality`, by line.

        `kept` lines, by their index, stay as they are, in form or not: they are read, and the others rhyme with them.
        `endings` are words that lines must end in. The words of the lines `before` do not come again, nor runs of words
        of the lines `shown`. `ways` are wishes in place of these, of which each attempt to begin has one. Raises
        ImpossibleFormError before the first word when the form and wishes cannot be fulfilled.
        """
        self._show = show or self._show
        wishes = wishes or Wishes()
        given = given_of(form, kept or {}, endings or {}, self._vocabulary)
        work = VerseWork(
            form, given, self._vocabulary, self._tokens, self._fitting, self._freedom.twist, self._leaning, self._named
        )
        bars = self._bars(wishes, [*before, *given.kept.values()], shown)
        begun = {way: self._begun(work, way, bars) for way in {*ways} or {wishes}}
        first, *others = groups_of(form)
        so_far = self._group(work, first, [begun[way] for way in ways or [wishes]])
        for group in others:
            so_far = self._group(work, group, [so_far])
        return so_far.lines

    def _bars(self, wishes: Wishes, before: Sequence[str], shown: Sequence[str]) -> WithheldWords:
        """What is not to be said, after these lines and those that were shown."""
        manners = replace(
            self._manners,
            banned=self._manners.banned + wishes.banned,
            held_back=self._manners.held_back + wishes.held_back,
        )
        bars = WithheldWords(self._vocabulary, manners)
        for text in shown:
            bars.read(self._known(text))
        for text in before:
            bars.note(self._known(text))
        return bars

    def _begun(self, work: VerseWork, wishes: Wishes, bars: WithheldWords) -> PieceSoFar:
        """An empty piece that keeps these wishes. Raises ImpossibleFormError."""
        tasks = self._tasks(work.form, _without_lines(wishes, work.given.kept), work.given.endings)
        rhyming = RhymePlan(work.form, tasks, self._vocabulary, self._fitting, work.given)
        return PieceSoFar(tasks, rhyming, bars)

    def _group(self, work: VerseWork, group: range, ways: Sequence[PieceSoFar]) -> PieceSoFar:
        """The piece with these lines, which the reader has then read, from one of these ways to begin them."""
        so_far = ways[0]
        written = [index for index in group if work.is_open(index, so_far)] or [group.stop]
        for index in range(group.start, written[0]):
            self._repeat(work, index, so_far)
        if written[0] < group.stop:
            ways = ways if written[0] == group.start else [so_far]
            so_far = self._written(work, range(written[0], written[-1] + 1), ways)
        for index in range(written[-1] + 1, group.stop):
            self._repeat(work, index, so_far)
        return so_far

    def _repeat(self, work: VerseWork, index: int, so_far: PieceSoFar) -> None:
        """A line that is not written now stands."""
        text, (end, break_) = work.repeated(index, so_far) or "", work.end(index)
        so_far.repeat(text, break_)
        so_far.show(self._show)
        self._reader.extend([*self._tokens.follow(text), *end])

    def _written(self, work: VerseWork, group: range, ways: Sequence[PieceSoFar]) -> PieceSoFar:
        """The piece with these lines; the first and the last of them are to be written."""
        if self._quality > 1 and isinstance(self._reader, Branching):
            search = GroupSearch(work, self._reader, self._freedom, self._random, self._attempts, self._drafts)
            return search.write(group, ways, self._show)
        so_far = ways[0]
        pen = work.pen(so_far.bars)
        for index in group:
            if not work.is_open(index, so_far):
                self._repeat(work, index, so_far)
                continue
            automaton, (end, break_) = work.automaton(index, so_far), work.end(index)
            scribe = WordByWord(pen, self._reader, self._freedom, self._random, self._piece)
            line = scribe.line(automaton, end, self._show)
            so_far.take(index, line, break_)
            so_far.unshown = [break_]  # the line itself was shown by the word
            so_far.show(self._show)
            if end:
                self._reader.extend(end)
        return so_far

    def _known(self, text: str) -> list[int]:
        """The words of a text by their numbers, -1 for those that the vocabulary does not have."""
        return [self._vocabulary.index.get(word, -1) for word in text.lower().translate(_UNMARKED).split()]

    def _tasks(self, form: Form, wishes: Wishes, ends: Mapping[int, str]) -> list[LineTask]:
        """Tasks with only words that the model's tokens can write."""
        able = np.zeros(len(self._vocabulary), dtype=bool)
        able[self._tokens.inner.order] = True
        return line_tasks(form, wishes, self._vocabulary, able, ends)


def _without_lines(wishes: Wishes, kept: Mapping[int, str]) -> Wishes:
    """The wishes without those that ask for words in lines that stay as they are."""
    return replace(wishes, required=tuple(wish for wish in wishes.required if wish[0] not in kept))
