"""Making music off the event loop: the song goes out as a value, and comes back as one edit or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.core.song import Song
from songwright.music.request import Watch
from songwright.music.works import Work
from songwright.ui.jobs import Job
from songwright.ui.notices import Until
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.kit import Kit

__all__ = ["ComposeTask", "Composing"]

ATTEMPTS = 3
"""How often composing starts again because the song was changed meanwhile."""


@dataclass(frozen=True, slots=True)
class ComposeTask:
    """Something to be made.

    `label` names the step of undo; `failed` is called with what went wrong, if given, and `unchanged` is what the user
    is told when nothing came of it. With `taken` the songs go there, and the document stays as it is.
    """

    label: str
    work: Work
    failed: Callable[[Exception], None] | None = None
    unchanged: str = ""
    taken: Callable[[tuple[Song, ...]], None] | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    task: ComposeTask
    base: Song
    attempt: int = 1
    stopped: Event = field(default_factory=Event)


class Composing(QObject):
    """Runs one task at a time for the session's song. The worker thread sees only immutable values."""

    started = Signal()
    progressed = Signal(float)
    """The share of the work that is done, 0 to 1."""
    ended = Signal()
    cancelled = Signal()
    """What was being made was dropped, or could not be made."""
    composed = Signal(object)
    """The song as it is now that the music is in it."""
    made = Signal(str, object, object)
    """(label, the song before, all the songs that were made)."""

    def __init__(self, services: Services, kit: Callable[[], Kit], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._kit = kit
        self._job: Job | None = None
        self._run: _Run | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._run is not None

    def start(self, task: ComposeTask) -> None:
        """Make something of the song as it is now; an earlier task that still goes on is dropped."""
        self.cancel()
        self._services.settle()
        self._begin(_Run(task, self._services.session.song))

    def cancel(self) -> None:
        """Drop what is being made; the song is left as it is."""
        if self._job is not None and self._run is not None:
            self._run.stopped.set()
            self._job.cancel()
            self._end()
            self.cancelled.emit()

    def _begin(self, run: _Run) -> None:
        started = self._run is None
        self._run = run
        kit, watch = self._kit, Watch(run.stopped.is_set, self.progressed.emit)
        self._job = self._services.jobs.run(lambda: run.task.work(run.base, kit(), watch), self._done, self._failed)
        if started:
            # First told, then done: commands that are switched off take the focus from their buttons.
            self.started.emit()
            self._services.actions.set_state(composing=True)

    def _end(self) -> None:
        self._job = self._run = None
        self._services.actions.set_state(composing=False)
        self.ended.emit()

    def _done(self, songs: tuple[Song, ...]) -> None:
        run = self._run
        if run is None:
            return
        self._services.settle()
        session = self._services.session
        if session.song is not run.base and session.song != run.base:
            if run.attempt < ATTEMPTS:
                # The words were changed while it worked: music for the old ones would not fit.
                self._begin(replace(run, base=session.song, attempt=run.attempt + 1))
                return
            self._end()
            self.cancelled.emit()
            self._services.notices.show(
                self.tr("The song kept changing while it was being composed, so it was left as it is. Compose again."),
                key="compose",
            )
            return
        self._end()
        self._services.notices.withdraw("compose")
        if run.task.taken is not None:
            run.task.taken(songs)
            return
        if songs[0] == run.base and run.task.unchanged:
            self._services.notices.show(run.task.unchanged, key="compose")
        session.seal()
        session.apply(run.task.label, songs[0], origin=self)
        self.made.emit(run.task.label, run.base, songs)
        self.composed.emit(session.song)

    def _failed(self, error: Exception) -> None:
        run = self._run
        if run is None:
            return
        self._end()
        self.cancelled.emit()
        if run.task.failed is not None:
            run.task.failed(error)
        else:
            self._services.notices.error(error, key="compose", until=Until.OPENED)
