"""Drives the process that records and listens to a hummed phrase. Nothing here waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from songwright.audio.hum.protocol import EndRecording, HumJob, ListenTo, RecordTake
from songwright.audio.process import hum_command
from songwright.ui.child_process import QtChild

__all__ = ["HumProcess"]


class HumProcess(QObject):
    """One take at a time."""

    happened = Signal(object)
    """A report of `songwright.audio.hum.protocol`."""
    ended = Signal()
    """The process is gone."""

    def __init__(self, parent: QObject | None = None, *, command: Sequence[str] | None = None) -> None:
        super().__init__(parent)
        self._command = list(command or hum_command())
        self._child: QtChild | None = None

    @property
    def busy(self) -> bool:
        """Whether a take is being recorded or listened to."""
        return self._child is not None and self._child.running

    def start(self, request: RecordTake | ListenTo) -> None:
        """Record a take until `stop`, or listen to what is there."""
        self.close_down()
        self._child = QtChild(HumJob(request), self._command, name="hum", parent=self)
        self._child.happened.connect(self.happened)
        self._child.gone.connect(self.ended)
        self._child.start()

    def stop(self) -> None:
        """End a recording; it is then listened to."""
        if self.busy and self._child is not None:
            self._child.tell(EndRecording())

    def close_down(self) -> None:
        """End the process; what was recorded stays on disk."""
        child, self._child = self._child, None
        if child is not None:
            child.close(grace_ms=0)  # killed: the take's file is whole after every piece
            child.deleteLater()
