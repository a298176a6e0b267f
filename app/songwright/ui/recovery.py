"""Keeps the recovery journal while the window is open, and offers at the start what an earlier window left."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, QTimer, Signal

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.files import Files
from songwright.ui.notices import Level, Until
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk

if TYPE_CHECKING:
    from pathlib import Path

    from songwright.host.journal import JournalWriter
    from songwright.host.projects import ProjectFile
    from songwright.host.recovered import Recovery

__all__ = ["RecoveryKeeper", "when_text"]

# A running draft goes into the journal at most this often; edits go at once (the journal gathers them itself).
_DRAFT_MS = 700


class RecoveryKeeper(QObject):
    """Tells the journal of every change. The journal's thread writes; nothing here waits for a disk."""

    failed = Signal(object)

    def __init__(self, services: Services, files: Files, desk: WritingDesk) -> None:
        super().__init__(files)
        self._services = services
        self._files = files
        self._desk = desk
        self._writer: JournalWriter[Document] | None = None
        self._clean = True
        self._draft = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._draft.timeout.connect(self._note)
        self.failed.connect(self._tell_failure, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin the journal; called when the window is on screen."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.formats.project import dump
        from songwright.host.journal import Journal, JournalWriter

        try:
            journal = Journal(self._services.paths.journals)
        except SongwrightError as error:
            self._tell_failure(error)
            return
        self._writer = JournalWriter(journal, dump, self.failed.emit)
        self._services.session.subscribe(lambda _: self._note())
        self._files.saved.connect(self._note)
        self._desk.draft_grew.connect(lambda _: self._draft.isActive() or self._draft.start())
        self._note()

    def offer(self, asked: Path | None = None) -> bool:
        """Ask what to do with work that earlier windows left, the latest first; whether some was restored.

        Work on the file that was `asked` for comes before all other.
        """
        from songwright.host.recovered import abandoned_work, set_damaged_aside

        folder = self._services.paths.journals
        found = abandoned_work(folder)
        self._tell_damaged(set_damaged_aside(folder))
        found.sort(key=lambda recovery: asked is not None and recovery.project == asked.absolute())
        restored = False
        while found and not restored:
            answer = self._ask(found[-1], len(found))
            recovery = found.pop()
            if answer is UserChoice.DISCARD:
                recovery.set_aside()
            elif answer is UserChoice.RESTORE and self._restore(recovery):
                restored = True
            else:
                recovery.release()
                if answer is UserChoice.LATER:
                    break
        for recovery in found:
            recovery.release()
        return restored

    def bring_back(self, path: Path) -> None:
        """Show the work in one journal, waiting or set aside, when the document may be left."""
        from songwright.host.recovered import claim

        if not self._files.may_leave():
            return
        recovery = claim(path)
        if recovery is None:
            text = self.tr("That work could not be brought back: its copy is damaged, or another window has it.")
            self._services.notices.show(text, Level.WARNING, detail=str(path), key="recovery")
            return
        self._restore(recovery)

    def close(self, *, keep: bool = False) -> None:
        """End the journal: the document is saved, or the user has chosen to lose its changes.

        With `keep`, unsaved work stays in it, to be offered at the next start.
        """
        self._draft.stop()
        keep = keep and not self._clean
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close(keep=keep)

    def _note(self) -> None:
        if self._writer is None:
            return
        document = self._desk.document()
        session = self._services.session
        if session.modified or document != session.document:
            self._clean = False
            self._writer.changed(document, self._files.path, self._files.name)
        elif not self._clean:
            self._clean = True
            self._writer.saved()

    def _ask(self, recovery: Recovery, count: int) -> UserChoice:
        name = recovery.project.stem if recovery.project else recovery.title or self.tr("Untitled")
        message = self.tr("Songwright found unsaved work: “{0}”").format(name)
        details = self.tr("It was last changed: {0}.").format(when_text(recovery.written))
        if count > 1:
            details += " " + self.tr("There are {0} more like it.").format(count - 1)
        return self._files.questions.recover(message, details)

    def _restore(self, recovery: Recovery) -> bool:
        from songwright.formats.project import load

        try:
            document = load(recovery.data)
        except SongwrightError as error:
            recovery.release()
            self._services.notices.error(error, key="recovery")
            return False
        if recovery.project is not None and recovery.project == self._files.path:
            self._files.show_unsaved(document)
        else:
            self._files.restore(document, self._file(recovery))
        # Only when this window's own journal holds the work may the old one go.
        if self._writer is not None:
            self._note()
            self._writer.flush()
            recovery.set_aside()
        else:
            recovery.release()
        text = self.tr("Restored. Save it to keep it.")
        save = (self.tr("Save"), self._services.actions["save"].trigger)
        self._services.notices.show(text, Level.SUCCESS, key="recovery", action=save, until=Until.OPENED | Until.SAVED)
        return True

    def _file(self, recovery: Recovery) -> ProjectFile | None:
        """The file that the work belongs to, if it can still be had."""
        from songwright.host.projects import ProjectFile

        if recovery.project is None:
            return None
        try:
            return ProjectFile.open(recovery.project)[0]
        except (SongwrightError, ValueError):
            return None

    def _tell_damaged(self, names: list[str]) -> None:
        if names:
            text = self.tr("Unsaved work of an earlier window is damaged and cannot be read: {0}. It is kept.")
            folder = str(self._services.paths.journals)
            self._services.notices.show(text.format(", ".join(names)), Level.WARNING, detail=folder, key="damaged")

    def _tell_failure(self, error: SongwrightError) -> None:
        text = self.tr("Your work cannot be backed up while you write: {0}").format(error.message)
        self._services.notices.show(text, Level.WARNING, detail=error.detail, key="journal", once=True)


def when_text(written: str) -> str:
    """A time in ISO form, in UTC, as this user writes times; as it stands when it is none."""
    try:
        local = datetime.fromisoformat(written).astimezone()
    except (ValueError, OverflowError, OSError):
        return written
    moment = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
