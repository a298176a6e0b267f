"""The whole of writing in one call, for the command line; and how a finished text becomes a take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Take
from songwright.llm.brief import Brief, take_of
from songwright.llm.events import Answered, Done, Event, Failed, Offered, Stopped, Told
from songwright.llm.model import LoadOptions
from songwright.llm.models import Hashes, ModelFile, Suspects, memory_need
from songwright.llm.plan import Plan
from songwright.llm.planning import plan_of
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import Prompts
from songwright.llm.protocol import Statistics
from songwright.llm.questions import Option, Question
from songwright.llm.sampling_settings import Sampling

__all__ = ["Request", "TooLittleMemoryError", "WritingFailedError", "WrittenPiece", "ask", "write", "write_plan"]

_POLL_SECONDS = 0.05


class TooLittleMemoryError(SongwrightError):
    """The model needs more memory than is free; nothing was loaded."""


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """What came of a request. `take.complete` is false when it was stopped, failed or ran out of room."""

    take: Take
    title: str
    statistics: Statistics = field(default_factory=Statistics)


class WritingFailedError(SongwrightError):
    """The model failed; `written` holds the words that came before."""

    def __init__(self, message: str, written: WrittenPiece, *, detail: str = "") -> None:
        super().__init__(message, detail=detail)
        self.written = written


@dataclass(frozen=True, slots=True)
class Request:
    """A piece to be written by a model, reproducibly: the same request gives the same take.

    Without `options` the model is loaded as it asks to be, with its adapter.
    """

    brief: Brief
    model: ModelFile
    seed: int = 0
    settings: Sampling = field(default_factory=Sampling)
    options: LoadOptions | None = None

    @property
    def loading(self) -> LoadOptions:
        """How to load the model."""
        return self.options or self.model.load_options()


def _take(request: Request, end: Done | Stopped | Failed, sha256: str, *, complete: bool) -> Take:
    return take_of(
        request.brief,
        end.text.strip(),
        end.title,
        request.settings.pairs(),
        take_id="t1",
        seed=request.seed,
        model=request.model.name,
        model_sha256=sha256,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        complete=complete,
    )


def write(
    request: Request,
    prompts: Prompts,
    process: ModelProcess,
    *,
    on_event: Callable[[Event], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    hashes: Hashes | None = None,
    suspects: Suspects | None = None,
    despite_memory: bool = False,
) -> WrittenPiece:
    """Load the model, write the piece, and wait for it; `on_event` sees every event as it comes.

    Returns what there is when `cancelled` turns true. Raises BriefError, TooLittleMemoryError,
    ModelFileError and WritingFailedError.
    """
    plan = plan_of(request.brief, prompts)
    _check(request, on_event, suspects, despite_memory=despite_memory)
    if not process.has(request.model.path, request.loading):
        process.load(request.model.path, request.loading)
    process.write(plan, request.settings, request.seed)
    end = cast("Done | Stopped | Failed", _follow(process, on_event, cancelled))  # a piece has no options
    sha256 = hashes.sha256(request.model.path, cancelled) if hashes else ""
    complete = isinstance(end, Done) and end.complete
    take = _take(request, end, sha256, complete=complete)
    if isinstance(end, Failed):
        if suspects and end.blames_model:
            suspects.crashed(request.model)
        raise WritingFailedError(end.message, WrittenPiece(take, end.title), detail=end.detail)
    if suspects and complete:
        suspects.clear(request.model)
    return WrittenPiece(take, end.title, end.statistics)


def write_plan(
    plan: Plan,
    model: ModelFile,
    process: ModelProcess,
    settings: Sampling,
    seed: int,
    load: LoadOptions,
    *,
    on_event: Callable[[Event], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """The text of a plan, or what there is of it when `cancelled` turns true. Raises SongwrightError."""
    if not process.has(model.path, load):
        process.load(model.path, load)
    process.write(plan, settings, seed)
    end = cast("Done | Stopped | Failed", _follow(process, on_event, cancelled))
    if isinstance(end, Failed):
        raise SongwrightError(end.message, detail=end.detail)
    return end.text


def ask(
    question: Question,
    model: ModelFile,
    process: ModelProcess,
    settings: Sampling,
    seed: int,
    load: LoadOptions,
    *,
    on_event: Callable[[Event], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Option, ...]:
    """Put a question about a text, and wait for its options; those offered so far when `cancelled` turns true.

    Raises SongwrightError with the reason when there is no answer.
    """
    if not process.has(model.path, load):
        process.load(model.path, load)
    process.ask(question, settings, seed)
    offered: list[Option] = []

    def hear(event: Event) -> None:
        if isinstance(event, Offered):
            offered.append(event.option)
        on_event(event)

    end = _follow(process, hear, cancelled)
    if isinstance(end, Failed):
        raise SongwrightError(end.message, detail=end.detail)
    return end.options if isinstance(end, Answered) else tuple(offered)


def _check(
    request: Request, on_event: Callable[[Event], None], suspects: Suspects | None, *, despite_memory: bool
) -> None:
    """Say what speaks against the model before it is loaded."""
    need = memory_need(request.model, request.loading.context)
    if not need.enough and not despite_memory:
        raise TooLittleMemoryError(
            said("{message} Close other programs, or choose a smaller model.", message=need.message)
        )
    if suspects and (warning := suspects.warning(request.model)):
        on_event(Told(warning))


def _follow(
    process: ModelProcess, on_event: Callable[[Event], None], cancelled: Callable[[], bool]
) -> Done | Answered | Stopped | Failed:
    asked = False
    while True:
        if not asked and cancelled():
            asked = True
            process.cancel()
        for event in process.wait(_POLL_SECONDS):
            on_event(event)
            if isinstance(event, (Done, Answered, Stopped, Failed)):
                return event
