"""Writes one line word by word, so that each can be shown as it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from songwright.llm.form.line.automaton import LineAutomaton
from songwright.llm.form.line.pen import Draft, Move, Pen
from songwright.llm.form.line.sampling import Chances, Freedom

__all__ = ["Reader", "Rewinding", "WordByWord"]

_MOST_RETRIES = 4  # words tried in one place


class Reader(Protocol):
    """A model that has read a text and scores what may come next."""

    def logits(self) -> npt.NDArray[np.float32]:
        """Scores of every token, float32 [vocabulary]."""

    def extend(self, tokens: Sequence[int]) -> None:
        """Read more tokens."""


@runtime_checkable
class Rewinding(Protocol):
    """A reader that can forget what it read last."""

    def rewind(self, count: int) -> bool:
        """Forget the last tokens; False when this model cannot. There are no logits until the next `extend`."""


@dataclass(slots=True)
class _Begun:
    """Where the newest word began: tokens read before it, and the scores that its first token was drawn from."""

    read: int
    logits: npt.NDArray[np.float32]
    retries: int = 0


class WordByWord:
    """Draws one token after the other.

    Where the model turns out to have meant a longer word that may not stand ("me" on the way to "meadow"), the word is
    taken back and another drawn, if the reader can rewind.
    """

    def __init__(
        self,
        pen: Pen,
        reader: Reader,
        freedom: Freedom,
        random: np.random.Generator,
        piece: Callable[[int], bytes],
    ) -> None:
        """`piece` spells a token; where it spells nothing, no word is taken back."""
        self._pen = pen
        self._reader = reader
        self._freedom = freedom
        self._random = random
        self._piece = piece
        self._rewinding = reader if isinstance(reader, Rewinding) else None
        self._begun: _Begun | None = None

    def line(self, automaton: LineAutomaton, end: tuple[int, ...], show: Callable[[str], None]) -> Draft:
        """A line, which the reader has then read but for the tokens `end` that end it.

        `show` is given each word as soon as it is certain.
        """
        draft = self._pen.begin(automaton, end)
        shown = 0
        while not draft.done:
            logits = self._reader.logits()
            moves = self._pen.moves(draft)
            if self._meant_another(moves, logits) and self._try_another(draft):
                continue
            self._step(draft, moves, logits)
            if len(draft.text) > shown:
                show(draft.text[shown:])
                shown = len(draft.text)
        return draft

    def _step(self, draft: Draft, moves: Sequence[Move], logits: npt.NDArray[np.float32]) -> None:
        chances = Chances(moves, logits)
        go, token = chances.at(chances.draw(self._freedom, self._random))
        if go == "next" or (go == "deeper" and not draft.begun):
            self._begun = _Begun(len(draft.read), logits.copy())
        self._pen.take(draft, go, token)
        if go != "end":
            self._reader.extend([token])

    def _meant_another(self, moves: Sequence[Move], logits: npt.NDArray[np.float32]) -> bool:
        """Whether the model meant a longer word that may not stand here."""
        if self._begun is None or self._begun.retries >= _MOST_RETRIES or moves[-1].go == "deeper":
            return False
        token = int(np.argmax(logits))
        deeper = any(token in move.tokens for move in moves if move.go == "deeper")
        return not deeper and self._piece(token)[:1].isalpha()

    def _try_another(self, draft: Draft) -> bool:
        """Take the word back and draw another in its place; False when that cannot be done."""
        begun = self._begun
        if begun is None or self._rewinding is None:
            return False
        tokens = len(draft.read) - begun.read
        if not self._pen.has_other(draft) or not self._rewinding.rewind(tokens):
            return False
        self._pen.without(draft, tokens)
        begun.retries += 1
        chances = Chances(self._pen.moves(draft), begun.logits)
        go, token = chances.at(chances.draw(self._freedom, self._random))
        self._pen.take(draft, go, token)
        self._reader.extend([token])
        return True
