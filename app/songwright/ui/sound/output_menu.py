"""The submenu that chooses what sound comes out of: a device, and an external synthesiser where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from songwright.host.setting_kinds import Setting
from songwright.host.settings import MIDI_OUTPUT, SOUND_DEVICE
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services

__all__ = ["OutputMenu"]


class OutputMenu(QObject):
    """Lists what is there each time it is opened; the choices are kept in the settings."""

    def __init__(self, services: Services, playback: Playback, menu: QMenu) -> None:
        super().__init__(menu)
        self._settings = services.settings
        self._playback = playback
        self._menu = menu
        self._devices: tuple[str, ...] = ()
        self._synths: tuple[str, ...] = ()
        menu.aboutToShow.connect(self._open)
        playback.devices_listed.connect(self._devices_listed)
        playback.midi_ports_listed.connect(self._ports_listed)
        self._fill()
        if self._settings.get(SOUND_DEVICE):
            playback.set_device(self._settings.get(SOUND_DEVICE))
        if self._settings.get(MIDI_OUTPUT):
            playback.set_midi_output(self._settings.get(MIDI_OUTPUT))

    def _open(self) -> None:
        self._fill()
        self._playback.list_devices()
        self._playback.list_midi_ports()

    def _devices_listed(self, names: tuple[str, ...]) -> None:
        if names != self._devices:
            self._devices = names
            self._fill()

    def _ports_listed(self, outputs: tuple[str, ...], _inputs: tuple[str, ...]) -> None:
        if outputs != self._synths:
            self._synths = outputs
            self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        self._add_group(SOUND_DEVICE, self.tr("As the System"), self._devices, self._playback.set_device)
        # Without a synthesiser nothing is said of MIDI.
        chosen = self._settings.get(MIDI_OUTPUT)
        if self._synths or chosen:
            self._menu.addSection(self.tr("Play a synthesiser too"))
            self._add_group(MIDI_OUTPUT, self.tr("None"), self._synths, self._playback.set_midi_output)

    def _add_group(
        self, setting: Setting[str], usual: str, names: tuple[str, ...], choose: Callable[[str], None]
    ) -> None:
        chosen = self._settings.get(setting)
        entries = {"": usual, **{name: name for name in names}}
        if chosen not in entries:
            entries[chosen] = self.tr("{name} (not there)").format(name=chosen)
        group = QActionGroup(self._menu)
        for name, text in entries.items():
            action = QAction(text.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(lambda _on=False, name=name: self._choose(setting, name, choose))
            group.addAction(action)
            self._menu.addAction(action)

    def _choose(self, setting: Setting[str], name: str, choose: Callable[[str], None]) -> None:
        self._settings.set(setting, name)
        choose(name)
