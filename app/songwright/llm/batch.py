"""Tokens for one decode call, each with its sequence: what llama.cpp's high-level call does for one sequence only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

__all__ = ["Native", "PlacedToken", "TokenBatch"]

Native: TypeAlias = Any
"""llama.cpp's C interface and what it hands out, which have no types that a checker could know."""


class PlacedToken(NamedTuple):
    """A token at a position of a sequence; `scored` asks for the scores of what may follow it."""

    token: int
    position: int
    sequence: int
    scored: bool = True


class TokenBatch:
    """A `llama_batch` with room for so many tokens. Filled again for every call; `close` frees it."""

    def __init__(self, api: Native, size: int) -> None:
        self._api = api
        self._batch = api.llama_batch_init(size, 0, 1)
        # Views of the C arrays: writing through them costs a tenth of writing through ctypes.
        self._tokens = np.ctypeslib.as_array(self._batch.token, (size,))
        self._positions = np.ctypeslib.as_array(self._batch.pos, (size,))
        self._scored = np.ctypeslib.as_array(self._batch.logits, (size,))
        self._sequences = [self._batch.seq_id[place] for place in range(size)]
        np.ctypeslib.as_array(self._batch.n_seq_id, (size,))[:] = 1

    def fill(self, tokens: Sequence[PlacedToken]) -> Native:
        """The batch with these tokens, to be handed to `llama_decode`."""
        count = len(tokens)
        self._batch.n_tokens = count
        self._tokens[:count] = [one.token for one in tokens]
        self._positions[:count] = [one.position for one in tokens]
        self._scored[:count] = [one.scored for one in tokens]
        for pointer, one in zip(self._sequences, tokens, strict=False):
            pointer[0] = one.sequence
        return self._batch

    def close(self) -> None:
        """Free the arrays."""
        self._sequences.clear()
        self._api.llama_batch_free(self._batch)
