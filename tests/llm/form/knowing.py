"""A backend that means something: what it scores depends on the last tokens read, so its answers can be checked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from llm.form.fakes import FakeTokenizer
from songwright.llm.chat import Message
from songwright.llm.form.answers.context import log_softmax
from songwright.llm.model import Branches, LoadOptions, Logits, ModelInfo

__all__ = ["KnowingBackend"]

_REACH = 3  # tokens that the scores depend on


class KnowingBackend:
    """Scores are random, but the same after the same three tokens."""

    def __init__(self, tokenizer: FakeTokenizer, room: int = 4000) -> None:
        self._tokenizer = tokenizer
        self.capacity = room
        self.read: list[int] = []
        self.begun = 0

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:
        raise NotImplementedError

    def chat(self, messages: Sequence[Message]) -> str | None:
        return None

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        return self._tokenizer.encode(text.encode("ascii", "replace").decode())

    def piece(self, token: int) -> bytes:
        return self._tokenizer.piece(token)

    def is_end(self, token: int) -> bool:
        return False

    def harmless(self, text: str) -> str:
        return text

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None], *, near: bool = False) -> None:
        self.begun += 1
        progress(0, len(tokens))
        self.read = list(tokens)

    def extend(self, tokens: Sequence[int]) -> None:
        self.read += tokens

    def logits(self) -> Logits:
        return self.after(self.read)

    def after(self, read: Sequence[int]) -> Logits:
        seed = zlib.crc32(repr(list(read[-_REACH:])).encode())
        return (np.random.default_rng(seed).standard_normal(len(self._tokenizer.texts)) * 3).astype(np.float32)

    def branch(self, count: int, tokens: int) -> Branches:
        return KnowingBranches(self, count)

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        return [self._score(tokens) for tokens in continuations]

    def _score(self, tokens: Sequence[int]) -> list[float]:
        read = [*self.read, *tokens]
        start = len(self.read)
        return [float(log_softmax(self.after(read[: start + at]))[token]) for at, token in enumerate(tokens)]

    @property
    def text(self) -> str:
        return b"".join(map(self.piece, self.read)).decode()

    @property
    def room(self) -> int:
        return self.capacity - len(self.read)

    def close(self) -> None:
        pass

    def rewind(self, count: int) -> bool:
        del self.read[len(self.read) - count :]
        return True


class KnowingBranches:
    """Ways to go on from a text, side by side."""

    def __init__(self, backend: KnowingBackend, count: int) -> None:
        self._backend = backend
        self._reads = [list(backend.read) for _ in range(count)]

    @property
    def count(self) -> int:
        return len(self._reads)

    def grow(self, tokens: Sequence[tuple[int, int]]) -> Logits:
        for branch, token in tokens:
            self._reads[branch].append(token)
        return np.stack([self._backend.after(self._reads[branch]) for branch, _ in tokens])

    def copy(self, source: int, target: int) -> None:
        self._reads[target] = list(self._reads[source])

    def take(self, branch: int) -> None:
        self._backend.read = self._reads[branch]

    def close(self) -> None:
        pass
