"""Short digests of songs and other values, for tables of what must stay as it was."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum

PLACES = 6  # decimals; the last ones of a float may differ between machines


def plain(value: object) -> object:
    """A value as lists, texts and numbers: fields of dataclasses by name where they are not the default None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, Mapping):
        return sorted(([plain(key), plain(inner)] for key, inner in value.items()), key=repr)
    if isinstance(value, AbstractSet):
        return sorted((plain(inner) for inner in value), key=repr)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def digest(value: object) -> str:
    """Eight hexadecimal digits that another value has not; bytes are taken as they are."""
    data = value if isinstance(value, bytes) else repr(plain(value)).encode("utf-8", "replace")
    return f"{zlib.crc32(data):08x}"
