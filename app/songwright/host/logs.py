"""The log file: what happened, for whoever has to find out why; not what the user wrote.

A row says what happened and the facts of it, as `note(log, "song.saved", bytes=1234, seconds=0.02)`: words with a dot,
then name=value. Prompts, lyrics and names of songs go into it only as `UsersWords(text)`, which the log shows as their
length unless the user allows more. `SONGWRIGHT_LOG` sets how much is told: `debug`, `info` (as it is without it),
`warning`, `error` or `off`, for a part of the program too: `SONGWRIGHT_LOG=warning,llm=debug`. The command line keeps a
log only when it is set.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LogFile", "UsersWords", "levels_asked_for", "note"]

_LARGEST = 1_000_000
_KEPT = 3
_LONGEST = 4000  # characters of one message: a library that talks without end fills no disk
_VARIABLE = "SONGWRIGHT_LOG"
_OFF = logging.CRITICAL + 1
_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "off": _OFF,
}
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


# Where no log is kept, nothing is said: least of all on the terminal of somebody who reads a song there.
logging.getLogger("songwright").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class UsersWords:
    """Something that the user wrote, as an argument of a log message; its own text is only its length."""

    text: str

    def __str__(self) -> str:
        return f"«{len(self.text)} characters»"

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What happened, and the facts of it."""

    what: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return self.row(words=False)

    def row(self, *, words: bool) -> str:
        """The entry as the log shows it, the user's own words included or not."""
        shown = (f"{name}={_value(fact, words=words)}" for name, fact in self.facts.items())
        return " ".join((self.what, *shown))


def _value(fact: object, *, words: bool) -> str:
    if isinstance(fact, float):
        return f"{fact:.3g}"
    if isinstance(fact, UsersWords):
        return repr(fact.text) if words else str(fact)
    text = str(fact)
    return text if text and not any(sign in text for sign in ' ="\n\r') else repr(text)


def note(log: logging.Logger, what: str, *, level: int = logging.INFO, **facts: object) -> None:
    """Write down that something happened, with the facts of it (see above)."""
    log.log(level, "%s", _Entry(what, facts))


def levels_asked_for(text: str) -> dict[str, int]:
    """The levels that `SONGWRIGHT_LOG` names, by logger; what makes no sense is passed over."""
    found: dict[str, int] = {}
    for part in text.split(","):
        area, _, level = part.strip().rpartition("=")
        if level.strip().lower() in _LEVELS:
            found[f"songwright.{area.strip()}".rstrip(".")] = _LEVELS[level.strip().lower()]
    return found


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
        if isinstance(argument, _Entry):
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
