"""JSON laid out for people and for comparing versions: two spaces a level, and a small group of values on one row."""

from __future__ import annotations

import json
import re

__all__ = ["readable_json"]

# A note or a line of verse fits one row; a difference between two files then names the note.
_ROW = 112
# `json.dumps` would make an encoder for every row.
_row = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def readable_json(value: object) -> bytes:
    """A JSON tree as UTF-8 with a trailing newline. Keys stay in the order they have."""
    text = _laid_out(value, 0) + "\n"
    # Half a surrogate pair (pasted from a broken clipboard) has no UTF-8: an escape keeps it. It can only stand
    # inside a JSON string, where an escape is legal.
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def _laid_out(value: object, level: int) -> str:
    if not isinstance(value, dict | list) or not value:
        return _row(value)
    children = list(value.values()) if isinstance(value, dict) else value
    if not any(isinstance(child, dict | list) for child in children):
        row = _row(value)
        if len(row) + 2 * level <= _ROW:
            return row
    pad = "  " * (level + 1)
    laid = [_laid_out(child, level + 1) for child in children]
    if isinstance(value, dict):
        laid = [f"{_row(name)}: {child}" for name, child in zip(value, laid, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(pad + child for child in laid) + f"\n{'  ' * level}{closing}"
