"""Whether a step of the model takes the second of two cores as well: while that proves faster.

With both cores of a machine a step with several rows takes little more than half the time. But as soon as another
program runs, the threads wait for each other at every layer, and a step that took 40 ms takes up to 3 s (measured). So
the second core is tried now and then, given up after one slow step, and left alone for longer each time. What is
computed is the same to the last bit either way.
"""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["ONE", "TWO", "StepThreads"]

ONE, TWO = 1, 2
_FIXED = 10  # rows' worth of time that a step takes besides its rows
_ALONE = 1.2  # times its processor time that a step may take where no other program wants the core
_FASTER = 0.85  # of the usual time that a step on two cores may take, or it does not pay
_FIRST_PAUSE, _LONGEST_PAUSE = 8, 1024  # steps on one core before two are tried (again)
_LEARNING = 0.25  # weight of the newest step in what is usual


class StepThreads:
    """Counts threads for steps of several rows on a machine of two cores; a step of one row takes one."""

    def __init__(self, take: Callable[[int], None] = lambda _count: None) -> None:
        """`take` is told how many threads the next step is to take."""
        self._take = take
        self._usual = 0.0  # seconds on one core for a row
        self._pause = self._left = _FIRST_PAUSE
        self._good = 0

    def run(self, rows: int, step: Callable[[], int]) -> int:
        """What a step with so many rows answers; 0 when all went well."""
        self._take(self.count(rows))
        start, busy = time.perf_counter(), time.thread_time()
        answer = step()
        if answer == 0:
            self.note(rows, time.perf_counter() - start, time.thread_time() - busy)
        return answer

    def count(self, rows: int) -> int:
        """How many threads a step with so many rows takes now."""
        return TWO if rows > 1 and not self._left else ONE

    def note(self, rows: int, seconds: float, busy: float) -> None:
        """A step with so many rows, on as many threads as `count` said, took so long; `busy` on this thread."""
        if rows < TWO:
            return
        each = seconds / (rows + _FIXED)
        if self._left:
            self._usual += (each - self._usual) * (_LEARNING if self._usual else 1.0)
            self._left -= seconds < _ALONE * busy
        elif each > _FASTER * self._usual:
            self._left, self._good = self._pause, 0
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        else:
            self._good += 1
            if self._good > self._pause:
                self._pause, self._good = max(_FIRST_PAUSE, self._pause // 2), 0
