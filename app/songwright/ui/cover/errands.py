"""Cover files in the window: asked for in dialogs, written and read on worker threads, reported in notices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from songwright.core.errors import SongwrightError
from songwright.core.song import Song
from songwright.host.atomic import write_file
from songwright.host.names import safe_file_name
from songwright.ui.cover.cover_files import SUFFIXES, cover_file, picture_taken_in
from songwright.ui.notices import Level
from songwright.ui.services import Services

__all__ = ["CoverFiles"]


class CoverFiles(QObject):
    """Saves covers and takes pictures in."""

    began = Signal()
    """A file is being written."""
    ended = Signal()
    """It is written, or it failed."""

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._window = window

    def ask_where(self, song: Song, author: str) -> None:
        """Save the song's cover where the user says."""
        name = f"{safe_file_name(song.title.strip() or 'cover')}.png"
        kinds = self.tr("PNG, 3000 pixels (*.png);;JPEG (*.jpg *.jpeg);;SVG, for any size (*.svg)")
        folder = self._services.paths.documents
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save picture"), str(folder / name), kinds)
        if path:
            self.save(song, author, Path(path))

    def save(self, song: Song, author: str, path: Path) -> None:
        """Write the cover to a file of the kind that its name ends in; a PNG where it ends in none."""
        suffix = path.suffix.lower().replace(".jpeg", ".jpg")
        if suffix not in SUFFIXES:
            path, suffix = path.with_name(path.name + ".png"), ".png"
        self.began.emit()
        self._services.jobs.run(
            lambda: write_file(path, cover_file(song, author, suffix)), lambda _written: self._saved(path), self._failed
        )

    def ask_for_own(self, take: Callable[[str], None]) -> None:
        """Let the user choose a picture, and hand it on as a song keeps it."""
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif)")
        folder = str(self._services.paths.documents)
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Choose a picture"), folder, kinds)
        if path:
            self.take_in(Path(path), take)

    def take_in(self, path: Path, take: Callable[[str], None]) -> None:
        """Read a picture file; a notice says when it is none."""
        self._services.jobs.run(lambda: picture_taken_in(path), take, self._failed)

    def _saved(self, path: Path) -> None:
        self.ended.emit()
        told = self.tr("The cover was saved as {name}.").replace("{name}", path.name)
        self._services.notices.show(told, Level.SUCCESS, detail=str(path), key="cover")

    def _failed(self, error: Exception) -> None:
        self.ended.emit()
        message = error.message if isinstance(error, SongwrightError) else self.tr("The picture could not be made.")
        self._services.notices.show(message, Level.ERROR, detail=repr(error), key="cover")
