"""A stream of bytes in lines, whatever pieces it comes in."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["MAX_LINE", "LineReader"]

MAX_LINE = 64 * 1024 * 1024
"""Bytes after which a line without an end is dropped; a score of 100,000 notes takes about 3 MB."""
_BEGINNING = 200  # bytes kept of a line that was dropped: enough to say in the log what it was


class LineReader:
    """Cuts a stream of bytes into lines. A line longer than `limit` bytes is dropped, its beginning kept."""

    def __init__(self, limit: int = MAX_LINE) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._length = 0
        self._overlong = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that `data` completes, without their ends; blank lines are left out."""
        *ended, rest = data.split(b"\n")
        for part in ended:
            self._keep(part)
            line = self.rest()
            if line.strip():
                yield line
        self._keep(rest)

    def rest(self) -> bytes:
        """What came after the last line end; forgets it."""
        line = b"".join(self._parts)
        self._parts, self._length, self._overlong = [], 0, False
        return line

    def _keep(self, part: bytes) -> None:
        if self._overlong or not part:
            return
        if self._length + len(part) > self._limit:
            # Cut so that it cannot be taken for a message.
            self._parts = [b"".join(self._parts)[:_BEGINNING] or part[:_BEGINNING]]
            self._overlong = True
            return
        self._parts.append(part)
        self._length += len(part)
