"""What the window's process and the model's process say to each other: one JSON object a line.

The worker greets with `Hello`, then answers every `Load` with `LoadProgress`es and `Loaded` or `WorkerFault`, and
every `Write` with `PromptProgress`es, `Chunk`s, `PieceNotice`s and then exactly one of `Finished` or `WorkerFault`
under the same `id`. An `Ask` is answered with `PromptProgress`es, `PieceNotice`s, `Offer`s and then exactly one of
`RankedOptions`, `Finished` (stopped) or `WorkerFault`. `Cancel` ends a `Load`, `Write` or `Ask` early; closing the
worker's stdin ends the worker at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from songwright.host.child.message_codec import Garbage, decode
from songwright.llm.model import LoadOptions, ModelInfo
from songwright.llm.plan import Plan
from songwright.llm.questions import Option, Question
from songwright.llm.sampling_settings import Sampling

__all__ = [
    "MAX_LINE",
    "VERSION",
    "Ask",
    "Cancel",
    "Chunk",
    "Command",
    "FindModels",
    "Finished",
    "Hello",
    "Load",
    "LoadProgress",
    "Loaded",
    "ModelsThere",
    "Offer",
    "PieceNotice",
    "PromptProgress",
    "RankedOptions",
    "Report",
    "Statistics",
    "WorkerFault",
    "Write",
    "decode_command",
    "decode_report",
]

VERSION = 3
MAX_LINE = 8 * 1024 * 1024  # bytes; a description of 100,000 characters stands in a request up to four times


@dataclass(frozen=True, slots=True)
class Load:
    """Command: load this file, in place of what is loaded."""

    id: int
    path: str
    options: LoadOptions = field(default_factory=LoadOptions)


@dataclass(frozen=True, slots=True)
class Write:
    """Command: write by a plan."""

    id: int
    plan: Plan
    settings: Sampling = field(default_factory=Sampling)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Command: answer a question about a text."""

    id: int
    question: Question
    settings: Sampling = field(default_factory=Sampling)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class FindModels:
    """Asked of a worker that was started to tell which models are on its machine; it ends after `ModelsThere`."""


@dataclass(frozen=True, slots=True)
class ModelsThere:
    """The models on the worker's machine: name, path and bytes of each, and whether Songwright's own is there."""

    version: int
    built_in: bool = False
    models: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Command: stop what runs under this id and keep what is there."""

    id: int


Command = Load | Write | Ask | Cancel


@dataclass(frozen=True, slots=True)
class Hello:
    """The worker is up."""

    version: int
    pid: int


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """A share, 0 to 1, of the model is loaded."""

    id: int
    share: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model is ready; `seconds` is what loading took."""

    id: int
    info: ModelInfo
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PromptProgress:
    """So many of the prompt's tokens are read."""

    id: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """More text, whole characters only; `odds` are likely next tokens with their softmax probabilities."""

    id: int
    text: str
    title: bool = False
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PieceNotice:
    """Something the user should know about a piece that goes on."""

    id: int
    message: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """How a piece was written: tokens generated, and the seconds after which something was so.

    `first` words had come, all had come (`seconds`), the prompt had been `read`; 0 where that is not known.
    """

    tokens: int = 0
    first: float = 0.0
    seconds: float = 0.0
    read: float = 0.0

    @property
    def speed(self) -> float:
        """Tokens a second after the prompt was read; 0 when none were written.

        Lines in form come by the group, so the first words come long after the writing has begun.
        """
        writing = self.seconds - (self.read or self.first)
        return self.tokens / writing if writing > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Finished:
    """The piece is done; `reason` is "complete", "stopped" or "full"."""

    id: int
    reason: str
    statistics: Statistics = field(default_factory=Statistics)


@dataclass(frozen=True, slots=True)
class Offer:
    """One more option for a question, not yet ranked."""

    id: int
    option: Option


@dataclass(frozen=True, slots=True)
class RankedOptions:
    """All options for a question, the best first."""

    id: int
    options: tuple[Option, ...] = ()
    statistics: Statistics = field(default_factory=Statistics)


@dataclass(frozen=True, slots=True)
class WorkerFault:
    """The command failed but the worker goes on. `message` is for the user, `detail` for the log."""

    id: int
    message: str
    detail: str = ""


Report = (
    Hello
    | LoadProgress
    | Loaded
    | PromptProgress
    | Chunk
    | PieceNotice
    | Offer
    | RankedOptions
    | Finished
    | WorkerFault
)


def decode_report(line: bytes) -> Report | Garbage:
    """What the worker said; Garbage when it is no message."""
    return cast("Report | Garbage", decode(line, Report))


def decode_command(line: bytes) -> Command | Garbage:
    """A command to the worker; Garbage when it is no message."""
    return cast("Command | Garbage", decode(line, Command))
