"""Someone to ask about a text, with a model that knows nothing but is always of the same opinion."""

from __future__ import annotations

from dataclasses import dataclass, field

from llm.form.knowing import KnowingBackend
from songwright.llm.form.answers.answering import Answerer
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.questions import Option, Question
from songwright.llm.sampling_settings import Sampling

__all__ = ["Desk", "Hearer"]


class Hearer:
    def __init__(self) -> None:
        self.offered: list[Option] = []
        self.notices: list[str] = []

    def reading(self, done: int, total: int) -> None:
        pass

    def notice(self, message: str) -> None:
        self.notices.append(message)

    def offer(self, option: Option) -> None:
        self.offered.append(option)


@dataclass
class Desk:
    """Someone to ask."""

    backend: KnowingBackend
    workshop: Workshop
    hearer: Hearer = field(default_factory=Hearer)

    def ask(self, question: Question, seed: int = 1) -> tuple[Option, ...]:
        return Answerer(self.backend, self.workshop, Sampling(), seed, self.hearer).answer(question)
