"""The log: what happened, for whoever has to find out why; not what the user wrote.

A row says what happened and the facts of it, as `note(log, "song.saved", bytes=1234, seconds=0.02)`: words with a dot,
then name=value. Prompts, lyrics and names of songs go into it only as `UsersWords(text)`, which the log shows as their
length unless the user allows more. `SONGWRIGHT_LOG` sets how much is told: `debug`, `info` (as it is without it),
`warning`, `error` or `off`, for a part of the program too: `SONGWRIGHT_LOG=warning,llm=debug`. The command line keeps a
log only when it is set.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LogEntry", "UsersWords", "levels_asked_for", "note"]

_OFF = logging.CRITICAL + 1
_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "off": _OFF,
}


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
class LogEntry:
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
    log.log(level, "%s", LogEntry(what, facts))


def levels_asked_for(text: str) -> dict[str, int]:
    """The levels that `SONGWRIGHT_LOG` names, by logger; what makes no sense is passed over."""
    found: dict[str, int] = {}
    for part in text.split(","):
        area, _, level = part.strip().rpartition("=")
        if level.strip().lower() in _LEVELS:
            found[f"songwright.{area.strip()}".rstrip(".")] = _LEVELS[level.strip().lower()]
    return found
