"""The log file: what happened, for whoever has to find out why; not what the user wrote.

Prompts and lyrics go into a message only as `UsersWords(text)`, which the log shows as their length unless the user
allows more.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LogFile", "UsersWords"]

_LARGEST = 1_000_000
_KEPT = 3
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True)
class UsersWords:
    """Something that the user wrote, as an argument of a log message; its own text is only its length."""

    text: str

    def __str__(self) -> str:
        return f"«{len(self.text)} characters»"

    def __repr__(self) -> str:
        return str(self)


class LogFile:
    """The log of the packages under `songwright`, in a file that starts anew at 1 MB; three old ones are kept.

    A log that cannot be written is done without. `close` it in the end.
    """

    def __init__(self, path: Path, *, level: int = logging.INFO, words: bool = False) -> None:
        self._logger = logging.getLogger("songwright")
        self._level_before = self._logger.level
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handler = _QuietFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
        self._discretion = _Discretion(words=words)
        self._handler.setFormatter(self._discretion)
        self._logger.addHandler(self._handler)
        self._logger.setLevel(level)

    def show_words(self, *, allowed: bool) -> None:
        """From now on show the user's own words, or do not."""
        self._discretion.words = allowed

    def close(self) -> None:
        """Write no more."""
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._level_before)
        self._handler.close()


class _Discretion(logging.Formatter):
    """Puts the user's words in the place of their length, when that is allowed."""

    def __init__(self, *, words: bool) -> None:
        super().__init__(_FORMAT)
        self.words = words

    def format(self, record: logging.LogRecord) -> str:
        """The row of a record; the record itself stays as it is, for other handlers."""
        if self.words and isinstance(record.args, tuple):
            record = logging.makeLogRecord(record.__dict__)
            record.args = tuple(arg.text if isinstance(arg, UsersWords) else arg for arg in record.args or ())
        return super().format(record)


class _QuietFileHandler(logging.handlers.RotatingFileHandler):
    """A file handler that never troubles anybody: no disk space or a lost folder is no reason to stop working."""

    def doRollover(self) -> None:  # noqa: N802 - the name it has in the standard library
        """Start anew; when another window holds the file (Windows), go on with it instead."""
        with contextlib.suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Let it go."""
