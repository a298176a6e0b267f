"""Which word comes next: the model's odds for whole words, and which of them the form leaves.

A word's probability is that of all tokens that spell it and of an end after them, summed over the ways to spell it that
were followed: "the" does not count for "there". Paths are followed from the likeliest on, several in one step, until
none that is left could still be among the words that are shown, or so many have been read as branches allow.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from songwright.llm.form.answers.context import Context, log_softmax
from songwright.llm.form.words.token_roles import TokenRoles, word_in
from songwright.llm.form.words.tries import TokenTrie
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.model import Branches
from songwright.llm.questions import NextWords, Option

__all__ = ["Leaving", "following"]

_FREE_PATHS, _FORM_PATHS = 14, 18  # paths that are read in all
_AT_ONCE = 6  # in one step
_LONGEST = 6  # tokens of a path
_WIDE = 24  # ways to go on that are looked at after a path
_LEAST = 1e-5  # paths less likely than this are not worth a step
_SHOWN = 1e-3  # and words not worth showing that are so much less likely than the likeliest

Path: TypeAlias = tuple[int, ...]
Odds: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a form leaves in a place: `words` of a vocabulary, which `trie` spells as the model writes it there.

    `keeps` judges a word that the vocabulary lacks.
    """

    words: Flags
    vocabulary: Vocabulary
    trie: TokenTrie
    keeps: Callable[[str], bool]


def following(
    question: NextWords, context: Context, pieces: TokenRoles, form: Leaving | None = None
) -> tuple[Option, ...]:
    """The likeliest words, and with a form the likeliest that keep it (see `NextWords`).

    The context has read as far as the word.
    """
    before, typed = question.parts
    first = not before.strip()
    ahead = _Ahead(context, pieces, _FREE_PATHS + _FORM_PATHS)
    try:
        free = _Free(ahead, typed[:1].upper() + typed[1:] if first else typed, first=first)
        free.search(question.count)
        if form is None:
            shares = [(word, free.share(odds)) for word, odds in free.best(question.count)]
            return tuple(Option(word, share, unbound=share) for word, share in shares)
        left = _Left(ahead, form, typed, first=first)
        left.search(question.count)
    finally:
        ahead.close()
    return _both(free, left, question.count)


def _both(free: _Free, left: _Left, count: int) -> tuple[Option, ...]:
    """The likeliest words of all and the likeliest that keep the form, the likeliest first, each once."""
    legal = dict(left.words)
    for word, odds in free.words.items():
        if left.keeps(word):
            legal[word] = max(odds, legal.get(word, 0.0))
    total = max(left.mass, sum(legal.values()))
    shown = dict(free.best(count))
    shown |= heapq.nlargest(count, legal.items(), key=lambda item: item[1])
    options = [
        Option(word, legal.get(word, 0.0) / total if total else 0.0, unbound=free.share(odds))
        for word, odds in shown.items()
    ]
    return tuple(sorted(options, key=lambda option: -option.unbound))


@dataclass(slots=True)
class _Ahead:
    """Reads paths of tokens after the context's text, a branch for each that was read."""

    context: Context
    pieces: TokenRoles
    paths: int
    root: Odds = field(init=False)
    _rows: dict[Path, Odds] = field(default_factory=dict)
    _places: dict[Path, int] = field(default_factory=dict)
    _branches: Branches | None = None

    def __post_init__(self) -> None:
        self.root = log_softmax(self.context.backend.logits())

    def read(self, paths: Sequence[Path]) -> dict[Path, Odds]:
        """What may come after paths, as log-probabilities of tokens; without those for which no branch is left."""
        if self._branches is None:
            self._branches = self.context.backend.branch(self.paths, _LONGEST)
        steps: list[tuple[Path, int]] = []
        for path in paths:
            place = len(self._places)
            if path in self._rows or place >= self._branches.count:
                continue
            if len(path) > 1:
                self._branches.copy(self._places[path[:-1]], place)
            self._places[path] = place
            steps.append((path, place))
        if steps:
            self.context.tokens += len(steps)
            grown = self._branches.grow([(place, path[-1]) for path, place in steps])
            self._rows.update({path: log_softmax(row) for (path, _), row in zip(steps, grown, strict=True)})
        return {path: self._rows[path] for path in paths if path in self._rows}

    def ended(self, row: Odds) -> float:
        """The probability that a word ends where these may come."""
        return max(0.0, 1.0 - float(np.exp(row[self.pieces.going_on]).sum()))

    def close(self) -> None:
        """Forget the branches."""
        if self._branches is not None:
            self._branches.close()


class _Free:
    """The likeliest words, whatever they are, that begin with what was `typed`."""

    def __init__(self, ahead: _Ahead, typed: str, *, first: bool) -> None:
        self._ahead = ahead
        self._typed = typed.encode()
        self.words: dict[str, float] = defaultdict(float)
        self._open: dict[Path, tuple[bytes, float]] = {}
        self._passed = 0.0  # probability of paths that have gone beyond what was typed
        pieces = ahead.pieces
        self._follow((), b"", ahead.root, 0.0, pieces.spaced | pieces.blank | (pieces.bare if first else False))

    @property
    def mass(self) -> float:
        """The probability of all words that begin so."""
        return max(self._passed, sum(self.words.values()), 1e-12) if self._typed else 1.0

    def best(self, count: int) -> list[tuple[str, float]]:
        """The likeliest words with their probabilities."""
        found = heapq.nlargest(count, self.words.items(), key=lambda item: item[1])
        return [(word, odds) for word, odds in found if odds > _SHOWN * found[0][1]]

    def share(self, odds: float) -> float:
        """A probability among the words that begin with what was typed."""
        return min(1.0, odds / self.mass)

    def search(self, count: int) -> None:
        """Follow paths until the `count` likeliest words are known."""
        room = _FREE_PATHS
        while paths := self._next(count)[:room]:
            room -= len(paths)
            for path, row in self._ahead.read(paths).items():
                spelled, odds = self._open.pop(path)
                if len(spelled) >= len(self._typed):
                    self._complete(spelled, odds * self._ahead.ended(row))
                self._follow(path, spelled, row, math.log(odds), self._ahead.pieces.going_on)

    def _next(self, count: int) -> list[Path]:
        """Paths that may still lead to a word that is to be shown; those inside what was typed come first."""
        known = heapq.nlargest(count, self.words.values())
        least = max(_LEAST, known[-1] if len(known) == count else 0.0)
        worth = [
            (len(spelled) < len(self._typed), odds, path)
            for path, (spelled, odds) in self._open.items()
            if odds > least and len(path) < _LONGEST
        ]
        return [path for _, _, path in heapq.nlargest(_AT_ONCE, worth)]

    def _follow(self, path: Path, spelled: bytes, row: Odds, before: float, ways: Flags) -> None:
        """Take note of how a path may go on by these `ways`."""
        pieces = self._ahead.pieces
        tokens = np.flatnonzero(ways)
        if len(spelled) < len(self._typed):
            tokens = np.array([one for one in tokens if self._agrees(spelled + pieces.runs[one])], dtype=np.intp)
            beyond = [one for one in tokens if len(spelled) + len(pieces.runs[one]) >= len(self._typed)]
            self._passed += math.exp(before) * float(np.exp(row[beyond]).sum())
        if len(tokens) > _WIDE:
            tokens = tokens[np.argpartition(-row[tokens], _WIDE)[:_WIDE]]
        for token in tokens.tolist():
            text, odds = spelled + pieces.runs[token], math.exp(before + float(row[token]))
            if pieces.whole[token] or pieces.blank[token]:
                self._open[*path, token] = (text, odds)
            else:
                self._complete(text, odds)

    def _agrees(self, text: bytes) -> bool:
        return text.startswith(self._typed) or self._typed.startswith(text)

    def _complete(self, spelled: bytes, odds: float) -> None:
        word = word_in(spelled)
        if word and word.encode().startswith(self._typed):
            self.words[word] += odds


class _Left:
    """The likeliest of the words that the form leaves, and an estimate of the probability of all of them.

    Behind a path that is not followed, these words are taken to have the share that their frequency gives them among
    the words that begin so.
    """

    def __init__(self, ahead: _Ahead, form: Leaving, typed: str, *, first: bool) -> None:
        self._ahead = ahead
        self._form = form
        self._vocabulary = vocabulary = form.vocabulary
        self._trie = form.trie
        self._first = first
        begun = np.array([word.lower().startswith(typed.lower()) for word in vocabulary.words], dtype=bool)
        self._legal: Flags = form.words & begun
        self._own = form.trie.sums(np.where(self._legal, vocabulary.frequency, 0.0))
        self._all = form.trie.sums(vocabulary.frequency)
        self.words: dict[str, float] = {}
        self.mass = 0.0
        self._open: dict[Path, tuple[int, float, float]] = {}  # node, probability, and what of it keeps the form
        self._follow((), 0, ahead.root, 0.0)

    def keeps(self, word: str) -> bool:
        """Whether the form leaves a word."""
        index = self._vocabulary.index.get(word.lower())
        return bool(self._legal[index]) if index is not None else self._form.keeps(word)

    def search(self, count: int) -> None:
        """Follow paths that lead to words in form, those with the most of them first."""
        while True:
            known = heapq.nlargest(count, self.words.values())
            least = known[-1] if len(known) == count else 0.0
            worth = [(value, path) for path, (_, _, value) in self._open.items() if value > least]
            paths = [path for _, path in heapq.nlargest(_AT_ONCE, worth)]
            grown = self._ahead.read(paths)
            if not grown:
                return
            for path, row in grown.items():
                self._expand(path, row)

    def _expand(self, path: Path, row: Odds) -> None:
        number, odds, worth = self._open.pop(path)
        self.mass -= worth
        word = self._trie.nodes[number].word
        if word >= 0 and self._legal[word]:
            own = odds * self._ahead.ended(row)
            self.words[self._shown(word)] = own
            self.mass += own
        self._follow(path, number, row, math.log(odds))

    def _follow(self, path: Path, number: int, row: Odds, before: float) -> None:
        node = self._trie.nodes[number]
        own = self._own[node.ends] - self._own[node.starts]
        everything = self._all[node.ends] - self._all[node.starts] + self._trie.others[node.children]
        odds = np.exp(before + row[node.tokens])
        worth = odds * own / everything
        self.mass += float(worth.sum())
        # However unlikely: where only a rhyme will do, all that is left may be.
        for place in [at for at in np.argsort(-worth)[:_FORM_PATHS].tolist() if worth[at] > 0]:
            step = (*path, int(node.tokens[place]))
            self._open[step] = (int(node.children[place]), float(odds[place]), float(worth[place]))

    def _shown(self, word: int) -> str:
        text = self._vocabulary.words[word]
        return text[:1].upper() + text[1:] if self._first else text
