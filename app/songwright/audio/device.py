"""`songwright-audio`: the process that makes the sound.

It stands apart so that nothing the window does can make the music stutter, and so that a sound driver that crashes
takes no work with it. Commands come in on stdin, reports go out on stdout (`songwright.audio.protocol`). It ends
when stdin does, so it cannot outlive whoever started it.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songwright.audio.output import Output

__all__ = ["main"]

_STATUS_SECONDS = 1 / 30
_HEARTBEAT_SECONDS = 1.0
_REOPEN_SECONDS = 2.0
_CHUNK = 1 << 16


class _Reports:
    """Writes reports from any thread, whole lines at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def __call__(self, message: dict[str, Any]) -> None:
        from songwright.audio.protocol import encode

        data = encode(message)
        try:
            with self._lock:
                while data:
                    data = data[os.write(self._descriptor, data) :]
        except OSError:  # nobody listens any more: the end of stdin is next
            pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stdin ends; the exit status is 0."""
    options = _options(arguments)
    if options.export:
        from songwright.audio.export import main as export

        return export()
    reports = _Reports(_protocol_descriptor())
    # One thread does all the mixing; helpers of the number library would only spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from songwright.audio.control import Control
    from songwright.audio.output import Output
    from songwright.audio.synth import Engine

    _hurry()
    output = Output(Engine(), buffer=options.buffer / 1000)
    control = Control(output, reports)
    silent = options.device == "null"
    _open(output, reports, silent=silent)
    gc.freeze()
    threading.Thread(target=_watch, args=(output, reports, silent), name="status", daemon=True).start()
    try:
        _serve(control, lambda: _open(output, reports, silent=silent))
    finally:
        output.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="songwright-audio", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device", choices=["default", "null"], default="default", help="null keeps time in silence")
    parser.add_argument("--buffer", type=float, default=50.0, metavar="MS", help="buffer of the device (default 50)")
    parser.add_argument("--export", action="store_true", help="write one sound file, as stdin asks, instead of playing")
    return parser.parse_args(arguments)


def _protocol_descriptor() -> int:
    """Keep stdout for reports alone: whatever else prints there goes to stderr."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return descriptor


def _hurry() -> None:
    """Let nothing else come before the sound, as far as this user may ask for that."""
    sys.setswitchinterval(0.001)  # the sound's thread must not wait for the others
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, -11)  # as sound servers do


def _open(output: Output, reports: _Reports, *, silent: bool) -> None:
    """Open the device, or keep time without one, so that the cursor moves and nothing else is missing."""
    from songwright.audio.output import DeviceError

    try:
        output.open(silent=silent)
        reports({"is": "device", "backend": output.backend, "audible": not silent, "buffer": output.buffer})
    except DeviceError as error:
        reports({"is": "device", "audible": False, "message": error.message, "detail": error.detail})
        output.open(silent=True)


def _serve(control: Any, reopen: Callable[[], None]) -> None:  # noqa: ANN401 - imported late
    from songwright.audio.protocol import LineReader

    lines = LineReader()
    while data := os.read(0, _CHUNK):
        for message in lines.feed(data):
            if message.get("do") == "quit":
                return
            if message.get("do") == "device":
                reopen()
            control.handle(message)


def _watch(output: Output, reports: _Reports, silent: bool) -> None:
    """Report the position while it moves, a sign of life when not, and open the device anew when it goes away."""
    last: dict[str, Any] = {}
    reported = opened = time.monotonic()
    while True:
        time.sleep(_STATUS_SECONDS)
        now = time.monotonic()
        if not output.alive and now - opened > _REOPEN_SECONDS:
            opened = now
            _open(output, reports, silent=silent)
        status = _status(output)
        if status != last or now - reported > _HEARTBEAT_SECONDS:
            reports(status)
            last, reported = status, now


def _status(output: Output) -> dict[str, Any]:
    heard = output.heard()
    peaks, tracks = output.engine.take_peaks()
    return {
        "is": "status",
        "motion": heard.motion.value,
        "tick": round(heard.tick, 1),
        "tempo": heard.tempo,
        "peaks": [round(peak, 3) for peak in peaks],
        "tracks": {track: round(peak, 3) for track, peak in tracks.items()},
        "xruns": output.xruns,
        "load": round(output.load, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
