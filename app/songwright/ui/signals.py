"""Being asked to end by the system (SIGTERM at log-out, Ctrl+C in a terminal): end well, and keep unsaved work."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

__all__ = ["EndSignals"]


class EndSignals(QObject):
    """Calls `ended` with the signal's number, from the event loop.

    Python runs a signal's handler only between two of its own instructions, and an idle event loop executes none: a
    pipe that Python writes to wakes it.
    """

    def __init__(self, ended: Callable[[int], None]) -> None:
        super().__init__()
        self._ended = ended
        self._before: dict[int, Any] = {}
        self._pipe: tuple[int, int] | None = None
        if sys.platform == "win32":  # no such signals, and no notifier for pipes
            return
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._noted)

    def close(self) -> None:
        """Leave the signals to whoever had them before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        if self._pipe is not None:
            self._notifier.setEnabled(False)
            signal.set_wakeup_fd(-1)
            for end in self._pipe:
                os.close(end)
            self._pipe = None

    def _noted(self, number: int, _frame: FrameType | None) -> None:
        """Python wants a handler; the pipe has the number already."""

    def _wake(self) -> None:
        numbers = b""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                numbers = os.read(self._pipe[0], 64)
        for number in numbers:
            if number in self._before:
                self._ended(number)
                return
