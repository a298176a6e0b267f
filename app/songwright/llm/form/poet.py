"""Writes a form with a model, token by token, and never leaves it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from songwright.llm.form.given import given_of
from songwright.llm.form.line import Fitting, LineAutomaton, LineTask, State
from songwright.llm.form.rhyming import ImpossibleFormError, Rhyming, Wishes, line_tasks
from songwright.llm.form.tries import Node, Tokens, TokenTrie
from songwright.llm.form.vocabulary import Flags, Vocabulary
from songwright.lyrics.forms import Form

__all__ = ["Poet", "Reader", "Taste"]

Floats = npt.NDArray[np.float64]

_MARKS_WITHIN = (",", ";")
_MARKS_AFTER = (",", ";", ":", ".", "!", "?")
_MARKS_AT_LAST = (".", "!", "?")
_MARKS_TO_LINE = 1  # marks inside one line
_ROOM_AFTER_MARK = 3  # syllables that must still come after one
_MOST_RETRIES = 4  # words tried in one place
_UNMARKED = str.maketrans("’", "'", '.,;:!?"”“()…–—')


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


@dataclass(frozen=True, slots=True)
class Taste:
    """How freely words are drawn: `min_p` drops tokens less likely than this share of the likeliest one.

    `twist` (0 off, 1 full) weighs a token by how much of what it usually begins is allowed, so that the model is not
    drawn into beginnings whose likely words are barred.
    """

    temperature: float = 0.8
    min_p: float = 0.02
    twist: float = 1.0


@dataclass(slots=True)
class _Mask:
    """The words that may come next and their weights in a trie, as running sums."""

    trie: TokenTrie
    allowed: Flags
    sums: Floats


@dataclass(frozen=True, slots=True)
class _Move:
    """Tokens of one sort that may come next, with the logarithm of their twist.

    `go` is what happens: "deeper" into the trie, "next" word, "mark" inside the line, "close" it by a mark, "end" it.
    """

    go: str
    tokens: npt.NDArray[np.intp]
    twist: Floats


@dataclass(slots=True)
class _Line:
    """A line being written."""

    automaton: LineAutomaton
    state: State
    mask: _Mask
    node: Node
    last: bool
    words: list[int] = field(default_factory=list)
    text: str = ""
    marks: int = 0
    word_open: bool = True
    read: list[int] = field(default_factory=list)
    word_start: int = 0  # how many tokens were read when the word began
    before_word: npt.NDArray[np.float32] | None = None  # the logits that its first token was drawn from
    retries: int = 0


class Poet:
    """Writes one form after what the reader has read; the reader should stand at the start of a line."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        tokens: Tokens,
        reader: Reader,
        *,
        piece: Callable[[int], bytes] = lambda _token: b"",
        taste: Taste | None = None,
        seed: int = 0,
    ) -> None:
        """`piece` spells a token; with it, and a reader that can rewind, words that only began another are replaced."""
        self._vocabulary = vocabulary
        self._tokens = tokens
        self._reader = reader
        self._piece = piece
        self._taste = taste or Taste()
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._fitting = Fitting(vocabulary)
        self._usual = {id(trie): trie.sums(vocabulary.frequency) for trie in (tokens.first, tokens.inner)}
        self._used: set[int] = set()
        self._show: Callable[[str], None] = lambda _text: None

    def write(
        self,
        form: Form,
        wishes: Wishes | None = None,
        *,
        show: Callable[[str], None] | None = None,
        kept: Mapping[int, str] | None = None,
        endings: Mapping[int, str] | None = None,
    ) -> list[str]:
        """The lines of the piece. `show` is given the text as it grows, a word at a time.

        `kept` lines, by their index, stay as they are, in form or not: they are read, and the others rhyme with them.
        `endings` are words that lines must end in. Raises ImpossibleFormError before the first word when the form and
        wishes cannot be fulfilled.
        """
        self._show = show or self._show
        given = given_of(form, kept or {}, endings or {}, self._vocabulary)
        tasks = self._tasks(form, _without_lines(wishes or Wishes(), given.kept))
        rhyming = Rhyming(form, tasks, self._vocabulary, self._fitting, given)
        for text in given.kept.values():
            self._note([self._vocabulary.index.get(word, -1) for word in text.lower().translate(_UNMARKED).split()])
        lines: list[str] = []
        for index, task in enumerate(tasks):
            last = index + 1 == len(tasks)
            if index and form.lines[index].stanza != form.lines[index - 1].stanza:
                self._show("\n")
                self._reader.extend(self._tokens.line_end)
            copied = rhyming.copied(index)
            if index in given.kept or copied is not None:
                lines.append(given.kept[index] if copied is None else lines[copied])
                self._copy(lines[-1], last=last)
                continue
            line = self._line(task, rhyming.endings(index), index, last=last)
            rhyming.taken(index, line.words[-1])
            self._note(line.words)
            lines.append(line.text)
        return lines

    def _note(self, words: Sequence[int]) -> None:
        """Words that stand in the piece; those of weight shall not come again."""
        self._used |= {word for word in words if word >= 0 and self._vocabulary.content[word]}

    def _copy(self, text: str, *, last: bool) -> None:
        """Give out and read a line that is there already."""
        self._show(text + ("" if last else "\n"))
        self._reader.extend([*self._tokens.follow(text), *(() if last else self._tokens.line_end)])

    def _tasks(self, form: Form, wishes: Wishes) -> list[LineTask]:
        """Tasks with only words that the model's tokens can write."""
        able = np.zeros(len(self._vocabulary), dtype=bool)
        able[self._tokens.inner.order] = True
        return line_tasks(form, wishes, self._vocabulary, able)

    def _line(self, task: LineTask, endings: Flags, index: int, *, last: bool) -> _Line:
        automaton = LineAutomaton(self._vocabulary, self._fitting, task, endings)
        if not automaton.possible:
            raise ImpossibleFormError(
                f"Line {index + 1} cannot be written: no words fulfil everything that is asked. Ask for less there."
            )
        trie = self._tokens.first
        mask = self._mask(automaton, automaton.start, trie, ())
        line = _Line(automaton, automaton.start, mask, trie.nodes[0], last)
        go = ""
        while go not in ("end", "close"):
            logits = self._reader.logits()
            moves = self._moves(line)
            if self._meant_another(line, moves, logits) and self._try_another(line):
                continue
            go, token = self._draw(moves, logits)
            if go == "end":
                self._finish_word(line)
            else:
                self._read(line, go, token, logits)
        if not last:
            self._show("\n")
            self._reader.extend(self._tokens.line_end)
        return line

    def _read(self, line: _Line, go: str, token: int, logits: npt.NDArray[np.float32]) -> None:
        """Take a token that was drawn from these logits."""
        if go == "next" or (go == "deeper" and line.node is line.mask.trie.nodes[0]):
            line.word_start, line.before_word, line.retries = len(line.read), logits.copy(), 0
        self._go(line, go, token)
        line.read.append(token)
        self._reader.extend([token])

    # Second thoughts

    def _meant_another(self, line: _Line, moves: list[_Move], logits: npt.NDArray[np.float32]) -> bool:
        """Whether the model meant a longer word that may not stand here ("me" on the way to "meadow")."""
        if all(move.go == "deeper" for move in moves) or line.retries >= _MOST_RETRIES:
            return False
        token = int(np.argmax(logits))
        deeper = any(token in move.tokens for move in moves if move.go == "deeper")
        return not deeper and self._piece(token)[:1].isalpha()

    def _try_another(self, line: _Line) -> bool:
        """Take the word back and draw another in its place; False when that cannot be done."""
        if not isinstance(self._reader, Rewinding) or line.before_word is None:
            return False
        allowed = line.mask.allowed.copy()
        allowed[line.node.word] = False
        trie = line.mask.trie
        mask = _Mask(trie, allowed, trie.sums(np.where(allowed, self._vocabulary.frequency, 0.0)))
        move = self._below("deeper", mask, trie.nodes[0])
        if not len(move.tokens) or not self._reader.rewind(len(line.read) - line.word_start):
            return False
        del line.read[line.word_start :]
        line.mask, line.node, line.retries = mask, trie.nodes[0], line.retries + 1
        _, token = self._draw([move], line.before_word)
        self._go(line, "deeper", token)
        line.read.append(token)
        self._reader.extend([token])
        return True

    # What may come next

    def _moves(self, line: _Line) -> list[_Move]:
        node = line.node
        moves = [self._below("deeper", line.mask, node)] if len(node.tokens) else []
        if not line.word_open or node.word < 0 or not line.mask.allowed[node.word]:
            return moves
        state = line.automaton.step(line.state, node.word)
        unfinished = LineAutomaton.unfinished(state)
        if unfinished:
            mask = self._mask(line.automaton, unfinished, self._tokens.inner, (*line.words, node.word))
            moves.append(self._below("next", mask, mask.trie.nodes[0]))
            if self._pauses(line, unfinished, node.word):
                moves.append(self._marks("mark", _MARKS_WITHIN))
        if LineAutomaton.complete(state):
            moves.append(self._marks("close", _MARKS_AT_LAST if line.last else _MARKS_AFTER))
            if not line.last:
                moves.append(_Move("end", np.array(self._tokens.line_end[:1]), np.zeros(1)))
        return moves

    def _below(self, go: str, mask: _Mask, node: Node) -> _Move:
        """The tokens below a node that still lead to an allowed word."""
        weight = mask.sums[node.ends] - mask.sums[node.starts]
        open_ = np.flatnonzero(weight > 0)
        usual = self._usual[id(mask.trie)]
        below = usual[node.ends[open_]] - usual[node.starts[open_]] + mask.trie.others[node.children[open_]]
        share = weight[open_] / below
        twist = self._taste.twist * np.log(np.clip(share, 1e-6, 1.0))
        return _Move(go, node.tokens[open_], twist)

    def _marks(self, go: str, marks: tuple[str, ...]) -> _Move:
        found = np.array([self._tokens.marks[mark] for mark in marks if mark in self._tokens.marks], dtype=np.intp)
        return _Move(go, found, np.zeros(len(found)))

    def _pauses(self, line: _Line, state: State, word: int) -> bool:
        room = min(len(reading.pattern) - reading.position for reading in state)
        return (
            line.marks < _MARKS_TO_LINE
            and room >= _ROOM_AFTER_MARK
            and bool(self._vocabulary.closing[word] and self._vocabulary.content[word])
        )

    def _mask(self, automaton: LineAutomaton, state: State, trie: TokenTrie, words: Sequence[int]) -> _Mask:
        """What may come in a state; words of weight that the piece has used only when there are no others."""
        allowed = automaton.choices(state)
        fresh = allowed.copy()
        fresh[[*self._used, *words]] = False
        allowed = fresh if fresh.any() else allowed
        return _Mask(trie, allowed, trie.sums(np.where(allowed, self._vocabulary.frequency, 0.0)))

    # One step

    def _draw(self, moves: list[_Move], logits: npt.NDArray[np.float32]) -> tuple[str, int]:
        tokens = np.concatenate([move.tokens for move in moves])
        scores = logits[tokens].astype(np.float64) + np.concatenate([move.twist for move in moves])
        scores /= max(self._taste.temperature, 1e-3)
        scores -= scores.max()
        if self._taste.min_p > 0:
            floor = math.log(self._taste.min_p) / max(self._taste.temperature, 1e-3)
            scores[scores < floor] = -np.inf
        weights = np.cumsum(np.exp(scores))
        place = int(np.searchsorted(weights, self._random.random() * weights[-1], side="right"))
        place = min(place, len(tokens) - 1)
        for move in moves:
            if place < len(move.tokens):
                return move.go, int(move.tokens[place])
            place -= len(move.tokens)
        raise AssertionError("a place beyond the last move")

    def _go(self, line: _Line, go: str, token: int) -> None:
        if go == "deeper":
            line.node = line.mask.trie.nodes[line.node.by_token[token]]
            line.word_open = True
            return
        word = self._finish_word(line)
        if go == "close":
            self._say(line, self._mark_of(token))
            return
        line.state = LineAutomaton.unfinished(line.automaton.step(line.state, word))
        line.mask = self._mask(line.automaton, line.state, self._tokens.inner, line.words)
        root = line.mask.trie.nodes[0]
        if go == "mark":
            self._say(line, self._mark_of(token))
            line.marks += 1
            line.node = root
            line.word_open = False
        else:
            line.node = line.mask.trie.nodes[root.by_token[token]]
            line.word_open = True

    def _finish_word(self, line: _Line) -> int:
        word = line.node.word
        text = self._vocabulary.words[word]
        self._say(line, " " + text if line.text else text[0].upper() + text[1:])
        line.words.append(word)
        return word

    def _say(self, line: _Line, text: str) -> None:
        line.text += text
        self._show(text)

    def _mark_of(self, token: int) -> str:
        return next(mark for mark, known in self._tokens.marks.items() if known == token)


def _without_lines(wishes: Wishes, kept: Mapping[int, str]) -> Wishes:
    """The wishes without those that ask for words in lines that stay as they are."""
    return replace(wishes, required=tuple(wish for wish in wishes.required if wish[0] not in kept))
