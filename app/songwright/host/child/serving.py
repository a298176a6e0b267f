"""The child's own end of the line: commands in on stdin, reports out on what was stdout."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

from songwright.host.child.lines import MAX_LINE, LineReader
from songwright.host.child.message_codec import Garbage, decode, encode

__all__ = ["ReportStream", "commands", "take_stdout"]

_READ_SIZE = 1 << 16


def take_stdout() -> int:
    """Keep stdout for reports alone; its new descriptor. Whatever else prints, native code too, goes to stderr."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return descriptor


class ReportStream:
    """Writes reports (dataclasses) from any thread, whole lines at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def __call__(self, report: object) -> None:
        """Send a report; lost when nobody listens any more, since the end of stdin is next."""
        data = encode(report)
        try:
            with self._lock:
                while data:
                    data = data[os.write(self._descriptor, data) :]
        except OSError:
            pass


def commands(kinds: Any, descriptor: int = 0, *, longest: int = MAX_LINE) -> Iterator[Any]:  # noqa: ANN401
    """The commands (of a union of dataclasses) that come in, until stdin ends; what is none goes to the log."""
    reader = LineReader(longest)
    while data := os.read(descriptor, _READ_SIZE):
        for line in reader.feed(data):
            command = decode(line, kinds)
            if isinstance(command, Garbage):
                print(f"not a command: {command.line}", file=sys.stderr, flush=True)  # noqa: T201 - the log
            else:
                yield command
