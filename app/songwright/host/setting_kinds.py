"""Kinds of settings: what a value may be, how it is read from a file, and what a form shows for it.

A setting is made by the function of its kind (`choice`, `flag`, `whole`, `share`, `text`, `file`, `texts`,
`named_numbers`), one row of a table; `host.settings.SETTINGS` are those that the settings form shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from songwright.core.language import said

__all__ = [
    "Kind",
    "Pairs",
    "Setting",
    "UnusableError",
    "choice",
    "file",
    "flag",
    "named_numbers",
    "share",
    "text",
    "texts",
    "whole",
]

T = TypeVar("T")
Pairs = tuple[tuple[str, float], ...]


class UnusableError(ValueError):
    """Why a setting cannot have a value, as the end of a sentence."""


class Kind(StrEnum):
    """What a value is, and so what a form shows for it."""

    CHOICE = "choice"
    FLAG = "flag"
    WHOLE = "whole"
    SHARE = "share"
    """A number, shown in percent."""
    TEXT = "text"
    FILE = "file"
    """The path of a file, as text; empty for the usual one."""
    LIST = "list"
    """Several values: no form shows them."""


def _same(value: T) -> T:
    return value


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting.

    `read` makes a value of what stood in the file or was asked for, or raises UnusableError; `write` makes JSON of it.

    For a form: `choices` are the values and their names; `low` and `high` bound a number; `patterns` say which files
    are offered ("GGUF (*.gguf)"); `group` is empty for what no form shows. `label` and `help` are for people.
    """

    key: str
    default: T
    read: Callable[[object], T]
    kind: Kind
    group: str = ""
    label: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 0
    patterns: str = ""
    write: Callable[[T], Any] = _same


def choice(
    key: str, default: str, choices: tuple[tuple[str, str], ...], group: str = "", label: str = "", explained: str = ""
) -> Setting[str]:
    """One of some values, given with their names."""
    known = [value for value, _ in choices]

    def read(value: object) -> str:
        if value not in known:
            raise UnusableError(said("must be one of {known}", known=", ".join(known)))
        return _text(value)

    return Setting(key, default, read, Kind.CHOICE, group, label, explained, choices=choices)


def flag(key: str, *, default: bool, group: str = "", label: str = "", explained: str = "") -> Setting[bool]:
    """On or off."""

    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise UnusableError(said("must be on or off"))
        return value

    return Setting(key, default, read, Kind.FLAG, group, label, explained)


def whole(
    key: str, default: int, low: int, high: int, group: str = "", label: str = "", explained: str = ""
) -> Setting[int]:
    """A whole number between bounds."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnusableError(said("must be a whole number"))
        if not low <= value <= high:
            raise UnusableError(said("must be from {low} to {high}", low=low, high=high))
        return value

    return Setting(key, default, read, Kind.WHOLE, group, label, explained, low=low, high=high)


def share(
    key: str, default: float, low: float, high: float, group: str = "", label: str = "", explained: str = ""
) -> Setting[float]:
    """A number between bounds; a form shows it in percent."""
    return Setting(key, default, _number(low, high), Kind.SHARE, group, label, explained, low=low, high=high)


def text(key: str, default: str = "", group: str = "", label: str = "", explained: str = "") -> Setting[str]:
    """Any text."""
    return Setting(key, default, _text, Kind.TEXT, group, label, explained)


def file(key: str, patterns: str, group: str = "", label: str = "", explained: str = "") -> Setting[str]:
    """The path of a file; empty for the usual one."""
    return Setting(key, "", _text, Kind.FILE, group, label, explained, patterns=patterns)


def texts(key: str, default: tuple[str, ...] = ()) -> Setting[tuple[str, ...]]:
    """A list of texts."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise UnusableError(said("must be a list"))
        return tuple(item for item in value if isinstance(item, str))

    return Setting(key, default, read, Kind.LIST)


def named_numbers(key: str) -> Setting[Pairs]:
    """Numbers by name, sorted by it."""

    def read(value: object) -> Pairs:
        try:
            items: dict[Any, Any] = dict(value)  # type: ignore[call-overload]
            return tuple(sorted((_text(name), _number(-1e9, 1e9)(number)) for name, number in items.items()))
        except (TypeError, ValueError) as error:
            raise UnusableError(said("must be a group of named numbers")) from error

    return Setting(key, (), read, Kind.LIST, write=dict)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnusableError(said("must be text"))
    return value


def _number(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise UnusableError(said("must be a number"))
        if not low <= value <= high:
            raise UnusableError(said("must be from {low:g} to {high:g}", low=low, high=high))
        return float(value)

    return read
