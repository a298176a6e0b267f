"""Documents and files: new, open, save, and the question before anything could be lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.host.names import ending_in
from songwright.ui.dialogs.file_questions import Questions, UserChoice
from songwright.ui.file_places import FilePlaces
from songwright.ui.importing import Importer
from songwright.ui.notices import Level, Until
from songwright.ui.recent_menu import RecentMenu
from songwright.ui.saving import Saver
from songwright.ui.services import Services
from songwright.ui.window import MainWindow

if TYPE_CHECKING:
    from songwright.formats.heard import Imported
    from songwright.host.atomic import Written
    from songwright.host.projects import ProjectFile

__all__ = ["SUFFIX", "Files"]

SUFFIX = ".songwright"

# What is told of the document's file holds until there is another, or this one is whole.
_UNTIL = Until.OPENED | Until.SAVED

log = logging.getLogger(__name__)


class Files(QObject):
    """Which file the document belongs to."""

    saved = Signal()
    known = Signal(object)
    """The path of a song that was opened or saved."""

    def __init__(
        self,
        services: Services,
        window: MainWindow,
        keep_draft: Callable[[], None],
        questions: Questions | None = None,
    ) -> None:
        """`keep_draft` ends a running draft and keeps it as a take."""
        super().__init__(window)
        self._services = services
        self._session = services.session
        self._window = window
        self._keep_draft = keep_draft
        self.questions = questions or Questions(window, SUFFIX)
        self._file: ProjectFile | None = None
        self._places = FilePlaces(services, SUFFIX, self)
        self._importer = Importer(services, self)
        self._saver = Saver(self)
        self._save_again = False
        services.project_path = lambda: self.path
        services.open_project = self.open
        actions = services.actions
        for name, function in (
            ("new", self.new),
            ("open", self.open),
            ("save", self.save_soon),
            ("save_as", self.save_as),
        ):
            actions.on(name, function)
        window.may_close = self.may_leave
        window.file_dropped.connect(lambda path: self.open(Path(path)))
        window.activated.connect(self.look_at_disk)
        RecentMenu(window.submenus["recent"], services, self.open, SUFFIX)
        self._session.subscribe(lambda _: self.show_name())
        self.show_name()

    @property
    def path(self) -> Path | None:
        """The document's file; None while it has none."""
        return self._file.path if self._file is not None else None

    @property
    def name(self) -> str:
        """What the document is called."""
        if self.path is not None:
            return self.path.stem
        return self._session.song.title.strip() or self.tr("Untitled")

    # --- commands ---------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Start an empty document."""
        if self.may_leave():
            self._become(None, Document())

    def open(self, path: Path | None = None) -> None:
        """Open a file, or ask which one."""
        if not self.may_leave():
            return
        path = path or self.questions.file_to_open(self._places.folder(self.path))
        if path is None:
            return
        if path.suffix.lower() != SUFFIX:
            self._import(path)
            return
        try:
            self._open_project(path)
        except Exception as error:  # noqa: BLE001 - told in the window, which keeps the open document
            self._tell_not_opened(path, error)

    def _tell_not_opened(self, path: Path, error: Exception) -> None:
        text = self.tr("“{0}” could not be opened: something unexpected is wrong with it.")
        self._tell(error, text.format(path.name))

    def save_soon(self) -> None:
        """Save the document on another thread. Asked for while that goes on, what was changed since is saved after."""
        if self._saver.busy:
            self._save_again = True
            return
        self._settle()
        if self._file is None or self._file.read_only:
            self.save_as()
        else:
            self._saver.start(self._session.document, self._file.save, self._ended)

    def _ended(self, document: Document, result: Written | Exception) -> None:
        again, self._save_again = self._save_again, False
        saved = self._not_written(result) if isinstance(result, Exception) else self._count_as_saved(document, result)
        if again and saved and self._settle() and self._session.modified:
            self.save_soon()

    def save(self) -> bool:
        """Save the document now; False when it was not saved."""
        self._saver.finish()
        self._settle()
        file = self._file
        if file is None or file.read_only:
            return self.save_as()
        return self._written(file.save)

    def save_as(self) -> bool:
        """Save under a name that is asked for; False when it was not saved."""
        self._saver.finish()
        self._settle()
        path = self.questions.file_to_save(self._suggestion())
        if path is None:
            return False
        return self._save_to(ending_in(path, SUFFIX))

    def may_leave(self) -> bool:
        """Whether the document may be left: nothing is unsaved, or the user has decided."""
        self._saver.finish()
        whole = self._settle(self._keep_draft)
        if whole and not self._session.modified:
            return True
        answer = self.questions.save_changes(self.name)
        if answer is UserChoice.SAVE:
            return self.save()
        return answer is UserChoice.DISCARD

    def _settle(self, *first: Callable[[], None]) -> bool:
        """Bring pending work into the session; False when that failed: the rest can be saved all the same."""
        whole = True
        for function in (*first, self._services.settle):
            try:
                function()
            except Exception as error:  # noqa: BLE001 - told in the window
                self._tell(
                    error, self.tr("The last change could not be taken over; the rest of your work is still here.")
                )
                whole = False
        return whole

    def _tell(self, error: Exception, unexpected: str) -> None:
        """Tell of an error: in its own sentence, or for one that nobody foresaw in this one."""
        if not isinstance(error, SongwrightError):
            log.error("%s", unexpected, exc_info=error)
            error = SongwrightError(unexpected, detail=f"{type(error).__name__}: {error}")
        self._services.notices.error(error, key="file", until=_UNTIL)

    def start(self, path: Path | None) -> None:
        """The window is on screen: open the file that was asked for."""
        if path is not None:
            self.open(path)

    def show_document(self, document: Document) -> None:
        """Show a document that no file holds, in place of one that may be left."""
        self._become(None, document)

    def restore(self, document: Document, file: ProjectFile | None) -> None:
        """Show a recovered document; it counts as unsaved."""
        self._become(file, document)
        self._session.mark_saved(Document())
        self.show_name()

    def show_unsaved(self, document: Document) -> None:
        """Show another version of the open file's song; it counts as unsaved."""
        self._session.replace_document(document)
        self._session.mark_saved(Document())
        self.show_name()

    def close(self) -> None:
        """Let other windows have the file, when what is being saved is in it."""
        self._saver.finish()
        if self._file is not None:
            self._file.close()
            self._file = None

    def look_at_disk(self) -> None:
        """Tell when another program has changed the open file."""
        if self._file is None or self._saver.busy:
            return
        from songwright.host.projects import DiskState  # no file is open at the start

        try:
            state = self._file.disk_state()
        except SongwrightError:
            return
        if state is DiskState.SAME:
            self._services.notices.withdraw("disk")
        elif state is DiskState.GONE:
            text = self.tr("“{0}” was moved or removed by another program. Save it to write it again.").format(
                self.name
            )
            self._services.notices.show(text, Level.WARNING, key="disk", until=_UNTIL)
        else:
            text = self.tr("“{0}” was changed by another program.").format(self.name)
            reload = (self.tr("Load that version"), self._load_other_version)
            self._services.notices.show(text, Level.WARNING, key="disk", action=reload, until=_UNTIL)

    def _load_other_version(self) -> None:
        if not self.may_leave():
            return
        try:
            self._reload()
        except Exception as error:  # noqa: BLE001 - told in the window, which keeps the open document
            self._tell(error, self.tr("“{0}” could not be loaded again.").format(self.name))

    # --- opening ----------------------------------------------------------------------------------------------

    def _open_project(self, path: Path) -> None:
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.formats.project import load

        if self.path is not None and path.absolute() == self.path:
            self._reload()
            return
        opened = self._opened(path)
        if opened is None:
            return
        file, data = opened
        try:
            document = load(data)
        except BaseException:
            file.close()
            raise
        self._become(file, document)
        if file.read_only:
            self._services.notices.show(file.read_only, Level.WARNING, key="file", until=_UNTIL)

    def _reload(self) -> None:
        """Open the open file again: back to what was last saved."""
        from songwright.formats.project import load

        self._saver.finish()
        if self._file is not None:
            self._session.replace_document(load(self._file.reload()))
            self.show_name()

    def _opened(self, path: Path) -> tuple[ProjectFile, bytes] | None:
        """The file and its content; None when it is locked and the user would rather not."""
        from songwright.host.lock import LockedError
        from songwright.host.projects import ProjectFile

        try:
            return ProjectFile.open(path)
        except LockedError as error:
            answer = self.questions.locked(error.message, may_take=error.holder.elsewhere)
        if answer is UserChoice.READ_ONLY:
            return ProjectFile.open(path, read_only=True)
        return ProjectFile.open(path, anyway=True) if answer is UserChoice.ANYWAY else None

    def _import(self, path: Path) -> None:
        """The song in another program's file, as a new document that no file holds yet."""
        before = self._session.document

        def done(found: Imported) -> None:
            # What was done while the file was read must not be lost either.
            whole = self._settle(self._keep_draft)
            if not (whole and self._session.document == before) and not self.may_leave():
                return
            # Nothing of one's own is in it yet: leaving it untouched loses nothing, its file is where it was.
            self._become(None, Document(found.song))
            self._remember(path)
            self.show_name()
            self._importer.tell(path, found)

        self._importer.read(path, done, lambda error: self._tell_not_opened(path, error))

    def _become(self, file: ProjectFile | None, document: Document) -> None:
        self._importer.stop()
        self.close()
        self._file = file
        self._session.replace_document(document)
        if file is not None:
            self._remember(file.path)
        self.show_name()

    # --- saving -----------------------------------------------------------------------------------------------

    def _save_to(self, path: Path) -> bool:
        from songwright.host.projects import ProjectFile

        if (file := self._file) is not None:
            return self._written(lambda data: file.save_as(path, data))

        def create(data: bytes) -> Written:
            self._file, written = ProjectFile.create(path, data)
            return written

        return self._written(create)

    def _written(self, write: Callable[[bytes], Written]) -> bool:
        """Write the document; everything that can go wrong ends in a notice or a question."""
        from songwright.formats.project import dump

        document = self._session.document
        try:
            written = write(dump(document))
        except Exception as error:  # noqa: BLE001 - whatever it is, the work must stay in the window
            return self._not_written(error)
        return self._count_as_saved(document, written)

    def _not_written(self, error: Exception) -> bool:
        """Tell why, or ask what to do; whether the document was saved after all."""
        from songwright.host.errors import ChangedOnDiskError

        if isinstance(error, ChangedOnDiskError):
            return self._settle_difference(error)
        sentence = self.tr(
            "“{0}” was not saved: something unexpected went wrong. Your work is still here; leave the window open, "
            "and copy the words to another program to be safe."
        )
        self._tell(error, sentence.format(self.name))
        return False

    def _count_as_saved(self, document: Document, written: Written) -> bool:
        self._session.mark_saved(document)
        self._services.notices.end(Until.SAVED)
        if written.warning:
            self._services.notices.show(written.warning, Level.WARNING, key="file", until=_UNTIL)
        if self.path is not None:
            self._remember(self.path)
        self.show_name()
        self.saved.emit()
        return True

    def _settle_difference(self, error: SongwrightError) -> bool:
        answer = self.questions.changed_on_disk(error.message)
        if answer is UserChoice.OVERWRITE and (file := self._file) is not None:
            return self._written(lambda data: file.save(data, overwrite=True))
        return self.save_as() if answer is UserChoice.SAVE_AS else False

    # --- names and places -------------------------------------------------------------------------------------

    def show_name(self) -> None:
        """Say in the title bar what is open, and whether it is saved."""
        read_only = self.tr(" (read-only)") if self._file is not None and self._file.read_only else ""
        self._window.setWindowTitle(f"{self.name}{read_only}[*]")
        self._window.setWindowModified(self._session.modified)

    def _suggestion(self) -> Path:
        read_only = self._file is not None and bool(self._file.read_only)
        return self._places.suggestion(self.path, self._session.song.title, copy=read_only)

    def _remember(self, path: Path) -> None:
        self._places.remember(path)
        if path.suffix.lower() == SUFFIX:
            self.known.emit(path)
