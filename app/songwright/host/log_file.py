"""The file that the log is written to: bounded, discreet, and no reason to stop working when it cannot be written.

A module of its own, because the handler brings sockets and pickles that nobody needs who only notes something.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
from pathlib import Path

from songwright.host.logs import LogEntry, UsersWords, levels_asked_for

__all__ = ["LogFile"]

_LARGEST = 1_000_000
_KEPT = 3
_LONGEST = 4000  # characters of one message: a library that talks without end fills no disk
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
_VARIABLE = "SONGWRIGHT_LOG"


class LogFile:
    """The log of the packages under `songwright`, in a file that starts again at 1 MB; three old ones are kept.

    A log that cannot be written is done without. `close` it in the end.
    """

    def __init__(self, path: Path, *, words: bool = False) -> None:
        self._logger = logging.getLogger("songwright")
        levels = {self._logger.name: logging.INFO, **levels_asked_for(os.environ.get(_VARIABLE, ""))}
        self._levels_before = {name: logging.getLogger(name).level for name in levels}
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handler = _QuietFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
        self._discretion = _Discretion(words=words)
        self._handler.setFormatter(self._discretion)
        self._logger.addHandler(self._handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)

    def show_words(self, *, allowed: bool) -> None:
        """From now on show the user's own words, or do not."""
        self._discretion.words = allowed

    def close(self) -> None:
        """Write no more."""
        self._logger.removeHandler(self._handler)
        for name, level in self._levels_before.items():
            logging.getLogger(name).setLevel(level)
        self._handler.close()


class _Discretion(logging.Formatter):
    """Puts the user's words in the place of their length, when that is allowed."""

    def __init__(self, *, words: bool) -> None:
        super().__init__(_FORMAT)
        self.words = words

    def format(self, record: logging.LogRecord) -> str:
        """The row of a record; the record itself stays as it is, for other handlers."""
        if isinstance(record.args, tuple):
            record = logging.makeLogRecord(record.__dict__)
            record.args = tuple(map(self._shown, record.args or ()))
        message = record.getMessage()
        if len(message) > _LONGEST:
            record.msg, record.args = f"{message[:_LONGEST]} … ({len(message)} characters)", ()
        return super().format(record)

    def _shown(self, argument: object) -> object:
        if isinstance(argument, LogEntry):
            return argument.row(words=self.words)
        return argument.text if self.words and isinstance(argument, UsersWords) else argument


class _QuietFileHandler(logging.handlers.RotatingFileHandler):
    """A file handler that never troubles anybody: no disk space or a lost folder is no reason to stop working."""

    def doRollover(self) -> None:  # noqa: N802 - the name it has in the standard library
        """Start again; when another window holds the file (Windows), go on with it instead."""
        with contextlib.suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Let it go."""
