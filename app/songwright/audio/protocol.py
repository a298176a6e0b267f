"""What the window and the sound process say to each other: one JSON object a line, both ways.

Commands carry "do", reports carry "is". Unknown ones are ignored on both sides, so that neither needs the other's
exact version.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["LineReader", "encode"]

_LONGEST = 64 * 1024 * 1024
"""Bytes after which a line without an end is given up; a score of 100,000 notes takes about 3 MB."""


def encode(message: dict[str, Any]) -> bytes:
    """One line, in ASCII."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


class LineReader:
    """Cuts a stream of bytes into messages, whatever pieces it comes in; lines that are none are skipped."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """The messages completed by these bytes."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST:
            self._rest = b""
        return [message for line in lines if (message := _decode(line)) is not None]


def _decode(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except ValueError:  # also UnicodeDecodeError
        return None
    return message if isinstance(message, dict) else None
