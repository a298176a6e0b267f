"""A model that has read a text up to some place, and what it makes of ways to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from songwright.llm.model import Backend, Logits
from songwright.llm.opening import Opening
from songwright.llm.prompts import load_prompts
from songwright.llm.questions import Place

__all__ = ["Context", "log_softmax"]

_PROBE = "x"
_LEFT_FREE = 256  # tokens of the context that are kept free for what is asked about


@dataclass(slots=True)
class Context:
    """Reads places into a backend. `tokens` counts what was judged."""

    backend: Backend
    reading: Callable[[int, int], None]
    notice: Callable[[str], None]
    tokens: int = 0

    def read(self, place: Place, left: str = "", *, near: bool = False) -> None:
        """Read what the piece is about, the rows before the place and the line as far as `left`.

        `near` reads only what differs from what was read last: see `Backend.begin`.
        """
        limit = self.backend.capacity - _LEFT_FREE
        opening = self._opening(place).tokens(self.backend, max(limit // 2, 1), self.notice)
        rows = list(place.before)
        text = self.backend.encode(_text(rows) + left)
        while rows and len(opening) + len(text) > limit:
            del rows[: len(rows) // 4 + 1]
            text = self.backend.encode(_text(rows) + left)
        self.backend.begin([*opening, *text], self.reading, near=near)

    def follow(self, text: str, *, line_start: bool = False) -> list[int]:
        """The tokens of a text as it goes on after a word, or at the start of a line."""
        before = "\n" if line_start else _PROBE
        head, whole = self.backend.encode(before), self.backend.encode(before + text)
        return whole[len(head) :] if whole[: len(head)] == head else self.backend.encode(text)

    def scores(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """The log-probability of each token of each continuation."""
        self.tokens += sum(map(len, continuations))
        return self.backend.score(continuations)

    @staticmethod
    def _opening(place: Place) -> Opening:
        prompts = load_prompts()
        opening = prompts.opening(place.kind, place.about)
        return prompts.after(place.example, place.kind, opening) if place.example else opening


def log_softmax(logits: Logits) -> npt.NDArray[np.float64]:
    """Log-probabilities of every token, float64 [vocabulary]."""
    shifted = logits.astype(np.float64) - float(logits.max())
    found: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum())
    return found


def _text(rows: Sequence[str]) -> str:
    return "".join(f"{row}\n" for row in rows)
