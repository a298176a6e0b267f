"""Says one word aloud in a way that is being weighed, by the voice that reads the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.audio.process import sing_command
from songwright.audio.voice.messages import CannotSing, Read, RowRead, SingReport
from songwright.audio.voice.prose import said_parts
from songwright.audio.voice.voice_types import DEFAULT_VOICE
from songwright.host.child.client import Death, MessageClient
from songwright.ui.child_process import QtChild
from songwright.ui.notices import Level
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Said
    from songwright.lyrics.lexicon import Lexicon
    from songwright.lyrics.pronunciation import Pronunciation

__all__ = ["WordReader"]


class WordReader(QObject):
    """One word at a time: a new one takes the place of the one before. The voice's process ends with the window."""

    heard = Signal()
    """The word sounds, or cannot be said."""

    def __init__(
        self,
        services: Services,
        play: Callable[[Path], None],
        *,
        command: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        """`play` plays a sound file; `command` starts a voice (tests give one of their own)."""
        super().__init__(parent)
        self._services = services
        self._play = play
        self._command = command
        self._child: QtChild | None = None
        self._number = 0
        services.closing.append(self.close)

    def say(self, word: str, way: Pronunciation) -> None:
        """Say a word so."""
        lexicon = self._services.lexicon
        self._services.jobs.run(lambda: _parts(word, way, lexicon()), self._ask)

    def close(self) -> None:
        """End the voice's process."""
        child, self._child = self._child, None
        if child is not None:
            child.close()
            child.deleteLater()

    def _ask(self, parts: tuple[Said, ...]) -> None:

        self._number += 1
        self._voice().tell(Read(self._number, parts, DEFAULT_VOICE))

    def _voice(self) -> QtChild:
        if self._child is None:
            command = self._command or sing_command()
            self._child = QtChild(MessageClient(SingReport), command, name="word reader", parent=self)
            self._child.happened.connect(self._hear)
            self._child.start()
        return self._child

    def _hear(self, event: object) -> None:

        match event:
            case RowRead():
                if event.number == self._number:
                    self._play(event.path)
                    self.heard.emit()
            case CannotSing(message, detail):
                self._services.notices.show(message, Level.WARNING, detail=detail, key="say")
                self.heard.emit()
            case Death():
                self.close()
                self.heard.emit()


def _parts(word: str, way: Pronunciation, lexicon: Lexicon) -> tuple[Said, ...]:
    """On another thread: the sounds of a word that is said so."""
    return tuple(said_parts(word, lexicon.saying({word: way})))
