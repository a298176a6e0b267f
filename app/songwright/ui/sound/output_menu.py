"""The submenu that chooses the device which sound comes out of."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from songwright.host.settings import SOUND_DEVICE
from songwright.ui.music.playback import Playback
from songwright.ui.services import Services

__all__ = ["OutputMenu"]


class OutputMenu(QObject):
    """Lists the devices each time it is opened; the choice is kept in the settings."""

    def __init__(self, services: Services, playback: Playback, menu: QMenu) -> None:
        super().__init__(menu)
        self._settings = services.settings
        self._playback = playback
        self._menu = menu
        self._names: tuple[str, ...] = ()
        menu.aboutToShow.connect(self._open)
        playback.devices_listed.connect(self._listed)
        self._fill()
        playback.set_device(self._settings.get(SOUND_DEVICE))

    def _open(self) -> None:
        self._fill()
        self._playback.list_devices()

    def _listed(self, names: tuple[str, ...]) -> None:
        if names != self._names:
            self._names = names
            self._fill()

    def _fill(self) -> None:
        chosen = self._settings.get(SOUND_DEVICE)
        menu = self._menu
        menu.clear()
        group = QActionGroup(menu)
        self._add(group, self.tr("As the System"), "", chosen)
        menu.addSeparator()
        for name in self._names:
            self._add(group, name, name, chosen)
        if chosen and chosen not in self._names:
            self._add(group, self.tr("{name} (not there)").format(name=chosen), chosen, chosen)

    def _add(self, group: QActionGroup, text: str, name: str, chosen: str) -> None:
        action = QAction(text.replace("&", "&&"), self._menu)
        action.setCheckable(True)
        action.setChecked(name == chosen)
        action.triggered.connect(lambda _on=False: self._choose(name))
        group.addAction(action)
        self._menu.addAction(action)

    def _choose(self, name: str) -> None:
        self._settings.set(SOUND_DEVICE, name)
        self._playback.set_device(name)
