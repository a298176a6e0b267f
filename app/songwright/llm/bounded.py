"""Bounds on the time and the memory that a stranger's program may take in this process: a chat template is one."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

__all__ = ["TooMuchError", "bounded"]


class TooMuchError(Exception):
    """It took longer than it may."""


@contextlib.contextmanager
def bounded(seconds: float, memory: int) -> Iterator[None]:
    """Run the body for so many seconds of processor time (TooMuchError) and so many more bytes (MemoryError) at most.

    Time is that of the whole process, so that a busy machine takes none away. In the main thread of a Unix process;
    elsewhere the body runs without bounds. Memory is bounded on Linux only.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooMuchError(f"longer than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        with _address_space(memory):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _address_space(more: int) -> Iterator[None]:
    """Let this process map `more` bytes beyond what it has mapped; without bounds where that cannot be read."""
    if sys.platform == "win32":
        yield
        return
    import resource

    limit, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        yield
        return
    lower = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (lower if limit == resource.RLIM_INFINITY else min(lower, limit), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
