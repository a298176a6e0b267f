"""The model's process, driven with threads: for the command line and for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from songwright.host.child.environment import child_command
from songwright.host.child.process import ChildProcess
from songwright.llm.calls import ModelCalls
from songwright.llm.client import ModelClient
from songwright.llm.events import Event

__all__ = ["ModelProcess", "worker_command"]


def worker_command(*arguments: str) -> list[str]:
    """How to start a worker from this very installation or checkout."""
    return child_command("songwright.llm.worker", *arguments)


class ModelProcess(ChildProcess[Event], ModelCalls):
    """A worker and the client that follows it. Any thread may call; one calls `wait`, which brings what happens."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        patience: float = 120.0,
        grace: float = 2.0,
        resumes: int = 0,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """`command` defaults to `worker_command()`; `log` gets what the worker writes to stderr.

        `resumes` is how often a piece is taken up again after the line to another machine was cut.
        """
        self.model = ModelClient(patience=patience, grace=grace, resumes=resumes)
        super().__init__(self.model, command or worker_command(), on_log=log)
