"""What is asked of a model's process, whichever driver it has."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from songwright.llm.client import ModelClient
from songwright.llm.model import LoadOptions
from songwright.llm.plan import Plan
from songwright.llm.questions import Question
from songwright.llm.sampling_settings import Sampling

__all__ = ["ModelCalls"]


class ModelCalls:
    """Beside a driver: every call speaks to the driver's client, and is carried out at once or by a fresh worker."""

    model: ModelClient

    def speaking(self) -> AbstractContextManager[None]:
        """The driver's."""
        raise NotImplementedError

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded, for the first time or again."""
        return self.model.loading

    @property
    def writing(self) -> bool:
        """Whether a piece is being written."""
        return self.model.writing

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self.model.asking

    @property
    def busy(self) -> bool:
        """Whether something is being loaded, written or answered."""
        return self.loading or self.writing or self.asking

    def has(self, path: Path, options: LoadOptions | None = None) -> bool:
        """Whether this model, with these options, is loaded or being loaded."""
        with self.speaking():
            return self.model.has(path, options)

    def load(self, path: Path, options: LoadOptions | None = None) -> None:
        """Load a model file in place of the one loaded."""
        with self.speaking():
            self.model.load(path, options)

    def write(self, plan: Plan, settings: Sampling, seed: int) -> None:
        """Write a piece; one at a time."""
        with self.speaking():
            self.model.write(plan, settings, seed)

    def ask(self, question: Question, settings: Sampling, seed: int) -> None:
        """Put a question about a text; one at a time, and not while a piece is being written."""
        with self.speaking():
            self.model.ask(question, settings, seed)

    def cancel(self) -> None:
        """Stop what goes on; `Stopped` comes within the grace time."""
        with self.speaking():
            self.model.cancel()
