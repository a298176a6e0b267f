"""Composing off the event loop: the song goes out as a value, and comes back as one edit or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from songwright.core.song import Song
from songwright.music.request import Composer, ComposeRequest
from songwright.ui.jobs import Job
from songwright.ui.services import Services

__all__ = ["Composing"]

ATTEMPTS = 3
"""How often composing starts again because the song was changed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Run:
    request: ComposeRequest
    base: Song
    attempt: int


class Composing(QObject):
    """Runs a composer for the session's song. The worker thread sees only immutable values."""

    started = Signal()
    ended = Signal()
    composed = Signal(object)
    """The song as it is now that the music is in it."""

    def __init__(self, services: Services, composer: Callable[[], Composer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._composer = composer
        self._job: Job | None = None
        self._run: _Run | None = None

    @property
    def busy(self) -> bool:
        """Whether a song is being composed."""
        return self._run is not None

    def start(self, request: ComposeRequest) -> None:
        """Compose the song as it is now; an earlier run that still goes on is dropped."""
        self.cancel()
        self._services.settle()
        self._begin(_Run(request, self._services.session.song, 1))

    def cancel(self) -> None:
        """Drop what is being composed; the song is left as it is."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _begin(self, run: _Run) -> None:
        started = self._run is None
        self._run = run
        composer = self._composer
        self._job = self._services.jobs.run(lambda: composer().compose(run.base, run.request), self._done, self._failed)
        if started:
            self._services.actions.set_state(composing=True)
            self.started.emit()

    def _end(self) -> None:
        self._job = self._run = None
        self._services.actions.set_state(composing=False)
        self.ended.emit()

    def _done(self, song: Song) -> None:
        run = self._run
        if run is None:
            return
        self._services.settle()
        session = self._services.session
        if session.song is not run.base and session.song != run.base:
            if run.attempt < ATTEMPTS:
                # The words were changed while it worked: music for the old ones would not fit.
                self._begin(_Run(run.request, session.song, run.attempt + 1))
                return
            self._end()
            self._services.notices.show(
                self.tr("The song kept changing while it was being composed, so it was left as it is. Compose again."),
                key="compose",
            )
            return
        self._end()
        self._services.notices.withdraw("compose")
        session.apply(self.tr("Compose"), song, origin=self)
        self.composed.emit(session.song)

    def _failed(self, error: Exception) -> None:
        if self._run is not None:
            self._end()
            self._services.notices.error(error, key="compose")
