"""Stand-ins for what lies outside the window."""

from __future__ import annotations

from pathlib import Path

from songwright.llm.brief import Brief
from songwright.llm.questions import Question
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.writing.writer import ModelState, Writer, WritingFault


class ScriptedWriter(Writer):
    """A model that says what the test tells it to, when the test tells it to."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[Brief, int]] = []
        self.stops = 0
        self.questions: list[tuple[Question, int]] = []
        self.dropped = 0
        self._state = ModelState.READY

    @property
    def state(self) -> ModelState:
        return self._state

    @property
    def name(self) -> str:
        return "Scripted 1B"

    @property
    def sha256(self) -> str:
        return "ab" * 32

    def become(self, state: ModelState) -> None:
        self._state = state
        self.state_changed.emit()

    def write(self, brief: Brief, seed: int) -> None:
        self.requests.append((brief, seed))
        self.become(ModelState.WRITING)

    def say(self, *texts: str) -> None:
        for text in texts:
            self.text_added.emit(text)

    def end(self) -> None:
        self.become(ModelState.READY)
        self.finished.emit(True)  # noqa: FBT003 - a signal

    def crash(self, message: str) -> None:
        self.become(ModelState.FAILED)
        self.failed.emit(WritingFault(message, "exit code -6"))

    def ask(self, question: Question, seed: int) -> None:
        self.questions.append((question, seed))

    def drop_question(self) -> None:
        self.dropped += 1

    def stop(self) -> None:
        self.stops += 1
        self.become(ModelState.READY)
        self.finished.emit(False)  # noqa: FBT003 - a signal


class ScriptedQuestions:
    """Answers from a list; what was asked is kept. Without an answer left, it cancels."""

    def __init__(self) -> None:
        self.answers: list[UserChoice] = []
        self.paths: list[Path] = []
        self.asked: list[str] = []
        self.suggestions: list[Path] = []

    def save_changes(self, name: str) -> UserChoice:
        return self._answer("save_changes")

    def locked(self, message: str, *, may_take: bool) -> UserChoice:
        return self._answer("locked")

    def changed_on_disk(self, message: str) -> UserChoice:
        return self._answer("changed_on_disk")

    def recover(self, message: str, details: str) -> UserChoice:
        return self._answer("recover", UserChoice.LATER)

    def file_to_open(self, folder: Path) -> Path | None:
        return self._path("file_to_open")

    def file_to_save(self, suggestion: Path) -> Path | None:
        self.suggestions.append(suggestion)
        return self._path("file_to_save")

    def _answer(self, question: str, otherwise: UserChoice = UserChoice.CANCEL) -> UserChoice:
        self.asked.append(question)
        return self.answers.pop(0) if self.answers else otherwise

    def _path(self, question: str) -> Path | None:
        self.asked.append(question)
        return self.paths.pop(0) if self.paths else None
