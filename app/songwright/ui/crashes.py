"""Crashes of the window: what goes wrong is written down, and shown at the next start."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from songwright import __version__
from songwright.ui.notices import Level, Notices

if TYPE_CHECKING:
    from songwright.host.paths import Paths

__all__ = ["Crashes"]

log = logging.getLogger(__name__)

_SHOWN_CHARACTERS = 20_000


class _Relay(QObject):
    """Carries an error from any thread to the window's."""

    raised = Signal(str, str)


class Crashes:
    """Keeps a report open while the window runs: a native crash finds it ready, a clean end removes it."""

    def __init__(self, paths: Paths) -> None:
        self._folder = paths.crashes
        self._path = self._folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
        self._file: IO[str] | None = None
        self._notices: Notices | None = None
        self._relay = _Relay()
        self._relay.raised.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._hooks = (sys.excepthook, threading.excepthook)

    def watch(self) -> None:
        """Write down native crashes, and log errors that nobody handles instead of ending."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
            self._file.write(f"Songwright {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n")
            self._file.flush()
            faulthandler.enable(self._file)
        sys.excepthook = self._raised
        threading.excepthook = lambda hook: self._raised(hook.exc_type, hook.exc_value, hook.exc_traceback)

    def report_to(self, notices: Notices) -> None:
        """Show errors that nobody handled."""
        self._notices = notices

    def tell_last(self) -> None:
        """Show the report of an earlier window that crashed, and remove it."""
        reports = [path for path in sorted(self._folder.glob("*.txt")) if path != self._path and not _alive(path.stem)]
        texts = []
        for path in reports:
            with contextlib.suppress(OSError):
                text = path.read_text(encoding="utf-8", errors="replace")[:_SHOWN_CHARACTERS]
                # A report without a word of a crash is from a window that was killed: there is nothing to show.
                texts += [text] if text.count("\n") > 1 else []
                path.unlink()
        if texts and self._notices is not None:
            message = QObject().tr("Songwright closed unexpectedly the last time. Your work was kept.")
            self._notices.show(message, Level.WARNING, detail=texts[-1], key="crash")

    def close(self) -> None:
        """The window has ended as it should."""
        sys.excepthook, threading.excepthook = self._hooks
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _raised(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error or kind(), trace)
            return
        log.error("an error that nobody handled", exc_info=(kind, error or kind(), trace))
        text = "".join(traceback.format_exception(kind, error, trace))
        print(text, file=sys.stderr)  # noqa: T201 - nobody may see the log
        self._relay.raised.emit(str(getattr(error, "message", "")), text)

    def _tell(self, message: str, detail: str) -> None:
        if self._notices is not None:
            general = self._relay.tr("Something unexpected went wrong. Your work is still here; please save it.")
            self._notices.show(message or general, Level.ERROR, detail=detail, key="unhandled")


def _alive(stem: str) -> bool:
    """Whether the window that a report belongs to still runs (another one, open beside this)."""
    number = stem.rsplit("-", 1)[-1]
    if not number.isdigit() or not hasattr(os, "kill") or sys.platform == "win32":
        return False
    try:
        os.kill(int(number), 0)
    except (OSError, OverflowError):
        return False
    return True
