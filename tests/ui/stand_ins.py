"""Stand-ins for what lies outside the window."""

from __future__ import annotations

from songwright.ui.writing.brief import Brief
from songwright.ui.writing.writer import Fault, ModelState, Writer


class ScriptedWriter(Writer):
    """A model that says what the test tells it to, when the test tells it to."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[Brief, int]] = []
        self.stops = 0
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
        self.failed.emit(Fault(message, "exit code -6"))

    def stop(self) -> None:
        self.stops += 1
        self.become(ModelState.READY)
        self.finished.emit(False)  # noqa: FBT003 - a signal
