"""The near end of a child's line: state machines that do no input or output of their own.

A driver owns the process and moves bytes: `host.child.process` with threads and pipes, `ui.child_process` with a
QProcess and a timer. After everything that happened it does what the client wants:

    if client.must_kill: kill the process
    elif client.must_start: start a process, then client.started(), or client.not_started(why)
    write client.data_to_send() to the process's stdin
    arrange for client.check() to be called at client.deadline (a moment of the client's clock), if there is one
    tell the events that the calls gave

Most children need no client of their own: `MessageClient` for one that goes on until it is no longer needed,
`JobClient` for one that carries out one request. A child that has more to remember (`llm.client`, `audio.client`)
builds on `ChildClient`.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from songwright.host.child.lines import MAX_LINE, LineReader
from songwright.host.child.message_codec import Garbage, decode, encode
from songwright.host.child.restart import RestartPolicy

__all__ = ["ChildClient", "Death", "JobClient", "MessageClient"]

_LOG_KEPT = 8000  # bytes of stderr: the last words of a native library and a traceback

EventT = TypeVar("EventT")


@dataclass(frozen=True, slots=True)
class Death:
    """A child ended although nobody had asked it to, or cannot be started (`code` None).

    `code` is as `subprocess` gives it: a signal's number is negative. `log` is the end of what it wrote to stderr, or
    why it could not be started; `killed` says that its client had it killed; `again` that it is being started again.
    """

    code: int | None
    log: str = ""
    killed: bool = False
    again: bool = False

    @property
    def detail(self) -> str:
        """Exit code and last words, for the details of a notice."""
        ended = "the process could not be started" if self.code is None else f"exit code {self.code}"
        return f"{ended}\n{self.log[-4000:]}".strip()


class ChildClient(ABC, Generic[EventT]):
    """Follows one process at a time; `EventT` is what its owner hears."""

    def __init__(self, reports: Any, *, longest: int = MAX_LINE, clock: Callable[[], float] = time.monotonic) -> None:  # noqa: ANN401
        """`reports` is the union of the messages that the child sends, `longest` the bytes of the longest one."""
        self.clock = clock
        self.must_start = False
        self.must_kill = False
        self.heard_at = clock()
        """When the child last said something, or was started."""
        self._reports = reports
        self._longest = longest
        self._reader = LineReader(longest)
        self._log = b""
        self._outgoing: list[bytes] = []
        self._running = False
        self._closing = False

    # --- the owner's side -------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether there is a process, as far as its driver has said."""
        return self._running

    def send(self, command: object) -> None:
        """Say something to the child; one is started for it when there is none."""
        self._outgoing.append(encode(command))
        self.start()

    def start(self) -> None:
        """Have a child started if there is none."""
        if not self._running and not self._closing:
            self.must_start = True

    def kill(self) -> None:
        """Have the process killed."""
        self.must_kill = self._running
        self.must_start = False

    def closing(self) -> None:
        """The driver is about to close stdin: what the child does from now on is of no interest."""
        self._closing = True
        self.must_start = False

    # --- the driver's side ------------------------------------------------------------------------------------

    @property
    def deadline(self) -> float | None:
        """When `check` has to be called, on the `clock`; None while nothing is awaited."""
        return None

    def check(self) -> Sequence[EventT]:
        """The deadline may have passed."""
        return ()

    def started(self) -> None:
        """A fresh child runs and waits for data."""
        self.must_start = self.must_kill = False
        self._running = True
        self._reader = LineReader(self._longest)
        self._log = b""
        self.heard_at = self.clock()
        self._outgoing[:0] = [encode(command) for command in self.opening()]

    def not_started(self, why: str) -> Sequence[EventT]:
        """No child can be started."""
        self._running = self.must_start = self.must_kill = False
        self._outgoing.clear()
        return [] if self._closing else self.died(Death(None, why))

    def data_to_send(self) -> bytes:
        """What has to be written to the child's stdin; nothing while none runs."""
        if not self._running:
            return b""
        data = b"".join(self._outgoing)
        self._outgoing.clear()
        return data

    def receive(self, data: bytes) -> list[EventT | Garbage]:
        """The child wrote to stdout. A line that is no message comes as it is, for the log."""
        self.heard_at = self.clock()
        events: list[EventT | Garbage] = []
        for line in self._reader.feed(data):
            report = decode(line, self._reports)
            if isinstance(report, Garbage):
                events.append(report)
            elif not self.must_kill:
                events += self.understood(report)
        return events

    def receive_log(self, data: bytes) -> None:
        """The child wrote to stderr."""
        self._log = (self._log + data)[-_LOG_KEPT:]

    def exited(self, code: int) -> Sequence[EventT]:
        """The process is gone; `code` as `subprocess` gives it."""
        killed = self.must_kill
        self._running = self.must_kill = False
        self._outgoing.clear()
        return [] if self._closing else self.died(Death(code, self.log_text, killed))

    # --- what a child of its own kind fills in ----------------------------------------------------------------

    @property
    def log_text(self) -> str:
        """The end of what the child wrote to stderr."""
        return self._log.decode("utf-8", "replace")

    def opening(self) -> Sequence[object]:
        """The commands that a fresh child is given before all others."""
        return ()

    @abstractmethod
    def understood(self, report: Any) -> Sequence[EventT]:  # noqa: ANN401 - a message of `reports`
        """The events that a report means."""

    @abstractmethod
    def died(self, death: Death) -> Sequence[EventT]:
        """The events that the end of the process means; `start` has another one started."""


class MessageClient(ChildClient[object]):
    """A child that gets messages and sends messages: its events are its reports, and `Death`.

    One that dies is started again, within bounds, and first told what `opening` gives then (such as what to load);
    what it was doing is not done again.
    """

    def __init__(
        self,
        reports: Any,  # noqa: ANN401 - as for `ChildClient`
        *,
        opening: Callable[[], Sequence[object]] = tuple,
        longest: int = MAX_LINE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(reports, longest=longest, clock=clock)
        self._opening = opening
        self._policy = RestartPolicy()

    def opening(self) -> Sequence[object]:
        """What was given for it."""
        return self._opening()

    def understood(self, report: object) -> Sequence[object]:
        """The report itself."""
        self._policy.works(self.clock())
        return (report,)

    def died(self, death: Death) -> Sequence[object]:
        """The death itself, and another start while that is worth a try."""
        again = death.code is not None and self._policy.died(self.clock())
        if again:
            self.start()
        return (Death(death.code, death.log, death.killed, again),)


class JobClient(ChildClient[object]):
    """A child that carries out one request and ends: its events are its reports, and `Death`.

    A `Death` comes only when none of the `final` reports has been heard.
    """

    def __init__(self, request: object, reports: Any, final: tuple[type, ...]) -> None:  # noqa: ANN401
        super().__init__(reports)
        self._final = final
        self.over = False
        self.send(request)

    def understood(self, report: object) -> Sequence[object]:
        """The report itself."""
        self.over = self.over or isinstance(report, self._final)
        return (report,)

    def died(self, death: Death) -> Sequence[object]:
        """The death itself, when the job was not done."""
        if self.over:
            return ()
        self.over = True
        return (death,)
