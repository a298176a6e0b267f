"""A line while it is written: which tokens may come next in it, and what becomes of it with each of them.

Nothing here knows a model. A `Pen` belongs to one piece; its drafts are lines in the making, of which there may be
several side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from songwright.llm.form.line.automaton import LineAutomaton, State
from songwright.llm.form.words.closing import closing_costs, kind_of
from songwright.llm.form.words.leaning import Leaning
from songwright.llm.form.words.pairs import Pairs
from songwright.llm.form.words.tries import Node, Tokens, TokenTrie
from songwright.llm.form.words.vocabulary import Flags, Ints, Vocabulary
from songwright.llm.form.words.withheld import WithheldHere, WithheldWords

__all__ = ["Draft", "Move", "Pen"]

Floats = npt.NDArray[np.float64]

_MARKS_WITHIN = (",", ";")
_MARKS_AFTER = (",", ";", ":", ".", "!", "?")
_MARKS_AT_LAST = (".", "!", "?")
_LONGEST_CLOSE = 3  # syllables of a last word that is weighed by what stands before it
_MARKS_TO_LINE = 1  # marks inside one line
_ROOM_AFTER_MARK = 3  # syllables that must still come after one
_LEAST_SHARE = 1e-6
_CLOSE = 1.0  # nats that a last word costs for each that the table of closes has against it
_WISH = 3.0  # nats that a wished word is taken to cost as long as it is to come, so that no draft puts it off
_LEAN = 0.5  # nats that a word is preferred by for each that the subject adds to it


@dataclass(frozen=True, slots=True)
class Move:
    """Tokens of one sort that may come next, with the logarithm of their twist.

    `go` is what happens: "deeper" into the trie, "next" word, "mark" inside the line, "close" it by a mark, "end" it.
    """

    go: str
    tokens: Ints
    twist: Floats


@dataclass(frozen=True, slots=True)
class _Mask:
    """The words that may come next, with their weights in the order of a trie; `root` is how one may begin.

    `costs` are the nats that some of them cost, because they go on with what was said before; a wished word gives back
    what it was taken to cost, and is `wished` by its place in the trie.
    """

    trie: TokenTrie
    allowed: Flags
    weights: Floats
    root: Move
    costs: Mapping[int, float]
    wished: int = -1


@dataclass(slots=True)
class Draft:
    """A line being written.

    `words` are complete; `text` is how they stand on the page, marks included; `read` are the tokens so far. `end` are
    the tokens that end the line, none for the piece's last one. `likelihood` is the sum of the log-probabilities of its
    tokens, for whoever keeps it; `cost` what its words cost beyond that, in nats; `weakest` that of its least likely
    complete word and `newest` that of the word being written.
    """

    automaton: LineAutomaton
    state: State
    mask: _Mask
    node: Node
    end: tuple[int, ...]
    words: list[int] = field(default_factory=list)
    text: str = ""
    marks: int = 0
    word_open: bool = True
    done: bool = False
    read: list[int] = field(default_factory=list)
    likelihood: float = 0.0
    cost: float = 0.0
    weakest: float = 0.0
    newest: float = 0.0

    def count(self, go: str, likelihood: float) -> None:
        """Add what the token of a move is likely, in nats, to the line and to its word."""
        self.likelihood += likelihood
        if go == "deeper":
            self.newest += likelihood
            return
        self.weakest = min(self.weakest, self.newest)
        self.newest = likelihood if go == "next" else 0.0

    @property
    def begun(self) -> bool:
        """Whether a word was begun."""
        return self.word_open and self.node is not self.mask.trie.nodes[0]

    @property
    def syllables(self) -> int:
        """How many are certain to stand: those of complete words."""
        return min((reading.position for reading in self.state), default=0)

    def copy(self) -> Draft:
        """A draft that goes on by itself from here."""
        return replace(self, words=[*self.words], read=[*self.read])


class Pen:
    """Says how drafts may go on.

    `twist` (0 off, 1 full) weighs a token by how much of what it usually begins is allowed, so that the model is not
    drawn into beginnings whose likely words are barred.
    """

    def __init__(
        self, vocabulary: Vocabulary, tokens: Tokens, bars: WithheldWords, twist: float, leaning: Leaning | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._tokens = tokens
        self._twist = twist
        self.bars = bars
        tries = (tokens.first, tokens.inner)
        self._leaning = leaning * _LEAN if leaning is not None else np.zeros(len(vocabulary))
        leaned = vocabulary.frequency * np.exp(self._leaning)
        self._weights = {id(trie): leaned[trie.order] for trie in tries}
        self._usual = {id(trie): trie.below(vocabulary.frequency) for trie in tries}
        self._closes = closing_costs(vocabulary.words)
        self._pairs = Pairs(vocabulary)
        self._last = False  # whether the line is the piece's last
        self._most_share = math.exp(max(_WISH, float(self._leaning.max(initial=0.0))))
        self._masks: dict[tuple[int, State, int, WithheldHere, int, int], _Mask] = {}
        self._marks: dict[tuple[str, ...], Ints] = {
            marks: np.array([tokens.marks[mark] for mark in marks if mark in tokens.marks], dtype=np.intp)
            for marks in (_MARKS_WITHIN, _MARKS_AFTER, _MARKS_AT_LAST)
        }
        self._mark_of = {token: mark for mark, token in tokens.marks.items()}

    def begin(self, automaton: LineAutomaton, end: tuple[int, ...]) -> Draft:
        """An empty line that these tokens end; without any it is the piece's last. That and a stanza end in a stop."""
        self._masks.clear()
        self._last = not end
        mask = self._mask(automaton, automaton.start, self._tokens.first, ())
        cost = 0.0 if automaton.awaited(automaton.start) is None else _WISH
        return Draft(automaton, automaton.start, mask, mask.trie.nodes[0], end, cost=cost)

    def resume(self, automaton: LineAutomaton, state: State, text: str, end: tuple[int, ...]) -> Draft:
        """A line that begins with this text, after which it is in this state; see `begin`."""
        self._masks.clear()
        self._last = not end
        mask = self._mask(automaton, state, self._tokens.inner, ())
        return Draft(automaton, state, mask, mask.trie.nodes[0], end, text=text)

    # What may come next

    def moves(self, draft: Draft) -> list[Move]:
        """All that may come next; never nothing while the line is not done."""
        node = draft.node
        if not draft.begun:
            return [draft.mask.root]
        moves = [self._open("deeper", draft.mask.trie, draft.mask.weights, node)] if len(node.tokens) else []
        if node.word < 0 or not draft.mask.allowed[node.word]:
            return moves
        state = draft.automaton.step(draft.state, node.word)
        unfinished = LineAutomaton.unfinished(state)
        if unfinished:
            mask = self._mask(draft.automaton, unfinished, self._tokens.inner, (*draft.words, node.word))
            moves.append(replace(mask.root, go="next"))
            if self._pauses(draft, unfinished, node.word):
                moves.append(self._marks_move("mark", _MARKS_WITHIN))
        if LineAutomaton.complete(state):
            inside = bool(draft.end) and draft.end != self._tokens.stanza_end
            moves.append(self._marks_move("close", _MARKS_AFTER if inside else _MARKS_AT_LAST))
            if inside:
                moves.append(Move("end", np.array(draft.end[:1], dtype=np.intp), np.zeros(1)))
        return moves

    def _open(self, go: str, trie: TokenTrie, weights: Floats, node: Node) -> Move:
        """The tokens below a node that still lead to an allowed word, given the weights of all words."""
        weight = node.sums(weights)
        open_ = np.flatnonzero(weight > 0)
        share = weight[open_] / self._usual[id(trie)][node.children[open_]]
        np.clip(share, _LEAST_SHARE, self._most_share, out=share)
        np.log(share, out=share)
        share *= self._twist
        return Move(go, node.tokens[open_], share)

    def _marks_move(self, go: str, marks: tuple[str, ...]) -> Move:
        found = self._marks[marks]
        return Move(go, found, np.zeros(len(found)))

    def _pauses(self, draft: Draft, state: State, word: int) -> bool:
        room = min(len(reading.pattern) - reading.position for reading in state)
        return (
            draft.marks < _MARKS_TO_LINE
            and room >= _ROOM_AFTER_MARK
            and bool(self._vocabulary.closing[word] and self._vocabulary.content[word])
        )

    def _mask(self, automaton: LineAutomaton, state: State, trie: TokenTrie, words: Sequence[int]) -> _Mask:
        """What may come in a state after these words of the line."""
        barred = self.bars.after(words)
        left = max(len(reading.pattern) - reading.position for reading in state)
        kind = self._kind_after(words) if left <= _LONGEST_CLOSE else -1
        before = words[-1] if words else -1
        key = (id(automaton), state, id(trie), barred, kind, self._pairs.kind(before))
        known = self._masks.get(key)
        if known is None:
            choices = self.bars.permitted(automaton.choices(state), barred)
            allowed = self.bars.fresh(self._agreeable(choices, automaton, state), barred)
            allowed = self._pairs.fitting(allowed, before, left=left, last=self._last)
            costs, wish, wished = dict(barred.costs), automaton.awaited(state), -1
            if wish is not None and allowed[wish]:
                costs[wish] = costs.get(wish, 0.0) - _WISH
                wished = int(np.flatnonzero(trie.order == wish)[0])
            known = self._masks[key] = replace(self._made(trie, allowed, costs, kind, left), wished=wished)
        return known

    def _agreeable(self, choices: Flags, automaton: LineAutomaton, state: State) -> Flags:
        """These choices in a state without an "a" or "an" that nothing which may follow agrees with."""
        for word in self.bars.articles:
            if choices[word]:
                after = LineAutomaton.unfinished(automaton.step(state, word))
                if self.bars.misleads(word, partial(automaton.certain, after)):
                    others = choices.copy()
                    others[word] = False
                    choices = others if others.any() else choices
        return choices

    def _made(
        self, trie: TokenTrie, allowed: Flags, costs: Mapping[int, float], kind: int = -1, left: int = 0
    ) -> _Mask:
        """`kind` is what stands before words that end the line with the syllables that are `left`, -1 for none."""
        weights = np.zeros(len(trie.order) + 1)
        np.multiply(self._weights[id(trie)], allowed[trie.order], out=weights[:-1])
        if kind >= 0:
            closing = np.where(self._vocabulary.syllables == left, np.exp(-_CLOSE * self._closes[kind]), 1.0)
            weights[:-1] *= closing[trie.order]
        for word, cost in costs.items():
            weights[:-1][trie.order == word] *= math.exp(-cost)
        return _Mask(trie, allowed, weights, self._open("deeper", trie, weights, trie.nodes[0]), costs)

    def given_back(self, draft: Draft) -> float:
        """The nats that a draft will get back when its word stands, if that is most likely the wished one."""
        mask, node = draft.mask, draft.node
        if not draft.begun or not node.start <= mask.wished < node.end:
            return 0.0
        weights = mask.weights[node.start : node.end]
        return _WISH if 2 * weights[mask.wished - node.start] > weights.sum() else 0.0

    # One step

    def take(self, draft: Draft, go: str, token: int) -> None:
        """Go on with a token that `moves` named. A line that has ended is `done`; the token of "end" is not read."""
        if go != "end":
            draft.read.append(token)
        if go == "deeper":
            draft.node = draft.mask.trie.nodes[draft.node.by_token[token]]
            draft.word_open = True
            return
        word = self._finish_word(draft)
        state = draft.automaton.step(draft.state, word)
        if go in ("close", "end"):
            draft.cost += self._closing_cost(draft.words)
            draft.text += self._mark_of[token] if go == "close" else ""
            draft.state, draft.done = LineAutomaton.finished(state), True
            return
        draft.state = LineAutomaton.unfinished(state)
        draft.mask = self._mask(draft.automaton, draft.state, self._tokens.inner, draft.words)
        root = draft.mask.trie.nodes[0]
        if go == "mark":
            draft.text += self._mark_of[token]
            draft.marks += 1
            draft.node, draft.word_open = root, False
        else:
            draft.node, draft.word_open = draft.mask.trie.nodes[root.by_token[token]], True

    def has_other(self, draft: Draft) -> bool:
        """Whether another word may stand in place of the one that the draft stands at."""
        return bool(np.count_nonzero(draft.mask.allowed) > int(draft.mask.allowed[draft.node.word]))

    def without(self, draft: Draft, tokens: int) -> None:
        """Take back the word that the draft stands at, its last `tokens` tokens, and bar it there."""
        allowed = draft.mask.allowed.copy()
        allowed[draft.node.word] = False
        del draft.read[len(draft.read) - tokens :]
        draft.mask = self._made(draft.mask.trie, allowed, draft.mask.costs)
        draft.node = draft.mask.trie.nodes[0]

    def _closing_cost(self, words: Sequence[int]) -> float:
        """What the last of these words costs at the end of a line."""
        return _CLOSE * float(self._closes[self._kind_after(words[:-1]), words[-1]])

    def _kind_after(self, words: Sequence[int]) -> int:
        return kind_of([self._vocabulary.words[word].lower() for word in words[-2:]])

    def _finish_word(self, draft: Draft) -> int:
        word = draft.node.word
        text = self._vocabulary.words[word]
        draft.text += " " + text if draft.text else text[0].upper() + text[1:]
        draft.words.append(word)
        draft.cost += draft.mask.costs.get(word, 0.0) - float(self._leaning[word])
        return word
