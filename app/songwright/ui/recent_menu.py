"""The menu of files that were opened or saved last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from songwright.ui.services import Services

__all__ = ["RecentMenu"]


class RecentMenu(QObject):
    """Fills the menu whenever it is opened; a song is shown by its name, another program's file with its ending."""

    def __init__(self, menu: QMenu, services: Services, open_file: Callable[[Path], None], suffix: str) -> None:
        super().__init__(menu)
        self._menu = menu
        self._services = services
        self._open_file = open_file
        self._suffix = suffix
        menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.host.recent import recent_files

        self._menu.clear()
        for path in recent_files(self._services.settings):
            action = self._menu.addAction(path.stem if path.suffix == self._suffix else path.name)
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self._open_file(path))
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("Nothing yet")).setEnabled(False)
