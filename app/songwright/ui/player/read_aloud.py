"""Reads the page aloud, row by row, with the word that is read lit on the page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from songwright.audio.process import sing_command
from songwright.audio.voice.voice_types import DEFAULT_VOICE
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.ui.notices import Level
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.audio.voice.messages import RowRead
    from songwright.audio.voice.utterance import Said
    from songwright.lyrics.lexicon import Lexicon
    from songwright.ui.child_process import QtChild

__all__ = ["ReadAloud"]

log = logging.getLogger(__name__)

ROW_PAUSE_MS, STANZA_PAUSE_MS = 260, 700


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to be read: its line, what is said, the first syllable of each word; and what is waited before it."""

    line: str
    parts: tuple[Said, ...]
    syllables: tuple[int, ...]
    pause: int


class ReadAloud(QObject):
    """The command “Read Aloud”: begins, and ends when it is given again."""

    def __init__(self, services: Services, playback: Playback, *, command: Sequence[str] = ()) -> None:
        super().__init__(playback)
        self._services = services
        self._playback = playback
        self._command = command or sing_command()
        self._child: QtChild | None = None
        self._rows: tuple[_Row, ...] = ()
        self._voice = DEFAULT_VOICE
        self._ready: dict[int, RowRead] = {}
        self._row = -1
        self._due: list[tuple[float, int]] = []
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._go_on)
        self._word = QTimer(self, singleShot=True)
        self._word.timeout.connect(self._light)
        services.actions.toggled("read_aloud", self._toggled)
        services.closing.append(self.stop)

    @property
    def reading(self) -> bool:
        """Whether it reads, or is about to."""
        return self._child is not None

    def start(self) -> None:
        """Read the document from its first line."""
        # A child and what it says are not needed before somebody wants to hear it.
        from songwright.audio.voice.messages import SingReport
        from songwright.host.child.client import MessageClient
        from songwright.ui.child_process import QtChild

        self._services.settle()
        self._playback.pause()
        song, lexicon = self._services.session.song, self._services.lexicon
        self._child = QtChild(MessageClient(SingReport), self._command, name="reader", parent=self)
        self._child.happened.connect(self._hear)
        self._child.start()
        self._services.jobs.run(lambda: (_rows(song, lexicon()), _voice(song)), lambda found: self._begin(*found))

    def stop(self) -> None:
        """Be silent."""
        child, self._child = self._child, None
        self._next.stop()
        self._word.stop()
        self._ready.clear()
        if child is not None:
            child.close()
            child.deleteLater()
            self._playback.play_clip(None)
            self._services.playhead.clear()
        self._services.actions["read_aloud"].setChecked(False)

    def _toggled(self, on: bool) -> None:
        if on and not self.reading:
            self.start()
        elif not on and self.reading:
            self.stop()

    def _begin(self, rows: tuple[_Row, ...], voice: str) -> None:
        if self._child is None:
            return
        self._rows, self._voice, self._row = rows, voice, -1
        if not rows:
            self._services.notices.show(self.tr("There is nothing to read aloud yet."), Level.INFO, key="read-aloud")
            self.stop()
            return
        self._ask(0)
        self._next.start(0)

    def _ask(self, number: int) -> None:
        from songwright.audio.voice.messages import Read  # see `start`

        if self._child is not None and number < len(self._rows):
            self._child.tell(Read(number, self._rows[number].parts, self._voice))

    def _hear(self, event: object) -> None:
        from songwright.audio.voice.messages import CannotSing, RowRead  # see `start`
        from songwright.host.child.client import Death

        match event:
            case RowRead():
                self._ready[event.number] = event
                if event.number == self._row + 1 and not self._next.isActive() and not self._word.isActive():
                    self._go_on()
            case CannotSing(message, detail):
                self._services.notices.show(message, Level.WARNING, detail=detail, key="read-aloud")
                self.stop()
            case Death():
                message = self.tr("The reader stopped unexpectedly; the text is safe.")
                self._services.notices.show(message, Level.WARNING, detail=event.detail, key="read-aloud")
                self.stop()
            case _:
                pass

    def _go_on(self) -> None:
        """Begin the next row if it is there; else it begins when it comes."""
        if self._row + 1 >= len(self._rows):
            self.stop()
            return
        read = self._ready.pop(self._row + 1, None)
        if read is None:
            return
        self._row += 1
        row = self._rows[self._row]
        self._ask(self._row + 1)
        self._playback.play_clip(read.path)
        self._due = list(zip(read.words, row.syllables, strict=False))
        self._services.playhead.show_syllable(row.line, self._due[0][1] if self._due else -1)
        self._wait_for_word(0.0)
        following = self._rows[self._row + 1] if self._row + 1 < len(self._rows) else None
        self._next.start(round(read.seconds * 1000) + (following.pause if following is not None else 0))

    def _wait_for_word(self, now: float) -> None:
        if self._due:
            self._word.start(max(round((self._due[0][0] - now) * 1000), 0))

    def _light(self) -> None:
        """Show the word that is read now."""
        now, syllable = self._due.pop(0)
        self._services.playhead.show_syllable(self._rows[self._row].line, syllable)
        self._wait_for_word(now)


def _rows(song: Song, lexicon: Lexicon) -> tuple[_Row, ...]:
    """What is read of a song's words, each section's once, headings left out."""
    # Imported here, like what `_voice` needs: it runs on another thread, when somebody wants to hear the words.
    from songwright.audio.voice.prose import said_parts
    from songwright.lyrics.syllables import syllabify

    found: list[_Row] = []
    for section in song.sections:
        pause = STANZA_PAUSE_MS
        for line in section.lines:
            parts = tuple(said_parts(line.text, lexicon, line.readings))
            if not parts:
                pause = STANZA_PAUSE_MS
                continue
            firsts = tuple(index for index, one in enumerate(syllabify(line.text, lexicon)) if one.in_word == 0)
            found.append(_Row(line.id, parts, firsts, pause if found else 0))
            pause = ROW_PAUSE_MS
    return tuple(found)


def _voice(song: Song) -> str:
    """Who reads: whoever sings the song, else the usual voice."""
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.audio.voice.casting import cast

    parts = cast(song, timeline(song))
    return parts[0].voice.id if parts else DEFAULT_VOICE
