"""Where rhythms and tunes come from: what a learned model must offer to take the place of the rules' searches.

Everything around them stays: form, bars, locks, chords, band. A rhythm that breaks a hard rule (one onset a syllable,
in order, inside the window, locked ones unmoved) is refused and the rules' own is taken.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Chord, Key, Note, Section
from songwright.music.climax import Climax
from songwright.music.locks import Locks
from songwright.music.melody import Sung, TuneSearch
from songwright.music.metrics import beats
from songwright.music.phrases import Phrase
from songwright.music.prosody import Rhythm, RhythmSearch, Window
from songwright.music.setting import SongSetting
from songwright.music.sung_phrase import SungPhrase

__all__ = [
    "ChordSource",
    "ChordTask",
    "Retuner",
    "RhythmSource",
    "RhythmSources",
    "SlurSource",
    "Taste",
    "TuneSource",
    "TuneSources",
    "TuneTask",
    "checked_rhythm",
    "no_chords",
    "rule_rhythms",
    "rule_slurs",
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


RhythmSources = Callable[[SongSetting, tuple[frozenset[int], ...], str], RhythmSource]
"""What a song is set in, the style's motif by bar, and a text that seeds chance, to a source of rhythms."""

TuneSources = Callable[[Key, tuple[int, int], float, tuple[int, ...]], TuneSource]
"""Key, range, a style's liking for leaps, and locked pitches outside the range, to a source of tunes."""

SlurSource = Callable[[Phrase, Sequence[int], SongSetting, str], tuple[int, ...]]
"""A phrase, the ticks until each next onset, the setting and a seed, to how many notes each syllable wants."""


@dataclass(frozen=True, slots=True)
class ChordTask:
    """Chords wanted: for a section of some kind whose phrases cover `spans` (first bar, bar after the last).

    `closing` asks for the tonic at its end; `held` are chords that stay, with the tick at which each ends. Phrases with
    one letter share a tune, and so want the same chords but for their ends. `tune` are the sung notes that stay.
    """

    section: Section
    role: str
    spans: Sequence[tuple[int, int]]
    setting: SongSetting
    closing: bool
    held: tuple[tuple[Chord, int], ...]
    letters: str = ""
    tune: tuple[Note, ...] = ()


ChordSource = Callable[[ChordTask], tuple[Chord, ...] | None]
"""The chords of a section, gapless and in order; None to leave them to the rules."""


@dataclass(frozen=True, slots=True)
class TuneTask:
    """Other pitches wanted: for the phrases of a section over its chords; the notes in `locks` keep theirs.

    Phrases with one letter begin with one tune; `model` is the tune of the earlier section that this one follows.
    No note lies above `top` but the `climax`; with `closing` the last one comes home.
    """

    section: Section
    role: str
    phrases: tuple[SungPhrase, ...]
    chords: tuple[Chord, ...]
    setting: SongSetting
    locks: Locks
    letters: str = ""
    model: tuple[SungPhrase, ...] = ()
    top: int = 127
    climax: Climax | None = None
    closing: bool = False


Retuner = Callable[[TuneTask], tuple[SungPhrase, ...]]
"""The same phrases with other pitches."""


def rule_rhythms(setting: SongSetting, motif: tuple[frozenset[int], ...], seed: str) -> RhythmSource:  # noqa: ARG001
    """The rules' own rhythms; the motif is all that the seed changes."""
    return RhythmSearch(setting.metre, setting.sung_tempo, motif, dial=setting.prosody, double=setting.doubled)


def rule_tunes(key: Key, span: tuple[int, int], leaps: float, stretch: tuple[int, ...]) -> TuneSource:
    """The rules' own tunes."""
    return TuneSearch(key, *span, leaps=leaps, stretch=stretch)


def rule_slurs(phrase: Phrase, gaps: Sequence[int], setting: SongSetting, seed: str) -> tuple[int, ...]:
    """Two notes on some stressed syllables that last, as many as the style has; the same rhythm is slurred alike."""
    beat = beats(setting.metre)[0][1]
    long = [
        strength > 0 and gap >= beat and not pause
        for strength, gap, pause in zip(phrase.strengths, gaps, phrase.pauses, strict=True)
    ]
    chance = setting.style.slurs * len(phrase) / max(1, sum(long))
    rng = random.Random(f"{seed}/{gaps}")
    return tuple(2 if may and rng.random() < chance else 1 for may in long)


def no_chords(task: ChordTask) -> None:
    """Leave the chords to the rules."""


@dataclass(frozen=True, slots=True)
class Taste:
    """Everything that a learned model may take over; `retune`, if any, gives the notes of a section other pitches."""

    rhythms: RhythmSources = rule_rhythms
    tunes: TuneSources = rule_tunes
    slurs: SlurSource = rule_slurs
    chords: ChordSource = no_chords
    retune: Retuner | None = None


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
