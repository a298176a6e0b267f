"""Work off the event loop: pure functions on worker threads, their results back on the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

__all__ = ["Job", "Jobs"]

log = logging.getLogger(__name__)


class _Relay(QObject):
    """Carries a result to the window's thread; lives there."""

    finished = Signal(object, object)


class _Task(QRunnable):
    def __init__(self, function: Callable[[], Any], relay: _Relay) -> None:
        super().__init__()
        self._function = function
        self._relay = relay

    def run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._function()
        except Exception as caught:  # noqa: BLE001 - handed to the job's `failed`, or logged there
            error = caught
        self._relay.finished.emit(result, error)


class Job(QObject):
    """One running function. `cancel` drops its result; the function itself runs to its end."""

    def __init__(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._done = done
        self._failed = failed
        self._cancelled = False
        self.relay = _Relay()
        self.relay.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Do not deliver the result."""
        self._cancelled = True

    def _deliver(self, result: object, error: Exception | None) -> None:
        self.relay.deleteLater()
        self.deleteLater()
        if self._cancelled or _is_gone(self._done):
            return
        if error is None:
            self._done(result)
        elif self._failed is not None:
            self._failed(error)
        else:
            log.error("a background job failed", exc_info=error)


def _is_gone(done: Callable[[Any], None]) -> bool:
    """Whether who waits for a result was deleted meanwhile: a dialog that was closed."""
    owner = getattr(done, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


class Jobs(QObject):
    """A small pool of threads for composing, exporting and analysing words."""

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)

    def run(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Call `function` on another thread, then `done(result)` or `failed(error)` on this one."""
        job = Job(done, failed, self)
        self._pool.start(_Task(function, job.relay))
        return job

    def close(self) -> None:
        """Drop what waits and wait for what runs."""
        for job in self.findChildren(Job):
            job.cancel()
        self._pool.clear()
        self._pool.waitForDone()
