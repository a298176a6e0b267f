"""Has the model propose what each part of a piece is about, for the user to change before it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.seeds import fresh_seed
from songwright.llm.brief import Brief, Task
from songwright.ui.writing.writer import ModelState, Writer, WritingFault

__all__ = ["Outliner"]


class Outliner(QObject):
    """One proposal at a time. While it runs, what the writer says belongs to it."""

    changed = Signal(str)
    """The proposal as far as it has come."""
    ended = Signal(str)
    """It is whole or stopped: "", or a sentence on what went wrong."""

    def __init__(self, writer: Writer, brief: Callable[[], Brief], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = writer
        self._brief = brief
        self._text = ""
        self.running = False
        writer.text_added.connect(self._grow)
        writer.finished.connect(lambda _complete: self._end(""))
        writer.failed.connect(self._fail)

    def begin(self) -> None:
        """Propose an outline for the brief; `ended` tells it when that cannot be."""
        if self._writer.state is not ModelState.READY:
            self.ended.emit(self.tr("The model has no time now, or none is loaded. Try again in a moment."))
            return
        self._text, self.running = "", True
        try:
            self._writer.write(replace(self._brief(), task=Task.OUTLINE, form=""), fresh_seed())
        except SongwrightError as error:
            self._end(error.message)

    def stop(self) -> None:
        """Leave it as it is."""
        if self.running:
            self._writer.stop()

    def _grow(self, text: str) -> None:
        if self.running:
            self._text += text
            self.changed.emit(self._text.strip())

    def _fail(self, fault: WritingFault) -> None:
        self._end(fault.message)

    def _end(self, problem: str) -> None:
        if self.running:
            self.running = False
            self.ended.emit(problem)
