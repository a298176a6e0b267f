"""Tempo from taps on a key."""

from __future__ import annotations

__all__ = ["TapTempo"]

FORGET_SECONDS = 2.5
KEPT = 8
SLOWEST, FASTEST = 20.0, 400.0


class TapTempo:
    """Collects taps; after a pause it starts afresh. The median makes one clumsy tap harmless."""

    def __init__(self) -> None:
        self._taps: list[float] = []

    def tap(self, at: float) -> float | None:
        """Record a tap at time `at` (seconds); the tempo in beats a minute once there are two taps."""
        if self._taps and not 0 < at - self._taps[-1] <= FORGET_SECONDS:
            self._taps.clear()
        self._taps = [*self._taps[-KEPT:], at]
        if len(self._taps) < 2:
            return None
        from statistics import median  # it brings fractions and decimals: four milliseconds of the window's start

        gaps = [later - earlier for earlier, later in zip(self._taps, self._taps[1:], strict=False)]
        return min(FASTEST, max(SLOWEST, round(60.0 / median(gaps), 1)))
