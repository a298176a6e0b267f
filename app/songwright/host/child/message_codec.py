"""Messages between processes: frozen dataclasses, each as one line of JSON, checked field by field on arrival."""

from __future__ import annotations

import json
import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from songwright.core.errors import SongwrightError

__all__ = ["CodecError", "Garbage", "decode", "encode", "from_plain", "to_plain"]

_SHOWN = 200  # bytes of a line that is no message, for the log


class CodecError(ValueError):
    """A JSON value does not fit the dataclass it should become."""


@dataclass(frozen=True, slots=True)
class Garbage:
    """A line that is no message; `line` is its beginning."""

    line: str


def encode(message: object) -> bytes:
    """A message (a dataclass of those that `to_plain` knows) as one line, in ASCII."""
    return json.dumps(to_plain(message), separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes, kind: Any) -> Any:  # noqa: ANN401 - `kind` is a union of messages, the answer one of them
    """The message that a line holds, of a kind or of a union of kinds (dataclasses); Garbage when it is none."""
    kinds = (kind,) if is_dataclass(kind) else typing.get_args(kind)
    try:
        return _from_union(json.loads(line), kinds)
    except (ValueError, TypeError, RecursionError, SongwrightError):  # a class may refuse its values
        return Garbage(line[:_SHOWN].decode("utf-8", "replace"))


def to_plain(value: object) -> object:
    """A dataclass as a dict with its class name under "type"; tuples as lists, paths as text; the rest unchanged."""
    if is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, object] = {"type": type(value).__name__}
        for entry in fields(value):
            plain[entry.name] = to_plain(getattr(value, entry.name))
        return plain
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def from_plain(plain: object, kind: Any) -> Any:  # noqa: ANN401 - `kind` is any type annotation, the answer fits it
    """`plain` as an instance of `kind`; `object` takes whatever JSON holds.

    A kind is a dataclass, a union of them, an optional value, a tuple (named or not), a dict by names, an enumeration,
    a path, or a scalar. Unknown keys are ignored, so that a newer peer may say more; missing ones take the field's
    default. Raises CodecError.
    """
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _from_union(plain, typing.get_args(kind))
    if origin is tuple:
        return _to_tuple(plain, typing.get_args(kind))
    if origin is dict:
        return _to_dict(plain, typing.get_args(kind)[1])
    if is_dataclass(kind):
        return _to_dataclass(plain, kind)
    if issubclass(kind, Enum):
        return _to_member(plain, kind)
    if issubclass(kind, tuple):  # a NamedTuple
        return kind(*_to_tuple(plain, tuple(_hints(kind).values())))
    return _to_scalar(plain, kind)


def _to_scalar(plain: object, kind: Any) -> object:  # noqa: ANN401 - as above
    if kind is object:
        return plain
    if kind is Path and isinstance(plain, str):
        return Path(plain)
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if isinstance(plain, kind) and (kind is bool or not isinstance(plain, bool)):
        return plain
    raise CodecError(f"{plain!r:.60} is not {kind.__name__}")


def _from_union(plain: object, kinds: tuple[Any, ...]) -> object:
    if plain is None and types.NoneType in kinds:
        return None
    if len(kinds) == 2 and types.NoneType in kinds:
        return from_plain(plain, kinds[0] if kinds[1] is types.NoneType else kinds[1])
    name = plain.get("type") if isinstance(plain, dict) else None
    for kind in kinds:
        if is_dataclass(kind) and getattr(kind, "__name__", "") == name:
            return _to_dataclass(plain, kind)
    raise CodecError(f"no message is called {name!r:.60}")


def _to_member(plain: object, kind: type[Enum]) -> Enum:
    try:
        return kind(plain)
    except ValueError as error:
        raise CodecError(f"{plain!r:.60} is no {kind.__name__}") from error


def _to_tuple(plain: object, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise CodecError(f"{plain!r:.60} is not a list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(from_plain(item, kinds[0]) for item in plain)
    if len(plain) != len(kinds):
        raise CodecError(f"a list of {len(plain)} where {len(kinds)} belong")
    return tuple(from_plain(item, kind) for item, kind in zip(plain, kinds, strict=True))


def _to_dict(plain: object, kind: Any) -> dict[str, object]:  # noqa: ANN401 - as above
    if not isinstance(plain, dict):
        raise CodecError(f"{plain!r:.60} is not an object")
    return {name: from_plain(value, kind) for name, value in plain.items()}


def _to_dataclass(plain: object, kind: Any) -> object:  # noqa: ANN401 - as above
    if not isinstance(plain, dict):
        raise CodecError(f"{plain!r:.60} is not an object")
    hints = _hints(kind)
    try:
        return kind(**{name: from_plain(plain[name], hint) for name, hint in hints.items() if name in plain})
    except TypeError as error:
        raise CodecError(f"{kind.__name__}: {error}") from error


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    return typing.get_type_hints(kind)
