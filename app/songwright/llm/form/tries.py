"""Words as sequences of a model's tokens, laid out so that the words behind a token are a range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from songwright.core.errors import SongwrightError
from songwright.llm.form.vocabulary import Ints, Vocabulary

__all__ = ["Node", "TokenTrie", "TokenizerError", "Tokens", "read_tokens"]

_PROBE = "x"
_MARKS = (",", ";", ":", ".", "!", "?")


class TokenizerError(SongwrightError):
    """The model's tokens cannot be lined up with words."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a trie: words `start:end` in trie order lie at or below it, `word` ends here (-1: none does).

    `tokens[i]` leads to node `children[i]`, which holds the words `starts[i]:ends[i]`.
    """

    start: int
    end: int
    word: int
    tokens: Ints
    children: Ints
    starts: Ints
    ends: Ints
    by_token: dict[int, int] = field(repr=False)


class TokenTrie:
    """All words that the tokenizer can write, in the order of their tokens; node 0 is the root.

    `order[i]` is the vocabulary index of the i-th word in trie order. `others[i]` is the frequency of words outside the
    vocabulary whose tokens begin as those of node i do.
    """

    __slots__ = ("_sequences", "nodes", "order", "others")

    def __init__(
        self,
        sequences: Sequence[tuple[int, ...] | None],
        others: Iterable[tuple[tuple[int, ...] | None, float]] = (),
    ) -> None:
        """One sequence of tokens for each word of the vocabulary, None where there is none; also other words'."""
        able: dict[tuple[int, ...], int] = {}
        for word, sequence in enumerate(sequences):
            if sequence:
                able.setdefault(sequence, word)  # words that a tokenizer cannot tell apart: only the first can be meant
        self._sequences = sorted(able)
        self.order: Ints = np.array([able[sequence] for sequence in self._sequences], dtype=np.intp)
        self.nodes: list[Node] = []
        self._build(0, len(able), 0)
        self.others: npt.NDArray[np.float64] = np.zeros(len(self.nodes))
        for sequence, frequency in others:
            self._add(sequence or (), frequency)

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
        self.nodes.append(Node(start, end, -1, *_NO_CHILDREN, {}))
        word, at = -1, start
        if at < end and len(self._sequences[at]) == depth:
            word, at = int(self.order[at]), at + 1
        tokens, children, starts, ends = [], [], [], []
        while at < end:
            token, first = self._sequences[at][depth], at
            while at < end and self._sequences[at][depth] == token:
                at += 1
            tokens.append(token)
            starts.append(first)
            ends.append(at)
            children.append(self._build(first, at, depth + 1))
        self.nodes[place] = Node(
            start,
            end,
            word,
            np.array(tokens, dtype=np.intp),
            np.array(children, dtype=np.intp),
            np.array(starts, dtype=np.intp),
            np.array(ends, dtype=np.intp),
            dict(zip(tokens, children, strict=True)),
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
        starts, ends = zip(*((node.start, node.end) for node in self.nodes), strict=True)
        return np.asarray(sums[list(ends)] - sums[list(starts)] + self.others)

    def length_of(self, weights: npt.NDArray[np.float64]) -> float:
        """The mean number of tokens of a word."""
        lengths = [len(sequence) for sequence in self._sequences]
        return float(np.average(lengths, weights=weights[self.order]))


_NONE: Ints = np.zeros(0, dtype=np.intp)
_NO_CHILDREN: tuple[Ints, Ints, Ints, Ints] = (_NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A vocabulary in a model's tokens.

    `first` spells words with a capital at the start of a line, `inner` with a blank before them. `marks` are the
    punctuation marks that are one token; `line_end` the tokens of a line feed. `follow` spells a line of any text.
    """

    first: TokenTrie
    inner: TokenTrie
    marks: dict[str, int]
    line_end: tuple[int, ...]
    follow: Callable[[str], tuple[int, ...]]


def read_tokens(vocabulary: Vocabulary, encode: Callable[[str], list[int]], piece: Callable[[int], bytes]) -> Tokens:
    """Ask a tokenizer for every word, as it writes it after other text. Raises TokenizerError.

    `piece` spells a token; a word whose tokens do not spell it is left out.
    """
    spelled = _Speller(encode, piece)
    inner = spelled.all(_PROBE, [" " + word for word in vocabulary.words])
    first = spelled.all("\n", [word[0].upper() + word[1:] for word in vocabulary.words])
    frequencies = [frequency for _, frequency in vocabulary.others]
    inner_others = spelled.all(_PROBE, [" " + word for word, _ in vocabulary.others])
    found = zip(_MARKS, spelled.all(_PROBE, list(_MARKS)), strict=True)
    marks = {mark: after[0] for mark, after in found if after and len(after) == 1}
    line_end = spelled.all(_PROBE, ["\n"])[0]
    if not line_end or "." not in marks or not any(inner) or not any(first):
        raise TokenizerError(
            "This model's tokens cannot be lined up with words and lines, so it cannot write in exact form. Write "
            "without a form, or choose another model.",
            detail=f"line end {line_end}, marks {sorted(marks)}",
        )
    both = [one is not None and other is not None for one, other in zip(inner, first, strict=True)]
    return Tokens(
        first=TokenTrie([one if able else None for one, able in zip(first, both, strict=True)]),
        inner=TokenTrie(
            [one if able else None for one, able in zip(inner, both, strict=True)],
            zip(inner_others, frequencies, strict=True),
        ),
        marks=marks,
        line_end=line_end,
        follow=spelled.line,
    )


@dataclass(frozen=True, slots=True)
class _Speller:
    encode: Callable[[str], list[int]]
    piece: Callable[[int], bytes]

    def all(self, before: str, texts: list[str]) -> list[tuple[int, ...] | None]:
        """The tokens of each text as it follows `before`; None when the two melt together or the tokens say other."""
        head = self.encode(before)
        found: list[tuple[int, ...] | None] = []
        for text in texts:
            whole = self.encode(before + text)
            after = tuple(whole[len(head) :])
            right = whole[: len(head)] == head and b"".join(map(self.piece, after)) == text.encode()
            found.append(after if right else None)
        return found

    def line(self, text: str) -> tuple[int, ...]:
        """The tokens of any text as it stands on a line of its own, as near as they come to spelling it."""
        return self.all("\n", [text])[0] or tuple(self.encode(text))
