"""Recording and listening in a process of its own: `songwright-audio --hum`.

It reads one request from stdin and reports on stdout (`songwright.audio.protocol`). A request to record goes on until
stdin ends; the take is then on disk, and listened to like an opened file. Notes can be played on a MIDI keyboard too.
The window loads neither the net nor its runtime, and a driver that crashes takes nothing with it.
"""

from __future__ import annotations

import os
import queue
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songwright.audio.hum.listen import LONGEST_SECONDS, HeardNote, Hearing
from songwright.audio.hum.takes import TakeFile
from songwright.audio.protocol import LineReader, encode
from songwright.core.errors import SongwrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

__all__ = ["HumEvent", "HumFailed", "HumJob", "Listened", "Recorded", "Recording", "Struck", "main"]

RATE = 48_000
_OVERVIEW = 600  # pieces whose peaks draw the waveform


@dataclass(frozen=True, slots=True)
class Recording:
    """The microphone is open: seconds so far, and the peak (0-1) of the last piece."""

    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Struck:
    """A key of the MIDI keyboard went down."""

    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The take is on disk."""

    path: Path


@dataclass(frozen=True, slots=True)
class Listened:
    """What is in the take; `peaks` (0-1) are those of equal parts of it, to draw it by."""

    path: Path
    hearing: Hearing
    peaks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HumFailed:
    """It did not work; a take that was recorded is still there."""

    message: str
    detail: str = ""


HumEvent = Recording | Struck | Recorded | Listened | HumFailed


class HumJob:
    """One take as its owner sees it, without input or output of its own.

    Start `hum_command()`, write `request` to its stdin, feed what comes from its stdout to `receive` and its exit code
    to `ended`. Closing stdin ends a recording.
    """

    def __init__(self, path: Path, *, record: bool, keyboard: str = "") -> None:
        """`keyboard` names the MIDI port to record from; empty for the microphone."""
        self.path = path
        self.request = encode({"path": str(path), "record": record, "keyboard": keyboard})
        self._lines = LineReader()
        self._over = False

    def receive(self, data: bytes) -> list[HumEvent]:
        """What these bytes report."""
        events = [event for message in self._lines.feed(data) if (event := self._event(message)) is not None]
        self._over = self._over or any(isinstance(event, Listened | HumFailed) for event in events)
        return events

    def ended(self, exit_code: int, stderr: str = "") -> HumFailed | None:
        """The process has ended; a failure when it had not said how its work went."""
        if self._over:
            return None
        self._over = True
        detail = f"exit code {exit_code}\n{stderr}".strip()
        return HumFailed("Listening stopped unexpectedly; what was recorded is kept. Please try again.", detail)

    def _event(self, message: dict[str, Any]) -> HumEvent | None:
        match message:
            case {"is": "recording", "seconds": float(seconds), "peak": float(peak)}:
                return Recording(seconds, peak)
            case {"is": "struck", "pitch": int(pitch), "velocity": int(velocity)}:
                return Struck(pitch, velocity)
            case {"is": "recorded"}:
                return Recorded(self.path)
            case {"is": "listened", "seconds": float(seconds), "curve": list(curve), "notes": list(notes)}:
                heard = tuple(HeardNote(*map(float, note)) for note in notes)
                sung = tuple((float(time), float(pitch)) for time, pitch in curve)
                hearing = Hearing(seconds, sung, heard, exact=bool(message.get("exact")))
                return Listened(self.path, hearing, tuple(map(float, message["peaks"])))
            case {"is": "failed", "message": str(text), "detail": str(detail)}:
                return HumFailed(text, detail)
            case _:
                return None


def main(*, silent: bool = False) -> int:
    """Do what stdin asks; `silent` records from a device that gives silence. The exit status is 0 when it worked."""
    descriptor = os.dup(1)
    os.dup2(2, 1)

    def report(message: dict[str, Any]) -> None:
        os.write(descriptor, encode(message))

    messages = _requests()
    request = next(messages, None)
    if request is None:
        return 1
    path = Path(request["path"])
    try:
        ended = threading.Event()
        if request["record"]:
            threading.Thread(target=_await_end, args=(messages, ended), daemon=True).start()
        if request["record"] and request["keyboard"]:
            from songwright.audio.hum.keyboard import record_keyboard

            report(record_keyboard(request["keyboard"], path, ended, report))
            return 0
        if request["record"]:
            _record(path, ended, report, silent=silent)
            report({"is": "recorded"})
        report(_listened(path))
    except SongwrightError as error:
        report({"is": "failed", "message": error.message, "detail": error.detail})
        return 1
    return 0


def _requests() -> Iterator[dict[str, Any]]:
    lines = LineReader()
    while data := os.read(0, 1 << 16):
        yield from lines.feed(data)


def _await_end(messages: Iterator[dict[str, Any]], ended: threading.Event) -> None:
    for _ in messages:
        pass
    ended.set()


def _record(path: Path, ended: threading.Event, report: Callable[[dict[str, Any]], None], *, silent: bool) -> None:
    """Write what the microphone hears, until stdin ends or the take is as long as one may be."""
    pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    device = _microphone(pieces, silent=silent)
    try:
        with TakeFile(path, RATE) as take:
            while not ended.is_set() and take.seconds < LONGEST_SECONDS:
                try:
                    data = pieces.get(timeout=2.0)
                except queue.Empty:
                    raise SongwrightError(
                        "The microphone does not answer any more; what was recorded before is kept."
                    ) from None
                samples = np.frombuffer(data, np.float32)
                take.add(samples)
                report({"is": "recording", "seconds": take.seconds, "peak": float(np.abs(samples).max(initial=0.0))})
    finally:
        device.close()


def _microphone(pieces: queue.SimpleQueue[bytes], *, silent: bool) -> Any:  # noqa: ANN401 - miniaudio has no stubs
    """An open capture device that puts what it hears into the queue."""
    import miniaudio

    from songwright.audio.devices import REAL_BACKENDS

    def hear() -> Generator[None, bytes, None]:
        while True:
            pieces.put(bytes((yield)))

    ear = hear()
    next(ear)
    try:
        device = miniaudio.CaptureDevice(
            miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=40,
            backends=[miniaudio.Backend.NULL] if silent else REAL_BACKENDS,
            app_name="Songwright",
        )
        device.start(ear)
    except miniaudio.MiniaudioError as error:
        raise SongwrightError(
            "No microphone was found. Plug one in and try again, or open a sound file with the tune.",
            detail=repr(error),
        ) from error
    return device


def _listened(path: Path) -> dict[str, Any]:
    from songwright.audio.hum.listen import listen, read_take

    samples, rate = read_take(path)
    hearing = listen(samples, rate)
    return {
        "is": "listened",
        "seconds": hearing.seconds,
        "curve": [(round(time, 3), round(pitch, 2)) for time, pitch in hearing.curve],
        "notes": [(round(note.start, 3), round(note.end, 3), round(note.pitch, 2)) for note in hearing.notes],
        "peaks": _overview(samples),
    }


def _overview(samples: NDArray[np.float32]) -> list[float]:
    parts = np.array_split(samples, min(_OVERVIEW, len(samples)))
    return [round(float(np.abs(part).max()), 3) for part in parts]
