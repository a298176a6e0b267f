"""What the model's client reports to the program, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass, field

from songwright.host.child.message_codec import Garbage
from songwright.llm.model import ModelInfo
from songwright.llm.protocol import Statistics
from songwright.llm.questions import Option

__all__ = [
    "Answered",
    "Done",
    "Event",
    "Failed",
    "Loading",
    "Offered",
    "Reading",
    "Ready",
    "Stopped",
    "Told",
    "Words",
]


@dataclass(frozen=True, slots=True)
class Loading:
    """The model is being loaded; a share from 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded; `seconds` is what that took."""

    info: ModelInfo
    seconds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The model reads the prompt: tokens read, tokens in all."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Words:
    """More of the piece, or of its title; `odds` are the likeliest next tokens at its start."""

    text: str
    title: bool = False
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the user about a piece that goes on."""

    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """The piece is written; `complete` is false when the model's context was full before the plan's end."""

    text: str
    title: str
    statistics: Statistics = field(default_factory=Statistics)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """One more option for the question that was asked, as soon as it is found; `Answered` brings them all, ranked."""

    option: Option


@dataclass(frozen=True, slots=True)
class Answered:
    """The question is answered: every option, the best first; none when nothing else fits."""

    options: tuple[Option, ...]
    statistics: Statistics = field(default_factory=Statistics)


@dataclass(frozen=True, slots=True)
class Stopped:
    """The writing (or answering, or loading) was stopped on request; the words and options so far are kept."""

    text: str
    title: str
    statistics: Statistics = field(default_factory=Statistics)


@dataclass(frozen=True, slots=True)
class Failed:
    """Loading, writing or answering failed; the words so far are kept.

    `loading` says which of the two it was, `crashed` whether the process died or had to be killed, and `blames_model`
    whether the model's file may have done that (a mark against it: see `songwright.llm.models.Suspects`).
    """

    message: str
    detail: str = ""
    text: str = ""
    title: str = ""
    loading: bool = False
    crashed: bool = False
    blames_model: bool = False


Event = Loading | Ready | Reading | Words | Told | Done | Offered | Answered | Stopped | Failed | Garbage
