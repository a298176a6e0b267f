"""What is said to the painter's process and by it (`songwright.host.child`): one request, and then it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from songwright.core.language import said
from songwright.host.child.client import Death, JobClient

__all__ = ["CannotPaint", "PaintJob", "PaintOver", "PaintReport", "PaintedOver", "Painting"]

_OUT_OF_MEMORY = -9  # the system ends with SIGKILL what takes too much


@dataclass(frozen=True, slots=True)
class PaintOver:
    """Paint over a picture (a square PNG in base64); `strength` is 0 (leave it) to 1 (forget it)."""

    weights: Path
    prompt: str
    picture: str
    side: int
    seed: int = 0
    steps: int = 4
    strength: float = 0.55


@dataclass(frozen=True, slots=True)
class Painting:
    """How far it is, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class PaintedOver:
    """The painted picture: a PNG in base64."""

    picture: str


@dataclass(frozen=True, slots=True)
class CannotPaint:
    """Nothing was painted."""

    message: str
    detail: str = ""


PaintReport = Painting | PaintedOver | CannotPaint


class PaintJob(JobClient):
    """One picture as its owner sees it; its events are the reports. `kill` is the only way to cancel."""

    def __init__(self, request: PaintOver) -> None:
        super().__init__(request, PaintReport, (PaintedOver, CannotPaint))

    def died(self, death: Death) -> Sequence[object]:
        """A failure in a sentence, when it had not said how its work went."""
        return [CannotPaint(_sentence(death), death.detail) for _ in super().died(death)]


def _sentence(death: Death) -> str:
    if death.killed:
        return said("The painting was cancelled; the drawn cover is unchanged.")
    if death.code is None:
        return said("The painter could not be started; the drawn cover is unchanged.")
    if death.code == _OUT_OF_MEMORY:
        return said(
            "The system ended the painter, most likely for want of memory. Close programs, or take smaller weights."
        )
    return said("The painter crashed on these weights; the drawn cover is unchanged. Try another file.")
