"""What the command line shows: results on standard output, progress and notices on standard error."""

from __future__ import annotations

import sys
from typing import TextIO

__all__ = ["Terminal"]

_CLEAR_LINE = "\r\x1b[K"
_BAR = 24


class Terminal:
    """Writes for a person at a terminal, and plainly for a pipe or a log."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None, *, quiet: bool = False) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._quiet = quiet
        self._live = not quiet and self._err.isatty()
        self._shown = ""

    def result(self, text: str) -> None:
        """Print a line of the result."""
        self._clear()
        print(text, file=self._out, flush=True)

    def heading(self, text: str) -> None:
        """Print what the columns of the results are, for a person; a pipe gets the results alone."""
        if not self._quiet and self._out.isatty():
            self.result(text)

    def stream(self, text: str) -> None:
        """Print a piece of a text that is still coming."""
        self._clear()
        self._out.write(text)
        self._out.flush()

    def notice(self, text: str) -> None:
        """Tell what is going on or was done; not part of the result."""
        if not self._quiet:
            self._clear()
            print(text, file=self._err, flush=True)

    def error(self, text: str, detail: str = "") -> None:
        """Tell what went wrong, even when quiet, with the rows of its detail where these are wanted."""
        self._clear()
        print(f"songwright: {text}", file=self._err, flush=True)
        for row in detail.strip().splitlines():
            print(f"    {row}", file=self._err, flush=True)

    def progress(self, label: str, fraction: float) -> None:
        """Show how far something is, 0 to 1; one line that is redrawn, and nothing at all when piped."""
        if not self._live:
            return
        done = round(max(0.0, min(1.0, fraction)) * _BAR)
        line = f"{label} [{'=' * done}{' ' * (_BAR - done)}] {fraction:4.0%}"
        if line != self._shown:
            self._err.write(f"{_CLEAR_LINE}{line}")
            self._err.flush()
            self._shown = line

    def doing(self, label: str) -> None:
        """Say what goes on where nobody knows how long it takes, until something else comes; nothing when piped."""
        if self._live and label != self._shown:
            self._err.write(f"{_CLEAR_LINE}{label}")
            self._err.flush()
            self._shown = label

    def _clear(self) -> None:
        if self._shown:
            self._err.write(_CLEAR_LINE)
            self._err.flush()
            self._shown = ""
