"""The model as the writer needs it: a vocabulary, a chat template and one growing sequence of tokens."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from songwright.core.errors import SongwrightError
from songwright.llm.chat import Message

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Backend",
    "Branches",
    "LoadOptions",
    "Logits",
    "ModelError",
    "ModelInfo",
    "Weighed",
    "default_threads",
    "usable_cores",
]

Logits: TypeAlias = "npt.NDArray[np.float32]"


class ModelError(SongwrightError):
    """The model cannot be loaded, or failed while it wrote."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load a model. `threads` 0 means cores - 1; `context` is the wished number of tokens.

    `adapter` is the path of a low-rank adapter that is merged into the model first, `prose` that of a model that writes
    prose in its place, loaded when there is some to write; "" for none. `key` lets in at a model server. `servers` are
    the rpc-servers ("machine:50052") over which llama.cpp shares the model out.
    """

    context: int = 4096
    threads: int = 0
    gpu_layers: int = -1
    adapter: str = ""
    prose: str = ""
    key: str = ""
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What is known of a loaded model; `context` in tokens, `size` in bytes."""

    name: str
    architecture: str = ""
    context: int = 0
    vocabulary: int = 0
    parameters: int = 0
    size: int = 0
    chat: bool = False
    threads: int = 1


@runtime_checkable
class Weighed(Protocol):
    """A backend that knows how many parameters its model has."""

    @property
    def parameters(self) -> int:
        """How many."""


class Branches(Protocol):
    """Several ways in which the text may go on, side by side: each begins where the text ended when they were made.

    What they share is kept once. Until one is taken, or all are closed, the text itself cannot grow.
    """

    @property
    def count(self) -> int:
        """How many there are, numbered from 0; fewer than asked for when the context has no room for more."""

    def grow(self, tokens: Sequence[tuple[int, int]]) -> Logits:
        """Read tokens, given as (branch, token); a branch that comes again reads them in this order.

        Returns the scores of what may follow, float32 [tokens, vocabulary], valid until the next call. Raises
        Cancelled, ModelError.
        """

    def copy(self, source: int, target: int) -> None:
        """Make a branch the same as another one."""

    def take(self, branch: int) -> None:
        """Let the text go on as this branch does, and close all. There are no logits until the next `extend`."""

    def close(self) -> None:
        """Forget the branches; the text stands as it did before. Closing twice does no harm."""


class Backend(Protocol):
    """One model, and the one sequence of tokens that it has read. Used by exactly one thread."""

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:
        """Load a file; `progress` gets a share from 0 to 1. Raises ModelError."""

    def chat(self, messages: Sequence[Message]) -> str | None:
        """The conversation in the model's own template; None when it has none that works."""

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Text as tokens; with `special`, control tokens written out in the text count as such."""

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; empty for control tokens. May be part of a UTF-8 character."""

    def tokenizer(self) -> str:
        """Which tokenizer this is: the same for models that spell alike; empty when that is not known."""

    def is_end(self, token: int) -> bool:
        """Whether the token ends the model's turn."""

    def harmless(self, text: str) -> str:
        """The text without anything that the model would take for a control token of its template."""

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None], *, near: bool = False) -> None:
        """Start a new sequence; `progress` gets tokens read and tokens in all. Raises Cancelled, ModelError.

        `near` keeps what is the same at its start as in the sequence before: quick while somebody types, but the scores
        are not the same to the last bit, as a seed needs them.
        """

    def extend(self, tokens: Sequence[int]) -> None:
        """Read more tokens. Raises Cancelled, ModelError."""

    def logits(self) -> Logits:
        """Scores of every token to come next, float32 [vocabulary]; valid until the next `begin` or `extend`."""

    def branch(self, count: int, tokens: int) -> Branches:
        """Up to `count` branches that read no more than so many tokens each."""

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """The log-probability of every token of each continuation of what was read, which stays as it is.

        Raises Cancelled, and ModelError when a continuation does not fit the context.
        """

    @property
    def room(self) -> int:
        """How many more tokens fit into the context."""

    @property
    def capacity(self) -> int:
        """How many tokens fit into the context in all."""

    def close(self) -> None:
        """Free the model's memory."""


def default_threads() -> int:
    """All cores but one: with all of them a busy second process makes a step take a hundred times as long."""
    return max(1, usable_cores() - 1)


def usable_cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
