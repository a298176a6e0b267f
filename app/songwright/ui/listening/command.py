"""The command that opens the listening test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from songwright.core.errors import SongwrightError
from songwright.ui.player.playing import Playing
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.kit import Kit

__all__ = ["ListeningCommand"]


class ListeningCommand(QObject):
    """Connects it."""

    def __init__(self, services: Services, playing: Playing, kit: Callable[[], Kit], window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._playing = playing
        self._kit = kit
        self._window = window
        services.actions.on("listening_test", self.open)

    def open(self) -> None:
        """Open the dialog."""
        from songwright.ui.listening.dialog import ListeningDialog  # what it stands on is not needed before

        try:
            dialog = ListeningDialog(self._services, self._playing, self._kit, self._window)
        except SongwrightError as error:
            self._services.notices.error(error, key="listening")
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
