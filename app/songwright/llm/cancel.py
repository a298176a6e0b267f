"""A flag that stops llama.cpp inside one decode call, without running Python in its inner loop."""

from __future__ import annotations

import ctypes
import os

__all__ = ["CancelFlag", "DecodingCancelled"]


class DecodingCancelled(Exception):  # noqa: N818 - an outcome, not an error
    """The work was stopped on request; what it made so far stands."""


class CancelFlag:
    """Set by the thread that reads commands, seen by the thread that owns the model.

    llama.cpp asks a C function `bool f(void *)` after every node of its graph, a thousand times a token, whether to
    stop. A Python callback there costs several per cent of the speed. The flag is therefore a C string, "" or "x",
    and the function is the C library's own `strlen`: 0 means go on, 1 means stop.
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)
        self._library = ctypes.CDLL("msvcrt" if os.name == "nt" else None)

    def set(self) -> None:
        """Ask for a stop; safe from any thread."""
        self._text[0] = b"x"

    def clear(self) -> None:
        """Forget an earlier request."""
        self._text[0] = b"\0"

    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        return self._text[0] != b"\0"

    def check(self) -> None:
        """Raise `DecodingCancelled` when a stop was asked for."""
        if self.is_set():
            raise DecodingCancelled

    @property
    def function(self) -> int:
        """Address of a C function that answers, given `argument`, whether to stop."""
        return ctypes.cast(self._library.strlen, ctypes.c_void_p).value or 0

    @property
    def argument(self) -> int:
        """Address to be handed to `function`."""
        return ctypes.addressof(self._text)
