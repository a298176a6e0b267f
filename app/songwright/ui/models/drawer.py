"""The model page: the built-in writer, models that are on this machine, and a short list to download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.settings import MODEL
from songwright.llm.catalogue import ModelOffer, expected_seconds, offers
from songwright.llm.models import ModelFile, embedded_model, memory_need
from songwright.llm.speed import measured_speed
from songwright.llm.verse_model import named_model
from songwright.ui.fields import caption, label
from songwright.ui.models.elsewhere_panel import ElsewherePanel
from songwright.ui.models.fetching import Fetching
from songwright.ui.models.model_row import ModelRow
from songwright.ui.notices import Level
from songwright.ui.preferences import NO_MODEL
from songwright.ui.services import Services
from songwright.ui.shell.parts import Parts

if TYPE_CHECKING:
    from songwright.llm.shelf import FoundModel

__all__ = ["ModelDrawer", "build"]

_KEY = "model-page"


class ModelDrawer(QWidget):
    """Rows of models; a click on one writes with it from now on, or fetches it first."""

    def __init__(self, services: Services, home: Path, parent: QWidget | None = None) -> None:
        """`home` is the folder of the user, in which other programs keep their models."""
        super().__init__(parent)
        self._services = services
        self._home = home
        self.folder = services.paths.data / "models"
        self.fetching = Fetching(self.folder, self)
        self._speed, self._measured_size = 0.0, 0  # tokens a second, of a model of so many bytes
        self._measuring = False
        self.built_in = ModelRow(self.tr("Built-in writer"), self._own_facts(), self._honest())
        self.found: dict[str, ModelRow] = {}
        self.offered = {offer.id: ModelRow(offer.name, "", said(offer.good_at)) for offer in offers()}
        self.elsewhere = ElsewherePanel(services, self._use)
        self.choose = QPushButton(self.tr("Choose a file…"))
        self.again = QPushButton(self.tr("Look again"))
        self.measure = QPushButton(self.tr("How fast is this machine?"))
        self.pace = caption("")
        self.pace.setWordWrap(True)
        self.pace.hide()
        self._told = caption(self.tr("Looking for models…"))
        self._told.setWordWrap(True)
        self._arrange()
        self._connect()
        self._refresh()
        self.look()

    # --- what is shown ----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(4)
        column.addWidget(self.built_in)
        column.addWidget(label(self.tr("On this machine"), "field"))
        self._here = QVBoxLayout()
        self._here.setSpacing(0)
        column.addLayout(self._here)
        column.addWidget(self._told)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addWidget(label(self.tr("To download"), "field"))
        note = caption(
            self.tr("Larger models write better verse and need more time. A click fetches one from huggingface.co.")
        )
        note.setWordWrap(True)
        column.addWidget(note)
        column.addWidget(self.measure)
        column.addWidget(self.pace)
        for row in self.offered.values():
            column.addWidget(row)
        column.addSpacing(8)
        column.addWidget(self.elsewhere)
        column.addStretch(1)
        self.choose.setToolTip(self.tr("Write with a GGUF file of yours; it is used where it is"))
        self.again.setToolTip(self.tr("Look for models of LM Studio, Ollama, GPT4All, Jan and others once more"))
        self.measure.setToolTip(
            self.tr("Write for ten seconds with the model in use, to tell how long each takes here")
        )

    def _connect(self) -> None:
        self.built_in.button.clicked.connect(lambda _checked=False: self._use(""))
        self.choose.clicked.connect(lambda _checked=False: self._services.actions["choose_model"].trigger())
        self.again.clicked.connect(lambda _checked=False: self.look())
        self.measure.clicked.connect(lambda _checked=False: self._measure())
        for offer in offers():
            self.offered[offer.id].button.clicked.connect(partial(self._act, offer))
        self.fetching.progressed.connect(self._show_progress)
        self.fetching.fetched.connect(self._fetched)
        self.fetching.ended.connect(self._not_fetched)
        self._services.closing.append(self.fetching.close)
        self._services.closing.append(self._services.settings.subscribe(self._setting_changed))

    def _honest(self) -> str:
        return self.tr(
            "Comes with Songwright and runs anywhere: 135 million parameters. It keeps every form; its sense is a "
            "small model's, with stock phrases and bent grammar."
        )

    def _own_facts(self) -> str:
        model = embedded_model()
        return (
            self.tr("Not installed")
            if model is None
            else self._sizes(model.size, memory_need(model, available=0).needed)
        )

    def _sizes(self, size: int, memory: int) -> str:
        told = self.tr("{0}, needs {1} of memory").format(_bytes(size), _bytes(memory))
        seconds = expected_seconds(size, self._measured_size, self._speed)
        return f"{told}, {self.tr('about {0} s a quatrain here').format(max(1, round(seconds)))}" if seconds else told

    def _refresh(self) -> None:
        """Buttons and facts as things stand."""
        used = self._services.settings.get(MODEL)
        self._offer_use(self.built_in, used == "")
        self.built_in.show_facts(self._own_facts())
        for path, row in self.found.items():
            self._offer_use(row, used == path)
        self.elsewhere.refresh()
        for offer in offers():
            self._refresh_offer(offer, used)

    def _offer_use(self, row: ModelRow, used: bool) -> None:
        if used:
            row.offer(self.tr("In use"), self.tr("This model writes"), enabled=False)
        else:
            row.offer(self.tr("Use"), self.tr("Write with this model from now on"))

    def _refresh_offer(self, offer: ModelOffer, used: str) -> None:
        row, target = self.offered[offer.id], self.fetching.target(offer)
        facts = (self._sizes(offer.size, offer.memory), offer.licence, said(offer.languages), offer.maker)
        row.show_facts("  ·  ".join(facts))
        if self.fetching.running == offer.id:
            row.offer(self.tr("Stop"), self.tr("Stop; what has come is kept, to go on with later"))
            return
        row.show_share(None)
        if target.is_file():
            self._offer_use(row, used == str(target))
            return
        begun = target.with_name(f"{target.name}.part").exists()
        row.offer(
            self.tr("Go on") if begun else self.tr("Download"),
            self.tr("Fetch {0} from huggingface.co, {1}").format(offer.name, _bytes(offer.size)),
            primary=offer.recommended,
            enabled=not self.fetching.running,
        )

    # --- models that are here ---------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for models of other programs, on another thread."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm.shelf import find_models, places

        where = places(self._home, self.folder)
        self.again.setEnabled(False)
        self._services.jobs.run(lambda: find_models(where), self._show_found)

    def _show_found(self, found: Sequence[FoundModel]) -> None:
        self.again.setEnabled(True)
        for row in self.found.values():
            self._here.removeWidget(row)
            row.deleteLater()
        ours = {self.fetching.target(offer) for offer in offers()}
        self.found = {}
        for one in found:
            if one.model.path not in ours:
                facts = f"{one.program}  ·  {self._sizes(one.model.size, memory_need(one.model, available=0).needed)}"
                row = self.found[str(one.model.path)] = ModelRow(one.name, facts)
                row.setToolTip(str(one.model.path))
                row.button.clicked.connect(partial(self._use_here, str(one.model.path)))
                self._here.addWidget(row)
        self._told.setVisible(not self.found)
        self._told.setText(
            self.tr("No models of LM Studio, Ollama, GPT4All, Jan, llama.cpp or in your downloads were found.")
        )
        self._refresh()

    def _use_here(self, path: str, _checked: bool = False) -> None:
        self._use(path)

    def _use(self, path: str) -> None:
        settings = self._services.settings
        settings.set(MODEL, path)
        try:
            settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")
        self._refresh()

    def _setting_changed(self, *_: object) -> None:
        self._refresh()

    # --- downloads --------------------------------------------------------------------------------------------

    def _act(self, offer: ModelOffer, _checked: bool = False) -> None:
        target = self.fetching.target(offer)
        if self.fetching.running == offer.id:
            self.fetching.call_off()
        elif target.is_file():
            self._use(str(target))
        else:
            self.fetching.begin(offer)
            self.offered[offer.id].show_share(-1.0)
            self._refresh()

    def _show_progress(self, offer: str, done: int, total: int) -> None:
        row = self.offered[offer]
        row.show_share(done / total if total else -1.0)
        row.show_facts(self.tr("{0} of {1}").format(_bytes(done), _bytes(total) if total else "?"))

    def _fetched(self, _offer: str, path: Path) -> None:
        self._services.notices.show(
            self.tr("{0} is here and was checked. It writes from now on.").format(path.name), Level.SUCCESS, key=_KEY
        )
        self._use(str(path))

    def _not_fetched(self, _offer: str, error: SongwrightError | None) -> None:
        if error is not None:
            self._services.notices.error(error, key=_KEY)
        self._refresh()

    # --- how fast -----------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        if self._measuring:
            return
        chosen = self._services.settings.get(MODEL)
        self._measuring = True
        self.measure.setEnabled(False)
        self.measure.setText(self.tr("Measuring for ten seconds…"))
        self._services.jobs.run(
            lambda: _speed_of(chosen, lambda: not self._measuring), self._measured, self._not_measured
        )
        self._services.closing.append(self._stop_measuring)

    def _stop_measuring(self) -> None:
        self._measuring = False

    def _measured(self, found: tuple[ModelFile, float]) -> None:
        model, self._speed = found
        self._measured_size, self._measuring = model.size, False
        self.measure.setEnabled(True)
        self.measure.setText(self.tr("How fast is this machine?"))
        self.pace.setText(self.tr("{0} makes {1} tokens a second").format(model.name, f"{self._speed:.2g}"))
        self.pace.show()
        self.look()

    def _not_measured(self, error: Exception) -> None:
        self._measuring = False
        self.measure.setEnabled(True)
        self.measure.setText(self.tr("How fast is this machine?"))
        self._services.notices.show(str(error), Level.WARNING, key=_KEY)


def _speed_of(chosen: str, cancelled: Callable[[], bool]) -> tuple[ModelFile, float]:
    """On another thread: the model that is chosen, or the built-in one where that is not here, and its tokens a second.

    Raises SongwrightError when it cannot write.
    """
    wished = named_model("" if chosen == NO_MODEL else chosen)
    model = embedded_model() if wished is None or wished.elsewhere or wished.embedded else wished
    if model is None:
        raise SongwrightError(QCoreApplication.translate("ModelDrawer", "There is no model here that could write."))
    return model, measured_speed(model, cancelled)


def build(parts: Parts) -> QWidget:
    """The drawer."""
    return ModelDrawer(parts.services, Path.home())


def _bytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1_000_000_000 else f"{size / 1e6:.0f} MB"
