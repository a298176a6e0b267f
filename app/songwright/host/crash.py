"""Crash reports: written when something breaks that nobody expected, shown at the next start.

A report holds versions and the traceback, never the document. Deaths below Python (a segmentation fault) are
recorded by `faulthandler`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import platform
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from songwright.host.lock import Lock, LockedError

__all__ = ["CrashReport", "CrashWatch", "crash_reports"]

_SUFFIX = ".crash.txt"
# The same error in every repaint must not fill the disk.
_MOST_A_SESSION = 10
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A report of an earlier session."""

    path: Path
    text: str

    def dismiss(self) -> None:
        """Do not show it again."""
        with contextlib.suppress(OSError):
            self.path.unlink()


class CrashWatch:
    """Writes a report for every error that reaches the top of a thread; everything else goes on as before.

    `told` is called with each report's path, in the thread that failed, for a window that wants to say so at once.
    """

    def __init__(self, folder: Path, version: str, told: Callable[[Path], None] | None = None) -> None:
        self._folder = folder
        self._version = version
        self._told = told
        self._written = 0
        self._hook, self._thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        self._fault_path = folder / f"{_stamp()}-native{_SUFFIX}"
        self._fault_file, self._lock = self._watch_faults()

    def _watch_faults(self) -> tuple[IO[str] | None, Lock | None]:
        """Have deaths below Python written to a file of this session; its lock says that the session lives."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = Lock.acquire(self._fault_path)
            file = self._fault_path.open("w", encoding="utf-8")
        except (OSError, LockedError):
            return None, None
        file.write(self._head())
        file.flush()
        faulthandler.enable(file)
        return file, lock

    def close(self) -> None:
        """Stop watching: the session ends well."""
        sys.excepthook, threading.excepthook = self._hook, self._thread_hook
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            with contextlib.suppress(OSError):
                self._fault_path.unlink()
        if self._lock is not None:
            self._lock.release()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self._report("".join(traceback.format_exception(kind, error, trace)))
        self._hook(kind, error, trace)

    def _caught_in_thread(self, problem: threading.ExceptHookArgs) -> None:
        if problem.exc_value is not None and not issubclass(problem.exc_type, SystemExit):
            name = problem.thread.name if problem.thread else "a thread"
            trace = traceback.format_exception(problem.exc_type, problem.exc_value, problem.exc_traceback)
            self._report(f"In {name}:\n" + "".join(trace))
        self._thread_hook(problem)

    def _report(self, text: str) -> None:
        if self._written >= _MOST_A_SESSION:
            return
        self._written += 1
        path = self._folder / f"{_stamp()}{_SUFFIX}"
        # Reporting an error must not become one.
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(f"{self._head()}{text}", encoding="utf-8", errors="replace")
            if self._told is not None:
                self._told(path)

    def _head(self) -> str:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return f"Songwright {self._version}, Python {platform.python_version()}, {platform.platform()}, {now}\n\n"


def crash_reports(folder: Path) -> list[CrashReport]:
    """The reports of earlier sessions that were not dismissed, oldest first; those of living sessions are not shown."""
    reports = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            with Lock.acquire(path):
                text = path.read_text(encoding="utf-8", errors="replace")
        except (OSError, LockedError):
            continue
        report = CrashReport(path, text)
        # A session that was killed from outside left the head of a report and no more.
        if len(text.strip().splitlines()) > 1:
            reports.append(report)
        else:
            report.dismiss()
    for old in reports[:-_MOST_KEPT]:
        old.dismiss()
    return reports[-_MOST_KEPT:]


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}-{secrets.token_hex(2)}"
