"""What the window and the process that sings say to each other (`songwright.host.child`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from songwright.audio.voice.cue import Cue
from songwright.audio.voice.utterance import Said

__all__ = ["AllSung", "CannotSing", "Read", "RowRead", "Sing", "SingCommand", "SingReport", "SungCue"]


@dataclass(frozen=True, slots=True)
class Sing:
    """Command: sing these, the first one first; what was asked for before and has not begun is dropped."""

    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class SungCue:
    """Report: the sound of this name is in this file."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class AllSung:
    """Report: nothing is left to do."""


@dataclass(frozen=True, slots=True)
class CannotSing:
    """Report: nobody can sing here; `message` is for the user. What has been asked for is dropped."""

    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Command: read this row aloud; `number` is given back."""

    number: int
    parts: tuple[Said, ...]
    voice: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """Report: the row's sound is in this file for a while; it lasts so long, and its words begin then (s)."""

    number: int
    path: Path
    seconds: float
    words: tuple[float, ...]


SingCommand = Sing | Read
SingReport = SungCue | AllSung | CannotSing | RowRead
