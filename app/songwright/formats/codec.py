"""Small pieces from which a table of types is built: each turns values into JSON and, strictly, back.

A value that does not fit raises `Misfit`. Every container on the way up adds its own step, so that the reader of
the error learns the exact place ("sections[2].lines[0].text") while reading costs nothing extra.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from songwright.core.language import said

__all__ = [
    "FLAG",
    "INTEGER",
    "NUMBER",
    "TEXT",
    "Codec",
    "Json",
    "Member",
    "Misfit",
    "choice",
    "many",
    "maybe",
    "record",
]

Json = object
"""None, bool, int, float, str, or a list or str-keyed dict of these."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

# A seed may have any size that somebody types; beyond this it is a damaged file.
_LARGEST_WHOLE = 10**100
_LARGEST_NUMBER = 1e15
_SHOWN = 40


class Misfit(Exception):  # noqa: N818 - never leaves the package: the reader turns it into a sentence
    """A value that is not what its place asks for."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self._steps: list[str] = []

    def inside(self, step: str) -> Misfit:
        """This misfit, seen from the container that holds `step` (".text" or "[2]")."""
        self._steps.append(step)
        return self

    @property
    def place(self) -> str:
        """The path from the top of the document to the misfit; empty at the top itself."""
        return "".join(reversed(self._steps)).lstrip(".")


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """A type's two directions; `decode` raises Misfit and nothing else."""

    encode: Callable[[T], Json]
    decode: Callable[[Json], T]


def _kind(value: Json) -> str:
    """What a JSON value is, in a user's words."""
    names = {
        type(None): said("empty"),
        bool: said("true or false"),
        str: said("text"),
        list: said("a list"),
        dict: said("a group of named values"),
    }
    return names.get(type(value), said("a number"))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _same(value: T) -> T:
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise Misfit(said("should be text and is {kind}", kind=_kind(value)))
    return value


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Misfit(said("should be true or false and is {kind}", kind=_kind(value)))
    return value


def _integer(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        kind = said("a number with a fraction") if isinstance(value, float) else _kind(value)
        raise Misfit(said("should be a whole number and is {kind}", kind=kind))
    if abs(value) > _LARGEST_WHOLE:
        raise Misfit(said("is a number too large to mean anything"))
    return value


def _number(value: Json) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Misfit(said("should be a number and is {kind}", kind=_kind(value)))
    # An int too large for a float must not reach `float`, and NaN fails every comparison.
    if not -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER or math.isnan(value):
        raise Misfit(said("is not a usable number"))
    return float(value)


def whole(lowest: int, highest: int) -> Codec[int]:
    """A whole number from `lowest` to `highest`."""

    def decode(value: Json) -> int:
        number = _integer(value)
        if not lowest <= number <= highest:
            raise Misfit(said("should be from {lowest:,} to {highest:,}", lowest=lowest, highest=highest))
        return number

    return Codec(_same, decode)


TEXT: Codec[str] = Codec(_same, _text)
FLAG: Codec[bool] = Codec(_same, _flag)
INTEGER: Codec[int] = Codec(_same, _integer)
NUMBER: Codec[float] = Codec(float, _number)


def choice(kind: type[E]) -> Codec[E]:
    """One of an enumeration's values, written as its text."""
    known = {member.value: member for member in kind}

    def decode(value: Json) -> E:
        text = _text(value)
        if text not in known:
            raise Misfit(said('is "{text}" and should be one of: {names}', text=_shown(text), names=", ".join(known)))
        return known[text]

    return Codec(lambda member: member.value, decode)


def maybe(codec: Codec[T]) -> Codec[T | None]:
    """A value, or null."""
    return Codec(
        lambda value: None if value is None else codec.encode(value),
        lambda value: None if value is None else codec.decode(value),
    )


def many(codec: Codec[T]) -> Codec[tuple[T, ...]]:
    """A tuple, written as a list."""

    def decode(value: Json) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Misfit(said("should be a list and is {kind}", kind=_kind(value)))
        found = []
        for index, item in enumerate(value):
            try:
                found.append(codec.decode(item))
            except Misfit as misfit:
                misfit.inside(f"[{index}]")
                raise
        return tuple(found)

    return Codec(lambda values: [codec.encode(value) for value in values], decode)


_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Member:
    """A named value inside a record. One that has a `default` is left out of the file while it equals it.

    The default is part of the file format: it stays as it is even when the dataclass's own default changes.
    """

    codec: Codec[Any]
    default: object = _REQUIRED


def record(kind: type[T], table: Mapping[str, Codec[Any] | Member]) -> Codec[T]:
    """A dataclass whose fields, in the file's order, are those of `table`."""
    members = {name: item if isinstance(item, Member) else Member(item) for name, item in table.items()}

    def encode(value: T) -> Json:
        return {
            name: member.codec.encode(content)
            for name, member in members.items()
            if (content := getattr(value, name)) != member.default
        }

    def decode(value: Json) -> T:
        if not isinstance(value, dict):
            raise Misfit(said("should be a group of named values and is {kind}", kind=_kind(value)))
        unknown = value.keys() - members.keys()
        if unknown:
            raise Misfit(said("is not something that Songwright knows")).inside(f".{_shown(min(unknown))}")
        return _built(kind, {name: _decoded(value, name, member) for name, member in members.items()})

    return Codec(encode, decode)


def _decoded(values: dict[str, Json], name: str, member: Member) -> object:
    if name not in values:
        if member.default is _REQUIRED:
            raise Misfit(said("is missing")).inside(f".{name}")
        return member.default
    try:
        return member.codec.decode(values[name])
    except Misfit as misfit:
        misfit.inside(f".{name}")
        raise


def _built(kind: Callable[..., T], values: dict[str, object]) -> T:
    try:
        return kind(**values)
    except ValueError as error:  # the dataclass's own rules: pitch 0-127, tempo 20-400, ...
        raise Misfit(said("is not possible: {error}", error=error)) from error
