"""The metronome: clicks on the beats of the bar, made from scratch so that they sound alike with every SoundFont."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
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

    def locate(self, tick: float, beats: ClickGrid) -> None:
        """Go on with the first beat at or after a tick."""
        self._next = int(-(-tick // beats.beat) * beats.beat)

    def advance(self, transport: Transport, beats: ClickGrid, offset: int, length: int, *, audible: bool) -> None:
        """Note the clicks of the next `length` frames, which begin `offset` frames into the current block."""
        while (due := transport.frames_until(self._next)) < length:
            if audible:
                self._ringing.append((self._sounds[_accent(self._next, beats)], -offset - due))
            self._next += beats.beat

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


def _accent(tick: int, beats: ClickGrid) -> _Accent:
    if tick % beats.bar == 0:
        return _Accent.BAR
    return _Accent.GROUP if tick % beats.group == 0 else _Accent.BEAT


def _sound(accent: _Accent, rate: int) -> Frames:
    """A short decaying tone, (n, 2)."""
    time = np.arange(int(rate * _SECONDS)) / rate
    attack = np.minimum(1.0, time / 0.001)  # a millisecond, so that it does not crackle
    tone = _LEVEL * attack * np.sin(2 * np.pi * accent.value * time) * np.exp(-time / 0.012)
    return np.repeat(tone.astype(np.float32)[:, None], 2, axis=1)
