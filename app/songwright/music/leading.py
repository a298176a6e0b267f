"""What leads into a chorus: a band that grows over the last bars, or stops and leaves the singer alone for a beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from songwright.core.song import Metre, Note
from songwright.music.metrics import beats

__all__ = ["built", "stopped"]

_BUILD_BARS: Final = 2
_GROWTH: Final = 0.2
"""By how much of its loudness a band has grown when the chorus begins."""


def built(notes: Sequence[Note], bars: int, metre: Metre) -> tuple[Note, ...]:
    """The notes of a section of so many bars, louder and louder over its last ones."""
    end = bars * metre.bar_ticks
    start = max(0, end - _BUILD_BARS * metre.bar_ticks)

    def grown(note: Note) -> Note:
        through = (note.start - start) / max(1, end - start)
        return replace(note, velocity=min(127, round(note.velocity * (1 + _GROWTH * through)))) if through > 0 else note

    return tuple(map(grown, notes))


def stopped(notes: Sequence[Note], bars: int, metre: Metre) -> tuple[Note, ...]:
    """The notes of a section of so many bars without its last beat."""
    stop = (bars - 1) * metre.bar_ticks + beats(metre)[-1][0]
    return tuple(replace(note, length=min(note.length, stop - note.start)) for note in notes if note.start < stop)
