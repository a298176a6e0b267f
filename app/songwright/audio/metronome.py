"""The metronome: clicks on the beats of the bar, made from scratch so that they sound alike with every SoundFont."""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.score import ClickGrid
    from songwright.audio.transport import Transport

__all__ = ["Metronome"]

_SECONDS = 0.06
_LEVEL = 0.35

Frames = NDArray[np.float32]


class _Accent(Enum):
    """The weight of a beat, with its pitch in hertz."""

    BAR = 1760.0
    GROUP = 1320.0
    BEAT = 1046.5


class Metronome:
    """Follows a transport and adds its clicks to blocks of sound."""

    def __init__(self, rate: int) -> None:
        self._sounds = {accent: _sound(accent, rate) for accent in _Accent}
        self._ringing: list[tuple[Frames, int]] = []
        self._next = 0

    def locate(self, tick: float, grids: Sequence[ClickGrid]) -> None:
        """Go on with the first beat at or after a tick; each grid (at least one) holds until the next begins."""
        grid = _grid_at(tick, grids)
        self._next = _before_the_next(grid.start + int(-(-(tick - grid.start) // grid.beat) * grid.beat), grid, grids)

    def advance(
        self, transport: Transport, grids: Sequence[ClickGrid], offset: int, length: int, *, audible: bool
    ) -> None:
        """Note the clicks of the next `length` frames, which begin `offset` frames into the current block."""
        while (due := transport.frames_until(self._next)) < length:
            if audible:
                self._ringing.append((self._sounds[_accent(self._next, grids)], -offset - due))
            grid = _grid_at(self._next, grids)
            self._next = _before_the_next(self._next + grid.beat, grid, grids)

    def add_to(self, block: Frames) -> None:
        """Add what clicks in this block; to be called once for each."""
        still = []
        for sound, position in self._ringing:
            part = sound[max(0, position) : position + len(block)]
            first = max(0, -position)
            block[first : first + len(part)] += part
            if position + len(block) < len(sound):
                still.append((sound, position + len(block)))
        self._ringing = still

    def clear(self) -> None:
        """Cut what is clicking."""
        self._ringing.clear()


def _grid_at(tick: float, grids: Sequence[ClickGrid]) -> ClickGrid:
    return grids[max(0, bisect_right(grids, tick, key=lambda grid: grid.start) - 1)]


def _before_the_next(tick: int, grid: ClickGrid, grids: Sequence[ClickGrid]) -> int:
    """A beat of a grid, or the first of the grid that begins before it."""
    later = next((other.start for other in grids if other.start > grid.start), tick)
    return min(tick, later)


def _accent(tick: int, grids: Sequence[ClickGrid]) -> _Accent:
    grid = _grid_at(tick, grids)
    inside = tick - grid.start
    if inside % grid.bar == 0:
        return _Accent.BAR
    return _Accent.GROUP if inside % grid.group == 0 else _Accent.BEAT


def _sound(accent: _Accent, rate: int) -> Frames:
    """A short decaying tone, (n, 2)."""
    time = np.arange(int(rate * _SECONDS)) / rate
    attack = np.minimum(1.0, time / 0.001)  # a millisecond, so that it does not crackle
    tone = _LEVEL * attack * np.sin(2 * np.pi * accent.value * time) * np.exp(-time / 0.012)
    return np.repeat(tone.astype(np.float32)[:, None], 2, axis=1)
