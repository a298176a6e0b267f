"""Words spoken on few notes: a reciting tone, lifted where a word is stressed, falling where a thought ends."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from songwright.core.song import Key
from songwright.music.locks import Locks
from songwright.music.pitch import SCALES
from songwright.music.sung_phrase import SungPhrase

__all__ = ["recited"]

_HEIGHT: Final = 5
"""Semitones above the bottom of the range near which the reciting tone lies: where people speak when excited."""

_LIFTED: Final = 0.55
"""The share of stressed syllables that are lifted; if all were, speech would be a see-saw."""

_CALM: Final = (0, 3, 4, 7, 10)
"""Semitones above the tonic of the notes that clash with hardly any chord: those of its scale are used."""


def recited(
    phrases: Sequence[SungPhrase], key: Key, low: int, high: int, locks: Locks, seed: str
) -> tuple[SungPhrase, ...]:
    """The phrases with at most four pitches between `low` and `high`; locked notes keep theirs."""
    rng = random.Random(f"{seed}/recited")
    ladder = _ladder(key, low, high)
    middle = min(range(1, len(ladder) - 1), key=lambda place: abs(ladder[place] - low - _HEIGHT))
    found = []
    for index, phrase in enumerate(phrases):
        words, owners = phrase.placed.phrase, phrase.syllables
        last = len(phrase.onsets) - 1
        pitches = []
        for place, owner in enumerate(owners):
            kept = locks.sung.get((words.line, words.index(owner)))
            lifted = words.strengths[owner] == 2 and rng.random() < _LIFTED
            rung = middle + (1 if lifted else 0)
            if place == last:
                # A question hangs in the air, its answer falls.
                rung = middle - 1 if index % 2 else middle
            pitches.append(kept[0].pitch if kept else ladder[rung])
        found.append(replace(phrase, pitches=tuple(pitches)))
    return tuple(found)


def _ladder(key: Key, low: int, high: int) -> list[int]:
    """The calm notes of a key in a range, upwards."""
    calm = [step for step in _CALM if step in SCALES[key.mode]]
    return [pitch for pitch in range(low, high + 1) if (pitch - key.tonic) % 12 in calm]
