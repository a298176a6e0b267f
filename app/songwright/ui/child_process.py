"""Drives a child from the window: a QProcess and a timer around a client of `songwright.host.child.client`.

Nothing here waits, except for a child that is being closed: bytes go in and out as they come, and `happened` tells
each event on the window's thread.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from songwright.host.child.client import ChildClient
from songwright.host.child.environment import child_environment
from songwright.host.child.message_codec import Garbage
from songwright.host.logs import note

__all__ = ["QtChild"]

log = logging.getLogger(__name__)

_CLOSE_MS = 1500


class QtChild(QObject):
    """A process and the client that follows it."""

    happened = Signal(object)
    """An event of the client."""
    gone = Signal()
    """The process has ended, after the last of its events."""

    def __init__(
        self, client: ChildClient[Any], command: Sequence[str], *, name: str, parent: QObject | None = None
    ) -> None:
        """`command` as `child_command` gives it; `name` is for the log."""
        super().__init__(parent)
        self._client = client
        self._command = list(command)
        self._name = name
        self._process: QProcess | None = None
        self._deadline = QTimer(self, singleShot=True)
        self._deadline.timeout.connect(lambda: self._take(self._client.check()))

    @property
    def pid(self) -> int:
        """The process's id; 0 while none runs."""
        return self._process.processId() if self._process is not None else 0

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @contextlib.contextmanager
    def speaking(self) -> Iterator[None]:
        """Talk to the client inside; what it wants is done at the end."""
        yield
        self._move()

    def start(self) -> None:
        """Start the process if there is none: for what its client has to say at once."""
        with self.speaking():
            self._client.start()

    def tell(self, command: object) -> None:
        """Send one command."""
        with self.speaking():
            self._client.send(command)

    def close(self, *, grace_ms: int = _CLOSE_MS) -> None:
        """End the child: it goes by itself when its stdin closes; one that does not is killed after `grace_ms`."""
        self._client.closing()
        self._deadline.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)  # noqa: FBT003 - Qt's own
        process.closeWriteChannel()
        if not process.waitForFinished(grace_ms):
            process.kill()
            process.waitForFinished(_CLOSE_MS)
        note(log, "child.closed", name=self._name)
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
            self._deadline.start(max(0, round((deadline - client.clock()) * 1000)) + 1)

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
            note(log, "child.started", name=self._name, pid=process.processId(), command=" ".join(self._command))

    def _read(self) -> None:
        if self._process is not None:
            self._take(self._client.receive(bytes(self._process.readAllStandardOutput().data())))

    def _read_log(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardError().data())
        if data:
            self._client.receive_log(data)
            note(log, "child.said", name=self._name, text=data.decode("utf-8", "replace").rstrip())

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        self._read()
        self._read_log()
        if self._process is not process:
            return  # what it said last had it closed
        self._process = None
        process.deleteLater()
        code = -code if status is QProcess.ExitStatus.CrashExit else code  # as `subprocess` gives a signal's number
        note(log, "child.ended", name=self._name, code=code)
        self._take(self._client.exited(code))
        self.gone.emit()

    def _error(self, error: QProcess.ProcessError) -> None:
        process = self._process
        if error is not QProcess.ProcessError.FailedToStart or process is None:
            return
        why = f"{self._command[0]}: {process.errorString()}"
        note(log, "child.not_started", level=logging.WARNING, name=self._name, why=why)
        process.deleteLater()
        self._process = None
        self._take(self._client.not_started(why))
        self.gone.emit()

    def _take(self, events: Sequence[object]) -> None:
        self._move()
        for event in events:
            if isinstance(event, Garbage):
                note(log, "child.garbled", level=logging.WARNING, name=self._name, line=event.line)
            else:
                self.happened.emit(event)
