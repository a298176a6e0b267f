"""The window's commands for sound beyond playing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from songwright.ui.player.playback import Playback
from songwright.ui.services import Services
from songwright.ui.sound.output_menu import OutputMenu

__all__ = ["SoundCommands"]


class SoundCommands(QObject):
    """Connects them; `submenus` are those of the window that it fills."""

    def __init__(self, services: Services, playback: Playback, submenus: Mapping[str, QMenu], window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self.output = OutputMenu(services, playback, submenus["output"])
        self._playback = playback
        self._window = window
        self._line: str | None = None
        services.actions.on("panic", playback.panic)
        services.actions.on("hum", self.hum)

    def choose_line(self, line: str, _syllable: int = 0) -> None:
        """Remember the line that the user is at."""
        self._line = line

    def hum(self) -> None:
        """Open the humming dialog for that line."""
        from songwright.ui.sound.hum_dialog import HumDialog  # what it stands on is not needed before

        self._services.settle()
        dialog = HumDialog(self._services, self._playback, self._line, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
