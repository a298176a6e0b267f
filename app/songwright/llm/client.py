"""The other end of the worker's line: a state machine that does no input or output of its own.

A driver owns the process and moves bytes. It does, whenever something happened:

    for event in client.receive(bytes from stdout): show(event)     # or client.exited(code)
    client.receive_log(bytes from stderr)
    if client.must_kill: kill the process
    elif client.must_start: start a process, then client.started()
    write client.data_to_send() to the process's stdin
    arrange for client.check() to be called at client.deadline (a moment of `clock`), if there is one

`songwright.llm.process` is such a driver with threads and pipes. In a Qt window the same takes a `QProcess` and a
single-shot `QTimer`: `readyReadStandardOutput`, `readyReadStandardError`, `finished` and `timeout` each call the
matching method and then one `_move()` with the three lines above. `QProcess.finished` gives a signal's number as a
positive exit code with `CrashExit`: pass it on as a negative one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from songwright.llm.events import (
    Answered,
    Done,
    Event,
    Failed,
    Garbled,
    Loading,
    Offered,
    Reading,
    Ready,
    Stopped,
    Told,
    Words,
)
from songwright.llm.faults import explain
from songwright.llm.model import LoadOptions
from songwright.llm.plan import Plan
from songwright.llm.protocol import (
    VERSION,
    Answer,
    Ask,
    Cancel,
    Chunk,
    Command,
    Fault,
    Finished,
    Garbage,
    Hello,
    LineReader,
    Load,
    Loaded,
    LoadProgress,
    Notice,
    Offer,
    Report,
    Statistics,
    Write,
    decode_report,
    encode,
)
from songwright.llm.protocol import Reading as ReadingReport
from songwright.llm.questions import Question
from songwright.llm.settings import Settings

__all__ = ["ModelClient"]

_LOG_KEPT = 8000


class ModelClient:
    """Follows one worker at a time: what it loads, what it writes, and what becomes of the words when it dies."""

    def __init__(
        self, *, patience: float = 120.0, grace: float = 2.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`patience`: seconds of silence taken for a hang; `grace`: seconds until a stopped worker is killed."""
        self._patience = patience
        self._grace = grace
        self._clock = clock
        self._reader = LineReader()
        self._log = b""
        self._outgoing: list[bytes] = []
        self._running = False
        self._serial = 0
        self._load: Load | None = None
        self._load_id = 0
        self._refused = False
        self._loading = False
        self._task: Write | Ask | None = None
        self._text: list[str] = []
        self._title: list[str] = []
        self._heard = 0.0
        self._stop_by: float | None = None
        self._closing = False
        self.must_start = False
        self.must_kill = False

    # What the program wants

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded."""
        return self._loading

    @property
    def writing(self) -> bool:
        """Whether a piece is being written."""
        return isinstance(self._task, Write)

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return isinstance(self._task, Ask)

    def has(self, path: Path, options: LoadOptions | None = None) -> bool:
        """Whether this model, with these options, is loaded or being loaded."""
        load = self._load
        return (
            load is not None
            and not self._refused
            and (load.path, load.options) == (str(path), options or LoadOptions())
        )

    def load(self, path: Path, options: LoadOptions | None = None) -> None:
        """Load a model file in place of the one loaded; it is loaded again whenever the worker had to be restarted."""
        self._load = Load(self._next_id(), str(path), options or LoadOptions())
        self._load_id = self._load.id
        self._refused = False
        self._loading = True
        self._tell(self._load)

    def write(self, plan: Plan, settings: Settings, seed: int) -> None:
        """Write a piece, after the loading that goes on. ValueError when one is being written, or no model chosen."""
        self._begin(Write(self._next_id(), plan, settings, seed))

    def ask(self, question: Question, settings: Settings, seed: int) -> None:
        """Put a question about a text; its options come as `Offered` and `Answered`. ValueError as for `write`."""
        self._begin(Ask(self._next_id(), question, settings, seed))

    def cancel(self) -> None:
        """Stop writing or answering, else loading; the worker has `grace` seconds to comply.

        A piece that still waits for its model is given up at once, and the loading goes on.
        """
        if self._stop_by is not None:
            return
        if self._task is not None:
            self._tell(Cancel(self._task.id))
            self._stop_by = self._clock() + (0.0 if self._loading else self._grace)
        elif self._load is not None and self._loading:
            self._tell(Cancel(self._load.id))
            self._load = None
            self._stop_by = self._clock() + self._grace

    def closing(self) -> None:
        """The driver is about to close stdin: what the worker does from now on is of no interest."""
        self._closing = True
        self.must_start = False

    # What the driver does

    def started(self) -> None:
        """A fresh worker runs and waits for data."""
        self.must_start = self.must_kill = False
        self._running = True
        self._reader = LineReader()
        self._log = b""
        self._heard = self._clock()

    def not_started(self, message: str, detail: str) -> list[Event]:
        """No worker can be started: what waits for one has failed. The next command asks for one again."""
        self._running = self.must_start = self.must_kill = False
        self._outgoing.clear()
        self._loading = True
        return [self._failed(message, detail)]

    def data_to_send(self) -> bytes:
        """What has to be written to the worker's stdin; nothing while none runs."""
        if not self._running:
            return b""
        data = b"".join(self._outgoing)
        self._outgoing.clear()
        return data

    @property
    def deadline(self) -> float | None:
        """When `check` has to be called, on the `clock`; None while nothing is awaited."""
        if self._stop_by is not None:
            return self._stop_by
        busy = self._running and (self._loading or self._task is not None)
        return self._heard + self._patience if busy and not self.must_kill else None

    def check(self) -> list[Event]:
        """The deadline may have passed: give a worker up that will not stop or has gone silent."""
        deadline = self.deadline
        if deadline is None or self._clock() < deadline or self._closing:
            return []
        if self._stop_by is not None:
            if self._loading and self._task is not None:
                self._task, self._stop_by = None, None
                return [Stopped("", "")]
            return self._abandon(self._stopped(Statistics()))
        message = (
            f"The model has not answered for {self._patience:.0f} seconds and was given up. Try again, or choose a "
            "smaller model."
        )
        fault = replace(self._failed(message, self._log_text()), crashed=True, blames_model=True)
        return self._abandon(fault)

    def receive_log(self, data: bytes) -> None:
        """The worker wrote to stderr."""
        self._log = (self._log + data)[-_LOG_KEPT:]

    def receive(self, data: bytes) -> list[Event]:
        """The worker wrote to stdout."""
        self._heard = self._clock()
        events: list[Event] = []
        for line in self._reader.feed(data):
            report = decode_report(line)
            if isinstance(report, Garbage):
                events.append(Garbled(report.line))
            elif not self.must_kill:
                events += self._understand(report)
        return events

    def exited(self, code: int) -> list[Event]:
        """The worker is gone; `code` as `subprocess` gives it."""
        killed, busy = self.must_kill, self._loading or self._task is not None
        was_loading = self._loading
        self._running = False
        self.must_kill = False
        self._outgoing.clear()
        if self._closing:
            return []
        events: list[Event] = []
        if not killed:
            if self._stop_by is not None:
                events.append(self._stopped(Statistics()))
            else:
                reason = explain(code, self._log_text())
                fault = self._failed(reason.message, reason.detail)
                events.append(replace(fault, crashed=True, blames_model=reason.blames_model))
        self._stop_by = None
        # Ready for the next try, unless it was the loading that failed, or it died with nothing to do.
        if (killed or busy) and not was_loading:
            self._reload()
        return events

    # Inside

    def _next_id(self) -> int:
        self._serial += 1
        return self._serial

    def _begin(self, task: Write | Ask) -> None:
        if self._task is not None or self._load is None:
            raise ValueError("one piece or question at a time, and a model first")
        self._text, self._title = [], []
        self._task = task
        if not self._running and not self._loading:
            self._reload()
        self._tell(task)

    def _tell(self, command: Command) -> None:
        self._outgoing.append(encode(command))
        self._heard = self._clock()
        if not self._running:
            self.must_start = True

    def _reload(self) -> None:
        if self._load is not None:
            self.load(Path(self._load.path), self._load.options)

    def _understand(self, report: Report) -> list[Event]:
        if isinstance(report, Hello):
            return self._greeted(report)
        if self._loading and report.id == self._load_id:
            return self._about_loading(report)
        if self._task is not None and report.id == self._task.id:
            return self._about_answering(report) or self._about_writing(report)
        return []  # the last words of something that was given up

    def _greeted(self, hello: Hello) -> list[Event]:
        if hello.version == VERSION:
            return []
        message = "The model's process belongs to another version of Songwright. Run the set-up again."
        return self._abandon(self._failed(message, f"protocol {hello.version}, wanted {VERSION}"))

    def _about_loading(self, report: Report) -> list[Event]:
        match report:
            case LoadProgress():
                return [Loading(report.share)]
            case Loaded():
                self._loading = False
                return [Ready(report.info, report.seconds)]
            case Fault():
                return [self._failed(report.message, report.detail)]
            case Finished():
                return [self._stopped(report.statistics)]
        return []

    def _about_writing(self, report: Report) -> list[Event]:
        match report:
            case ReadingReport():
                return [Reading(report.done, report.total)]
            case Chunk():
                (self._title if report.title else self._text).append(report.text)
                return [Words(report.text, report.title, report.odds)]
            case Notice():
                return [Told(report.message)]
            case Fault():
                return [self._failed(report.message, report.detail)]
            case Finished():
                if report.reason == "stopped":
                    return [self._stopped(report.statistics)]
                return [self._done(report)]
        return []

    def _about_answering(self, report: Report) -> list[Event]:
        match report:
            case Offer():
                return [Offered(report.option)]
            case Answer():
                self._settle()
                return [Answered(report.options, report.statistics)]
        return []

    def _done(self, report: Finished) -> Done:
        event = Done("".join(self._text), "".join(self._title), report.statistics, report.reason == "complete")
        self._settle()
        return event

    def _stopped(self, statistics: Statistics) -> Stopped:
        event = Stopped("".join(self._text), "".join(self._title), statistics)
        self._settle()
        return event

    def _failed(self, message: str, detail: str) -> Failed:
        text, title = "".join(self._text), "".join(self._title)
        self._refused = self._refused or self._loading
        event = Failed(message, detail, text, title, loading=self._loading)
        self._settle()
        return event

    def _settle(self) -> None:
        """Nothing is awaited any more."""
        self._loading = False
        self._task = None
        self._stop_by = None
        self._text, self._title = [], []

    def _abandon(self, event: Event) -> list[Event]:
        self.must_kill = True
        return [event]

    def _log_text(self) -> str:
        return self._log.decode("utf-8", "replace")
