"""Drives a worker with threads and pipes: for the command line, for tests, and for a window that prefers a thread.

Any thread may call the methods of `ModelProcess`; one thread calls `wait` and gets the events. In a window that is a
small `QThread` whose loop is `for event in process.wait(): self.happened.emit(event)`.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from songwright.core.errors import SongwrightError
from songwright.host.child.environment import child_command, child_environment
from songwright.llm.client import ModelClient
from songwright.llm.events import Event
from songwright.llm.model import LoadOptions
from songwright.llm.plan import Plan
from songwright.llm.questions import Question
from songwright.llm.settings import Settings

__all__ = ["ModelProcess", "WorkerStartError", "worker_command"]

_READ_SIZE = 1 << 16
_CLOSE_SECONDS = 2.0


class WorkerStartError(SongwrightError):
    """The model's process cannot be started."""


def worker_command(*arguments: str) -> list[str]:
    """How to start a worker from this very installation or checkout."""
    return child_command("songwright-worker", "songwright.llm.worker", *arguments)


@dataclass(frozen=True, slots=True)
class _News:
    """Something a pipe's thread saw; `life` tells an old process's news from the current one's."""

    life: int
    kind: str
    data: bytes = b""
    code: int = 0


class ModelProcess:
    """A worker and the client that follows it; starts, kills and restarts the process as the client asks."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        patience: float = 120.0,
        grace: float = 2.0,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """`command` defaults to `worker_command()`; `log` gets what the worker writes to stderr."""
        self._command = list(command or worker_command())
        self._client = ModelClient(patience=patience, grace=grace)
        self._log = log
        self._lock = threading.RLock()
        self._news: queue.SimpleQueue[_News] = queue.SimpleQueue()
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
        """The worker's process id while one runs."""
        return self._process.pid if self._process else None

    @property
    def busy(self) -> bool:
        """Whether something is being loaded, written or answered."""
        return self._client.loading or self._client.writing or self._client.asking

    def has(self, path: Path, options: LoadOptions | None = None) -> bool:
        """Whether this model, with these options, is loaded or being loaded."""
        with self._lock:
            return self._client.has(path, options)

    def load(self, path: Path, options: LoadOptions | None = None) -> None:
        """Load a model file; `wait` tells how it goes. Raises WorkerStartError."""
        with self._lock:
            self._client.load(path, options)
            self._move()

    def write(self, plan: Plan, settings: Settings, seed: int) -> None:
        """Write a piece; `wait` brings its words. Raises WorkerStartError."""
        with self._lock:
            self._client.write(plan, settings, seed)
            self._move()

    def ask(self, question: Question, settings: Settings, seed: int) -> None:
        """Put a question about a text; `wait` brings its options. Raises WorkerStartError."""
        with self._lock:
            self._client.ask(question, settings, seed)
            self._move()

    def cancel(self) -> None:
        """Stop what goes on; `wait` brings `Stopped` within the grace time."""
        with self._lock:
            self._client.cancel()
            self._move()
        self._news.put(_News(0, "wake"))

    def wait(self, timeout: float | None = None) -> list[Event]:
        """The next events, as soon as there are some; an empty list after `timeout` seconds without any."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._lock:
                events = self._client.check()
                self._move()
                deadline = self._client.deadline
            if events:
                return events
            ends = [moment for moment in (until, deadline) if moment is not None]
            left = max(0.0, min(ends) - time.monotonic()) if ends else None
            try:
                news = self._news.get(timeout=left)
            except queue.Empty:
                if until is not None and time.monotonic() >= until:
                    return []
                continue
            if events := self._hear(news):
                return events

    def close(self) -> None:
        """End the worker; returns when it is gone."""
        with self._lock:
            self._client.closing()
            process, self._process = self._process, None
        if process is None:
            return
        self._to_write.put(None)
        try:
            process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _hear(self, news: _News) -> list[Event]:
        with self._lock:
            if news.life != self._life or self._process is None:
                return []
            events: list[Event] = []
            if news.kind == "out":
                events = self._client.receive(news.data)
            elif news.kind == "err":
                self._client.receive_log(news.data)
                if self._log:
                    self._log(news.data.decode("utf-8", "replace"))
            elif news.kind == "exit":
                self._process = None
                self._to_write.put(None)
                events = self._client.exited(news.code)
            self._move()
            return events

    def _move(self) -> None:
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
            raise WorkerStartError(
                "The model's process cannot be started: the installation is incomplete. Run the set-up again.",
                detail=f"{self._command[0]}: {error}",
            ) from error
        self._process = process
        self._life += 1
        self._to_write = queue.SimpleQueue()
        for thread in self._threads:
            thread.join()
        jobs: tuple[tuple[Callable[..., None], tuple[object, ...]], ...] = (
            (_pour, (process.stdin, self._to_write)),
            (_watch, (process, self._life, self._news)),
        )
        self._threads = [threading.Thread(target=job, args=arguments, daemon=True) for job, arguments in jobs]
        for thread in self._threads:
            thread.start()
        self._client.started()


def _pour(pipe: IO[bytes], data: queue.SimpleQueue[bytes | None]) -> None:
    """Write to the worker's stdin until told to close it; a worker that died is noticed elsewhere."""
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
