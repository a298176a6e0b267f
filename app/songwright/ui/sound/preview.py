"""Hearing a song that is not the document's yet, or a recording, and going back to the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from songwright.core.session import Session
from songwright.core.song import Song
from songwright.ui.player.playback import Playback

__all__ = ["Preview"]


class Preview(QObject):
    """Plays one thing at a time; whatever ends it leaves the player with the session's song."""

    def __init__(self, playback: Playback, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._session = session
        self._end: int | None = None
        """The tick at which a song on trial stops; None while none is played."""
        playback.reported.connect(self._watch)

    def play_song(self, song: Song, start: int, end: int) -> None:
        """Play another song from one tick to another."""
        self.stop()
        self._playback.show_song(song)
        self._playback.play(start, count_in=False)
        self._end = end

    def play_recording(self, path: Path) -> None:
        """Play a sound file."""
        self.stop()
        self._playback.play_clip(path)

    def play_along(self, start: int) -> None:
        """Play the session's song from a tick, after a bar of clicks, until `stop`."""
        self.stop()
        self._playback.play(start, count_in=True)
        self._end = -1

    def stop(self) -> None:
        """End what plays."""
        self._playback.play_clip(None)
        if self._end is not None:
            self._end = None
            self._playback.pause()
            self._playback.show_song(self._session.song)

    def _watch(self) -> None:
        if self._end is not None and self._end >= 0 and self._playback.playing and self._playback.tick > self._end:
            self.stop()
