"""Stands in for the part of the window that leads the sound process: says what it was asked, plays when told to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from songwright.core.song import Song


class PlacedPlayback(QObject):
    """A player that is where a test puts it."""

    reported = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.songs: list[Song] = []
        self.playing = False
        self.tick = 0.0
        self.silence = ""

    def show_song(self, song: Song) -> None:
        self.songs.append(song)

    def play(self, tick: int, *, count_in: bool) -> None:
        assert not count_in
        self.tick, self.playing = float(tick), True

    def pause(self) -> None:
        self.playing = False

    def reach(self, tick: float) -> None:
        self.tick = tick
        self.reported.emit()


class LentPlayer:
    """As `Playing`, with who has the player."""

    def __init__(self) -> None:
        self.playback = PlacedPlayback()
        self.lent = False

    def lend(self) -> None:
        self.lent = True

    def take_back(self) -> None:
        self.lent = False
