"""The last word of a line, chosen before the line, for a model that has learned to write towards one.

Such a model reads the word in a row of its own (" light"), then writes the line that comes to it. So the rhyme is
chosen by what the piece is about and what stands before, and the whole line leads there instead of being bent at its
end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from songwright.llm.form.line.automaton import LineAutomaton
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Flags, Vocabulary

__all__ = ["LastWords", "Start"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-9  # odds of a rhyme with no word for it
_PARTNERS = 0.7  # nats for each by which the words that rhyme with one are likelier
_TEMPERATURE = 0.7
_FAR_BEHIND = 5.0  # nats under the likeliest word, beyond which none is drawn


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """How a line may be begun: what it must be, and tokens that are read before it."""

    automaton: LineAutomaton
    before: tuple[int, ...] = ()


class LastWords:
    """Words and their odds as the last ones of a line that is still to be written."""

    def __init__(self, vocabulary: Vocabulary, tokens: Tokens, preferred: Floats) -> None:
        """`preferred` are nats by which each word is preferred."""
        trie, root = tokens.inner, tokens.inner.nodes[0]
        self._vocabulary = vocabulary
        self._preferred = preferred
        self._line_end = tokens.line_end
        self._trie = trie
        self._rows = {int(word): row for row, word in enumerate(trie.order)}
        sizes = root.ends - root.starts
        below = np.maximum(trie.below(vocabulary.frequency)[root.children], _LEAST)
        self._first = np.repeat(root.tokens, sizes)
        self._shares = np.log(vocabulary.frequency[trie.order]) - np.repeat(np.log(below), sizes)

    def announcing(self, word: int) -> tuple[int, ...]:
        """The tokens that tell the last word of the line after them; none for a word that they cannot spell."""
        row = self._rows.get(word)
        return () if row is None else (*self._trie.sequences[row], *self._line_end)

    def drawn(
        self, scores: npt.NDArray[np.float32], able: Flags, count: int, random: np.random.Generator, *, opens: bool
    ) -> list[int]:
        """Up to `count` of the `able` words, drawn by the model's scores; none where it can spell none of them.

        Where the word `opens` a rhyme, those are preferred whose rhyme has other likely words.
        """
        single = able & self._vocabulary.inside
        odds = self._odds(scores, single)
        if not np.isfinite(odds).any():
            return []
        worths = odds + self._preferred
        if opens:
            worths += _PARTNERS * self._partners(odds)
        worths[worths < worths.max() - _FAR_BEHIND] = -np.inf
        noisy = worths / _TEMPERATURE + random.gumbel(size=len(worths))
        best = np.argsort(-noisy)[:count]
        return [int(word) for word in best if np.isfinite(noisy[word])]

    def _odds(self, scores: npt.NDArray[np.float32], able: Flags) -> Floats:
        """Log-probabilities [words], by the first token of each and its share of what begins so."""
        shifted = scores.astype(np.float64) - float(scores.max())
        total = float(np.log(np.exp(shifted).sum()))
        found = np.full(len(self._vocabulary), -np.inf)
        found[self._trie.order] = shifted[self._first] - total + self._shares
        found[~able] = -np.inf
        return found

    def _partners(self, odds: Floats) -> Floats:
        """The logarithm of what the words that rhyme with each are likely together."""
        vocabulary = self._vocabulary
        likely = np.exp(odds)
        of_tail = np.bincount(vocabulary.tails, weights=likely, minlength=int(vocabulary.tails.max()) + 1)
        of_sound = np.bincount(vocabulary.sounds, weights=likely, minlength=int(vocabulary.sounds.max()) + 1)
        return np.asarray(np.log(of_tail[vocabulary.tails] - of_sound[vocabulary.sounds] + _LEAST))
