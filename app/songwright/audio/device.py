"""`songwright.audio.device`: the process that makes the sound.

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
from typing import TYPE_CHECKING

from songwright.core.language import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songwright.audio.control import Control
    from songwright.audio.output import Output
    from songwright.audio.protocol import PlayerReport, PlayerStatus

__all__ = ["main"]

_STATUS_SECONDS = 1 / 30
_HEARTBEAT_SECONDS = 1.0
_REOPEN_SECONDS = 2.0
_JUDGE_SECONDS = 10.0
_TOO_MANY_XRUNS = 3  # within one look
_TOO_MANY_IN_ALL = 2  # since the buffer was chosen
_LONGEST_BUFFER = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stdin ends; the exit status is 0."""
    options = _options(arguments)
    if options.export:
        # Imported when used, here and below: one program plays, exports, sings and hums, and loads what its job needs.
        from songwright.audio.export import main as export

        return export()
    if options.sing:
        from songwright.audio.voice.child import main as sing

        return sing()
    if options.hum:
        from songwright.audio.hum.process import main as hum

        return hum(silent=options.device == "null")
    from songwright.host.child.serving import ReportStream, take_stdout

    reports = ReportStream(take_stdout())
    # One thread does all the mixing; helpers of the number library would only spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from songwright.audio.control import Control
    from songwright.audio.output import Output, Urgency, hurry
    from songwright.audio.synth import Engine

    _come_first()
    output = Output(Engine(), buffer=options.buffer / 1000)
    player = _Player(output, reports, silent=options.device == "null")
    player.open()
    # What has been made so far stays; what comes makes no cycles, so that nothing would be found in looking for them.
    gc.freeze()
    gc.disable()
    # A command waits no longer for the processor than the sound that it changes. And while this thread holds Python's
    # lock it must not be put aside on a busy machine, since the sound would wait with it.
    hurry(Urgency.COMMANDS)
    threading.Thread(target=player.watch, name="status", daemon=True).start()
    control = Control(output, reports)
    try:
        player.serve(control)
    finally:
        control.close()
        output.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="songwright.audio.device", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device", choices=["default", "null"], default="default", help="null keeps time in silence")
    parser.add_argument("--buffer", type=float, default=80.0, metavar="MS", help="buffer of the device (default 80)")
    parser.add_argument("--export", action="store_true", help="write one sound file, as stdin asks, instead of playing")
    parser.add_argument("--hum", action="store_true", help="record or open a hummed phrase, as stdin asks")
    parser.add_argument("--sing", action="store_true", help="sing phrases, as stdin asks")
    return parser.parse_args(arguments)


def _come_first() -> None:
    """Let nothing else come before the sound, as far as this user may ask for that."""
    sys.setswitchinterval(0.001)  # the sound's thread must not wait for the others
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, -11)  # as sound servers do


def _substitute(output: Output, *, lost: bool) -> str:
    """A sentence when another device plays than the one that is expected to."""
    if output.missing:
        return said(
            "The sound device “{wanted}” is not there; the system's usual one plays instead.", wanted=output.wanted
        )
    return (
        said("The sound device stopped for a moment and was opened again; your song is not affected.") if lost else ""
    )


class _Player:
    """Keeps a device open, takes in commands and reports what is heard."""

    def __init__(self, output: Output, reports: Callable[[PlayerReport], None], *, silent: bool) -> None:
        self._output = output
        self._reports = reports
        self._silent = silent
        self._audible = False
        self._opening = threading.Lock()
        self._judged = 0.0  # when the drop-outs were last looked at, and how many there were
        self._xruns = 0
        self._xruns_before = 0  # how many there were when the buffer was chosen

    def open(self, *, lost: bool = False) -> None:
        """Open the device; without one, keep time in silence, so that the cursor moves and nothing else is missing.

        `lost`: the one that played has gone away, which is said.
        """
        from songwright.audio.output import DeviceError
        from songwright.audio.protocol import DeviceOpened

        with self._opening:
            if lost and self._output.alive:
                return  # another thread was just opening it
            try:
                self._output.open(silent=self._silent)
            except DeviceError as error:
                self._audible = False
                self._reports(DeviceOpened(audible=False, message=error.message, detail=error.detail))
                self._output.open(silent=True)
            else:
                self._audible = not self._silent
                message = _substitute(self._output, lost=lost)
                self._reports(DeviceOpened(self._audible, self._output.backend, message))

    def serve(self, control: Control) -> None:
        """Carry out commands until there are no more."""
        from songwright.audio.protocol import ListDevices, Play, PlayerCommand, Quit, SetDevice
        from songwright.host.child.serving import commands

        for command in commands(PlayerCommand):
            match command:
                case Quit():
                    return
                case SetDevice(name):
                    self._output.wanted = name
                    self.open()
                case ListDevices():
                    self._list()
                case Play() if self._lacking:
                    self.open()  # one may have been plugged in
            control.handle(command)

    @property
    def _lacking(self) -> bool:
        return not self._silent and (not self._audible or self._output.missing)

    def _list(self) -> None:
        from songwright.audio.devices import playback_devices
        from songwright.audio.protocol import DevicesListed

        self._reports(DevicesListed(() if self._silent else tuple(playback_devices())))

    def watch(self) -> None:
        """Report the position while it moves, a sign of life when not, and reopen a device that went away."""
        last: PlayerStatus | None = None
        reported = opened = time.monotonic()
        while True:
            time.sleep(_STATUS_SECONDS)
            now = time.monotonic()
            if not self._output.alive and now - opened > _REOPEN_SECONDS:
                opened = now
                self.open(lost=self._audible)
            self.adapt(now)
            status = self._status()
            if status != last or now - reported > _HEARTBEAT_SECONDS:
                self._reports(status)
                last, reported = status, now

    def adapt(self, now: float) -> None:
        """Take a longer buffer when this machine is too busy for the present one: later, but whole.

        At once when it stutters; otherwise when nothing sounds, because a device that is opened again is heard.
        """
        output = self._output
        stutters = False
        if now - self._judged >= _JUDGE_SECONDS:
            stutters = output.xruns - self._xruns >= _TOO_MANY_XRUNS
            self._judged, self._xruns = now, output.xruns
        too_short = output.engine.resting and output.xruns - self._xruns_before >= _TOO_MANY_IN_ALL
        if (stutters or too_short) and self._audible and output.buffer < _LONGEST_BUFFER:
            self._xruns_before = output.xruns
            output.buffer = min(_LONGEST_BUFFER, output.buffer * 1.5)
            self.open()

    def _status(self) -> PlayerStatus:
        from songwright.audio.protocol import PlayerState, PlayerStatus
        from songwright.audio.synth import Motion

        states = {
            Motion.STOPPED: PlayerState.READY,
            Motion.PAUSED: PlayerState.PAUSED,
            Motion.COUNTING: PlayerState.COUNTING,
            Motion.PLAYING: PlayerState.PLAYING,
        }
        heard = self._output.heard()
        (left, right), tracks = self._output.engine.take_peaks()
        return PlayerStatus(
            states[heard.motion],
            round(heard.tick, 1),
            heard.tempo,
            (round(left, 3), round(right, 3)),
            {track: round(peak, 3) for track, peak in tracks.items()},
            self._output.xruns,
            round(self._output.load, 2),
        )


if __name__ == "__main__":
    sys.exit(main())
