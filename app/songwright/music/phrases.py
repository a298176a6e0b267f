"""From lines of text to phrases that can be sung in one breath."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from songwright.lyrics.syllables import Syllable

__all__ = ["LONGEST_PHRASE", "Phrase", "split_line"]

LONGEST_PHRASE: Final = 14
"""Syllables that are sung in one phrase; a longer line is parted, at its punctuation if it has any."""

_IDEAL: Final = 9
_LONGEST_WORD: Final = 20
"""A "word" longer than this (a row of symbols) may be parted inside."""

_STOPS: Final = frozenset(".;:!?…—–。！？；：")
_COMMAS: Final = frozenset(',()[]"“”،、，')


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of syllables of one line.

    `first` is the index in the line of the phrase's first syllable. `strengths` are 0 (weak), 1 (secondary stress) or
    2 (stressed); `words` are word indices; `pauses` tell where punctuation follows. `sounding` are the indices of the
    syllables in the line where some are left out, which the tune sings together with the ones before them.
    """

    line: str
    first: int
    strengths: tuple[int, ...]
    words: tuple[int, ...]
    pauses: tuple[bool, ...]
    sounding: tuple[int, ...] = ()

    def index(self, place: int) -> int:
        """The index in the line of the phrase's syllable at `place`."""
        return self.sounding[place] if self.sounding else self.first + place

    def without(self, silent: Collection[int]) -> Phrase | None:
        """The phrase without these syllables, which are sung with the ones before them; None if none is left."""
        kept = [place for place in range(len(self)) if self.index(place) not in silent]
        if len(kept) == len(self):
            return self
        if not kept:
            return None
        return replace(
            self,
            strengths=tuple(self.strengths[place] for place in kept),
            words=tuple(self.words[place] for place in kept),
            pauses=tuple(self.pauses[place] for place in kept),
            sounding=tuple(self.index(place) for place in kept),
        )

    def __len__(self) -> int:
        return len(self.strengths)

    @property
    def pickup(self) -> int:
        """How many weak syllables come before the first stressed one; 0 when none is stressed."""
        return next((index for index, strength in enumerate(self.strengths) if strength), 0)

    @property
    def shape(self) -> tuple[int, ...]:
        """What makes two phrases fit the same tune: their stresses."""
        return self.strengths


def split_line(line_id: str, text: str, syllables: Sequence[Syllable]) -> tuple[Phrase, ...]:
    """The phrases of a line in order; none for a line without syllables. No syllable is left out."""
    if not syllables:
        return ()
    gaps = _gaps(text, syllables)
    ends = [len(syllables)] if len(syllables) <= LONGEST_PHRASE else _breaks(syllables, gaps)
    starts = [0, *ends[:-1]]
    return tuple(_phrase(line_id, syllables, gaps, start, end) for start, end in zip(starts, ends, strict=True))


def _phrase(line_id: str, syllables: Sequence[Syllable], gaps: list[str], start: int, end: int) -> Phrase:
    chosen = syllables[start:end]
    return Phrase(
        line_id,
        start,
        tuple({0: 0, 1: 2, 2: 1}.get(syllable.stress, 0) for syllable in chosen),
        tuple(syllable.word for syllable in chosen),
        tuple(any(mark in _STOPS or mark in _COMMAS for mark in gap) for gap in gaps[start:end]),
    )


def _gaps(text: str, syllables: Sequence[Syllable]) -> list[str]:
    """The text between each syllable and the next, punctuation and all."""
    nexts = [syllable.start for syllable in syllables[1:]] + [len(text)]
    # A syllable's own text may end in punctuation, so its tail belongs to the gap as well.
    return [
        text[max(syllable.start, syllable.end - 1) : after] for syllable, after in zip(syllables, nexts, strict=True)
    ]


def _breaks(syllables: Sequence[Syllable], gaps: list[str]) -> list[int]:
    """Where phrases end, found by dynamic programming over all ways to part the line."""
    count = len(syllables)
    best: list[float] = [0.0] + [float("inf")] * count
    previous = [0] * (count + 1)
    for end in range(1, count + 1):
        boundary = 0.0 if end == count else _boundary_cost(syllables, gaps, end)
        for start in range(max(0, end - LONGEST_PHRASE), end):
            cost = best[start] + boundary + (end - start - _IDEAL) ** 2 / 8
            if cost < best[end]:
                best[end], previous[end] = cost, start
    ends = [count]
    while previous[ends[-1]]:
        ends.append(previous[ends[-1]])
    return ends[::-1]


def _boundary_cost(syllables: Sequence[Syllable], gaps: list[str], end: int) -> float:
    """What it costs to take breath before the syllable at `end`."""
    if syllables[end - 1].word == syllables[end].word:
        return 40.0 if syllables[end].word_length <= _LONGEST_WORD else 12.0
    if any(mark in _STOPS for mark in gaps[end - 1]):
        return 0.0
    if any(mark in _COMMAS for mark in gaps[end - 1]):
        return 0.8
    # A weak word usually begins a new group ("of", "and", "the"); a strong one often belongs to what came before.
    return 2.5 if syllables[end].stress == 0 and syllables[end - 1].stress != 0 else 5.0
