"""Work that follows what is typed: after a pause, on another thread, and only the newest counts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from songwright.ui.jobs import Job, Jobs

__all__ = ["Latest", "Work"]

log = logging.getLogger(__name__)

Work = Callable[[], Any]


class Latest(QObject):
    """One piece of work at a time, asked for as often as one likes.

    `ask` waits for a pause; `prepare` then takes what the work needs from the window and gives the work, a function for
    another thread, or None when there is nothing to do. What was asked for while it ran is worked out afterwards; the
    result in between is dropped, unless `in_between`, for views that would stand still while somebody types.
    """

    def __init__(
        self,
        jobs: Jobs,
        prepare: Callable[[], Work | None],
        show: Callable[[Any], None],
        *,
        pause_ms: int = 0,
        failed: Callable[[Exception], None] | None = None,
        in_between: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._prepare = prepare
        self._show = show
        self._failed = failed
        self._in_between = in_between
        self._job: Job | None = None
        self._again = False
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether something waits or is being worked out."""
        return self._job is not None or self._pause.isActive()

    def ask(self, *, at_once: bool = False) -> None:
        """Something changed. A view that shows what is `in_between` is not kept waiting by more changes."""
        if at_once:
            self._pause.stop()
            self._begin()
        elif not (self._in_between and self._pause.isActive()):
            self._pause.start()

    def stop(self) -> None:
        """Nobody wants to know any more; what runs ends unheard."""
        self._pause.stop()
        self._again = False
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _begin(self) -> None:
        if self._job is not None:
            self._again = True
            return
        work = self._prepare()
        if work is not None:
            self._job = self._jobs.run(work, self._done, self._could_not)

    def _done(self, result: object) -> None:
        wanted = self._in_between or not self._again
        self._go_on()
        if wanted:
            self._show(result)

    def _could_not(self, error: Exception) -> None:
        self._go_on()
        if self._failed is not None:
            self._failed(error)
        else:
            log.error("work in the background failed", exc_info=error)

    def _go_on(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._pause.start()
