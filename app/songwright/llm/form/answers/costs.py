"""What form cost: how far each word of a text is from what the model would have written there."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from songwright.llm.form.answers.context import Context, log_softmax
from songwright.llm.questions import LineCosts, Option
from songwright.lyrics.tokens import tokens

__all__ = ["costs"]

_UNFINISHED = "…"


def costs(question: LineCosts, context: Context) -> tuple[Option, ...]:
    """One option for each word of the lines, in order (see `LineCosts`)."""
    context.read(question.place)
    found: list[Option] = []
    for number, line in enumerate(question.lines):
        found += _line(line, number, context)
    return tuple(found)


def _line(line: str, number: int, context: Context) -> Iterator[Option]:
    """The words of one line; the model has read it when the last one is known."""
    at = 0
    for word in tokens(line):
        gap = line[at : word.start]
        yield _word(line[word.start : word.end], gap, number, (word.start, word.end), context)
        at = word.end
    _read(line[at:] + "\n", context, line_start=at == 0)


def _word(text: str, gap: str, number: int, span: tuple[int, int], context: Context) -> Option:
    """One word after the text read so far; `gap` is what stands between, of which a last blank goes with the word."""
    start = span[0] == len(gap)
    marks, blank = (gap[:-1], gap[-1:]) if gap.endswith(" ") and not start else (gap, "")
    _read(marks, context, line_start=start)
    own, best, choice = 0.0, 0.0, ""
    for place, token in enumerate(context.follow(blank + text, line_start=start)):
        odds = log_softmax(context.backend.logits())
        own += float(odds[token])
        best += float(odds.max())
        if not place:
            choice = context.backend.piece(int(np.argmax(odds))).decode("utf-8", "replace")
        context.backend.extend([token])
        context.tokens += 1
    return Option(text, math.exp(own), best - own, _shown(choice), number, *span)


def _read(text: str, context: Context, *, line_start: bool) -> None:
    if text:
        context.backend.extend(context.follow(text, line_start=line_start))


def _shown(piece: str) -> str:
    """A first choice for the user: a whole word, or the beginning of one; a line break as its sign."""
    if "\n" in piece:
        return "¶"
    return piece.strip() or _UNFINISHED
