"""The model's process: `songwright-worker`, or `python -m songwright.llm.worker`.

Speaks `songwright.llm.protocol` on stdin and stdout. One thread owns the model; a second one reads commands, raises
the cancel flag, and ends the process the moment stdin closes, even in the middle of a decode, so that no worker
outlives its window.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.box import bound_memory
from songwright.host.child.serving import ReportStream, commands, take_stdout
from songwright.host.paths import find_paths
from songwright.host.priority import step_back
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.faults import OUT_OF_MEMORY
from songwright.llm.load_order import found_here, most_memory
from songwright.llm.model import Backend, LoadOptions
from songwright.llm.plan import Plan
from songwright.llm.protocol import (
    MAX_LINE,
    VERSION,
    Ask,
    Cancel,
    Chunk,
    Command,
    FindModels,
    Finished,
    Hello,
    Load,
    Loaded,
    LoadProgress,
    ModelsThere,
    Offer,
    PieceNotice,
    PromptProgress,
    RankedOptions,
    Report,
    Statistics,
    WorkerFault,
    Write,
)
from songwright.llm.questions import Option
from songwright.llm.sampling_settings import Sampling

if TYPE_CHECKING:
    from songwright.llm.author import Odds
    from songwright.llm.form.verse.workshop import Workshop

__all__ = ["Worker", "main"]


_PROGRESS_STEP = 0.05
_WRITES = ("songwright.llm.author", "songwright.llm.form.answers.answering")
"""What writes and answers: the larger part of the worker, loaded when a model is there, while its user thinks."""


@dataclass(slots=True)
class _Voice:
    """Sends what the author says as reports, with the times at which it was said."""

    id: int
    send: Callable[[Report], None]
    start: float = field(default_factory=time.monotonic)
    first: float = 0.0
    read: float = 0.0

    def reading(self, done: int, total: int) -> None:
        if done == total:
            self.read = time.monotonic() - self.start
        self.send(PromptProgress(self.id, done, total))

    def text(self, text: str, *, title: bool, odds: Odds) -> None:
        if not self.first:
            self.first = time.monotonic() - self.start
        self.send(Chunk(self.id, text, title, odds))

    def notice(self, message: str) -> None:
        self.send(PieceNotice(self.id, message))

    def offer(self, option: Option) -> None:
        if not self.first:
            self.first = time.monotonic() - self.start
        self.send(Offer(self.id, option))

    def statistics(self, tokens: int) -> Statistics:
        return Statistics(tokens, self.first, time.monotonic() - self.start, self.read)


@runtime_checkable
class WritesWhole(Protocol):
    """A model on a server that may write a whole text by itself, because it cannot be led token by token."""

    @property
    def writes_whole(self) -> bool:
        """Whether this server does."""

    def write_whole(self, plan: Plan, settings: Sampling, seed: int, listener: _Voice) -> tuple[str, int]:
        """Write; why it ended ("complete", "stopped" or "full"), and how many tokens there were."""


@dataclass(slots=True)
class _Prose:
    """The model that writes prose in place of one that was tuned on verse, loaded when it is wanted first."""

    options: LoadOptions = field(default_factory=LoadOptions)
    _backend: Backend | None = None

    def forget(self, options: LoadOptions) -> None:
        """Another model was loaded, with these options."""
        if self._backend is not None:
            self._backend.close()
        self.options, self._backend = options, None

    def backend(self, make: Callable[[], Backend]) -> Backend:
        """The model, loaded. Raises ModelError."""
        if self._backend is None:
            backend = make()
            backend.load(Path(self.options.prose), self.options, lambda _: None)
            self._backend = backend
        return self._backend


class Worker:
    """Carries out commands one after the other, in the thread that calls `run`."""

    def __init__(
        self,
        backend: Callable[[CancelFlag], Backend],
        commands: int,
        reports: int,
        cache: Path | None = None,
        merged: Path | None = None,
    ) -> None:
        """`commands` and `reports` are file descriptors to read from and to write to.

        `cache` is a folder for what was found out about models, `merged` one for models with their adapters in them.
        """
        self._commands = commands
        self._send = ReportStream(reports)
        self._flag = CancelFlag()
        self._make = backend
        self._cache = cache
        self._merged = merged
        self._backend: Backend | None = None
        self._workshop: Workshop | None = None
        self._prose = _Prose()
        self._ready = False
        self._queue: queue.SimpleQueue[Load | Write | Ask] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._current = 0
        self._lock = threading.Lock()

    def run(self) -> None:
        """Serve until stdin closes; never returns."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        self._send(Hello(VERSION, os.getpid()))
        self._backend = self._make(self._flag)
        while True:
            command = self._queue.get()
            if self._enter(command.id):
                self._carry_out(command)
            else:
                self._send(Finished(command.id, "stopped"))
            self._leave()

    # Commands

    def _listen(self) -> None:
        command: Command
        for command in commands(Command, self._commands, longest=MAX_LINE):
            if isinstance(command, Cancel):
                self._cancel(command.id)
            else:
                self._queue.put(command)
        os._exit(0)  # the only way out that does not wait for a decode

    def _cancel(self, command: int) -> None:
        with self._lock:
            if command == self._current:
                self._flag.set()
            elif command > self._current:
                self._cancelled.add(command)

    def _enter(self, command: int) -> bool:
        with self._lock:
            self._current = command
            self._flag.clear()
            return command not in self._cancelled

    def _leave(self) -> None:
        with self._lock:
            self._cancelled = {command for command in self._cancelled if command > self._current}

    def _carry_out(self, command: Load | Write | Ask) -> None:
        try:
            if isinstance(command, Load):
                self._load(command)
            elif isinstance(command, Write):
                self._write(command)
            else:
                self._answer(command)
        except DecodingCancelled:
            self._send(Finished(command.id, "stopped"))
        except SongwrightError as error:
            self._send(WorkerFault(command.id, error.message, error.detail))
        except MemoryError:
            traceback.print_exc()
            os._exit(OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 - whatever a backend raises must not take the model down with it
            detail = "".join(traceback.format_exception(error))
            self._send(
                WorkerFault(command.id, said("This failed because of a fault in Songwright. Try again."), detail)
            )

    def _load(self, command: Load) -> None:
        told = 0.0

        def progress(share: float) -> None:
            nonlocal told
            if share >= told + _PROGRESS_STEP:
                told = share
                self._send(LoadProgress(command.id, share))

        start = time.monotonic()
        self._ready = False
        self._workshop = None
        path, options = found_here(command)
        self._prose.forget(options)
        if options.adapter and self._merged is not None:
            from songwright.llm.verse_model import merged_file  # most models have no adapter

            path = merged_file(path, Path(options.adapter), self._merged)
        bound_memory(most_memory(path, options))
        info = self._model().load(path, options, progress)
        self._ready = True
        self._send(Loaded(command.id, info, time.monotonic() - start))
        for name in _WRITES:
            import_module(name)

    def _write(self, command: Write) -> None:
        backend = self._loaded()
        voice = _Voice(command.id, self._send)
        if isinstance(backend, WritesWhole) and backend.writes_whole:
            self._have_written(backend, command, voice)
            return
        workshop = self._workshop_for(backend)
        if command.plan.prose and self._prose.options.prose:
            backend = self._prose.backend(lambda: self._make(self._flag))
            workshop = self._new_workshop(backend)
        from songwright.llm.author import Author  # see `_WRITES`

        author = Author(backend, command.plan, command.settings, command.seed, voice, workshop=workshop)
        try:
            reason = "complete" if author.write() else "full"
        except DecodingCancelled:
            reason = "stopped"
        self._send(Finished(command.id, reason, voice.statistics(author.tokens)))

    def _have_written(self, backend: WritesWhole, command: Write, voice: _Voice) -> None:
        """Let a server write that cannot be led token by token."""
        reason, tokens = backend.write_whole(command.plan, command.settings, command.seed, voice)
        self._send(Finished(command.id, reason, voice.statistics(tokens)))

    def _answer(self, command: Ask) -> None:
        backend = self._loaded()
        voice = _Voice(command.id, self._send)
        from songwright.llm.form.answers.answering import Answerer, Answering  # see `_WRITES`

        if isinstance(backend, Answering):  # a script
            self._send(RankedOptions(command.id, backend.answer(voice.offer), voice.statistics(0)))
            return
        counsel = Answerer(backend, self._workshop_for(backend), command.settings, command.seed, voice)
        options = counsel.answer(command.question)
        self._send(RankedOptions(command.id, options, voice.statistics(counsel.tokens)))

    def _loaded(self) -> Backend:
        if not self._ready:
            raise SongwrightError(said("No model is loaded, so nothing can be written. Choose a model first."))
        return self._model()

    def _workshop_for(self, backend: Backend) -> Workshop:
        if self._workshop is None:
            self._workshop = self._new_workshop(backend)
        return self._workshop

    def _new_workshop(self, backend: Backend) -> Workshop:
        from songwright.llm.form.verse.workshop import Workshop  # see `_WRITES`

        return Workshop(backend, self._cache)

    def _model(self) -> Backend:
        if self._backend is None:
            raise SongwrightError(said("The model's process is not ready yet."))
        return self._backend


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the worker's process."""
    parser = argparse.ArgumentParser(prog="songwright-worker", description="Runs Songwright's language model.")
    parser.add_argument("--scripted", metavar="FILE", type=Path, help="play a script instead of a model (tests)")
    parser.add_argument("--servers", metavar="PLACES", help="rpc-servers that the box is open to; a Load names them")
    parser.add_argument("--reads", action="append", metavar="FOLDER", help="folders of models that the box is open to")
    parser.add_argument("--models", action="store_true", help="tell which models are on this machine, and end")
    parser.add_argument("--server", metavar="HOST:PORT", help="speak to the model server that is loaded by its address")
    options = parser.parse_args(arguments)
    _prepare_to_die()
    step_back()
    if options.models:
        return _tell_models(take_stdout())
    reports = take_stdout()
    paths = find_paths()
    Worker(
        _backend(options.scripted, reports, server=options.server is not None),
        0,
        reports,
        paths.spellings,
        None if options.scripted or options.server else paths.merged_models,
    ).run()
    return 0


def _tell_models(reports: int) -> int:
    """Answer the question of another machine which models there are here."""
    # Imported when used, here and below: what answers one question, or stands in for another kind of model.
    from songwright.llm.models import embedded_model
    from songwright.llm.shelf import find_models, places

    for _question in commands(FindModels):
        found = find_models(places(Path.home(), find_paths().data / "models"))
        models = tuple((one.name, str(one.model.path), one.model.size) for one in found)
        ReportStream(reports)(ModelsThere(VERSION, embedded_model() is not None, models))
        break
    return 0


def _prepare_to_die() -> None:
    """Make a crash of native code quick, quiet and ours alone."""
    os.environ["GGML_NO_BACKTRACE"] = "1"  # its backtrace starts a debugger, which outlives the crash
    faulthandler.enable(all_threads=False)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would be as large as the model
    with contextlib.suppress(OSError):
        # When memory runs out, Linux shall end the worker and not the window with the user's work.
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")


def _backend(script: Path | None, reports: int, *, server: bool = False) -> Callable[[CancelFlag], Backend]:
    """What makes the backend. It imports llama.cpp late, so that a stdin that closes meanwhile is noticed."""

    def make(flag: CancelFlag) -> Backend:
        if script is not None:
            from songwright.llm.scripted import ScriptedBackend

            return ScriptedBackend(flag, script, reports)
        if server:
            from songwright.llm.remote.server_backend import ServerBackend

            return ServerBackend(flag)
        from songwright.llm.backend import LlamaBackend

        return LlamaBackend(flag)

    return make


if __name__ == "__main__":
    raise SystemExit(main())
