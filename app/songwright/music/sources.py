"""Where rhythms and tunes come from: what a learned model must offer to take the place of the rules' searches.

Everything around them stays: form, bars, locks, chords, band. A rhythm that breaks a hard rule (one onset a syllable,
in order, inside the window, locked ones unmoved) is refused and the rules' own is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Key, Metre
from songwright.music.melody import Sung, TuneSearch
from songwright.music.phrases import Phrase
from songwright.music.prosody import Rhythm, RhythmSearch, Window

__all__ = [
    "RhythmSource",
    "RhythmSources",
    "Taste",
    "TuneSource",
    "TuneSources",
    "checked_rhythm",
    "rule_rhythms",
    "rule_tunes",
]


class RhythmSource(Protocol):
    """Sets phrases in one metre at one tempo."""

    def fit(
        self,
        phrase: Phrase,
        window: Window,
        *,
        memory: tuple[int, ...] = (),
        fixed: Mapping[int, int] | None = None,
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Rhythm | None:
        """Onsets for a phrase, or None; see `RhythmSearch.fit`."""
        ...


class TuneSource(Protocol):
    """Finds pitches in one key for the notes of a phrase."""

    @property
    def pitches(self) -> NDArray[np.int64]:
        """Every pitch that may be used, upwards."""
        ...

    def fit(self, notes: Sequence[Sung], before: int | None, noise: NDArray[np.float64]) -> tuple[int, ...]:
        """A pitch for every note; see `TuneSearch.fit`."""
        ...

    def steps(self, pitches: Sequence[int]) -> tuple[int, ...]:
        """The intervals between successive pitches, in degrees of the scale."""
        ...


RhythmSources = Callable[[Metre, float, tuple[frozenset[int], ...], str], RhythmSource]
"""Metre, tempo, the style's motif by bar, and a text that seeds chance, to a source of rhythms."""

TuneSources = Callable[[Key, tuple[int, int], float, tuple[int, ...]], TuneSource]
"""Key, range, a style's liking for leaps, and locked pitches outside the range, to a source of tunes."""


def rule_rhythms(metre: Metre, tempo: float, motif: tuple[frozenset[int], ...], seed: str) -> RhythmSource:  # noqa: ARG001
    """The rules' own rhythms; the motif is all that the seed changes."""
    return RhythmSearch(metre, tempo, motif)


def rule_tunes(key: Key, span: tuple[int, int], leaps: float, stretch: tuple[int, ...]) -> TuneSource:
    """The rules' own tunes."""
    return TuneSearch(key, *span, leaps=leaps, stretch=stretch)


@dataclass(frozen=True, slots=True)
class Taste:
    """Everything that a learned model may take over."""

    rhythms: RhythmSources = rule_rhythms
    tunes: TuneSources = rule_tunes


def checked_rhythm(rhythm: Rhythm | None, phrase: Phrase, window: Window, fixed: Mapping[int, int]) -> Rhythm | None:
    """The rhythm if it keeps the hard rules, else None."""
    if rhythm is None or len(rhythm.onsets) != len(phrase):
        return None
    onsets = rhythm.onsets
    ordered = all(one < other for one, other in pairwise(onsets))
    held = all(onsets[index] == tick for index, tick in fixed.items())
    free = [onset for index, onset in enumerate(onsets) if index not in fixed]
    inside = all(window.earliest <= onset < window.latest for onset in free)
    return rhythm if ordered and held and inside else None
