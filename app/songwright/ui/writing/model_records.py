"""What is kept about model files on this machine: their checksums, and which of them crashed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.models import ModelFile, Suspects

__all__ = ["ModelRecords"]


class ModelRecords:
    """Reads and writes the records of the model in use; `closed` says when nobody wants them any more."""

    def __init__(self, services: Services, closed: Callable[[], bool]) -> None:
        self._services = services
        self._closed = closed
        self._model: ModelFile | None = None
        self.sha256 = ""
        """The checksum of the model's file, once it is worked out."""

    def follow(self, model: ModelFile | None) -> None:
        """Another model is in use."""
        self._model, self.sha256 = model, ""

    def hash(self) -> None:
        """Work the model's checksum out in the background; it is kept by path, size and time."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.llm.models import Hashes

        model = self._model
        if model is None or model.elsewhere or self.sha256:
            return
        hashes = Hashes(self._services.paths.model_hashes)

        def keep(digest: str) -> None:
            if self._model is model:
                self.sha256 = digest

        self._services.jobs.run(lambda: hashes.sha256(model.path, self._closed), keep)

    def wrote_well(self) -> None:
        """The model has written a whole piece: it is beyond suspicion."""
        if self._model is not None:
            self._suspects().clear(self._model)

    def crashed(self) -> str:
        """The model's file may have ended its process; returns a warning when it has done so before, else ""."""
        if self._model is None:
            return ""
        self._suspects().crashed(self._model)
        return self._suspects().warning(self._model)

    def _suspects(self) -> Suspects:
        from songwright.llm.models import Suspects

        return Suspects(self._services.paths.model_suspects)
