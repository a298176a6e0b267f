"""Where an export goes at first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from songwright.host.settings import EXPORT_FOLDER, Settings

__all__ = ["first_folder"]


def first_folder(settings: Settings, project: Path | None) -> Path:
    """Beside the document's file; without one, where things were exported last, else the music folder."""
    if project is not None and project.parent.is_dir():
        return project.parent
    kept = settings.get(EXPORT_FOLDER)
    if kept and Path(kept).is_dir():
        return Path(kept)
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return Path(music) if music and Path(music).is_dir() else Path.home()
