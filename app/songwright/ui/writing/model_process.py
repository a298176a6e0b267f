"""The model's process as the window drives it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from songwright.llm.calls import ModelCalls
from songwright.llm.client import ModelClient
from songwright.ui.child_process import QtChild

__all__ = ["QtModelProcess"]


class QtModelProcess(QtChild, ModelCalls):
    """A worker and the client that follows it; `happened` brings the events of `songwright.llm.events`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        patience: float = 120.0,
        grace: float = 2.0,
        resumes: int = 0,
        parent: QObject | None = None,
    ) -> None:
        self.model = ModelClient(patience=patience, grace=grace, resumes=resumes)
        super().__init__(self.model, command, name="model", parent=parent)
