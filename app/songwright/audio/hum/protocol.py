"""What the window and the process that records and listens say to each other (`songwright.host.child`).

One request, `RecordTake` or `ListenTo`; a recording goes on until `EndRecording`, or until stdin ends, and is then
listened to like an opened file. The last report is `Listened` or `HumFailed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from songwright.audio.hum.listen import Hearing
from songwright.core.language import said
from songwright.host.child.client import Death, JobClient

__all__ = [
    "EndRecording",
    "HumCommand",
    "HumFailed",
    "HumJob",
    "HumReport",
    "ListenTo",
    "Listened",
    "RecordTake",
    "Recorded",
    "Recording",
    "Struck",
]


@dataclass(frozen=True, slots=True)
class RecordTake:
    """Record to this path: from the microphone, or from the MIDI port that `keyboard` names."""

    path: Path
    keyboard: str = ""


@dataclass(frozen=True, slots=True)
class ListenTo:
    """Listen to this recording."""

    path: Path


@dataclass(frozen=True, slots=True)
class EndRecording:
    """The take is sung."""


HumCommand = RecordTake | ListenTo | EndRecording


@dataclass(frozen=True, slots=True)
class Recording:
    """The microphone is open: seconds so far, and the peak (0-1) of the last piece."""

    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Struck:
    """A key of the MIDI keyboard went down."""

    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The take is on disk."""

    path: Path


@dataclass(frozen=True, slots=True)
class Listened:
    """What is in the take; `peaks` (0-1) are those of equal parts of it, to draw it by."""

    path: Path
    hearing: Hearing
    peaks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HumFailed:
    """It did not work; a take that was recorded is still there."""

    message: str
    detail: str = ""


HumReport = Recording | Struck | Recorded | Listened | HumFailed


class HumJob(JobClient):
    """One take as its owner sees it; its events are the reports."""

    def __init__(self, request: RecordTake | ListenTo) -> None:
        super().__init__(request, HumReport, (Listened, HumFailed))

    def died(self, death: Death) -> Sequence[object]:
        """A failure when it had not said how its work went."""
        message = said("Listening stopped unexpectedly; what was recorded is kept. Please try again.")
        return [HumFailed(message, death.detail) for _ in super().died(death)]
