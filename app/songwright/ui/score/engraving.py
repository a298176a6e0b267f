"""Keeps a drawing of the session's song up to date: after edits, off the event loop, the old one until then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.core.changes import Aspect, Change
from songwright.core.errors import SongwrightError
from songwright.core.song import Song
from songwright.formats.engraving.chord_sheet import SheetOptions, draw_chord_sheet
from songwright.formats.engraving.drawing import Drawing
from songwright.formats.engraving.engraver import Engraver
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score, score_engraver
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.jobs import Job
from songwright.ui.services import Services

__all__ = ["Engraving", "Options"]

log = logging.getLogger(__name__)

Options = ScoreOptions | SheetOptions

PAUSE_MILLISECONDS = 250
"""Edits are gathered for so long."""
_SEEN = Aspect.WORDS | Aspect.CHORDS | Aspect.NOTES | Aspect.TRACKS | Aspect.TIME | Aspect.DETAILS | Aspect.OPENED


class Engraving(QObject):
    """Draws while `shown`; what is hidden costs nothing. One drawing is made at a time, the newest wish wins."""

    drawn = Signal(object)
    """A `Drawing`; None when there is nothing to draw."""
    began = Signal()
    """A drawing is being made."""
    failed = Signal(str)
    """A sentence that says why it could not be drawn."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._options: Options = ScoreOptions()
        self._engravers: dict[Options, Engraver | None] = {}
        self._job: Job | None = None
        self._stale = True
        self._fresh = True
        self._shown = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._begin)
        services.closing.append(services.session.subscribe(self._changed))
        services.closing.append(self._pause.stop)

    @property
    def options(self) -> Options:
        """What is drawn."""
        return self._options

    @property
    def busy(self) -> bool:
        """Whether a drawing is being made or waits to be."""
        return self._job is not None or self._pause.isActive()

    def set_options(self, options: Options) -> None:
        """Draw something else."""
        if options != self._options:
            self._options = options
            self._fresh = True
            self._ask(at_once=True)

    def set_shown(self, *, shown: bool) -> None:
        """Whether anybody looks."""
        self._shown = shown
        if shown and self._stale:
            self._ask(at_once=True)

    def _changed(self, change: Change) -> None:
        if change.aspects & Aspect.OPENED:
            self._fresh = True
        if change.aspects & _SEEN:
            self._ask(at_once=bool(change.aspects & Aspect.OPENED))

    def _ask(self, *, at_once: bool) -> None:
        self._stale = True
        if self._shown:
            self._pause.start(0 if at_once else PAUSE_MILLISECONDS)

    def _begin(self) -> None:
        if self._job is not None:  # `_end` starts again
            return
        song, options = self._services.session.song, self._options
        self._stale = False
        if not _drawable(song, options):
            self.drawn.emit(None)
            return
        self.began.emit()
        # An engraver that is at work is never handed out twice: one job runs at a time.
        engraver = self._engravers.get(options)
        lexicon = self._services.lexicon
        # What was not on show before is seen sooner when its first page comes alone.
        first_page, self._fresh = self._fresh, False
        self._job = self._services.jobs.run(
            lambda: _draw(song, lexicon, options, engraver, first_page=first_page), self._done, self._could_not
        )

    def _done(self, made: tuple[Options, Engraver | None, Drawing]) -> None:
        options, engraver, drawing = made
        self._engravers[options] = engraver
        self._stale = self._stale or not drawing.whole
        self._end()
        if options == self._options:
            self.drawn.emit(drawing)

    def _could_not(self, error: Exception) -> None:
        self._end()
        if isinstance(error, SongwrightError):
            self.failed.emit(error.message)
        else:
            log.error("the score could not be drawn", exc_info=error)
            self.failed.emit(self.tr("The score could not be drawn. The log says more (Help, Open Log Folder)."))

    def _end(self) -> None:
        self._job = None
        if self._stale and self._shown:
            self._begin()


def _drawable(song: Song, options: Options) -> bool:
    """Whether there is music for a score, or at least words for a sheet of words."""
    if isinstance(options, SheetOptions):
        return any(section.sung_lines for section in song.sections)
    return any(song.music(section) is not None for section in song.sections)


def _draw(
    song: Song, lexicon: Callable[[], Lexicon], options: Options, engraver: Engraver | None, *, first_page: bool
) -> tuple[Options, Engraver | None, Drawing]:
    """On a worker thread."""
    if isinstance(options, SheetOptions):
        return options, None, draw_chord_sheet(song, lexicon(), options)
    engraver = engraver or score_engraver(options)
    return options, engraver, draw_score(song, lexicon(), options, engraver, first_page=first_page)
