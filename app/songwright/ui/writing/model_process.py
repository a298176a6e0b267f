"""Drives the model's process from the window: a QProcess and a timer around `songwright.llm.client`.

Nothing here waits: bytes go in and out as they come, and `happened` tells each event on the window's thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from songwright.host.child.environment import child_environment
from songwright.llm.client import ModelClient
from songwright.llm.events import Event, Garbled
from songwright.llm.model import LoadOptions
from songwright.llm.plan import Plan
from songwright.llm.questions import Question
from songwright.llm.settings import Settings

__all__ = ["QtModelProcess"]

log = logging.getLogger(__name__)

_CLOSE_MS = 1500


class QtModelProcess(QObject):
    """A worker process and the client that follows it."""

    happened = Signal(object)
    """An event of `songwright.llm.events`, except `Garbled`, which goes to the log."""

    def __init__(
        self, command: Sequence[str], *, patience: float = 120.0, grace: float = 2.0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._client = ModelClient(patience=patience, grace=grace)
        self._process: QProcess | None = None
        self._deadline = QTimer(self, singleShot=True)
        self._deadline.timeout.connect(self._check)

    @property
    def pid(self) -> int:
        """The worker's process id; 0 while none runs."""
        return self._process.processId() if self._process is not None else 0

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded, for the first time or again."""
        return self._client.loading

    @property
    def writing(self) -> bool:
        """Whether a piece is being written."""
        return self._client.writing

    def load(self, path: Path, options: LoadOptions) -> None:
        """Load a model file in place of the one loaded."""
        self._client.load(path, options)
        self._move()

    def write(self, plan: Plan, settings: Settings, seed: int) -> None:
        """Write a piece; one at a time."""
        self._client.write(plan, settings, seed)
        self._move()

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._client.asking

    def ask(self, question: Question, settings: Settings, seed: int) -> None:
        """Put a question about a text; one at a time, and not while a piece is being written."""
        self._client.ask(question, settings, seed)
        self._move()

    def cancel(self) -> None:
        """Stop what goes on."""
        self._client.cancel()
        self._move()

    def close(self) -> None:
        """End the worker: it goes by itself when its stdin closes; one that does not is killed."""
        self._client.closing()
        self._deadline.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)  # noqa: FBT003 - Qt's own
        process.closeWriteChannel()
        if not process.waitForFinished(_CLOSE_MS):
            process.kill()
            process.waitForFinished(_CLOSE_MS)
        process.deleteLater()

    def _move(self) -> None:
        """Do what the client asks for, in the order that its documentation gives."""
        client = self._client
        if client.must_kill and self._process is not None:
            self._process.kill()
        elif client.must_start and self._process is None:
            self._start()
        data = client.data_to_send()
        if data and self._process is not None:
            self._process.write(data)
        deadline = client.deadline
        if deadline is None:
            self._deadline.stop()
        else:
            self._deadline.start(max(0, round((deadline - time.monotonic()) * 1000)) + 1)

    def _start(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in child_environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_log)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        self._process = process
        process.start(self._command[0], self._command[1:])
        if self._process is process:  # else `_error` has told already that there is none
            # The pipe holds what is written before the process is up.
            self._client.started()

    def _read(self) -> None:
        if self._process is not None:
            self._tell(self._client.receive(bytes(self._process.readAllStandardOutput().data())))

    def _read_log(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardError().data())
        self._client.receive_log(data)
        log.info("model: %s", data.decode("utf-8", "replace").rstrip())

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        self._read()
        self._read_log()
        self._process = None
        process.deleteLater()
        self._tell(self._client.exited(-code if status is QProcess.ExitStatus.CrashExit else code))

    def _error(self, error: QProcess.ProcessError) -> None:
        if error is not QProcess.ProcessError.FailedToStart or self._process is None:
            return
        detail = f"{self._command[0]}: {self._process.errorString()}"
        self._process.deleteLater()
        self._process = None
        message = self.tr(
            "The model's process cannot be started: the installation is incomplete. Run the set-up again."
        )
        self._tell(self._client.not_started(message, detail))

    def _check(self) -> None:
        self._tell(self._client.check())

    def _tell(self, events: list[Event]) -> None:
        self._move()
        for event in events:
            if isinstance(event, Garbled):
                log.warning("the model's process said: %s", event.line)
            else:
                self.happened.emit(event)
