"""Files of other programs, read on another thread and handed to the window as songs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from songwright.ui.notices import Level, Until
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.formats.heard import Imported
    from songwright.ui.jobs import Job

__all__ = ["Importer", "open_patterns"]

_KEY = "import"


_Result = TypeVar("_Result")


class Importer(QObject):
    """Reads one file at a time; asking for another drops the one before."""

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._job: Job | None = None

    def read(self, path: Path, done: Callable[[Imported], None], failed: Callable[[Exception], None]) -> None:
        """Read a file, then call `done` with its song or `failed` with what went wrong, on this thread."""
        self.stop()
        lexicon = self._services.lexicon

        def work() -> Imported:
            # Imported here: a window that opens no such file never loads the readers.
            from songwright.formats.imports import LARGEST_FILE, imported
            from songwright.host.atomic import read_file

            return imported(path.name, read_file(path, most=LARGEST_FILE), lexicon)

        self._services.notices.show(self.tr("Reading “{0}”…").format(path.name), key=_KEY)
        self._job = self._services.jobs.run(
            work, lambda found: self._end(done, found), lambda error: self._end(failed, error)
        )

    def stop(self) -> None:
        """Let go of a file that is still being read: something else was opened."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._services.notices.withdraw(_KEY)

    def tell(self, path: Path, found: Imported) -> None:
        """Say that a song was opened, and what of the file it does not have."""
        text = self.tr("“{0}” was opened as a new song, not saved yet.").format(path.name)
        if not found.left_out:
            self._services.notices.show(text, key=_KEY)
            return
        said = found.left_out[0]
        if len(found.left_out) > 1:
            said = self.tr("{0} And {1} more.").format(said, len(found.left_out) - 1)
        detail = "\n".join(f"• {sentence}" for sentence in found.left_out) if len(found.left_out) > 1 else ""
        self._services.notices.show(f"{text} {said}", Level.WARNING, detail=detail, key=_KEY, until=Until.OPENED)

    def _end(self, then: Callable[[_Result], None], result: _Result) -> None:
        self._job = None
        self._services.notices.withdraw(_KEY)
        then(result)


def open_patterns(suffix: str) -> str:
    """The endings that can be opened, as a file dialog lists them."""
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.formats.imports import IMPORTS

    return " ".join(f"*{ending}" for ending in (suffix, *(e for known in IMPORTS for e in known.suffixes)))
