"""Questions to the model with an answer of their own: several parts of the window ask, one question is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from songwright.ui.writing.writer import Writer, WritingFault

if TYPE_CHECKING:
    from songwright.llm.questions import Option, Question

__all__ = ["Inquiries", "Inquiry"]


class Inquiry(QObject):
    """One question. It ends with `answered` or `unanswered`, once, and is silent from then on."""

    offered = Signal(object)
    """One more `Option`, not yet ranked."""
    answered = Signal(object)
    """All options, the best first, as a tuple."""
    unanswered = Signal(object)
    """A `WritingFault`; None when it was dropped, or another question took its place."""


class Inquiries(QObject):
    """Puts questions to the writer; a new one takes the place of the one that is open."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self._writer = writer
        self._open: Inquiry | None = None
        self.example: Callable[[str], str] = lambda _about: ""
        """The text in whose manner something about a subject is to be; "" for nobody's."""
        writer.offered.connect(self._offered)
        writer.answered.connect(self._answered)
        writer.unanswered.connect(self._unanswered)

    def ask(self, inquiry: Inquiry, question: Question, seed: int = 0) -> None:
        """Put a question; what becomes of it comes by `inquiry`, to whose signals one has connected before."""
        before, self._open = self._open, inquiry
        if before is not None and isValid(before):  # who asked may have been closed meanwhile
            before.unanswered.emit(None)
        example = self.example(question.place.about)
        place = replace(question.place, example=example)
        self._writer.ask(replace(question, place=place) if example else question, seed)

    def drop(self, inquiry: Inquiry | None) -> None:
        """The answer is not wanted any more; nothing happens when it was given already."""
        if inquiry is not None and inquiry is self._open:
            self._open = None
            self._writer.drop_question()
            inquiry.unanswered.emit(None)

    def _offered(self, option: Option) -> None:
        if self._open is not None:
            self._open.offered.emit(option)

    def _answered(self, options: tuple[Option, ...]) -> None:
        inquiry, self._open = self._open, None
        if inquiry is not None:
            inquiry.answered.emit(options)

    def _unanswered(self, fault: WritingFault | None) -> None:
        inquiry, self._open = self._open, None
        if inquiry is not None:
            inquiry.unanswered.emit(fault)
