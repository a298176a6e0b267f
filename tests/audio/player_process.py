"""The player really started, with a thread that follows it: for tests and benchmarks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from songwright.audio.client import AudioClient, AudioEvent
from songwright.audio.process import audio_command
from songwright.audio.score import Score
from songwright.host.child.process import ChildProcess


class PlayerProcess:
    """A running player; a context manager that ends it. After a crash it starts again by itself."""

    def __init__(self, options: Sequence[str] = (), on_event: Callable[[object], None] = lambda _: None) -> None:
        self.client = AudioClient()
        self._on_event = on_event
        self._process: ChildProcess[AudioEvent] = ChildProcess(self.client, audio_command(*options))
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._process.start()
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def send(self, *commands: object) -> None:
        with self._process.speaking():
            for command in commands:
                self.client.send(command)

    def load(self, score: Score) -> None:
        with self._process.speaking():
            self.client.load(score)

    def wait(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, timeout), self.client.log_text

    def close(self) -> None:
        self._over.set()
        self._follower.join()
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _follow(self) -> None:
        while not self._over.is_set():
            events = self._process.wait(0.1)
            with self._changed:
                for event in events:
                    self._on_event(event)
                self._changed.notify_all()
