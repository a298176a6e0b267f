"""Writes with a model file on this machine: which file, whether it may be loaded, and what its process says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from songwright.core.errors import SongwrightError
from songwright.host.setting_kinds import Setting
from songwright.host.settings import ADAPTER, MODEL, SAMPLER, SERVERS, THREADS
from songwright.llm.brief import Brief
from songwright.llm.writing_rate import WritingRate
from songwright.ui.notices import Level
from songwright.ui.preferences import NO_MODEL
from songwright.ui.services import Services
from songwright.ui.writing.model_records import ModelRecords
from songwright.ui.writing.model_trial import ModelTrial
from songwright.ui.writing.questioning import Questioning
from songwright.ui.writing.writer import ModelState, Writer, WritingFault

if TYPE_CHECKING:
    from songwright.llm.models import ModelFile
    from songwright.llm.plan import Plan
    from songwright.llm.questions import Question
    from songwright.llm.sampling_settings import Sampling as SamplerSettings
    from songwright.ui.writing.model_process import QtModelProcess

__all__ = ["LocalWriter"]

_NOTICE = "model"


class LocalWriter(Writer):
    """The chosen model in a process of its own. `start` begins to load it; everything heavy is imported then.

    `plan_for` makes the writing plan of a brief; `command` starts a worker (tests give a scripted one).
    """

    def __init__(
        self,
        services: Services,
        plan_for: Callable[[Brief], Plan],
        *,
        command: Sequence[str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._plan_for = plan_for
        self._command = command
        self._process: QtModelProcess | None = None
        self._running: list[str] = []  # the command of the process
        self._model: ModelFile | None = None
        # A model that is chosen is on its way from the start: "none" would be told for the first half second.
        chosen = services.settings.get(MODEL)
        self._state = ModelState.NONE if chosen == NO_MODEL else ModelState.LOADING
        # A draft is open from `write` until it has finished or failed, whoever holds it meanwhile; while the model
        # cannot take it, it is pending too.
        self._drafting = False
        self._pending: tuple[Brief, int] | None = None
        self._may_retry = False
        self._records = ModelRecords(services, lambda: self._closed)
        self._rate = WritingRate()
        self._change_waits = False
        self._closed = False
        self._questions = Questioning(self)
        self._trial = ModelTrial(services, self._file, self._take_up, self)
        # The setting as it was last taken up, and as it was when a model was last loaded; None before that.
        self._used: str | None = None
        self._good: str | None = None
        self._unsubscribe = services.settings.subscribe(self._setting_changed)

    # --- what the window asks ---------------------------------------------------------------------------------

    @property
    def state(self) -> ModelState:
        """Where the model is now."""
        return self._state

    @property
    def usable(self) -> bool:
        """Whether something can be written, now or once the model is there."""
        return super().usable or self._may_retry

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name if self._model is not None else ""

    @property
    def sha256(self) -> str:
        """The checksum of the model file, once it is worked out."""
        return self._records.sha256

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return self._rate.value

    @property
    def sampling(self) -> tuple[tuple[str, str], ...]:
        """The sampler's settings."""
        return self._sampler().pairs()

    @property
    def pid(self) -> int:
        """The worker's process id; 0 while none runs."""
        return self._process.pid if self._process is not None else 0

    def write(self, brief: Brief, seed: int) -> None:
        """Start writing, or as soon as the model is loaded. Raises BriefError when the brief says nothing."""
        plan = self._plan_for(brief)
        self._drafting = True
        self._rate.begin()
        if self._state is ModelState.LOADING:
            self._pending = (brief, seed)
        elif self._may_retry:
            self._pending = (brief, seed)
            self._load()
        elif self._process is None:
            self._fail_draft(self._nobody())
        elif self._process.asking:
            self._pending = (brief, seed)
            self._questions.drop()
            self._become(ModelState.WRITING)
        else:
            self._process.write(plan, self._sampler(), seed)
            self._become(ModelState.WRITING)

    def stop(self) -> None:
        """Stop writing."""
        if self._process is not None and self._process.writing:
            self._process.cancel()
        elif self._drafting:
            if self._state is ModelState.WRITING:
                self._become(ModelState.READY)
            self._finish_draft(complete=False)

    def ask(self, question: Question, seed: int) -> None:
        """Put a question, when the model has nothing else to do."""
        refusals = {
            ModelState.WRITING: self.tr("The model is writing. Ask again when it has finished, or stop it (Esc)."),
            ModelState.LOADING: self.tr("The model is being loaded. Ask again in a moment."),
        }
        if self._process is None or self._state is not ModelState.READY:
            refusal = refusals.get(self._state) or self.tr("No model is loaded, so there is nobody to ask.")
            self.unanswered.emit(WritingFault(refusal))
            return
        self._questions.ask(self._process, question, self._sampler(), seed)

    def drop_question(self) -> None:
        """Stop answering."""
        self._questions.drop()

    def close(self) -> None:
        """End the model's process; closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        self._unsubscribe()
        self._trial.close()
        if self._process is not None:
            self._process.close()

    # --- choosing and loading ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Look at the chosen model file on another thread, then load it."""
        if self._closed:
            return
        self._services.notices.withdraw(_NOTICE)
        self._may_retry = False
        chosen = self._used = self._services.settings.get(MODEL)
        self._take_note(None)
        if chosen == NO_MODEL:
            self._end_process()
            self._become(ModelState.NONE)
            if self._drafting:
                self._fail_draft(self._nobody())
            return
        self._become(ModelState.LOADING)
        self._services.jobs.run(lambda: self._file(chosen), self._examined, self._refused)

    def _examined(self, model: ModelFile | None) -> None:
        from songwright.llm.models import memory_need

        if self._closed:
            return
        if model is None:
            self._refused(
                SongwrightError(
                    self.tr("The model that comes with Songwright is not installed. Everything else works without it.")
                )
            )
            return
        self._take_note(model)
        warning = self._trial.warning(model, self._used or "")
        if warning:
            self._fail(warning, action=(self.tr("Load it anyway"), self._load))
        else:
            if not (model.embedded or model.elsewhere):
                self._services.notices.show(f"{model.name}: {memory_need(model).message}", key="memory")
            self._load()

    def _file(self, chosen: str) -> ModelFile | None:
        """The file that a choice of the settings means, with the adapter that is set."""
        from songwright.llm.verse_model import named_model

        return named_model(chosen, self._services.settings.get(ADAPTER))

    def _take_note(self, model: ModelFile | None) -> None:
        self._model = model
        self._records.follow(model)

    def _refused(self, error: Exception) -> None:
        if self._closed:
            return
        detail = error.detail if isinstance(error, SongwrightError) else f"{type(error).__name__}: {error}"
        action = None
        if self._services.settings.get(MODEL):
            action = (self.tr("Use the built-in model"), lambda: self._services.settings.set(MODEL, ""))
        self._fail(str(error), detail, action)

    def _fail(self, text: str, detail: str = "", action: tuple[str, Callable[[], None]] | None = None) -> None:
        self._become(ModelState.FAILED)
        self._services.notices.show(text, Level.WARNING, detail=detail, key=_NOTICE, action=action)
        if self._drafting:
            self._fail_draft(text, detail)

    def _nobody(self) -> str:
        return self.tr("No model is loaded, so nothing can be written. Choose a model first.")

    def _fail_draft(self, text: str, detail: str = "") -> None:
        """End the draft, with the reason."""
        self._drafting, self._pending = False, None
        self.failed.emit(WritingFault(text, detail))

    def _finish_draft(self, *, complete: bool) -> None:
        self._drafting, self._pending = False, None
        self.finished.emit(complete)

    def _load(self) -> None:
        if self._model is None or self._closed:
            return
        self._may_retry = False
        self._become(ModelState.LOADING)
        settings = self._services.settings
        options = self._model.load_options(settings.get(THREADS), settings.get(SERVERS))
        try:
            worker = self._worker(self._model, options.servers)
        except SongwrightError as error:
            self._refused(error)
            return
        worker.load(self._model.path, options)

    def _worker(self, model: ModelFile, servers: Sequence[str]) -> QtModelProcess:
        """The process that runs this model, wherever it is; one for another place is ended first."""
        from songwright.llm.elsewhere import patience_with, writer_command
        from songwright.ui.writing.model_process import QtModelProcess

        command = list(self._command or writer_command(model, servers))
        if self._process is not None and command != self._running:
            self._end_process()
        if self._process is None:
            patience, resumes = patience_with(model)
            self._running = command
            self._process = QtModelProcess(command, patience=patience, resumes=resumes, parent=self)
            self._process.happened.connect(self._hear)
        return self._process

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()
            process.deleteLater()

    def _setting_changed(self, setting: Setting[Any]) -> None:
        if setting.key in (THREADS.key, ADAPTER.key, SERVERS.key):
            self._take_up()
        elif setting.key == MODEL.key:
            chosen = self._services.settings.get(MODEL)
            if chosen == self._used:
                return
            if chosen in ("", NO_MODEL):
                self._take_up()
            else:
                self._trial.begin(chosen, self._used or "")

    def _take_up(self) -> None:
        """Load what the settings say, once nothing is being written."""
        self._trial.withdraw()
        if self._questions.open:
            self._change_waits = True
            self._questions.drop()
        elif self._state is ModelState.WRITING:
            self._change_waits = True
            self.stop()
        else:
            self.start()

    # --- what the process says --------------------------------------------------------------------------------

    def _hear(self, event: object) -> None:
        from songwright.llm import events

        if self._questions.hear(event):
            if not self._questions.open:
                self._go_on()
            return
        match event:
            case events.Words():
                self._words(event)
            case events.Loading():
                self._become(ModelState.LOADING)
            case events.Ready():
                self._ready()
            case events.Told():
                self.noticed.emit(event.message)
            case events.Done():
                self._wrote(event.statistics.speed, complete=event.complete)
            case events.Stopped():
                self._wrote(event.statistics.speed, complete=False)
            case events.Failed():
                self._broke(event)

    def _ready(self) -> None:
        self._good = self._used
        self._rest()
        self._services.notices.withdraw(_NOTICE)
        self._records.hash()
        self._go_on()

    def _go_on(self) -> None:
        """Do what had to wait: a piece, or another model."""
        if self._change_waits:
            self._follow_settings()
        elif self._pending is not None:
            (brief, seed), self._pending = self._pending, None
            self.write(brief, seed)

    def _words(self, words: Any) -> None:  # noqa: ANN401 - an event of songwright.llm, imported late
        (self.titled if words.title else self.text_added).emit(words.text)
        if self._rate.count():
            self.state_changed.emit()

    def _wrote(self, speed: float, *, complete: bool) -> None:
        self._rate.end(speed)
        if complete:
            self._records.wrote_well()
        self._rest()
        self._finish_draft(complete=complete)
        self._follow_settings()

    def _broke(self, event: Any) -> None:  # noqa: ANN401
        text = event.message
        if event.blames_model:
            text = " ".join(filter(None, (text, self._records.crashed())))
        if event.loading and self._good is not None and self._good != self._used:
            if self._drafting:
                self._fail_draft(text, event.detail)
            self._trial.go_back(self._good, text, event.detail)
        elif event.loading:
            # What was loaded before, or died of something else, is worth another try when somebody wants to write.
            self._may_retry = event.crashed and (self._good == self._used or not event.blames_model)
            self._fail(text, event.detail, (self.tr("Try again"), self.start))
        else:
            self._rest()
            self._fail_draft(text, event.detail)
            self._follow_settings()

    def _follow_settings(self) -> None:
        if self._change_waits:
            self._change_waits = False
            self.start()

    # --- small things -----------------------------------------------------------------------------------------

    def _rest(self) -> None:
        """Take the state that the process is in: after a death it loads the model again by itself."""
        process = self._process
        if process is not None and process.loading:
            self._become(ModelState.LOADING)
        elif process is not None and process.writing:
            self._become(ModelState.WRITING)
        else:
            self._become(ModelState.READY)

    def _become(self, state: ModelState) -> None:
        if state is not self._state:
            self._state = state
        self.state_changed.emit()

    def _sampler(self) -> SamplerSettings:
        from songwright.llm.sampling_settings import Sampling

        return Sampling.from_pairs(self._services.settings.get(SAMPLER))
