"""The highest note of a section: where it stands, and how much room the other sections leave below it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from songwright.core.song import Key, Metre
from songwright.music.chords import chord_classes
from songwright.music.harmony import Chart
from songwright.music.locks import Locks
from songwright.music.metrics import WEAK, level
from songwright.music.sung_phrase import SungPhrase
from songwright.music.tonality import singable_classes

__all__ = ["CREST", "Climax", "find_climax"]

CREST: Final = 5
"""Semitones at the top of the range that only the section with the climax uses; every triad has a note among them."""

_SUMMIT: Final = 0.62
"""How far through a section its climax stands: tunes rise for two thirds and then come home."""

_LIKED: Final = 2
"""Semitones below the top at which a climax is best: the very top is kept for a voice's good day."""


@dataclass(frozen=True, slots=True)
class Climax:
    """The note of a section that is higher than all its others: its phrase, its place there and its pitch."""

    phrase: int
    note: int
    pitch: int


def find_climax(
    phrases: Sequence[SungPhrase], chart: Chart, key: Key, top: int, metre: Metre, locks: Locks, seed: str
) -> Climax | None:
    """A long stressed note two thirds through a section, on a note of its chord at most CREST semitones from `top`.

    None where the section has no such note that is free, or a locked note is as high.
    """
    if any(note.pitch > top - CREST for note in locks.vocal):
        return None
    index = min(len(phrases) - 1, round(_SUMMIT * len(phrases) - 0.5))
    place = _best_note(phrases[index], metre, locks)
    if place is None:
        return None
    phrase = phrases[index]
    chord = chart.at(phrase.placed.bar * metre.bar_ticks + phrase.onsets[place])
    crest = range(top - CREST + 1, top + 1)
    triad = chord_classes(chord)[:3] if chord is not None else ()
    choices = [pitch for pitch in crest if pitch % 12 in triad]
    if not choices:
        choices = [pitch for pitch in crest if pitch % 12 in singable_classes(chord, key)]
    rng = random.Random(f"{seed}/climax")
    return Climax(index, place, min(choices, key=lambda pitch: (abs(pitch - (top - _LIKED)) + rng.random(), pitch)))


def _best_note(phrase: SungPhrase, metre: Metre, locks: Locks) -> int | None:
    """The longest stressed note on a beat before the phrase's last; the longest of any kind where there is none."""
    words, owners = phrase.placed.phrase, phrase.syllables
    lengths = [after - onset for onset, after in zip(phrase.onsets, phrase.onsets[1:], strict=False)]
    free = [
        place
        for place in range(len(lengths))
        if (words.line, words.index(owners[place])) not in locks.sung
        and (place == 0 or owners[place] != owners[place - 1])
    ]
    ranks: Mapping[int, tuple[bool, bool, int]] = {
        place: (
            words.strengths[owners[place]] == 2,
            level(metre, phrase.placed.bar * metre.bar_ticks + phrase.onsets[place]) >= WEAK,
            lengths[place],
        )
        for place in free
    }
    return max(free, key=lambda place: ranks[place], default=None)
