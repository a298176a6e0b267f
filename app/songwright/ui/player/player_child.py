"""The player's process as the window holds it: made when something is first to be heard.

Until then only what lasts is kept, such as the volume, as functions that give the command: see `player_protocol`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.audio.process import audio_command
from songwright.ui.player import player_protocol as say

if TYPE_CHECKING:
    from songwright.ui.child_process import QtChild

__all__ = ["PlayerChild"]

_CLOSE_MS = 800


class PlayerChild(QObject):
    """The process and its client; `client` makes both."""

    happened = Signal(object)
    """An event of the client."""

    def __init__(self, command: Sequence[str] | None, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._command = command or audio_command()
        self._clock = clock
        self._made: tuple[say.AudioClient, QtChild] | None = None
        self._lasting: dict[str, Callable[[], object]] = {}

    @property
    def made(self) -> bool:
        """Whether anything was to be heard so far."""
        return self._made is not None

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._made is not None and self._made[1].running

    @property
    def client(self) -> say.AudioClient:
        """What is known of the process: its status, its device, its drop-outs."""
        return self._both()[0]

    def keep(self, what: str, command: Callable[[], object]) -> None:
        """Tell something that lasts; a player that is made later is told the last command for each `what`."""
        if self._made is None:
            self._lasting[what] = command
        else:
            self._made[1].tell(command())

    def tell(self, command: object) -> None:
        """Tell something of the moment, which means nothing without a player."""
        if self._made is not None:
            self._made[1].tell(command)

    @contextlib.contextmanager
    def speaking(self) -> Iterator[say.AudioClient]:
        """Talk to the client inside; what it wants is done at the end."""
        client, child = self._both()
        with child.speaking():
            yield client

    def start(self) -> None:
        """Start the process if there is none."""
        self._both()[1].start()

    def close(self) -> None:
        """End the process; it ends by itself when its input does."""
        if self._made is not None:
            self._made[1].close(grace_ms=_CLOSE_MS)

    def _both(self) -> tuple[say.AudioClient, QtChild]:
        if self._made is None:
            from songwright.ui.child_process import QtChild  # pipes and their messages, for whoever hears something

            client = say.AudioClient(self._clock)
            child = QtChild(client, self._command, name="player", parent=self)
            child.happened.connect(self.happened)
            self._made = client, child
            for command in self._lasting.values():
                child.tell(command())
            self._lasting.clear()
        return self._made
