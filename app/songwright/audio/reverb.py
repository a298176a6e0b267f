"""Reverb: Schroeder and Moorer's comb and all-pass network with the tunings of Jezar's Freeverb, in whole blocks.

Each stage works in steps that are no longer than its shortest delay, so a step reads only what earlier steps wrote
and all lines are handled at once as rows of one array; no sample is visited by Python on its own. The longer the
blocks that come in, the fewer steps the long delays take.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Reverb"]

# Delays in samples at 44.1 kHz; the right channel's are longer by the spread.
_COMBS = (1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617)
_ALLPASSES = (556, 441, 341, 225)
_SPREAD = 23
_DESIGN_RATE = 44_100

_ALLPASS_GAIN = 0.5
_INPUT_GAIN = 0.015
_OUTPUT_GAIN = 3.0
_SILENCE = 1e-7  # in the combs; their sum then comes out below -110 dB
_WIDTH = 4096  # samples of the past kept in one piece

Frames = NDArray[np.float32]


class _Lines:
    """Delay lines, one a row, that remember `taps` samples beyond their delay. `step` is the most that can be read.

    The past lies in one long array that is written from left to right; at its end the part that is still needed
    moves to the front. So the samples of every row lie at fixed distances from the pen.
    """

    def __init__(self, delays: NDArray[np.int64], taps: int = 0) -> None:
        self.step = int(delays.min())
        self._needed = int(delays.max()) + taps
        self._width = max(_WIDTH, self._needed + self.step)
        self.data = np.zeros((len(delays), self._width), np.float32)
        self._flat = self.data.reshape(-1)
        rows = np.arange(len(delays))[:, None] * self._width - delays[:, None]
        self._distances = rows + np.arange(-taps, self.step)
        self._taps = taps
        self._pen = self._needed

    def read(self, count: int) -> Frames:
        """(rows, taps + count): what each row wrote its delay ago; `count` is at most `step`."""
        if self._pen + count > self._width:
            self.data[:, : self._needed] = self.data[:, self._pen - self._needed : self._pen].copy()
            self._pen = self._needed
        return self._flat.take(self._distances[:, : self._taps + count] + self._pen)

    def write(self, block: Frames) -> None:
        """Add (rows, count) samples, after as many have been read."""
        count = block.shape[1]
        self.data[:, self._pen : self._pen + count] = block
        self._pen += count


class _AllPass:
    """A Schroeder all-pass for one side, which is a row of what is processed; `past` is what it wrote last."""

    def __init__(self, delay: int, row: int) -> None:
        self._row = row
        self.past = np.zeros(delay, np.float32)

    def process(self, sound: Frames) -> None:
        """Send the row of (2, n) through, in place."""
        row, delay = sound[self._row], len(self.past)
        line = np.concatenate([self.past, row])
        for start in range(0, len(row), delay):
            stop = min(start + delay, len(row))
            line[delay + start : delay + stop] += _ALLPASS_GAIN * line[start:stop]
        np.subtract(line[: len(row)], row, out=row)
        self.past = line[len(row) :]


class Reverb:
    """A stereo room fed with a mono sum. `room` (below 1) sets the length of the tail, `damping` its darkness."""

    def __init__(self, rate: int, *, room: float = 0.8, damping: float = 0.35) -> None:
        scale = rate / _DESIGN_RATE
        combs = np.array([*_COMBS, *(delay + _SPREAD for delay in _COMBS)])
        self._combs = _Lines(np.rint(combs * scale).astype(np.int64), taps=1)
        self._allpasses = [
            _AllPass(round((delay + spread) * scale), row)
            for delay in _ALLPASSES
            for row, spread in enumerate((0, _SPREAD))
        ]
        # The low-pass of each feedback loop averages two neighbouring samples.
        self._keep, self._darken = np.float32(room * (1.0 - damping)), np.float32(room * damping)
        self._sums = np.kron(np.eye(2), np.ones(len(_COMBS))).astype(np.float32)  # (2, combs of both sides)
        self._asleep = True

    def process(self, send: Frames) -> Frames:
        """Reverberate a mono block of n samples: (n, 2), wet sound only."""
        silent = not send.any()
        if self._asleep and silent:
            return np.zeros((len(send), 2), np.float32)
        out = self._comb(send)
        for allpass in self._allpasses:
            allpass.process(out)
        wet: Frames = out.T * np.float32(_OUTPUT_GAIN)
        self._asleep = silent and float(np.abs(self._combs.data).max()) < _SILENCE
        if self._asleep:  # what is left would sink into denormal numbers, which cost a hundred times more
            self.clear()
        return wet

    def clear(self) -> None:
        """Forget everything that still sounds."""
        for past in (self._combs.data, *(allpass.past for allpass in self._allpasses)):
            past[:] = 0.0
        self._asleep = True

    def _comb(self, send: Frames) -> Frames:
        """The sums of the left and of the right combs, (2, n)."""
        out = np.empty((2, len(send)), np.float32)
        for start in range(0, len(send), self._combs.step):
            fed = send[start : start + self._combs.step]
            heard = self._combs.read(len(fed))
            now, before = heard[:, 1:], heard[:, :-1]
            back = now * self._keep
            back += before * self._darken
            back += fed * np.float32(_INPUT_GAIN)
            self._combs.write(back)
            out[:, start : start + len(fed)] = self._sums @ now
        return out
