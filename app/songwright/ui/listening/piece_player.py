"""Plays the pieces of a test, one after another, and tells how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.core.song import TICKS_PER_QUARTER
from songwright.music.listening.excerpts import STEP_TICKS
from songwright.music.listening.pieces import as_song
from songwright.music.listening.trials import TrialPiece
from songwright.ui.player.playback import Playback

__all__ = ["PiecePlayer"]

_FRAME = 40
_RING = TICKS_PER_QUARTER
"""The last chord rings on for a beat."""


class PiecePlayer(QObject):
    """Whoever makes it has the player to itself (`Playing.lend`)."""

    moved = Signal(int, float)
    """(index of the piece, share of it that has been heard, 0 to 1)."""
    heard = Signal(int)
    """The piece of this index has been heard to its end."""
    stopped = Signal()
    """Nothing plays any longer."""

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._waiting: list[tuple[int, TrialPiece]] = []
        self._index = 0
        self._end = 0
        """Tick at which the piece that plays is over; 0 while none does."""
        self._sounding = False
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME)
        self._frames.timeout.connect(self._look)
        playback.reported.connect(self._look)

    @property
    def playing(self) -> bool:
        """Whether a piece plays, or is about to."""
        return self._end > 0

    def play(self, pieces: Sequence[TrialPiece], first: int = 0) -> None:
        """Play these, of which the first has the index `first`, from the beginning."""
        self._playback.pause()
        self._waiting = list(enumerate(pieces, first))
        self._next()

    def stop(self) -> None:
        """Be silent."""
        self._waiting = []
        if self._end:
            self._end = 0
            self._frames.stop()
            self._playback.pause()
            self.stopped.emit()

    def _next(self) -> None:
        self._index, piece = self._waiting.pop(0)
        self._end = sum(length for _, length in piece.voices[0]) * STEP_TICKS
        self._sounding = False
        self._playback.show_song(as_song(piece))
        self._playback.play(0, count_in=False)
        self._frames.start()
        self.moved.emit(self._index, 0.0)

    def _look(self) -> None:
        if not self._end or not self._playback.playing:
            return
        tick = self._playback.tick
        # A report on the piece before may come in late.
        self._sounding = self._sounding or tick < self._end
        if self._sounding:
            self.moved.emit(self._index, min(1.0, tick / self._end))
            if tick > self._end + _RING:
                self._over()

    def _over(self) -> None:
        self._playback.pause()
        self.heard.emit(self._index)
        if self._waiting:
            self._next()
        else:
            self.stop()
