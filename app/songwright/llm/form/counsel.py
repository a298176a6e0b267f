"""Answers questions about a text: which lines fit here, which words, and what form cost (runs in the worker)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from songwright.core.errors import SongwrightError
from songwright.llm.form.workshop import Workshop
from songwright.llm.model import Backend
from songwright.llm.questions import Option, Question
from songwright.llm.settings import Settings

__all__ = ["Answering", "Counsel", "Hearer"]


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


@dataclass(slots=True)
class Counsel:
    """Answers one question. `tokens` counts what the model generated or judged."""

    backend: Backend
    workshop: Workshop
    settings: Settings
    seed: int
    hearer: Hearer
    tokens: int = 0

    def answer(self, question: Question) -> tuple[Option, ...]:
        """The options, the best first. Raises Cancelled, ModelError, ImpossibleFormError."""
        raise SongwrightError("Questions about a text are not answered yet.", detail=type(question).__name__)
