"""The window's commands for sound beyond playing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from songwright.ui.music.playback import Playback
from songwright.ui.services import Services
from songwright.ui.sound.output_menu import OutputMenu

__all__ = ["SoundCommands"]


class SoundCommands(QObject):
    """Connects them; `submenus` are those of the window that it fills."""

    def __init__(self, services: Services, playback: Playback, submenus: Mapping[str, QMenu], window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self.output = OutputMenu(services, playback, submenus["output"])
        services.actions.on("panic", playback.panic)
