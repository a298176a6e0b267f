"""Drives the process that records and listens to a hummed phrase. Nothing here waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from songwright.audio.hum.process import HumEvent, HumJob
from songwright.audio.process import hum_command
from songwright.host.child.environment import child_environment

__all__ = ["HumProcess"]

_CLOSE_MS = 1500
_KEPT_STDERR = 4000


class HumProcess(QObject):
    """One take at a time."""

    happened = Signal(object)
    """An event of `songwright.audio.hum.process`."""
    ended = Signal()
    """The process is gone."""

    def __init__(self, parent: QObject | None = None, *, command: Sequence[str] | None = None) -> None:
        super().__init__(parent)
        self._command = list(command or hum_command())
        self._process: QProcess | None = None
        self._job: HumJob | None = None

    @property
    def busy(self) -> bool:
        """Whether a take is being recorded or listened to."""
        return self._process is not None

    def start(self, path: Path, *, record: bool, keyboard: str = "") -> None:
        """Record a take to a path until `stop`, from a keyboard or the microphone, or listen to what is there."""
        self.close_down()
        environment = QProcessEnvironment()
        for name, value in child_environment().items():
            environment.insert(name, value)
        process, self._job = QProcess(self), HumJob(path, record=record, keyboard=keyboard)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        self._process = process
        process.start(self._command[0], self._command[1:])
        process.write(self._job.request)

    def stop(self) -> None:
        """End a recording; it is then listened to."""
        if self._process is not None:
            self._process.closeWriteChannel()

    def close_down(self) -> None:
        """End the process; what was recorded stays on disk."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._ended)
        process.errorOccurred.disconnect(self._failed)
        process.closeWriteChannel()
        process.kill()  # the take's file is whole after every piece
        process.waitForFinished(_CLOSE_MS)
        process.deleteLater()

    def _read(self) -> None:
        if self._process is not None and self._job is not None:
            for event in self._job.receive(bytes(self._process.readAllStandardOutput().data())):
                self._tell(event)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._ended()

    def _ended(self) -> None:
        self._read()
        process, self._process = self._process, None
        if process is None or self._job is None:
            return
        stderr = bytes(process.readAllStandardError().data()).decode(errors="replace")[-_KEPT_STDERR:]
        failed = self._job.ended(process.exitCode(), stderr)
        process.deleteLater()
        if failed is not None:
            self._tell(failed)
        self.ended.emit()

    def _tell(self, event: HumEvent) -> None:
        self.happened.emit(event)
