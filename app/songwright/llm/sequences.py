"""Several sequences in one llama.cpp context, with what they share read once: branches of a text, and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from songwright.core.language import said
from songwright.llm.batch import Native, PlacedToken
from songwright.llm.model import Logits, ModelError

__all__ = ["MOST_BRANCHES", "LlamaBranches", "Sequences", "log_probabilities"]

MOST_BRANCHES = 64
_MOST_SCORES = 1 << 23  # that one call may give: 32 MiB; with a vocabulary of 262,144 those of 32 tokens
_TEXT = 0  # the sequence of the text itself; branch n is sequence n + 1


class Sequences:
    """The sequences of one context. `decode` reads placed tokens and gives the scores after those that ask for them."""

    def __init__(self, api: Native, memory: Native, decode: Callable[[Sequence[PlacedToken]], Logits]) -> None:
        self._api = api
        self._memory = memory
        self.decode = decode

    def open(self, branch: int, source: int | None = None) -> None:
        """Make a branch the same as another one; as the text without one."""
        self.drop(branch)
        self._api.llama_memory_seq_cp(self._memory, _TEXT if source is None else source + 1, branch + 1, -1, -1)

    def drop(self, branch: int) -> None:
        """Forget a branch."""
        self._api.llama_memory_seq_rm(self._memory, branch + 1, -1, -1)

    def take(self, branch: int) -> None:
        """Make the text the same as a branch."""
        self._api.llama_memory_seq_rm(self._memory, _TEXT, -1, -1)
        self._api.llama_memory_seq_cp(self._memory, branch + 1, _TEXT, -1, -1)

    @contextmanager
    def opened(self, count: int) -> Iterator[None]:
        """So many branches for a while."""
        try:
            for branch in range(count):
                self.open(branch)
            yield
        finally:
            for branch in range(count):
                self.drop(branch)

    def score(
        self, continuations: Sequence[Sequence[int]], current: Logits, length: int, room: int
    ) -> list[list[float]]:
        """The log-probability of each token of continuations of a text.

        `current` are the scores at the end of the text, `length` its tokens, `room` the tokens that fit beside it.
        """
        at_start = log_probabilities(current[np.newaxis])[0]
        found = [[float(at_start[token]) for token in one[:1]] for one in continuations]
        for group in _groups([max(0, len(one) - 1) for one in continuations], room):
            with self.opened(len(group)):
                self._score([(found[place], continuations[place]) for place in group], length, len(current))
        return found

    def _score(self, group: list[tuple[list[float], Sequence[int]]], length: int, vocabulary: int) -> None:
        """Score continuations side by side, adding to the list that comes with each."""
        items = [
            (found, PlacedToken(token, length + at, branch + 1), following)
            for branch, (found, tokens) in enumerate(group)
            for at, (token, following) in enumerate(pairwise(tokens))
        ]
        size = max(1, min(_MOST_SCORES // vocabulary, 256))
        for start in range(0, len(items), size):
            part = items[start : start + size]
            scores = log_probabilities(self.decode([placed for _, placed, _ in part]))
            for row, (found, _, following) in zip(scores, part, strict=True):
                found.append(float(row[following]))


def _groups(sizes: Sequence[int], room: int) -> Iterator[list[int]]:
    """Places of continuations that are read together, given how many tokens each needs; those that need none left out.

    Raises ModelError when one does not fit at all.
    """
    group: list[int] = []
    used = 0
    for place, size in enumerate(sizes):
        if size > room:
            raise ModelError(said("The text has grown longer than the model can follow."), detail="score: no room")
        if group and (used + size > room or len(group) == MOST_BRANCHES):
            yield group
            group, used = [], 0
        if size:
            group.append(place)
            used += size
    if group:
        yield group


class LlamaBranches:
    """Implements `songwright.llm.model.Branches`."""

    def __init__(self, sequences: Sequences, length: int, count: int, taken: Callable[[int], None]) -> None:
        """`length` is that of the text; `taken` gets its new length when a branch is taken."""
        self._sequences = sequences
        self._taken = taken
        self._lengths = [length] * count
        for branch in range(count):
            sequences.open(branch)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._lengths)

    def grow(self, tokens: Sequence[tuple[int, int]]) -> Logits:
        """Read tokens in some branches; the scores of what may follow each, [tokens, vocabulary]."""
        placed, lengths = [], [*self._lengths]
        for branch, token in tokens:
            placed.append(PlacedToken(token, lengths[branch], branch + 1))
            lengths[branch] += 1
        scores = self._sequences.decode(placed)
        self._lengths = lengths
        return scores

    def copy(self, source: int, target: int) -> None:
        """Make a branch the same as another one."""
        self._sequences.open(target, source)
        self._lengths[target] = self._lengths[source]

    def take(self, branch: int) -> None:
        """Let the text go on as this branch does."""
        length = self._lengths[branch]
        self._sequences.take(branch)
        self.close()
        self._taken(length)

    def close(self) -> None:
        """Forget the branches."""
        for branch in range(len(self._lengths)):
            self._sequences.drop(branch)
        self._lengths.clear()


def log_probabilities(scores: Logits) -> Logits:
    """The logarithm of the softmax of each row."""
    shifted: npt.NDArray[np.float32] = scores - scores.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted
