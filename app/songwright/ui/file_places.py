"""Where files are looked for and what they are called at first: the folder used last, the song's title."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from songwright.core.errors import SongwrightError
from songwright.host.names import safe_file_name
from songwright.host.settings import WORK_FOLDER
from songwright.ui.services import Services

__all__ = ["FilePlaces"]


class FilePlaces(QObject):
    """Knows the folder used last, and keeps the list of files used last."""

    def __init__(self, services: Services, suffix: str, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._suffix = suffix

    def folder(self, path: Path | None) -> Path:
        """The folder of the document's file; without one that which was used last, if it is still there."""
        if path is not None:
            return path.parent
        used = self._services.settings.get(WORK_FOLDER)
        return Path(used) if used and Path(used).is_dir() else self._services.paths.documents

    def suggestion(self, path: Path | None, title: str, *, copy: bool) -> Path:
        """What a document could be saved as. The name of a `copy` is another window's: Enter must not be refused."""
        name = path.stem if path is not None else safe_file_name(title)
        if copy:
            name = self.tr("{0} copy").format(name)
        return self.folder(path) / f"{name}{self._suffix}"

    def remember(self, path: Path) -> None:
        """A file was opened or saved."""
        from songwright.host.recent import remember  # after a file was opened or saved, not before

        settings = self._services.settings
        remember(settings, path)
        settings.set(WORK_FOLDER, str(path.parent))
        # Written when the window is idle: a slow disk must not hold up opening.
        QTimer.singleShot(0, self, self._save_settings)

    def _save_settings(self) -> None:
        try:
            self._services.settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")
