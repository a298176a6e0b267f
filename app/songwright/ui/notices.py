"""News for the user without dialogs in the way: a queue of notices that the window shows in one bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError

__all__ = ["Level", "Notice", "Notices"]


class Level(StrEnum):
    """How much a notice matters; errors stay until they are dismissed."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: a sentence or two, an optional longer text, and an optional button.

    Notices with the same non-empty `key` replace each other. One that is told `once` does not come back after the
    user closed it, unless it says something else or was withdrawn in between.
    """

    text: str
    level: Level = Level.INFO
    detail: str = ""
    key: str = ""
    action: tuple[str, Callable[[], None]] | None = None
    once: bool = False


class Notices(QObject):
    """Where any part of the window reports to. Call from the window's thread."""

    shown = Signal(object)
    withdrawn = Signal(str)

    def show(
        self,
        text: str,
        level: Level = Level.INFO,
        *,
        detail: str = "",
        key: str = "",
        action: tuple[str, Callable[[], None]] | None = None,
        once: bool = False,
    ) -> None:
        """Tell the user something."""
        self.shown.emit(Notice(text, level, detail, key, action, once))

    def error(self, error: BaseException, *, key: str = "") -> None:
        """Tell of an error: its own sentence when it has one, else a general one with the error as detail."""
        if isinstance(error, SongwrightError):
            self.show(error.message, Level.ERROR, detail=error.detail, key=key)
        else:
            text = self.tr("Something unexpected went wrong. Your work is still here; please save it.")
            self.show(text, Level.ERROR, detail=f"{type(error).__name__}: {error}", key=key)

    def withdraw(self, key: str) -> None:
        """Take back the notice with this key: it is no longer true."""
        self.withdrawn.emit(key)
