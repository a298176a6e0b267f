"""Questions to the model's process: one at a time, the newest only, and none in the way of writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songwright.ui.writing.writer import Writer, WritingFault

if TYPE_CHECKING:
    from songwright.llm.questions import Question
    from songwright.llm.sampling_settings import Sampling
    from songwright.ui.writing.model_process import QtModelProcess

__all__ = ["Questioning"]


@dataclass(frozen=True, slots=True)
class _Asked:
    process: QtModelProcess
    question: Question
    settings: Sampling
    seed: int


class Questioning:
    """Keeps track of the question that is open and of the one that is to come after it."""

    def __init__(self, writer: Writer) -> None:
        """`writer` tells of the answers by its signals."""
        self._writer = writer
        self._open: _Asked | None = None
        self._next: _Asked | None = None
        self._dropped = False

    @property
    def open(self) -> bool:
        """Whether an answer is being waited for."""
        return self._open is not None

    def ask(self, process: QtModelProcess, question: Question, settings: Sampling, seed: int) -> None:
        """Put a question, once the one before it has stopped."""
        asked = _Asked(process, question, settings, seed)
        if self._open is not None:
            self._next = asked
            self._stop()
            return
        self._put(asked)

    def drop(self) -> None:
        """Stop what is being answered, and forget what was to be asked."""
        self._next = None
        if self._open is not None:
            self._stop()

    def hear(self, event: object) -> bool:
        """Take an event of the process; True when it belonged to a question."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm import events

        if self._open is None:
            return False
        match event:
            case events.Offered():
                if not self._dropped:
                    self._writer.offered.emit(event.option)
            case events.Answered():
                self._end(lambda: self._writer.answered.emit(event.options))
            case events.Stopped():
                self._end(lambda: self._writer.unanswered.emit(None))
            case events.Failed():
                fault = WritingFault(event.message, event.detail)
                self._end(lambda: self._writer.unanswered.emit(fault))
                # A model that has to be loaded again, or that died, is the writer's business too.
                return not (event.loading or event.crashed)
            case events.Reading() | events.Told():
                return True
            case _:
                return False
        return True

    def _put(self, asked: _Asked) -> None:
        self._open, self._dropped = asked, False
        asked.process.ask(asked.question, asked.settings, asked.seed)

    def _stop(self) -> None:
        if self._open is not None and not self._dropped:
            self._dropped = True
            self._open.process.cancel()

    def _end(self, tell: Callable[[], None]) -> None:
        """The process is free: another question takes the place of this one, whose answer nobody wants then."""
        following, self._open, self._next = self._next, None, None
        if following is not None:
            self._put(following)
        else:
            tell()
