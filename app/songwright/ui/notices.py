"""News for the user without dialogs in the way: a queue of notices that the window shows in one bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, StrEnum, auto

from PySide6.QtCore import QObject, Signal

from songwright.core.changes import Aspect, Change
from songwright.core.errors import SongwrightError
from songwright.host.logs import UsersWords, note

__all__ = ["Level", "Notice", "Notices", "Until"]

log = logging.getLogger(__name__)


class Level(StrEnum):
    """How much a notice matters; errors stay until they are dismissed."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Until(Flag):
    """What ends a notice, since it is then about something that is over."""

    CLOSED = 0
    """Only its user, or whoever told it."""
    OPENED = auto()
    """Another document was opened or begun."""
    SAVED = auto()
    """The document was saved."""
    WORDS = auto()
    """The document's words changed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: a sentence or two, an optional longer text, and an optional button.

    Notices with the same non-empty `key` replace each other. One that is told `once` does not come back after the
    user closed it, unless it says something else or was withdrawn in between. Any of the events in `until` ends it.
    """

    text: str
    level: Level = Level.INFO
    detail: str = ""
    key: str = ""
    action: tuple[str, Callable[[], object]] | None = None
    once: bool = False
    until: Until = Until.CLOSED


_LOG_LEVELS = {Level.WARNING: logging.WARNING, Level.ERROR: logging.ERROR}


class Notices(QObject):
    """Where any part of the window reports to. Call from the window's thread."""

    shown = Signal(object)
    withdrawn = Signal(str)
    ended = Signal(object)
    """Notices that last until this happens (an `Until`) are over."""

    def show(
        self,
        text: str,
        level: Level = Level.INFO,
        *,
        detail: str = "",
        key: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
        once: bool = False,
        until: Until = Until.CLOSED,
    ) -> None:
        """Tell the user something."""
        if level in (Level.WARNING, Level.ERROR):
            # What it says may hold the user's words; what it is about, and why, is what a report needs.
            note(log, "notice", level=_LOG_LEVELS[level], key=key, text=UsersWords(text), detail=detail)
        self.shown.emit(Notice(text, level, detail, key, action, once, until))

    def error(self, error: BaseException, *, key: str = "", until: Until = Until.CLOSED) -> None:
        """Tell of an error: its own sentence when it has one, else a general one with the error as detail."""
        if isinstance(error, SongwrightError):
            self.show(error.message, Level.ERROR, detail=error.detail, key=key, until=until)
        else:
            text = self.tr("Something unexpected went wrong. Your work is still here; please save it.")
            self.show(text, Level.ERROR, detail=f"{type(error).__name__}: {error}", key=key, until=until)

    def withdraw(self, key: str) -> None:
        """Take back the notice with this key: it is no longer true."""
        self.withdrawn.emit(key)

    def end(self, until: Until) -> None:
        """Something happened: take back the notices that were to last until then."""
        self.ended.emit(until)

    def follow(self, change: Change) -> None:
        """Take back what a change of the document has overtaken."""
        overtaken = {Aspect.OPENED: Until.OPENED, Aspect.WORDS: Until.WORDS}
        for aspect, until in overtaken.items():
            if change.aspects & aspect:
                self.end(until)
