"""Carries an album out: proposes titles, writes song after song, sets each to music and saves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Take
from songwright.llm.album import AlbumPlan, AlbumSong, hook_brief, song_brief
from songwright.llm.brief import Brief, take_of
from songwright.ui.album.album_files import save_song, write_contents
from songwright.ui.drawers.library_keeper import LibraryKeeper
from songwright.ui.jobs import Job
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.writer import ModelState, WritingFault

__all__ = ["AlbumMaker", "Composed"]

Composed = Callable[[Take, AlbumSong, AlbumPlan], tuple[Document, str]]
"""The song of a take, set to music as the plan says, and a sentence on what that lacks; called on another thread."""

_TRIES = 2  # how often a song is begun when the model breaks off
_MOST_BROKEN = 2  # songs in a row that broke: then it is the model and not the song
_ANOTHER_SEED = 1000


class _Step(Enum):
    REST = auto()
    HOOK = auto()
    WORDS = auto()
    SAVING = auto()


@dataclass(slots=True)
class _Coming:
    """The song that is being worked on."""

    song: AlbumSong
    brief: Brief
    seed: int
    created: str = ""
    pieces: list[str] = field(default_factory=list)
    title: str = ""
    tries: int = 0


class AlbumMaker(QObject):
    """Works on one plan at a time; `plan` is how it stands. The model is lent to it meanwhile."""

    changed = Signal(int)
    """The song with this number is another one now."""
    progressed = Signal()
    """It goes on to another song, or another step."""
    ended = Signal(str)
    """Nothing is under way any more: "", or a sentence on what stopped it."""

    def __init__(
        self,
        services: Services,
        desk: WritingDesk,
        library: LibraryKeeper,
        composed: Composed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = AlbumPlan()
        self._services, self._desk, self._library, self._composed = services, desk, library, composed
        self._writer = desk.writer
        self._step = _Step.REST
        self._asked: tuple[int, ...] = ()
        self._coming: _Coming | None = None
        self._unsaved: dict[int, Document] = {}
        self._broken = 0
        self._stopping = False
        self._job: Job | None = None
        self._writer.titled.connect(self._titled)
        self._writer.text_added.connect(self._grow)
        self._writer.finished.connect(self._wrote)
        self._writer.failed.connect(self._broke)
        services.closing.append(self._close)

    # --- what is asked of it ----------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._step is not _Step.REST

    @property
    def writing(self) -> bool:
        """Whether songs are written, and not only their titles."""
        return self._step in (_Step.WORDS, _Step.SAVING)

    @property
    def current(self) -> int:
        """The number of the song that is worked on; 0 for none."""
        return self._coming.song.number if self._coming is not None else 0

    def propose(self, plan: AlbumPlan, numbers: tuple[int, ...]) -> None:
        """Have the model propose titles for the songs with these numbers."""
        self._begin(_Step.HOOK, plan, numbers)

    def write(self, plan: AlbumPlan) -> None:
        """Write, compose and save every song that is not there yet."""
        self._begin(_Step.WORDS, plan, tuple(song.number for song in plan.songs if not _there(song)))

    def edit(self, song: AlbumSong) -> None:
        """Its user changed a song; one that is there already, or while others are made, stays as it is."""
        if not self.running:
            self._unsaved.pop(song.number, None)
            self._replace(song)

    def stop(self) -> None:
        """End it after what cannot be broken off; songs that are whole stay."""
        if not self.running or self._stopping:
            return
        self._stopping = True
        if self._step is not _Step.SAVING:
            self._writer.stop()

    # --- one after the other ----------------------------------------------------------------------------------

    def _begin(self, step: _Step, plan: AlbumPlan, numbers: tuple[int, ...]) -> None:
        if self.running:
            return
        self.plan = plan
        if not self._desk.free or self._writer.state is ModelState.WRITING:
            self.ended.emit(self.tr("The model is writing something else. Stop that, or wait until it has ended."))
            return
        self._asked, self._step = numbers, step
        self._stopping, self._broken = False, 0
        if step is _Step.HOOK:
            self._unsaved.clear()
        self._desk.lend(lent=True)
        self._next()

    def _next(self) -> None:
        """Go on to the next song that was asked for; with none left it is done."""
        self._coming = None
        if self._stopping or not self._asked:
            self._end("")
            return
        if self._broken >= _MOST_BROKEN:
            self._end(self.tr("The model broke off two songs in a row, so the others were not begun. Try again later."))
            return
        (number, *rest) = self._asked
        self._asked = tuple(rest)
        song = next(one for one in self.plan.songs if one.number == number)
        document = self._unsaved.get(number)
        if document is not None and self._step is _Step.WORDS:
            self._coming = _Coming(song, song_brief(self.plan, song), song.seed)
            self._save(document, song.problem)
            return
        hooks = self._step is _Step.HOOK
        brief = hook_brief(self.plan, song) if hooks else song_brief(self.plan, song)
        self._coming = _Coming(song, brief, song.seed)
        self._ask(self._coming)

    def _ask(self, coming: _Coming) -> None:
        coming.tries += 1
        coming.title, coming.created = "", datetime.now(UTC).isoformat(timespec="seconds")
        coming.pieces.clear()
        self.progressed.emit()
        if not self._writer.usable:
            self._end(self.tr("No model is loaded, so nothing can be written. Choose a model first."))
            return
        try:
            self._writer.write(coming.brief, coming.seed)
        except SongwrightError as error:
            self._give_up(error.message)

    def _titled(self, text: str) -> None:
        if self._coming is not None and self.running:
            self._coming.title += text

    def _grow(self, text: str) -> None:
        if self._coming is not None and self.running:
            self._coming.pieces.append(text)

    def _wrote(self, complete: bool) -> None:
        coming = self._coming
        if coming is None or self._step not in (_Step.HOOK, _Step.WORDS):
            return
        if not complete:
            self._end("" if self._stopping else self.tr("The writing was stopped."))
        elif self._step is _Step.HOOK:
            self._broken = 0
            self._replace(replace(coming.song, hook=coming.title.strip()))
            self._next()
        else:
            self._broken = 0
            self._compose(coming)

    def _broke(self, fault: WritingFault) -> None:
        coming = self._coming
        if coming is None or self._step not in (_Step.HOOK, _Step.WORDS):
            return
        if self._stopping:
            self._end("")
        elif coming.tries < _TRIES and self._writer.usable:
            # A model that was ended loads again by itself, and another seed is another way.
            coming.seed += _ANOTHER_SEED
            self._ask(coming)
        else:
            self._give_up(fault.message)

    def _give_up(self, problem: str) -> None:
        """Leave a song that cannot be written; the others go on."""
        if self._coming is not None:
            self._broken += 1
            self._replace(replace(self._coming.song, problem=problem))
        self._next()

    # --- music and files --------------------------------------------------------------------------------------

    def _compose(self, coming: _Coming) -> None:
        take = take_of(
            coming.brief,
            "".join(coming.pieces).strip("\n"),
            coming.title,
            self._writer.sampling,
            take_id="t1",
            seed=coming.seed,
            model=self._writer.name,
            model_sha256=self._writer.sha256,
            created=coming.created,
            complete=True,
        )
        song, plan, composed = coming.song, self.plan, self._composed
        self._step = _Step.SAVING
        self.progressed.emit()
        self._job = self._services.jobs.run(
            lambda: composed(take, song, plan),
            lambda found: self._save(*found),
            lambda error: self._give_up(str(error)),
        )

    def _save(self, document: Document, lack: str) -> None:
        coming, folder = self._coming, Path(self.plan.folder)
        if coming is None:
            return
        self._unsaved[coming.song.number] = document
        self._step = _Step.SAVING
        self._replace(replace(coming.song, problem=lack))
        self._job = self._services.jobs.run(
            lambda: save_song(document, folder, coming.song.number), self._saved, self._not_saved
        )

    def _saved(self, path: Path) -> None:
        coming = self._coming
        if coming is None:
            return
        document = self._unsaved.pop(coming.song.number)
        song = next(one for one in self.plan.songs if one.number == coming.song.number)
        self._replace(replace(song, path=str(path), hook=document.song.title or song.hook))
        self._library.keep_song(document.song, path, time.time())
        self._step = _Step.WORDS
        self._next()

    def _not_saved(self, error: Exception) -> None:
        """A full disk or a folder that is gone: the song is kept here, and saved by the next try without a model."""
        told = error.message if isinstance(error, SongwrightError) else str(error)
        self._end(self.tr("{0} The song is kept; “Write the album” saves it, without writing it again.").format(told))

    # --- ends -------------------------------------------------------------------------------------------------

    def _replace(self, song: AlbumSong) -> None:
        self.plan = self.plan.with_song(song)
        self.changed.emit(song.number)

    def _end(self, problem: str) -> None:
        wrote = self.writing
        self._step, self._coming, self._asked = _Step.REST, None, ()
        self._desk.lend(lent=False)
        plan = self.plan
        if wrote and any(map(_there, plan.songs)):
            self._services.jobs.run(lambda: write_contents(plan), lambda _done: None, lambda _error: None)
        self.ended.emit(problem)

    def _close(self) -> None:
        """The window closes: what is whole is saved, what is not begun stays in the plan."""
        if self._job is not None:
            self._job.cancel()
        self._step, self._coming = _Step.REST, None


def _there(song: AlbumSong) -> bool:
    return bool(song.path) and Path(song.path).exists()
