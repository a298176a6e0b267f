"""Answers questions about a text: which lines fit here, which words, and what form cost (runs in the worker)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, runtime_checkable

import numpy as np

from songwright.core.language import said
from songwright.host.pronunciations import own_lexicon
from songwright.llm.cliches import cliches, without
from songwright.llm.form.answers.context import Context
from songwright.llm.form.answers.costs import costs
from songwright.llm.form.answers.drafting import Drafting
from songwright.llm.form.answers.finding import Finder
from songwright.llm.form.answers.following import Leaving, following
from songwright.llm.form.answers.heeding import heeding
from songwright.llm.form.answers.swaps import swaps
from songwright.llm.form.line.sampling import Freedom
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.model import Backend
from songwright.llm.questions import LineCosts, LineOptions, NextWords, Option, Question, WordOptions
from songwright.llm.sampling_settings import Sampling

__all__ = ["Answerer", "Answering", "Hearer"]


class Hearer(Protocol):
    """Hears how an answer comes about."""

    def reading(self, done: int, total: int) -> None:
        """So many tokens of the prompt were read."""

    def notice(self, message: str) -> None:
        """Something the user should know."""

    def offer(self, option: Option) -> None:
        """One more option, not yet ranked."""


@runtime_checkable
class Answering(Protocol):
    """A backend that answers by itself: a script."""

    def answer(self, offer: Callable[[Option], None]) -> tuple[Option, ...]:
        """The options, each offered as it is found."""


class Answerer:
    """Answers one question."""

    def __init__(self, backend: Backend, workshop: Workshop, settings: Sampling, seed: int, hearer: Hearer) -> None:
        self._workshop = workshop
        self._settings = settings
        self._seed = seed
        self._hearer = hearer
        self._context = Context(backend, hearer.reading, hearer.notice)

    @property
    def tokens(self) -> int:
        """What the model generated or judged."""
        return self._context.tokens

    def answer(self, question: Question) -> tuple[Option, ...]:
        """The options, the best first. Raises Cancelled, ModelError, TokenizerError, ImpossibleFormError."""
        match question:
            case LineCosts():
                return costs(question, self._context)
            case WordOptions():
                vocabulary, tokens = self._words(question)
                return swaps(question, self._context, vocabulary, tokens, own_lexicon())
            case NextWords():
                return self._next(question)
            case LineOptions():
                return self._finder(question).find()

    def _next(self, question: NextWords) -> tuple[Option, ...]:
        """The next words, those first from which the rest of the line follows."""
        before, _ = question.parts
        return heeding(self._following(question), question.after, self._context, first=not before.strip())

    def _following(self, question: NextWords) -> tuple[Option, ...]:
        """The next words; where the form leaves none, those of all are given."""
        before, _ = question.parts
        self._context.read(question.place, before.rstrip(), near=True)
        pieces = self._workshop.pieces()
        if question.place.form is None:
            return following(question, self._context, pieces)
        vocabulary, tokens = self._words(question)
        freedom = Freedom(self._settings.temperature, self._settings.min_p)
        backend, lexicon = self._context.backend, own_lexicon()
        drafting = Drafting(question.place, backend, vocabulary, tokens, lexicon, freedom, before.rstrip())
        try:
            words, keeps = drafting.next_words()
        except ImpossibleFormError:
            words, keeps = np.zeros(len(vocabulary), dtype=bool), _never
        trie = tokens.inner if before.strip() else tokens.first
        return following(question, self._context, pieces, Leaving(words, vocabulary, trie, keeps))

    def _finder(self, question: LineOptions) -> Finder:
        """A finder that holds clichés back too, unless the subject has them."""
        place = question.place
        held_back = dict.fromkeys((*place.wishes.held_back, *without(cliches(), place.about)))
        return Finder(
            replace(question, place=replace(place, wishes=replace(place.wishes, held_back=tuple(held_back)))),
            self._context,
            self._workshop,
            own_lexicon(),
            self._settings,
            self._seed,
            self._hearer.offer,
            self._preparing,
        )

    def _words(self, question: WordOptions | NextWords) -> tuple[Vocabulary, Tokens]:
        return self._workshop.words(question.place.wishes.asked(), preparing=self._preparing)

    def _preparing(self) -> None:
        self._hearer.notice(said("Reading the model's vocabulary: this takes a few seconds."))


def _never(_word: str) -> bool:
    return False
