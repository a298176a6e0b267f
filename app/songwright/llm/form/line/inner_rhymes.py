"""Lines with a rhyme inside, planned: which words can be that rhyme, whatever word of a set ends the line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from songwright.llm.form.line.automaton import closers, ends_from, reached
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.words.vocabulary import Flags, Vocabulary

__all__ = ["InnerRhymes", "inner_rhymes_of"]


@dataclass(frozen=True, slots=True)
class InnerRhymes:
    """`ends` are last words; each of the sets in `inside` can have any of them after any of its own words.

    All words of a set stand in one place of one pattern and have the same length, so that they leave the same rest.
    """

    ends: Flags
    inside: tuple[Flags, ...]


def inner_rhymes_of(vocabulary: Vocabulary, fitting: Fitting, task: LineTask) -> InnerRhymes:
    """The framing whose last words have the most rhymes; one without words when the line cannot be written."""
    found: dict[bytes, tuple[Flags, dict[bytes, Flags]]] = {}
    known: dict[tuple[str, tuple[bool, ...]], Flags] = {}
    for pattern in task.patterns:
        able = closers(vocabulary, task, pattern)
        for position, states in enumerate(zip(*reached(vocabulary, fitting, task, pattern), strict=True)):
            if position == len(pattern) or not any(states):
                continue
            for length, words in _inside(vocabulary, fitting, task, pattern, position).items():
                after, _ = reached(vocabulary, fitting, task, pattern, position + length, states)
                key = pattern, tuple(after)
                if key not in known:
                    known[key] = able & ends_from(fitting, pattern, after)[vocabulary.kinds]
                ends, inside = found.setdefault(known[key].tobytes(), (known[key], {}))
                inside[words.tobytes()] = words
    if not found:
        return InnerRhymes(np.zeros(len(vocabulary), dtype=bool), ())
    ends, inside = max(found.values(), key=lambda pair: _rhymes(vocabulary, pair[0]))
    return InnerRhymes(ends, tuple(inside.values()))


def _rhymes(vocabulary: Vocabulary, words: Flags) -> int:
    """How many pairs of these words rhyme."""
    onsets = np.bincount(vocabulary.tail_of_sound(np.unique(vocabulary.sounds[words])))
    return int((onsets * onsets).sum())


def _inside(vocabulary: Vocabulary, fitting: Fitting, task: LineTask, pattern: str, position: int) -> dict[int, Flags]:
    """The words that can be the inner rhyme when they start here, by their length."""
    if task.inner is None:
        return {}
    words = task.inner.places(vocabulary, pattern, position) & task.certain
    words &= fitting(pattern, position)[vocabulary.kinds]
    if position == 0:
        words &= task.openers
    if task.wish is not None:
        words[task.wish] = False  # it has a place of its own
    lengths = np.unique(vocabulary.syllables[words]).tolist()
    return {length: words & (vocabulary.syllables == length) for length in lengths}
