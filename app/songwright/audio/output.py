"""The sound device: pulls blocks from the engine, says what is heard right now, and counts drop-outs."""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import miniaudio
import numpy as np
from numpy.typing import NDArray

from songwright.audio.devices import REAL_BACKENDS, playback_devices
from songwright.audio.synth import BLOCK, Engine, Motion
from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.core.song import TICKS_PER_QUARTER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["DeviceError", "HeardPosition", "Output", "Urgency", "hurry"]

_SILENT = miniaudio.Backend.NULL
_PERIODS = 2
_DEAD_SECONDS = 2.0
_CLOCK_DRIFT = 0.001


# miniaudio.h, ma_result.
_MEANINGS = sayable(
    {
        -200: "it does not know this kind of sound",
        -203: "no sound system is running",
        -204: "there is no device",
        -205: "a part of the sound system is missing",
        -400: "it could not be started",
        -401: "the device could not be opened",
        -402: "the device could not be started",
    }
)


class Urgency(IntEnum):
    """What must not wait, as a real-time priority: of two that want the processor, the greater has it."""

    COMMANDS = 5
    SOUND = 10


class DeviceError(SongwrightError):
    """No sound device can be opened."""


@dataclass(frozen=True, slots=True)
class HeardPosition:
    """What comes out of the loudspeaker at this moment."""

    motion: Motion
    tick: float
    tempo: float


class Output:
    """Plays an engine on a device. `post` is how other threads reach the engine.

    `buffer` is the device's buffer in seconds; a change takes that long to be heard. `wanted` names the device to
    open, empty for the system's default, which also stands in while the wanted one is `missing`.
    """

    def __init__(self, engine: Engine, *, buffer: float = 0.08) -> None:
        self.engine = engine
        self.buffer = buffer
        self.backend = ""
        self.wanted = ""
        self.missing = False
        self.xruns = 0
        self.ahead = buffer  # seconds from now until what is being made is heard
        self.load = 0.0  # share of the available time that making the sound takes
        self._actions: deque[Callable[[], None]] = deque()
        self._device: miniaudio.PlaybackDevice | None = None
        self._rest = np.zeros((0, 2), np.float32)
        self._pulled = 0  # frames handed to the device
        self._pulled_at = 0.0
        self._made = 0  # frames rendered
        self._clock = 0.0  # the time up to which the device has sound, had it never stopped
        self._best_lead = 0.0
        self._history: deque[tuple[int, HeardPosition]] = deque(
            [(0, HeardPosition(engine.motion, 0.0, engine.tempo))], maxlen=512
        )

    def open(self, *, silent: bool = False) -> None:
        """Open the wanted device, or one that keeps time without sound. Raises DeviceError."""
        self.close()
        device = playback_devices().get(self.wanted) if self.wanted and not silent else None
        self.missing = bool(self.wanted) and not silent and device is None
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=self.engine.rate,
                buffersize_msec=max(1, round(self.buffer * 1000 / _PERIODS)),
                callback_periods=_PERIODS,
                device_id=device,
                backends=[_SILENT] if silent else REAL_BACKENDS,
                app_name="Songwright",
            )
            frames = self._frames()
            next(frames)
            self._pulled_at = time.monotonic()
            self._clock = 0.0
            self._device.start(frames)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise DeviceError(
                said(
                    "No sound device was found, so nothing can be heard; everything else works, and exporting "
                    "audio too."
                ),
                detail=_reason(error),
            ) from error
        self.backend = self._device.backend

    def close(self) -> None:
        """Let go of the device; what is playing stands still until the next `open`."""
        if self._device is not None:
            self._device.close()
            self._device = None

    @property
    def alive(self) -> bool:
        """Whether the device still asks for sound; an unplugged one stops asking."""
        return self._device is not None and time.monotonic() - self._pulled_at < _DEAD_SECONDS

    def post(self, action: Callable[[], None]) -> None:
        """Have the sound's thread do something before its next block."""
        self._actions.append(action)

    def heard(self) -> HeardPosition:
        """Where the listener is: earlier than the engine by what lies in the device's buffer."""
        late = (self.buffer - (time.monotonic() - self._pulled_at)) * self.engine.rate + BLOCK
        frame = self._pulled - max(0, round(late))
        found, since = self._history[0][1], 0
        for start, heard in reversed(self._history.copy()):
            if start <= frame:
                found, since = heard, min(frame - start, BLOCK)
                break
        if found.motion is not Motion.PLAYING:
            return found
        ahead = since / self.engine.rate * found.tempo / 60 * TICKS_PER_QUARTER
        return HeardPosition(found.motion, found.tick + ahead, found.tempo)

    def _frames(self) -> Generator[bytes, int, None]:
        count = yield b""
        hurry(Urgency.SOUND)
        while True:
            count = yield self._pull(count)

    def _pull(self, count: int) -> bytes:
        """The next `count` frames, interleaved."""
        began = time.monotonic()
        seconds = count / self.engine.rate
        self._account(began, seconds)
        blocks = [self._rest]
        have = len(self._rest)
        while have < count:
            self.ahead = self.buffer + (have - count) / self.engine.rate
            blocks.append(self._block())
            have += BLOCK
        sound = np.concatenate(blocks)
        self._rest = sound[count:]
        self._pulled += count
        self._pulled_at = time.monotonic()
        self.load += 0.1 * ((self._pulled_at - began) / seconds - self.load)
        return sound[:count].tobytes()

    def _account(self, began: float, seconds: float) -> None:
        """Count a drop-out when the device cannot have had anything left to play.

        The lead is how far the sound handed over runs ahead of the clock; when it falls behind its best by more
        than the buffer holds, the device ran dry. The best fades slowly, since the two clocks drift apart.
        """
        if self._clock == 0.0:
            self._clock, self._best_lead = began, 0.0
        lead = self._clock - began
        if self._best_lead - lead > self.buffer:
            self.xruns += not self.engine.resting  # nobody hears a gap in silence
            self._clock, self._best_lead = began, 0.0
        self._clock += seconds
        lead = min(self._clock - began, self.buffer)
        self._best_lead = max(lead, self._best_lead - seconds * _CLOCK_DRIFT)

    def _block(self) -> NDArray[np.float32]:
        while self._actions:
            self._actions.popleft()()
        engine = self.engine
        self._history.append((self._made, HeardPosition(engine.motion, engine.tick, engine.tempo)))
        self._made += BLOCK
        return engine.render()


def hurry(urgency: Urgency) -> None:
    """Run this thread, and those that it starts, before all ordinary ones, where the user may ask for that.

    That is on Linux; elsewhere miniaudio has done so for the thread that makes the sound.
    """
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(urgency))


def _reason(error: Exception) -> str:
    """What the audio library says, with its number and what the number means."""
    words = ", ".join(str(part) for part in error.args if not isinstance(part, int)) or type(error).__name__
    numbers = [part for part in error.args if isinstance(part, int)]
    if not numbers:
        return said("The sound system said: {words}.", words=words)
    meanings = "; ".join(_meaning(number) for number in numbers)
    return said("The sound system said: {words}: {meanings}.", words=words, meanings=meanings)


def _meaning(number: int) -> str:
    meaning = said(_MEANINGS[number]) if number in _MEANINGS else said("reason not known")
    return said("{meaning} (error {number})", meaning=meaning, number=number)
