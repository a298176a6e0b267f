"""Drives a child with threads and pipes: for the command line, for jobs on a worker thread, and for tests.

Any thread may speak to it; one thread calls `wait` and gets the events.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Generic, Self, TypeVar

from songwright.host.child.client import ChildClient
from songwright.host.child.environment import child_environment
from songwright.host.child.message_codec import Garbage
from songwright.host.logs import note

__all__ = ["ChildProcess"]

log = logging.getLogger(__name__)

_READ_SIZE = 1 << 16
_CLOSE_SECONDS = 2.0

EventT = TypeVar("EventT")


@dataclass(frozen=True, slots=True)
class _News:
    """Something a pipe's thread saw; `life` separates an old process's news from the current one's."""

    life: int
    kind: str
    data: bytes = b""
    code: int = 0


class ChildProcess(Generic[EventT]):
    """A process and the client that follows it; starts, kills and restarts it as the client asks."""

    def __init__(
        self, client: ChildClient[EventT], command: Sequence[str], *, on_log: Callable[[str], None] | None = None
    ) -> None:
        """`command` as `child_command` gives it; `on_log` gets what the child writes to stderr."""
        self._client = client
        self._command = list(command)
        self._on_log = on_log
        self._lock = threading.RLock()
        self._news: queue.SimpleQueue[_News] = queue.SimpleQueue()
        self._unheard: list[EventT | Garbage] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._life = 0
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process's id while one runs."""
        return self._process.pid if self._process else None

    @contextlib.contextmanager
    def speaking(self) -> Iterator[None]:
        """Talk to the client inside; what it wants is done at the end."""
        with self._lock:
            yield
            self._move()
        self._news.put(_News(0, "wake"))

    def start(self) -> None:
        """Start the process if there is none: for what its client has to say at once."""
        with self.speaking():
            self._client.start()

    def tell(self, command: object) -> None:
        """Send one command."""
        with self.speaking():
            self._client.send(command)

    def wait(self, timeout: float | None = None) -> list[EventT | Garbage]:
        """The next events, as soon as there are some; an empty list after `timeout` seconds without any."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._lock:
                self._unheard += self._client.check()
                self._move()
                events, self._unheard = self._unheard, []
                left = self._patience(until)
            if events:
                return events
            try:
                self._hear(self._news.get(timeout=left))
            except queue.Empty:
                if until is not None and time.monotonic() >= until:
                    return []

    def close(self, *, grace: float = _CLOSE_SECONDS) -> None:
        """End the child: it goes when its stdin closes, or is killed after `grace` seconds. Returns when it is gone."""
        with self._lock:
            self._client.closing()
            process, self._process = self._process, None
        if process is None:
            return
        self._to_write.put(None)
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        note(log, "child.closed", pid=process.pid, code=process.returncode)
        self._join()

    def _patience(self, until: float | None) -> float | None:
        """Seconds until something has to be looked at although nothing came; None for never."""
        deadline, now = self._client.deadline, time.monotonic()
        left = [] if until is None else [until - now]
        if deadline is not None:
            left.append(deadline - self._client.clock())
        return max(0.0, min(left)) if left else None

    def _hear(self, news: _News) -> None:
        with self._lock:
            if news.life != self._life or self._process is None:
                return
            if news.kind == "out":
                self._unheard += self._client.receive(news.data)
            elif news.kind == "err":
                self._client.receive_log(news.data)
                if self._on_log:
                    self._on_log(news.data.decode("utf-8", "replace"))
            elif news.kind == "exit":
                note(log, "child.ended", pid=self._process.pid, code=news.code)
                self._process = None
                self._to_write.put(None)
                self._unheard += self._client.exited(news.code)
            self._move()

    def _move(self) -> None:
        """Do what the client asks for, in the order that its documentation gives."""
        if self._client.must_kill and self._process is not None:
            self._process.kill()
        elif self._client.must_start and self._process is None:
            self._start()
        if data := self._client.data_to_send():
            self._to_write.put(data)

    def _start(self) -> None:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=child_environment(),
            )
        except OSError as error:
            note(log, "child.not_started", level=logging.WARNING, command=self._command[0], why=error)
            self._unheard += self._client.not_started(f"{self._command[0]}: {error}")
            return
        note(log, "child.started", pid=process.pid, command=" ".join(self._command))
        self._join()
        self._process = process
        self._life += 1
        self._to_write = queue.SimpleQueue()
        jobs: tuple[tuple[Callable[..., None], tuple[object, ...]], ...] = (
            (_pour, (process.stdin, self._to_write)),
            (_watch, (process, self._life, self._news)),
        )
        self._threads = [threading.Thread(target=job, args=arguments, daemon=True) for job, arguments in jobs]
        for thread in self._threads:
            thread.start()
        self._client.started()

    def _join(self) -> None:
        # Not `join`, which would leave a trace of a caller that is one of Qt's threads among Python's for ever.
        while any(thread.is_alive() for thread in self._threads):
            time.sleep(0.001)
        self._threads.clear()


def _pour(pipe: IO[bytes], data: queue.SimpleQueue[bytes | None]) -> None:
    """Write to the child's stdin until told to close it; a child that died is noticed elsewhere."""
    with contextlib.suppress(OSError):
        while (block := data.get()) is not None:
            view = memoryview(block)
            while view:
                view = view[pipe.write(view) :]
    with contextlib.suppress(OSError):
        pipe.close()


def _watch(process: subprocess.Popen[bytes], life: int, news: queue.SimpleQueue[_News]) -> None:
    """Read both pipes to their ends, then report the exit: last, so that no word is lost."""
    errors = threading.Thread(target=_read, args=(process.stderr, life, "err", news), daemon=True)
    errors.start()
    _read(process.stdout, life, "out", news)
    errors.join()
    news.put(_News(life, "exit", code=process.wait()))


def _read(pipe: IO[bytes] | None, life: int, kind: str, news: queue.SimpleQueue[_News]) -> None:
    if pipe is None:
        return
    with contextlib.suppress(OSError), pipe:
        while data := pipe.read(_READ_SIZE):
            news.put(_News(life, kind, data))
