"""Where the music is now, between two messages of the audio process.

The device says where it is a few times a second; a screen wants to know sixty times. The clock runs on from the last
word at the song's tempo, slides small differences away so that the playhead never jerks, and jumps on large ones
(a seek, a loop).
"""

from __future__ import annotations

__all__ = ["PlayClock"]

SLIDE_SECONDS = 0.08
"""Differences up to this long are slid away, longer ones are jumped."""
SLIDE_TIME = 0.25
"""Seconds that sliding takes."""


class PlayClock:
    """Position in ticks; `now` and `at` are seconds of one monotonic clock, `rate` is ticks a second."""

    def __init__(self) -> None:
        self.playing = False
        self._position = 0.0
        self._at = 0.0
        self._error = 0.0
        self._rate = 0.0
        self._loop: tuple[float, float] | None = None

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        """Fold positions into a range of ticks, or stop doing so."""
        self._loop = loop if loop is not None and loop[1] > loop[0] else None

    def heard(self, position: float, *, playing: bool, at: float, rate: float) -> None:
        """Take in a message: at time `at` the music was at `position`, moving at `rate` or standing still."""
        was = self.position(at)
        both = self.playing and playing
        self.playing, self._position, self._at, self._rate = playing, position, at, rate
        error = was - position
        self._error = error if both and abs(error) <= SLIDE_SECONDS * rate else 0.0

    def position(self, now: float) -> float:
        """Where the music is at time `now`, in ticks."""
        if not self.playing:
            return self._position
        passed = max(0.0, now - self._at)
        left = max(0.0, 1.0 - passed / SLIDE_TIME)
        position = self._position + passed * self._rate + self._error * left
        if self._loop is not None and self._position < self._loop[1] <= position:
            start, end = self._loop
            position = start + (position - end) % (end - start)
        return max(0.0, position)
