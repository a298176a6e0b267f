"""When a player strikes, to the millisecond: a little before or after the beat, as hands do. Scores stay on the grid.

How early or late an instrument is and how far it wavers are rules of thumb of ours; the same song is always played
alike. Machines (synthesisers, drum machines) keep time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import TimedNote, timeline

__all__ = ["Hand", "hand_of", "loosened"]


@dataclass(frozen=True, slots=True)
class Hand:
    """Milliseconds: how `late` a player is, how far it wavers (standard deviation), and from string to string."""

    late: float
    waver: float
    strum: float = 0.0


_STILL: Final = Hand(0.0, 0.0)
_DRUMS: Final = Hand(0.0, 4.0)
_BASS: Final = Hand(4.0, 5.0)
_FAMILIES: Final[Mapping[range, Hand]] = MappingProxyType(
    {
        range(8): Hand(2.0, 6.0, 3.0),  # pianos
        range(8, 16): Hand(1.0, 5.0),  # bells and mallets
        range(16, 24): Hand(3.0, 4.0),  # organs and accordions
        range(24, 32): Hand(0.0, 6.0, 9.0),  # guitars
        range(32, 38): _BASS,
        range(40, 56): Hand(10.0, 8.0),  # strings and choirs speak slowly
        range(56, 80): Hand(6.0, 7.0),  # winds
        range(104, 112): Hand(2.0, 7.0, 5.0),  # plucked and bowed folk instruments
    }
)
"""By General MIDI program; what is not here is a machine."""

_DRUM_MACHINES: Final = frozenset({24, 25, 26, 27})
"""Drum kits of General MIDI that are electronic."""

_MOST: Final = 2.5
"""Standard deviations beyond which nobody strays."""


def hand_of(track: Track) -> Hand:
    """How the player of a track keeps time; a singer is left alone, who breathes with the words."""
    if track.role in (TrackRole.VOCAL, TrackRole.HARMONY):
        return _STILL
    if track.role is TrackRole.DRUMS:
        return _STILL if track.program in _DRUM_MACHINES else _DRUMS
    return next((hand for programs, hand in _FAMILIES.items() if track.program in programs), _STILL)


def loosened(notes: Iterable[TimedNote], track: Track, song: Song) -> tuple[TimedNote, ...]:
    """The notes of a track (ticks from the song's start) when they are struck in time; their ends stay.

    What one hand strikes together stays together, but for a strum upwards. No note begins before 0, nor before an
    earlier one of its pitch has ended.
    """
    hand = hand_of(track)
    ordered = sorted(notes, key=lambda note: (note.start, note.pitch))
    if song.looseness == 0 or hand == _STILL:
        return tuple(ordered)
    tempi = timeline(song).tempi
    ends: dict[int, int] = {}
    found: list[TimedNote] = []
    begun, strings = None, 0
    for note in ordered:
        strings = strings + 1 if note.start == begun else 0
        begun = note.start
        drift = random.Random(f"{song.seed}/{track.id}/{begun}").gauss(0, 1)
        away = hand.late + hand.waver * min(_MOST, max(-_MOST, drift)) + hand.strum * strings
        ticks = tempi.ticks_in(song.looseness * away / 1000, begun)
        start = max(0, ends.get(note.pitch, 0), note.start + round(ticks))
        start = min(start, note.end - 1)
        ends[note.pitch] = note.end
        found.append(replace(note, start=start, length=note.end - start))
    return tuple(sorted(found, key=lambda note: (note.start, note.pitch)))
