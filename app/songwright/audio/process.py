"""The sound process driven with threads: for the command line, for tests, and for programs without an event loop."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from threading import Condition, Thread
from typing import IO, TYPE_CHECKING, Self

from songwright.audio.client import AudioClient, AudioEvent
from songwright.core.errors import SongwrightError
from songwright.host.child.environment import child_command, child_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

__all__ = ["AudioProcess", "audio_command", "export_command", "hum_command"]

_GRACE_SECONDS = 2.0
_KEPT_STDERR = 4000


def audio_command(*options: str) -> list[str]:
    """The command that starts the sound process."""
    return child_command("songwright-audio", "songwright.audio.device", *options)


def export_command() -> list[str]:
    """The command that starts a process which exports one file (see `songwright.audio.export`)."""
    return audio_command("--export")


def hum_command(*options: str) -> list[str]:
    """The command that starts a process which records or listens to one take (see `songwright.audio.hum.process`)."""
    return audio_command("--hum", *options)


class AudioProcess:
    """A running sound process; a context manager that ends it. Commands come from its `client`.

    For example::

        with AudioProcess(["--device", "null"]) as audio:
            audio.send(audio.client.load(score))
            audio.send(audio.client.play())
            audio.wait(lambda: audio.client.status.state is PlayerState.PLAYING)

    After a crash it starts again by itself while `Failed.restartable`, and keeps the song.
    """

    def __init__(self, options: Sequence[str] = (), on_event: Callable[[AudioEvent], None] | None = None) -> None:
        self.client = AudioClient()
        self._options = list(options)
        self._on_event = on_event
        self._changed = Condition()
        self._closing = False
        self._stderr = b""
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    def send(self, data: bytes) -> None:
        """Write commands; lost when the process has just ended, and then repeated by `AudioClient.restart`."""
        with contextlib.suppress(OSError, ValueError):
            self._stdin(self._process).write(data)
            self._stdin(self._process).flush()

    def wait(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait until reports have made a condition true. Raises SongwrightError when they do not in time."""
        with self._changed:
            if not self._changed.wait_for(condition, timeout):
                raise SongwrightError("The player does not answer.", detail=self._stderr.decode(errors="replace"))

    def close(self) -> None:
        """End the process and wait for that."""
        self._closing = True
        self.send(self.client.quit())
        with contextlib.suppress(OSError):
            self._stdin(self._process).close()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            audio_command(*self._options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
        )
        self._reader = Thread(target=self._read, args=(process,), name="audio reports", daemon=True)
        self._reader.start()
        return process

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        errors = Thread(target=self._read_errors, args=(process,), name="audio errors", daemon=True)
        errors.start()
        stdout = process.stdout
        assert stdout is not None  # noqa: S101 - asked for with PIPE
        with stdout:
            while data := os.read(stdout.fileno(), 1 << 16):
                self._tell(self.client.receive(data, time.monotonic()))
        code = process.wait()
        errors.join()
        with contextlib.suppress(OSError):
            self._stdin(process).close()
        if not self._closing:
            failure = self.client.ended(code, time.monotonic(), self._stderr.decode(errors="replace"))
            if failure.restartable:
                self._process = self._start()
                self.send(self.client.restart())
            self._tell([failure])

    def _read_errors(self, process: subprocess.Popen[bytes]) -> None:
        stderr = process.stderr
        assert stderr is not None  # noqa: S101 - asked for with PIPE
        with stderr:
            while data := os.read(stderr.fileno(), 1 << 12):
                self._stderr = (self._stderr + data)[-_KEPT_STDERR:]

    def _tell(self, events: Sequence[AudioEvent]) -> None:
        with self._changed:
            for event in events:
                if self._on_event is not None:
                    self._on_event(event)
            self._changed.notify_all()

    @staticmethod
    def _stdin(process: subprocess.Popen[bytes]) -> IO[bytes]:
        assert process.stdin is not None  # noqa: S101 - asked for with PIPE
        return process.stdin
