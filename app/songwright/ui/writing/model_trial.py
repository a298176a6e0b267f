"""Another model file is looked at before the one in use is given up for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from songwright.core.errors import SongwrightError
from songwright.host.settings import MODEL
from songwright.ui.notices import Level
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.models import ModelFile

__all__ = ["ModelTrial"]

# Of its own, so that what a rejected file was told of neither replaces nor is replaced by the model's other news.
_NOTICE = "model-rejected"


class ModelTrial(QObject):
    """Keeps the setting and the model together: a file that is of no use is taken back from the settings."""

    def __init__(
        self,
        services: Services,
        examine: Callable[[str], ModelFile | None],
        take_up: Callable[[], None],
        parent: QObject,
    ) -> None:
        """`examine` reads a file's header (it may take a while), `take_up` loads what the settings say."""
        super().__init__(parent)
        self._services = services
        self._examine = examine
        self._take_up = take_up
        self._insisted: str | None = None
        self._over = False

    def warning(self, model: ModelFile, chosen: str) -> str:
        """What speaks against loading a model: too little memory, or that it crashed before; "" for nothing.

        There is nothing to say of a choice that the user insisted on.
        """
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm.models import Suspects, memory_need

        if chosen == self._insisted:
            return ""
        need = memory_need(model)
        suspects = Suspects(self._services.paths.model_suspects)
        return suspects.warning(model) if need.enough else need.message

    def begin(self, chosen: str, used: str) -> None:
        """Look at a file; take it up, or go back to what was used."""

        def current() -> bool:
            return not self._over and self._services.settings.get(MODEL) == chosen

        def accepted(model: ModelFile | None) -> None:
            if not current():
                return
            warning = self.warning(model, chosen) if model is not None else ""
            if warning:
                self.go_back(used, warning, "", (self.tr("Load it anyway"), lambda: self._insist(chosen)))
            else:
                self._take_up()

        def rejected(error: Exception) -> None:
            if current():
                detail = error.detail if isinstance(error, SongwrightError) else f"{type(error).__name__}: {error}"
                self.go_back(used, str(error), detail)

        self._services.jobs.run(lambda: self._examine(chosen), accepted, rejected)

    def go_back(
        self, setting: str, text: str, detail: str, action: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Keep using what was used before a file that turned out to be of no use."""
        self._services.settings.set(MODEL, setting)
        told = self.tr("{0} The model used so far stays in use.").format(text)
        self._services.notices.show(told, Level.WARNING, detail=detail, key=_NOTICE, action=action)
        self._save()

    def withdraw(self) -> None:
        """What was said of a rejected file is no news any more."""
        self._services.notices.withdraw(_NOTICE)

    def close(self) -> None:
        """What is still being looked at is of no interest."""
        self._over = True

    def _insist(self, chosen: str) -> None:
        """Load a model in spite of what speaks against it."""
        self._insisted = chosen
        self._services.settings.set(MODEL, chosen)
        self._save()

    def _save(self) -> None:
        try:
            self._services.settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")
