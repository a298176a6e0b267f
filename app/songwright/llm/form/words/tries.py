"""Words as sequences of a model's tokens, laid out so that the words behind a token are a range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.form.words.spelling import Speller, Spellings, read_spellings
from songwright.llm.form.words.vocabulary import Ints, Vocabulary

__all__ = ["Node", "TokenTrie", "TokenizerError", "Tokens", "read_tokens"]

_FEWEST_WORDS = 1000  # that a tokenizer must be able to write


class TokenizerError(SongwrightError):
    """The model's tokens cannot be lined up with words."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a trie: words `start:end` in trie order lie at or below it, `word` ends here (-1: none does).

    `tokens[i]` leads to node `children[i]`, which holds the words `starts[i]:ends[i]`. `several` are those i that hold
    more than one word, `bounds` their starts and ends in turn.
    """

    start: int
    end: int
    word: int
    tokens: Ints
    children: Ints
    starts: Ints
    ends: Ints
    by_token: Mapping[int, int] = field(repr=False)
    several: Ints
    bounds: Ints

    def sums(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The weight behind each of `tokens`, given that of every word in trie order and one number more."""
        found: npt.NDArray[np.float64] = weights[self.starts]
        if len(self.several):
            found[self.several] = np.add.reduceat(weights, self.bounds)[::2]
        return found


class TokenTrie:
    """All words that the tokenizer can write, in the order of their tokens; node 0 is the root.

    `order[i]` is the vocabulary index of the i-th word in trie order. `others[i]` is the frequency of words outside the
    vocabulary whose tokens begin as those of node i do.
    """

    __slots__ = ("_ends", "_lengths", "_starts", "nodes", "order", "others", "sequences")

    def __init__(
        self,
        sequences: Sequence[tuple[int, ...]],
        others: Iterable[tuple[tuple[int, ...], float]] = (),
    ) -> None:
        """One sequence of tokens for each word of the vocabulary, empty where there is none; also other words'."""
        able: dict[tuple[int, ...], int] = {}
        for word, sequence in enumerate(sequences):
            if sequence:
                able.setdefault(sequence, word)  # words that a tokenizer cannot tell apart: only the first can be meant
        self.sequences = sorted(able)
        self.order: Ints = np.array([able[sequence] for sequence in self.sequences], dtype=np.intp)
        self._lengths: Ints = np.array([len(sequence) for sequence in self.sequences], dtype=np.intp)
        self.nodes: list[Node] = []
        self._build(0, len(able), 0)
        self._starts: Ints = np.array([node.start for node in self.nodes], dtype=np.intp)
        self._ends: Ints = np.array([node.end for node in self.nodes], dtype=np.intp)
        self.others: npt.NDArray[np.float64] = np.zeros(len(self.nodes))
        for sequence, frequency in others:
            self._add(sequence, frequency)

    def _add(self, sequence: tuple[int, ...], frequency: float) -> None:
        node = 0
        for token in sequence:
            following = self.nodes[node].by_token.get(token)
            if following is None:
                return
            node = following
            self.others[node] += frequency

    def _build(self, start: int, end: int, depth: int) -> int:
        place = len(self.nodes)
        self.nodes.append(_UNBUILT)
        word, at = -1, start
        if at < end and len(self.sequences[at]) == depth:
            word, at = int(self.order[at]), at + 1
        if at == end:
            self.nodes[place] = Node(start, end, word, *_NO_CHILDREN, _NO_TOKENS, _NONE, _NONE)
            return place
        tokens, children, starts, ends = [], [], [], []
        while at < end:
            token, first = self.sequences[at][depth], at
            while at < end and self.sequences[at][depth] == token:
                at += 1
            tokens.append(token)
            starts.append(first)
            ends.append(at)
            children.append(self._build(first, at, depth + 1))
        several = [at for at, (first, after) in enumerate(zip(starts, ends, strict=True)) if after - first > 1]
        self.nodes[place] = Node(
            start,
            end,
            word,
            np.array(tokens, dtype=np.intp),
            np.array(children, dtype=np.intp),
            np.array(starts, dtype=np.intp),
            np.array(ends, dtype=np.intp),
            dict(zip(tokens, children, strict=True)),
            np.array(several, dtype=np.intp),
            np.array([bound for at in several for bound in (starts[at], ends[at])], dtype=np.intp),
        )
        return place

    def sums(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Running sums of the words' weights in trie order: the weight below a node is `sums[end] - sums[start]`."""
        found = np.zeros(len(self.order) + 1)
        np.cumsum(weights[self.order], out=found[1:])
        return found

    def below(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The weight below each node, `others` included."""
        sums = self.sums(weights)
        return np.asarray(sums[self._ends] - sums[self._starts] + self.others)

    def length_of(self, weights: npt.NDArray[np.float64]) -> float:
        """The mean number of tokens of a word."""
        return float(np.average(self._lengths, weights=weights[self.order]))


_NONE: Ints = np.zeros(0, dtype=np.intp)
_NO_CHILDREN: tuple[Ints, Ints, Ints, Ints] = (_NONE, _NONE, _NONE, _NONE)
_NO_TOKENS: Mapping[int, int] = MappingProxyType({})
_UNBUILT = Node(0, 0, -1, *_NO_CHILDREN, _NO_TOKENS, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A vocabulary in a model's tokens.

    `first` spells words with a capital at the start of a line, `inner` with a blank before them. `marks` are the
    punctuation marks that are one token; `line_end` the tokens of a line feed, `stanza_end` those of two. `follow`
    spells a line of any text.
    """

    first: TokenTrie
    inner: TokenTrie
    marks: dict[str, int]
    line_end: tuple[int, ...]
    stanza_end: tuple[int, ...]
    follow: Callable[[str], tuple[int, ...]]


def read_tokens(
    vocabulary: Vocabulary,
    encode: Callable[[str], list[int]],
    piece: Callable[[int], bytes],
    spellings: Spellings | None = None,
) -> Tokens:
    """A vocabulary as a tokenizer writes it. Raises TokenizerError.

    `piece` spells a token. `spellings` are what the tokenizer answered before, if they are known.
    """
    spellings = spellings or read_spellings(vocabulary, encode, piece)
    both = [one and other for one, other in zip(spellings.inner, spellings.first, strict=True)]
    if not spellings.line_end:
        raise TokenizerError(
            said(
                "This model has no sign for the end of a line, so it cannot write in lines of exact form. Write "
                "prose with it, or choose another model."
            ),
        )
    if "." not in spellings.marks or sum(map(bool, both)) < _FEWEST_WORDS:
        raise TokenizerError(
            said(
                "This model's tokens cannot be lined up with English words, so it cannot write in exact form. "
                "Write without a form, or choose another model."
            ),
            detail=f"{sum(map(bool, both))} words, marks {sorted(spellings.marks)}",
        )
    frequencies = [frequency for _, frequency in vocabulary.others]
    return Tokens(
        first=TokenTrie([one if able else () for one, able in zip(spellings.first, both, strict=True)]),
        inner=TokenTrie(
            [one if able else () for one, able in zip(spellings.inner, both, strict=True)],
            zip(spellings.others, frequencies, strict=True),
        ),
        marks=spellings.marks,
        line_end=spellings.line_end,
        stanza_end=spellings.stanza_end or spellings.line_end * 2,
        follow=Speller(encode, piece).line,
    )
