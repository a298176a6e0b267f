"""Swap this word: the legal words of a place with the model's odds, and what each does to the line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from songwright.llm.form.answers.context import Context, log_softmax
from songwright.llm.form.line.slots import Slot, slot_of
from songwright.llm.form.words.tries import Tokens, TokenTrie
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.questions import Option, WordOptions
from songwright.lyrics.lexicon import Lexicon

__all__ = ["swaps"]

_CLOSE_LOOK = 3  # times as many words as are asked for are judged by their own tokens
_LONG_LOOK = 2  # and so many times by what follows them in the line


@dataclass(frozen=True, slots=True)
class _Word:
    """A candidate: its spelling in the line, its tokens, and its log-probability after what stands before it."""

    text: str
    tokens: tuple[int, ...]
    odds: float


def swaps(
    question: WordOptions, context: Context, vocabulary: Vocabulary, tokens: Tokens, lexicon: Lexicon
) -> tuple[Option, ...]:
    """Words for a place, the one that costs the line least first, with the present word among them.

    `Option.probability` is a softmax over all legal words, for most of which an estimate from their first token and
    their frequency is exact enough; those that are shown are judged by all their tokens.
    """
    line, start, end = question.line, question.start, question.end
    slot = slot_of(question, vocabulary, lexicon)
    left = line[:start].rstrip()
    context.read(question.place, left)
    odds = log_softmax(context.backend.logits())
    trie = tokens.first if slot.first else tokens.inner
    indices, guesses = _estimates(trie, vocabulary, slot, odds)
    wide = max(8, question.count * _CLOSE_LOOK)
    best = np.argsort(-guesses)[:wide]
    texts = [line[start:end], *(_spelled(vocabulary.words[indices[at]], slot) for at in best)]
    words = _judged(texts, slot, context)
    others = np.exp(np.delete(guesses, best)).sum()
    total = sum(math.exp(word.odds) for word in words) + float(others)
    present, *rest = words
    rest.sort(key=lambda word: -word.odds)
    shown = [present, *rest[: question.count * _LONG_LOOK]]
    whole = _lines(shown, line[end:], context)
    options = [
        Option(
            word.text,
            probability=math.exp(word.odds) / total,
            cost=whole[0] - score,
            note="now" if word is present else "",
        )
        for word, score in zip(shown, whole, strict=True)
    ]
    options.sort(key=lambda option: option.cost)
    kept = [option for option in options if option.note] + [option for option in options if not option.note]
    return tuple(sorted(kept[: question.count + 1], key=lambda option: option.cost))


def _spelled(word: str, slot: Slot) -> str:
    return word[0].upper() + word[1:] if slot.first else word


def _estimates(
    trie: TokenTrie, vocabulary: Vocabulary, slot: Slot, odds: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """The slot's words, and for each a guess at its log-probability: its share, by frequency, of its first token's."""
    root = trie.nodes[0]
    sums = trie.sums(vocabulary.frequency)
    below = sums[root.ends] - sums[root.starts] + trie.others[root.children]
    of_token = odds[root.tokens] - np.log(below)
    spread = np.empty(len(trie.order))
    for number, (begin, end) in enumerate(zip(root.starts, root.ends, strict=True)):
        spread[begin:end] = of_token[number]
    guesses = spread + np.log(vocabulary.frequency[trie.order])
    legal = slot.words[trie.order]
    return trie.order[legal], guesses[legal]


def _judged(texts: Sequence[str], slot: Slot, context: Context) -> list[_Word]:
    """Each text with the log-probability of all its tokens."""
    spelled = [tuple(context.follow(text if slot.first else " " + text, line_start=slot.first)) for text in texts]
    scores = context.scores(spelled)
    return [_Word(text, one, sum(score)) for text, one, score in zip(texts, spelled, scores, strict=True)]


def _lines(words: Sequence[_Word], rest: str, context: Context) -> list[float]:
    """The log-probability of the line from each word on to its end."""
    after = context.follow(rest + "\n")
    return [sum(score) for score in context.scores([[*word.tokens, *after] for word in words])]
