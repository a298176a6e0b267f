"""What the window needs of a model, whichever process it runs in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.llm.brief import Brief

if TYPE_CHECKING:
    from songwright.llm.questions import Question

__all__ = ["ModelState", "Writer", "WritingFault"]


class ModelState(StrEnum):
    """Where the model is."""

    NONE = "none"
    LOADING = "loading"
    READY = "ready"
    WRITING = "writing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WritingFault:
    """Why a model could not do its work: a sentence for the user, and details for the curious."""

    message: str
    detail: str = ""


class Writer(QObject):
    """Writes from briefs. Every call returns at once; the signals say what happens."""

    state_changed = Signal()
    """`state`, `name`, `caption` or `rate` changed."""
    titled = Signal(str)
    """More of the title."""
    text_added = Signal(str)
    """More of the text."""
    noticed = Signal(str)
    """Something the user should know; the writing goes on."""
    finished = Signal(bool)
    """The text has ended: True when it is whole, False when it was stopped."""
    failed = Signal(object)
    """A `WritingFault`: loading or writing broke off. What was streamed stands."""
    offered = Signal(object)
    """One more `Option` for the question that was asked, not yet ranked."""
    answered = Signal(object)
    """All options for the question, the best first, as a tuple: the question is done."""
    unanswered = Signal(object)
    """No answer comes: a `WritingFault`, or None when the question was dropped. What was offered stands."""

    @property
    def state(self) -> ModelState:
        """Where the model is now."""
        return ModelState.NONE

    @property
    def usable(self) -> bool:
        """Whether `write` is worth a call: a piece may wait for a model that is being loaded."""
        return self.state in (ModelState.LOADING, ModelState.READY)

    @property
    def name(self) -> str:
        """The model's name, as a person would say it; empty when none is chosen."""
        return ""

    @property
    def sha256(self) -> str:
        """The checksum of the model file; empty while it is not known."""
        return ""

    @property
    def rate(self) -> float:
        """Tokens a second of the text being or last written; 0 when nothing was."""
        return 0.0

    @property
    def sampling(self) -> tuple[tuple[str, str], ...]:
        """The sampler's settings, as sorted pairs of text."""
        return ()

    def write(self, brief: Brief, seed: int) -> None:
        """Start writing; the same brief, seed and model give the same text. SongwrightError for an empty brief."""

    def stop(self) -> None:
        """Stop writing; `finished(False)` follows, at once or after a moment."""

    def ask(self, question: Question, seed: int) -> None:
        """Put a question about a text, in place of one that is still open; writing comes before every question."""

    def drop_question(self) -> None:
        """The answer is not wanted any more; `unanswered(None)` follows if there was a question."""

    def close(self) -> None:
        """End the model's process."""
