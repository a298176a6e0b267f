"""An open document: the song as it is now, its one line of undo, its takes, tunes and named versions."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from songwright.core.changes import Change, change_between
from songwright.core.song import Song, Take, Tune
from songwright.core.versions import SongVersion

__all__ = ["Document", "Session"]

# A song shares its unchanged parts with its earlier states, so a step costs what was changed (about 16 KiB).
UNDO_STEPS = 500
# Edits with one merge key become one step while they follow each other within this many seconds.
BURST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Document:
    """What a project file holds. Takes, tunes and versions stand beside the song: undo never loses one."""

    song: Song = field(default_factory=Song)
    takes: tuple[Take, ...] = ()
    tunes: tuple[Tune, ...] = ()
    versions: tuple[SongVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    song: Song


class Session:
    """The song being worked on. Every view reads `song`, makes edits with `apply` and hears of all of them.

    Not thread-safe: use it from one thread.
    """

    def __init__(self, document: Document | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        document = document or Document()
        self._clock = clock
        self._song = document.song
        self._takes = document.takes
        self._tunes = document.tunes
        self._versions = document.versions
        self._saved = document
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._burst: str | None = None
        self._burst_time = 0.0
        self._listeners: list[Callable[[Change], None]] = []

    @property
    def song(self) -> Song:
        """The song as it is now."""
        return self._song

    @property
    def takes(self) -> tuple[Take, ...]:
        """Every generated text, oldest first."""
        return self._takes

    @property
    def tunes(self) -> tuple[Tune, ...]:
        """The music that sections once had, oldest first."""
        return self._tunes

    @property
    def versions(self) -> tuple[SongVersion, ...]:
        """The named versions of the song, oldest first."""
        return self._versions

    @property
    def document(self) -> Document:
        """All that a project file holds."""
        return Document(self._song, self._takes, self._tunes, self._versions)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back; None when there is nothing."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would bring again; None when there is nothing."""
        return self._redo[-1].label if self._redo else None

    @property
    def modified(self) -> bool:
        """Whether there is anything that the last saved (or opened) document does not hold."""
        return self.document != self._saved

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after every change, undo and redo included; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(
        self, label: str, song: Song, *, merge: str | None = None, lasting: bool = False, origin: object = None
    ) -> None:
        """Make `song` the current one, as one undoable step named `label`.

        A step with the same `merge` key as the one just before joins it (typing, dragging a slider), a `lasting` one
        however long that is ago. `origin` is handed on to the listeners, so that the view that made the edit can skip
        it.
        """
        if song == self._song:
            return
        if not self._joins(merge, lasting=lasting):
            self._undo.append(_Step(label, self._song))
            del self._undo[:-UNDO_STEPS]
        self._redo.clear()
        self._burst, self._burst_time = merge, self._clock()
        self._become(label, song, origin)

    def _joins(self, merge: str | None, *, lasting: bool) -> bool:
        recent = lasting or self._clock() - self._burst_time <= BURST_SECONDS
        return merge is not None and merge == self._burst and recent and bool(self._undo)

    def seal(self) -> None:
        """End the current burst: the next edit is a step of its own."""
        self._burst = None

    def undo(self) -> None:
        """Take back the last step; nothing happens when there is none."""
        self._travel(self._undo, self._redo)

    def redo(self) -> None:
        """Bring back the last step that was undone; nothing happens when there is none."""
        self._travel(self._redo, self._undo)

    def _travel(self, source: list[_Step], target: list[_Step]) -> None:
        if not source:
            return
        step = source.pop()
        target.append(_Step(step.label, self._song))
        self.seal()
        self._become(step.label, step.song, None)

    def add_take(self, take: Take, *, origin: object = None) -> None:
        """Keep a generated text. Takes are not undone: they are the record of what was generated."""
        self._takes = (*self._takes, take)
        self._tell(change_between(take.about, self._song, self._song, takes=True, origin=origin))

    def keep_takes(self, takes: tuple[Take, ...]) -> None:
        """Keep other takes than before: one has another name, is a favourite now, or is gone. Not undone."""
        if takes != self._takes:
            self._takes = takes
            self._tell(change_between("", self._song, self._song, takes=True))

    def keep_tunes(self, tunes: tuple[Tune, ...]) -> None:
        """Keep other tunes than before (`songwright.core.kept_tunes`). Like takes they are not undone."""
        if tunes != self._tunes:
            self._tunes = tunes
            self._tell(change_between("", self._song, self._song, tunes=True))

    def keep_versions(self, versions: tuple[SongVersion, ...]) -> None:
        """Keep other versions than before (`songwright.core.versions`). Like takes they are not undone."""
        if versions != self._versions:
            self._versions = versions
            self._tell(change_between("", self._song, self._song, versions=True))

    def mark_saved(self, document: Document | None = None) -> None:
        """Remember what the file now holds: `document`, or the current state."""
        self._saved = document or self.document

    def replace_document(self, document: Document) -> None:
        """Open another document: its song, what is kept beside it, and an empty history."""
        before = self._song
        self._song, self._takes, self._tunes = document.song, document.takes, document.tunes
        self._versions = document.versions
        self._saved = document
        self._undo.clear()
        self._redo.clear()
        self.seal()
        self._tell(change_between("Open", before, document.song, takes=True, tunes=True, versions=True, opened=True))

    def _become(self, label: str, song: Song, origin: object) -> None:
        before, self._song = self._song, song
        self._tell(change_between(label, before, song, origin=origin))

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)
