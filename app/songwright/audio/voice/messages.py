"""What the window and the process that sings say to each other (`songwright.host.child`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from songwright.audio.voice.cue import Cue

__all__ = ["AllSung", "CannotSing", "Sing", "SingCommand", "SingReport", "SungCue"]


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


SingCommand = Sing
SingReport = SungCue | AllSung | CannotSing
