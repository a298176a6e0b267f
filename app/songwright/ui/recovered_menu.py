"""What the File menu offers of earlier versions: work that windows left behind, and the backup of the open file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from songwright.core.errors import SongwrightError
from songwright.ui.files import Files
from songwright.ui.notices import Level, Until
from songwright.ui.recovery import RecoveryKeeper, when_text
from songwright.ui.services import Services

__all__ = ["RecoveredMenu"]


class RecoveredMenu(QObject):
    """Both stand in the menu only as long as there is any."""

    def __init__(self, menu: QMenu, services: Services, files: Files, keeper: RecoveryKeeper) -> None:
        """`menu` is the submenu for recovered work, in the menu whose opening shows what there is."""
        super().__init__(menu)
        self._menu = menu
        self._services = services
        self._files = files
        self._keeper = keeper
        self._backup = services.actions["open_backup"]
        services.actions.on("open_backup", self.open_backup)
        self._backup.setVisible(False)
        menu.menuAction().setVisible(False)
        file_menu = menu.parent()
        if isinstance(file_menu, QMenu):
            file_menu.aboutToShow.connect(self.look)
        files.saved.connect(self._look_for_backup)

    def look(self) -> None:
        """See what can be brought back, and fill the menu with it."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.host.recovered import left_work

        self._look_for_backup()
        self._menu.clear()
        found = left_work(self._services.paths.journals)
        for work in found:
            name = work.name or self.tr("Untitled")
            text = self.tr("{0} (damaged)") if work.damaged else self.tr("{0}, {1}")
            # An ampersand in a name is no mark of a key.
            action = self._menu.addAction(text.format(name, when_text(work.written)).replace("&", "&&"))
            action.setToolTip(str(work.path))
            action.setEnabled(not work.damaged)
            action.triggered.connect(lambda _checked=False, path=work.path: self._keeper.bring_back(path))
        if found:
            self._menu.addSeparator()
            self._menu.addAction(self.tr("Show the Folder")).triggered.connect(self._show_folder)
        self._menu.menuAction().setVisible(bool(found))

    def open_backup(self) -> None:
        """Show the version before the last save as an unsaved change of the open file."""
        from songwright.formats.project import load
        from songwright.host.atomic import backup_path, read_file

        path = self._files.path
        if path is None or not self._files.may_leave():
            return
        try:
            document = load(read_file(backup_path(path)))
        except SongwrightError as error:
            self._services.notices.error(error, key="file", until=Until.OPENED)
            return
        self._files.show_unsaved(document)
        text = self.tr("This is the version before the last save. Save it to have it again.")
        self._services.notices.show(text, Level.INFO, key="recovery", until=Until.OPENED | Until.SAVED)

    def _look_for_backup(self) -> None:
        from songwright.host.atomic import backup_path

        path = self._files.path
        there = path is not None and backup_path(path).is_file()
        self._services.actions.set_state(has_backup=there)
        self._backup.setVisible(there)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._services.paths.journals))))
