"""The mixer: one stereo strip per track with volume, pan, reverb, mute and solo, and a level for its meter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.reverb import Reverb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.score import ScoreTrack
    from songwright.core.song import Mix

__all__ = ["MixBus"]

Frames = NDArray[np.float32]

_CENTRE = 64


class MixBus:
    """Sums blocks of `block` frames; settings take effect over one block, in a straight line, so nothing clicks.

    The players write each track's sound into `buffers` (tracks, block, 2).
    """

    def __init__(self, rate: int, block: int) -> None:
        self._block = block
        self._tracks: list[ScoreTrack] = []
        self._mixes: list[Mix] = []
        self._gains = self._wanted = np.zeros((0, 2), np.float32)
        self._standing = np.zeros((0, 2 * block), np.float32)
        self._sends = np.zeros((2, 0), np.float32)
        self._meters: tuple[list[str], NDArray[np.float32]] = ([], np.zeros(0, np.float32))
        self._reverb = Reverb(rate)
        self._ramp = np.linspace(0.0, 1.0, block, endpoint=False, dtype=np.float32)[None, :, None]
        self.buffers = np.zeros((0, block, 2), np.float32)

    def set_tracks(self, tracks: Sequence[ScoreTrack]) -> None:
        """Mix these tracks from now on; a track that was there before glides from its old settings."""
        before = {track.id: gains for track, gains in zip(self._tracks, self._gains, strict=True)}
        self._tracks = list(tracks)
        self._mixes = [track.mix for track in tracks]
        self._settle()
        self._gains = self._wanted.copy()
        for index, track in enumerate(tracks):
            self._gains[index] = before.get(track.id, self._gains[index])
        # One value, so that a thread that reads the meters never sees old names with new levels.
        self._meters = ([track.id for track in tracks], np.zeros(len(tracks), np.float32))
        self.buffers = np.zeros((len(tracks), self._block, 2), np.float32)

    def set_mix(self, track_id: str, mix: Mix) -> None:
        """New settings for a track. An unknown track is ignored: it may just have been removed from the song."""
        for index, track in enumerate(self._tracks):
            if track.id == track_id:
                self._mixes[index] = mix
        self._settle()

    def mixed(self) -> Frames:
        """The sum (block, 2) of what is in `buffers`, with reverb."""
        if not self._tracks:
            return self._reverb.process(np.zeros(self._block, np.float32))
        flat = self.buffers.reshape(len(self.buffers), -1) * self._moving_gains()
        peaks = self._meters[1]
        np.maximum(peaks, np.maximum(flat.max(axis=1), -flat.min(axis=1)), out=peaks)
        dry, send = (self._sends @ flat).reshape(2, self._block, 2)
        total: Frames = dry + self._reverb.process(send[:, 0] + send[:, 1])
        return total

    def take_peaks(self) -> dict[str, float]:
        """Each track's highest level since the last call, after its fader (1 is full scale); from any thread."""
        names, peaks = self._meters
        levels = {name: float(peak) for name, peak in zip(names, peaks, strict=True)}
        peaks[:] = 0.0
        return levels

    def clear(self) -> None:
        """Forget the reverb's tail."""
        self._reverb.clear()

    def _moving_gains(self) -> Frames:
        """Gains for this block, left and right by turns: (tracks, 2 * block)."""
        before, wanted = self._gains, self._wanted
        if before is wanted:
            return self._standing
        self._gains = wanted
        # Spread over the whole block: numpy multiplies pairs ten times slower than long rows.
        self._standing = np.tile(wanted, self._block)
        moving: Frames = before[:, None, :] + (wanted - before)[:, None, :] * self._ramp
        return moving.reshape(len(wanted), -1)

    def _settle(self) -> None:
        """Work out the gains (tracks, 2) for left and right that the settings ask for; a solo mutes all others."""
        soloed = any(mix.solo for mix in self._mixes)
        gains: list[tuple[float, float]] = []
        for track, mix in zip(self._tracks, self._mixes, strict=True):
            heard = mix.solo if soloed else not mix.mute
            gains.append(_gains(track.gain_db, mix) if heard else (0.0, 0.0))
        self._wanted = np.array(gains, np.float32).reshape(-1, 2)
        # Two sums over the tracks at once: everything, and what goes to the reverb.
        self._sends = np.array([[1.0] * len(self._mixes), [mix.reverb / 127 for mix in self._mixes]], np.float32)


def _gains(gain_db: float, mix: Mix) -> tuple[float, float]:
    """Left and right factors: MIDI's square law for volume, constant power for pan with 1 at the centre."""
    level = 10 ** (gain_db / 20) * (mix.volume / 127) ** 2
    place = min(1.0, max(0.0, 0.5 + (mix.pan - _CENTRE) / 126)) * math.pi / 2
    return level * math.sqrt(2) * math.cos(place), level * math.sqrt(2) * math.sin(place)
