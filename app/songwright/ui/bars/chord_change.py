"""Typed chords are obeyed one after the other, each as one edit; the band's part is worked out off the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.song import Song
from songwright.music.request import Composer
from songwright.music.typed_chord import ChordChange, changed_chord, played_again
from songwright.ui.notices import Until
from songwright.ui.services import Services

__all__ = ["ChordChanges"]


class ChordChanges(QObject):
    """Carries out typed chords in turn."""

    settled = Signal()
    """Every chord that was typed is in the song."""

    def __init__(self, services: Services, composer: Callable[[], Composer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._composer = composer
        self._waiting: deque[ChordChange] = deque()
        self._busy = False

    def obey(self, change: ChordChange) -> None:
        """Change a chord as soon as those typed before are done."""
        self._waiting.append(change)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._busy = False
            self.settled.emit()
            return
        self._busy = True
        change, base = self._waiting[0], self._services.session.song
        try:
            plain = changed_chord(base, change)
        except (SongwrightError, KeyError) as error:
            self._waiting.popleft()
            self._services.notices.error(error, key="chord", until=Until.OPENED)
            self._next()
            return
        composer = self._composer

        def played() -> Song:
            song = played_again(plain, composer(), change.owner, change.start)
            if change.moved_from is None:
                return song
            return played_again(song, composer(), change.owner, change.moved_from)

        self._services.jobs.run(
            played,
            lambda song: self._done(base, song),
            lambda _error: self._done(base, plain),
        )

    def _done(self, base: Song, song: Song) -> None:
        # An edit made meanwhile must not be lost: work it out again on the song as it is now.
        if self._services.session.song is base:
            change = self._waiting.popleft()
            label = self.tr("Change Chord") if change.text else self.tr("Remove Chord")
            if change.moved_from is not None:
                label = self.tr("Move Chord")
            self._services.session.apply(label, song)
        self._next()
