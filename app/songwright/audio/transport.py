"""Where in the song the player is: musical time in ticks against sound in frames, exact to the frame."""

from __future__ import annotations

from songwright.core.song import TICKS_PER_QUARTER
from songwright.core.tempo_map import TempoMap, TempoStep

__all__ = ["Transport"]


class Transport:
    """A position that advances by frames and can be asked how far off a tick is.

    It counts whole frames from an anchor tick, so that rounding never adds up; a jump or a change of tempo sets a
    new anchor.
    """

    def __init__(self, rate: int, tempo: float = 100.0) -> None:
        self._rate = rate
        self._anchor = 0.0
        self._frames = 0
        self._tempi = TempoMap([TempoStep(0, tempo)])
        self._frames_per_tick = _frames_per_tick(rate, tempo)

    @property
    def tempi(self) -> TempoMap:
        """The tempo from tick to tick."""
        return self._tempi

    @property
    def tick(self) -> float:
        """The current position."""
        if self._tempi.steady:
            return self._anchor + self._frames / self._frames_per_tick
        return self._tempi.tick(self._tempi.seconds(self._anchor) + self._frames / self._rate)

    @property
    def tempo(self) -> float:
        """Quarter notes a minute, at the current position."""
        return self._tempi.tempo_at(self.tick)

    def set_tempo(self, tempo: float) -> None:
        """Go on from here at one other tempo."""
        self.set_tempi(TempoMap([TempoStep(0, tempo)]))

    def set_tempi(self, tempi: TempoMap) -> None:
        """Go on from here at other tempi."""
        self.jump(self.tick)
        self._tempi = tempi
        self._frames_per_tick = _frames_per_tick(self._rate, tempi.steps[0].tempo)

    def jump(self, tick: float) -> None:
        """Go on from another position."""
        self._anchor, self._frames = float(tick), 0

    def advance(self, frames: int) -> None:
        """Let time pass."""
        self._frames += frames

    def frames_until(self, tick: float) -> int:
        """Frames from now to the frame nearest to a tick; 0 or less when it has come."""
        if self._tempi.steady:
            return round((tick - self._anchor) * self._frames_per_tick) - self._frames
        # Both from tick 0, so that a tick has its own frame wherever the anchor stands.
        return round((self._tempi.seconds(tick) - self._tempi.seconds(self._anchor)) * self._rate) - self._frames


def _frames_per_tick(rate: int, tempo: float) -> float:
    return rate * 60.0 / (tempo * TICKS_PER_QUARTER)
