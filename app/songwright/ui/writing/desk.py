"""The writing desk: starts and stops drafts, keeps every one as a take, and puts takes into the document."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.core.changes import Aspect, Change
from songwright.core.errors import SongwrightError
from songwright.core.seeds import fresh_seed
from songwright.core.session import Document
from songwright.core.song import Piece, Song, Take
from songwright.core.words import append_lyric_text, lyric_text, with_lyric_text
from songwright.llm.brief import Brief, brief_of, take_title
from songwright.llm.rewriting import has_place, inserted, refreshed, rewritten, taken_up
from songwright.llm.running_draft import RunningDraft
from songwright.ui.notices import Level, Until
from songwright.ui.services import Services
from songwright.ui.writing.inquiries import Inquiries
from songwright.ui.writing.writer import ModelState, Writer, WritingFault

__all__ = ["Placement", "WritingDesk"]


class Placement(StrEnum):
    """Where an accepted take goes."""

    REPLACE = "replace"
    APPEND = "append"
    CURSOR = "cursor"
    PLACE = "place"
    """Over the lines that it was written for."""


class WritingDesk(QObject):
    """Takes, one at a time. `shown` is the index of the take on show; a running draft comes after the last take."""

    draft_started = Signal()
    draft_grew = Signal(str)
    """Words that were just written."""
    changed = Signal()
    """Another take is on show, or a draft began or ended, or the model's state changed."""
    drafted = Signal(bool)
    """A draft ended with words: whether they are whole."""
    nothing_written = Signal()
    """A draft ended without a word: there is nothing to show of it."""
    brief_wanted = Signal()
    """Nothing can be written until the brief says more."""
    timed = Signal(object, float)
    """A whole piece was written: its `Brief`, and the seconds that it took."""
    accepted = Signal(object)
    """A take went into the document, with its `Placement`."""

    def __init__(
        self,
        services: Services,
        writer: Writer,
        brief: Callable[[], Brief],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._services = services
        self._session = services.session
        self._brief = brief
        self.writer = writer
        self.inquiries = Inquiries(writer)
        self.draft: RunningDraft | None = None
        self.leads_on = False
        """Whether the running draft is set to music and played by itself."""
        self._lent = False
        self._shown = len(self._session.takes) - 1
        self._shown_before = self._shown
        self._accepted_text: str | None = None
        self._accepted: Take | None = None
        self._clock = clock
        self._began: float | None = None
        # Tokens arrive far faster than anyone reads: the page grows a few times a second, not at every token.
        self._fresh: list[str] = []
        self._flush = QTimer(self, singleShot=True, interval=25)
        self._flush.timeout.connect(self.flush)
        self._connect()
        self._tell()

    def _connect(self) -> None:
        writer, services = self.writer, self._services
        writer.state_changed.connect(self._tell)
        writer.titled.connect(self._titled)
        writer.text_added.connect(self._text_added)
        writer.noticed.connect(lambda text: services.notices.show(text, Level.INFO, key="writing"))
        writer.finished.connect(lambda complete: self._end(complete=complete))
        writer.failed.connect(self._failed)
        self._session.subscribe(self._follow)
        for name, function in (
            ("write", self.write),
            ("stop", self.stop),
            ("again", self.again),
            ("previous_take", lambda: self.show_take(self._shown - 1)),
            ("next_take", lambda: self.show_take(self._shown + 1)),
        ):
            services.actions.on(name, function)
        services.closing.append(self.close)

    # --- what is on show --------------------------------------------------------------------------------------

    @property
    def writing(self) -> bool:
        """Whether a draft is running."""
        return self.draft is not None

    @property
    def count(self) -> int:
        """How many takes there are, the running draft included."""
        return len(self._session.takes) + self.writing

    @property
    def shown(self) -> int:
        """Index of the take on show; -1 when there is none."""
        return self._shown

    @property
    def take(self) -> Take | None:
        """The finished take on show; None while that is the running draft, or when there is none."""
        takes = self._session.takes
        return takes[self._shown] if 0 <= self._shown < len(takes) else None

    @property
    def text(self) -> str:
        """The words on show."""
        if self.take is not None:
            return self.take.text
        return self.draft.text if self.draft is not None else ""

    @property
    def title(self) -> str:
        """The title on show."""
        if self.take is not None:
            return take_title(self.take)
        return self.draft.title.strip() if self.draft is not None else ""

    @property
    def piece(self) -> Piece:
        """What kind of piece is on show."""
        if self.take is not None:
            return self.take.piece
        return self.draft.brief.piece if self.draft is not None else self._session.song.piece

    @property
    def brief(self) -> Brief | None:
        """What the words on show were asked to be; None when nothing is on show."""
        if self.take is not None:
            return brief_of(self.take)
        return self.draft.brief if self.draft is not None else None

    def show_take(self, index: int) -> None:
        """Put another take on show."""
        if 0 <= index < self.count and index != self._shown:
            self._shown = index
            self._tell()

    # --- writing ----------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Start a draft from the brief."""
        self.begin(self._brief())

    def asked(self) -> Brief:
        """What the brief asks for now."""
        return self._brief()

    def again(self) -> None:
        """Write another take: of the brief as it stands, or of the take on show.

        That is when the take rewrites lines of the document, and when the brief is empty.
        """
        brief = self._brief()
        shown = brief_of(self.take) if self.take is not None else None
        if shown is not None and (shown.rewrites or not brief.about.strip()):
            brief = refreshed(self._session.song, shown)
        self.begin(brief)

    def stop(self) -> None:
        """Stop the draft and keep its words."""
        if self.writing:
            self.writer.stop()

    def lend(self, *, lent: bool) -> None:
        """The model writes something that is not for this document, or is back: meanwhile no draft can be started."""
        self._lent = lent
        self._tell()

    @property
    def free(self) -> bool:
        """Whether the model is neither writing a draft nor lent."""
        return not (self.writing or self._lent)

    def begin(self, brief: Brief) -> None:
        """Start a draft."""
        if not self.free or not self.writer.usable:
            return
        seed = fresh_seed()
        created = datetime.now(UTC).isoformat(timespec="seconds")
        self.draft = RunningDraft(brief, seed, self.writer.name, self.writer.sha256, self.writer.sampling, created)
        self._shown_before, self._shown = self._shown, len(self._session.takes)
        # A model that has to be loaded first would make the piece look slow.
        self._began = self._clock() if self.writer.state is ModelState.READY else None
        self._services.notices.withdraw("draft")
        try:
            self.writer.write(brief, seed)
        except SongwrightError as error:
            self.draft = None
            self._shown = self._shown_before
            self._services.notices.show(
                error.message, Level.WARNING, detail=error.detail, key="draft", until=Until.OPENED
            )
            self.brief_wanted.emit()
            return
        self.draft_started.emit()
        self._tell()

    def _titled(self, text: str) -> None:
        if self.draft is not None:
            self.draft.title += text
            self.changed.emit()

    def _text_added(self, text: str) -> None:
        if self.draft is None:
            return
        self.draft.pieces.append(text)
        self._fresh.append(text)
        if not self._flush.isActive():
            self._flush.start()

    def flush(self) -> None:
        """Tell of the words that wait for the next turn of the page."""
        text = "".join(self._fresh)
        self._fresh.clear()
        if text and self.take is None:
            self.draft_grew.emit(text)

    def _end(self, *, complete: bool) -> None:
        draft, self.draft = self.draft, None
        self._flush.stop()
        self._fresh.clear()
        if draft is None:
            return
        if complete and self._began is not None:
            self.timed.emit(draft.brief, self._clock() - self._began)
        if draft.text.strip():
            # `_follow` hears of the new take and tells everyone.
            self._session.add_take(draft.take(self._take_id(), complete=complete))
            self._tell()
            self.drafted.emit(complete)
            return
        if self._shown == self.count:
            self._shown = self._shown_before
        self._tell()
        self.nothing_written.emit()

    def _failed(self, fault: WritingFault) -> None:
        if self._lent:
            return
        kept = self.draft is not None and bool(self.draft.text.strip())
        self._end(complete=False)
        text = fault.message
        if kept:
            text += " " + self.tr("The words so far are kept as a take.")
        self._services.notices.show(text, Level.ERROR, detail=fault.detail, key="draft", until=Until.OPENED)

    def _take_id(self) -> str:
        used = {take.id for take in self._session.takes}
        number = len(used) + 1
        while f"t{number}" in used:
            number += 1
        return f"t{number}"

    # --- accepting --------------------------------------------------------------------------------------------

    @property
    def taken_up(self) -> bool:
        """Whether the words of the take on show are in the document."""
        return self.take is not None and taken_up(self._session.song, self.take)

    @property
    def untouched(self) -> bool:
        """Whether the page is empty, or as an accepted take left it: another take overwrites nothing of one's own."""
        text = _own_text(self._session.song)
        return not text or text == self._accepted_text

    @property
    def usual_placement(self) -> Placement:
        """Where Accept puts a take.

        In the place that it was written for, as long as that is there; else over the words of an earlier take, if most
        of them still stand (one undo brings them back); after words that are one's own.
        """
        if self.brief is not None and has_place(self._session.song, self.brief):
            return Placement.PLACE
        return Placement.REPLACE if self.untouched or self._of_a_take else Placement.APPEND

    @property
    def _of_a_take(self) -> bool:
        """Whether most of the words of the take that was accepted last still stand in the document."""
        return self._accepted is not None and taken_up(self._session.song, self._accepted)

    def accept(self, placement: Placement | None = None, row: int = -1) -> None:
        """Put the take on show into the document as one undoable edit; `row` is the editor's row for CURSOR."""
        take = self.take
        if take is None:
            return
        self._services.settle()
        placement = placement or self.usual_placement
        song = self._session.song
        if placement is Placement.PLACE:
            song = rewritten(song, brief_of(take), take.text)
        else:
            song = self._with_words(replace(song, piece=take.piece), take, placement, row)
        self._session.apply(self.tr("Accept Take {0}").format(self._shown + 1), song)
        self._session.seal()
        if placement is Placement.REPLACE:
            self._accepted_text, self._accepted = _own_text(self._session.song), take
        self.accepted.emit(placement)
        self._tell()

    @staticmethod
    def _with_words(song: Song, take: Take, placement: Placement, row: int) -> Song:
        if placement is Placement.REPLACE:
            song = with_lyric_text(replace(song, form=brief_of(take).form or song.form), take.text)
        elif placement is Placement.APPEND:
            song = append_lyric_text(song, take.text)
        else:
            song = with_lyric_text(song, inserted(lyric_text(song), take.text, row))
        title = take_title(take)
        if title and (placement is Placement.REPLACE or not song.title):
            song = replace(song, title=title)
        return song

    # --- safety -----------------------------------------------------------------------------------------------

    def document(self) -> Document:
        """The document with the running draft as a take: what a recovery journal should hold."""
        document = self._session.document
        if self.draft is None or not self.draft.text.strip():
            return document
        return replace(document, takes=(*document.takes, self.draft.take(self._take_id(), complete=False)))

    def keep_draft(self) -> None:
        """End a running draft now and keep it as a take (before another document is opened)."""
        if self.writing:
            self.writer.stop()
            self._end(complete=False)

    def close(self) -> None:
        """Stop timers and the model's process."""
        self._flush.stop()
        self.writer.close()

    def _follow(self, change: Change) -> None:
        if change.aspects & Aspect.OPENED:
            takes = reversed(self._session.takes)
            self._accepted = next((take for take in takes if taken_up(self._session.song, take)), None)
            self._accepted_text = None
            self._shown = len(self._session.takes) - 1
        elif change.aspects & Aspect.TAKES and self._shown >= len(self._session.takes) - 1:
            self._shown = len(self._session.takes) - 1
        self._tell()

    def _tell(self) -> None:
        usable = not self._lent and (self.writing or self.writer.usable)
        self._services.actions.set_state(
            writing=self.writing,
            model_usable=usable,
            has_takes=self.count > 0,
            has_previous_take=self._shown > 0,
            has_next_take=self._shown < self.count - 1,
            showing_take=self.take is not None,
        )
        self.changed.emit()


def _own_text(song: Song) -> str:
    """The words, without the headings of sections that are only played: the composer puts those there ("[Intro]")."""
    words = tuple(part for part in song.sections if part.sung_lines or part.repeats is not None)
    return lyric_text(replace(song, sections=words)).strip()
