"""Recording and listening in a process of its own: `songwright.audio.device --hum`.

It carries out one request (`songwright.audio.hum.protocol`). The window loads neither the net nor its runtime, and a
driver that crashes takes nothing with it.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songwright.audio.hum.listen import LONGEST_SECONDS, HeardNote
from songwright.audio.hum.protocol import HumCommand, HumFailed, Listened, ListenTo, Recorded, Recording, RecordTake
from songwright.audio.hum.takes import TakeFile
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.serving import ReportStream, commands, take_stdout

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

__all__ = ["main"]

RATE = 48_000
_OVERVIEW = 600  # pieces whose peaks draw the waveform


def main(*, silent: bool = False) -> int:
    """Do what stdin asks; `silent` records from a device that gives silence. The exit status is 0 when it worked."""
    report = ReportStream(take_stdout())
    asked = commands(HumCommand)
    request = next(asked, None)
    try:
        if isinstance(request, RecordTake):
            ended = threading.Event()
            threading.Thread(target=_await_end, args=(asked, ended), daemon=True).start()
            _take(request, ended, report, silent=silent)
        elif isinstance(request, ListenTo):
            report(_listened(request.path))
        else:
            return 1
    except SongwrightError as error:
        report(HumFailed(error.message, error.detail))
        return 1
    return 0


def _await_end(asked: Iterator[HumCommand], ended: threading.Event) -> None:
    """Wait until the take is to end: that is said, or stdin ends."""
    next(asked, None)
    ended.set()


def _take(request: RecordTake, ended: threading.Event, report: ReportStream, *, silent: bool) -> None:
    if request.keyboard:
        # Imported when used, here and below: drivers and nets of one way to hum are nothing to the others.
        from songwright.audio.hum.keyboard import record_keyboard

        report(record_keyboard(request.keyboard, request.path, ended, report))
        return
    _record(request.path, ended, report, silent=silent)
    report(Recorded(request.path))
    report(_listened(request.path))


def _record(path: Path, ended: threading.Event, report: ReportStream, *, silent: bool) -> None:
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
                        said("The microphone does not answer any more; what was recorded before is kept.")
                    ) from None
                samples = np.frombuffer(data, np.float32)
                take.add(samples)
                report(Recording(take.seconds, float(np.abs(samples).max(initial=0.0))))
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
            said("No microphone was found. Plug one in and try again, or open a sound file with the tune."),
            detail=repr(error),
        ) from error
    return device


def _listened(path: Path) -> Listened:
    from songwright.audio.hum.listen import listen, read_take

    samples, rate = read_take(path)
    hearing = listen(samples, rate)
    # To the millisecond and the cent: what is drawn and quantised asks for no more, and lines stay short.
    curve = tuple((round(time, 3), round(pitch, 2)) for time, pitch in hearing.curve)
    notes = tuple(HeardNote(round(note.start, 3), round(note.end, 3), round(note.pitch, 2)) for note in hearing.notes)
    return Listened(path, replace(hearing, curve=curve, notes=notes), _overview(samples))


def _overview(samples: NDArray[np.float32]) -> tuple[float, ...]:
    parts = np.array_split(samples, min(_OVERVIEW, len(samples)))
    return tuple(round(float(np.abs(part).max()), 3) for part in parts)
