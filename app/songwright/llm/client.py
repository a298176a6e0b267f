"""The near end of the worker's line: what is loaded, what is written, and what becomes of the words when it dies."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from songwright.core.language import said, sayable
from songwright.host.child.client import ChildClient, Death
from songwright.host.logs import note
from songwright.llm.events import (
    Answered,
    Done,
    Event,
    Failed,
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
    MAX_LINE,
    VERSION,
    Ask,
    Cancel,
    Chunk,
    Finished,
    Hello,
    Load,
    Loaded,
    LoadProgress,
    Offer,
    PieceNotice,
    RankedOptions,
    Report,
    Statistics,
    WorkerFault,
    Write,
)
from songwright.llm.protocol import PromptProgress as ReadingReport
from songwright.llm.questions import Question
from songwright.llm.said_again import SaidAgain
from songwright.llm.sampling_settings import Sampling

__all__ = ["ModelClient"]

log = logging.getLogger(__name__)

_NOT_STARTED = sayable("The model's process cannot be started: the installation is incomplete. Run the set-up again.")


class ModelClient(ChildClient[Event]):
    """Follows one worker at a time: what it loads, what it writes, and what becomes of the words when it dies."""

    def __init__(
        self,
        *,
        patience: float = 120.0,
        grace: float = 2.0,
        resumes: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience`: seconds of silence taken for a hang; `grace`: seconds until a stopped worker is killed.

        `resumes`: how often a piece is taken up again when only the line to the worker's machine was cut.
        """
        super().__init__(Report, longest=MAX_LINE, clock=clock)
        self._patience = patience
        self._grace = grace
        self._serial = 0
        self._load: Load | None = None
        self._load_id = 0
        self._refused = False
        self._loading = False
        self._task: Write | Ask | None = None
        self._text: list[str] = []
        self._title: list[str] = []
        self._stop_by: float | None = None
        self._resumes = self._resumes_left = resumes
        self._said_again = SaidAgain()

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
        note(log, "model.load", file=path.name)
        self.send(self._load)

    def write(self, plan: Plan, settings: Sampling, seed: int) -> None:
        """Write a piece, after the loading that goes on. ValueError when one is being written, or no model chosen."""
        self._begin(Write(self._next_id(), plan, settings, seed))

    def ask(self, question: Question, settings: Sampling, seed: int) -> None:
        """Put a question about a text; its options come as `Offered` and `Answered`. ValueError as for `write`."""
        self._begin(Ask(self._next_id(), question, settings, seed))

    def send(self, command: object) -> None:
        """Say something to the worker, which has all its patience for it."""
        super().send(command)
        self.heard_at = self.clock()

    def cancel(self) -> None:
        """Stop writing or answering, else loading; the worker has `grace` seconds to comply.

        A piece that still waits for its model is given up at once, and the loading goes on.
        """
        if self._stop_by is not None:
            return
        if self._task is not None:
            self.send(Cancel(self._task.id))
            self._stop_by = self.clock() + (0.0 if self._loading else self._grace)
        elif self._load is not None and self._loading:
            self.send(Cancel(self._load.id))
            self._load = None
            self._stop_by = self.clock() + self._grace

    # What becomes of it

    @property
    def deadline(self) -> float | None:
        """When `check` has to be called, on the `clock`; None while nothing is awaited."""
        if self._stop_by is not None:
            return self._stop_by
        busy = self.running and (self._loading or self._task is not None)
        return self.heard_at + self._patience if busy and not self.must_kill else None

    def check(self) -> list[Event]:
        """The deadline may have passed: give a worker up that will not stop or has gone silent."""
        deadline = self.deadline
        if deadline is None or self.clock() < deadline or self._closing:
            return []
        if self._stop_by is not None:
            if self._loading and self._task is not None:
                self._task, self._stop_by = None, None
                return [Stopped("", "")]
            return self._abandon(self._stopped(Statistics()))
        message = said(
            "The model has not answered for {patience:.0f} seconds and was given up. "
            "Try again, or choose a smaller model.",
            patience=self._patience,
        )
        fault = replace(self._failed(message, self.log_text), crashed=True, blames_model=True)
        return self._abandon(fault)

    def died(self, death: Death) -> list[Event]:
        """The words that had come are kept; the model is loaded again for the next try."""
        if death.code is None:
            self._loading = True
            return [self._failed(said(_NOT_STARTED), death.log)]
        was_busy, was_loading = self._loading or self._task is not None, self._loading
        events: list[Event] = []
        if not death.killed and self._may_resume(death.code):
            return self._resume()
        if not death.killed:
            events.append(self._last_words(death.code))
        self._stop_by = None
        # Ready for the next try, unless it was the loading that failed, or it died with nothing to do.
        if (death.killed or was_busy) and not was_loading:
            self._reload()
        return events

    def _may_resume(self, code: int) -> bool:
        """Whether a piece was being written, nobody wants it stopped, and its worker is only out of reach."""
        wanted = isinstance(self._task, Write) and self._stop_by is None and self._resumes_left > 0
        return wanted and explain(code, self.log_text).cut

    def _resume(self) -> list[Event]:
        """Have the piece written again: its seed gives the same words, and those that had come are passed over."""
        self._resumes_left -= 1
        self._said_again = SaidAgain("".join(self._text), "".join(self._title))
        again = replace(cast("Write", self._task), id=self._next_id())
        note(log, "model.resumed", written=len(self._said_again.text))
        self._reload()
        self._task = again
        self.send(again)
        return [Told(said("The line to the other machine was cut; it is taken up again, and the words go on."))]

    def _last_words(self, code: int) -> Event:
        if self._stop_by is not None:
            return self._stopped(Statistics())
        reason = explain(code, self.log_text)
        fault = self._failed(reason.message, reason.detail)
        return replace(fault, crashed=True, blames_model=reason.blames_model)

    # Inside

    def _next_id(self) -> int:
        self._serial += 1
        return self._serial

    def _begin(self, task: Write | Ask) -> None:
        if self._task is not None or self._load is None:
            raise ValueError("one piece or question at a time, and a model first")
        self._text, self._title = [], []
        self._said_again, self._resumes_left = SaidAgain(), self._resumes
        self._task = task
        note(log, "model.asked", task=type(task).__name__, seed=task.seed)
        if not self.running and not self._loading:
            self._reload()
        self.send(task)

    def _reload(self) -> None:
        if self._load is not None:
            self.load(Path(self._load.path), self._load.options)

    def understood(self, report: Report) -> list[Event]:
        """What the worker says of what it was last asked for."""
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
        message = said(
            "The model's process belongs to another version of Songwright. Run the set-up again, on the other machine "
            "if it is there."
        )
        return self._abandon(self._failed(message, f"protocol {hello.version}, wanted {VERSION}"))

    def _about_loading(self, report: Report) -> list[Event]:
        match report:
            case LoadProgress():
                return [Loading(report.share)]
            case Loaded():
                self._loading = False
                note(log, "model.loaded", name=report.info.name, context=report.info.context, seconds=report.seconds)
                return [Ready(report.info, report.seconds)]
            case WorkerFault():
                return [self._failed(report.message, report.detail)]
            case Finished():
                return [self._stopped(report.statistics)]
        return []

    def _about_writing(self, report: Report) -> list[Event]:
        match report:
            case ReadingReport():
                return [Reading(report.done, report.total)]
            case Chunk():
                return self._heard(report)
            case PieceNotice():
                return [Told(report.message)]
            case WorkerFault():
                return [self._failed(report.message, report.detail)]
            case Finished():
                if report.reason == "stopped":
                    return [self._stopped(report.statistics)]
                return [self._done(report)]
        return []

    def _heard(self, chunk: Chunk) -> list[Event]:
        """New words; of a piece that is written again those that had not come before."""
        text = self._said_again.new_part(chunk.text, title=chunk.title)
        if text is None:
            other = said("After the line was cut, other words came than before. The words so far are kept; try again.")
            return self._abandon(replace(self._failed(other, ""), crashed=True))
        if not text:
            return []
        (self._title if chunk.title else self._text).append(text)
        return [Words(text, chunk.title, chunk.odds)]

    def _about_answering(self, report: Report) -> list[Event]:
        match report:
            case Offer():
                return [Offered(report.option)]
            case RankedOptions():
                self._settle()
                return [Answered(report.options, report.statistics)]
        return []

    def _done(self, report: Finished) -> Done:
        note(log, "model.wrote", tokens=report.statistics.tokens, seconds=report.statistics.seconds, end=report.reason)
        event = Done("".join(self._text), "".join(self._title), report.statistics, report.reason == "complete")
        self._settle()
        return event

    def _stopped(self, statistics: Statistics) -> Stopped:
        note(log, "model.stopped", tokens=statistics.tokens)
        event = Stopped("".join(self._text), "".join(self._title), statistics)
        self._settle()
        return event

    def _failed(self, message: str, detail: str) -> Failed:
        text, title = "".join(self._text), "".join(self._title)
        self._refused = self._refused or self._loading
        event = Failed(message, detail, text, title, loading=self._loading)
        note(log, "model.failed", level=logging.WARNING, message=message, loading=self._loading, written=len(text))
        self._settle()
        return event

    def _settle(self) -> None:
        """Nothing is awaited any more."""
        self._loading = False
        self._task = None
        self._stop_by = None
        self._text, self._title = [], []

    def _abandon(self, event: Event) -> list[Event]:
        self.kill()
        return [event]
