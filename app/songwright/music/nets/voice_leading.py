"""Rules of four-part writing as a veto on single cells: ranges, crossings, parallel fifths and octaves."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["RANGES", "allowed_here"]

# Soprano, alto, tenor, bass: what Bach's chorales use, C4-A5, F3-D5, C3-A4, C2-E4.
RANGES = ((60, 81), (53, 74), (48, 69), (36, 64))
_PERFECT = frozenset({0, 7})

Frame = Sequence[int]


def _parallel(before: Frame, after: Frame, voice: int) -> bool:
    """Whether `voice` moves in parallel fifths, octaves or unisons with any other voice."""
    move = after[voice] - before[voice]
    if move == 0:
        return False
    for other in range(4):
        step = after[other] - before[other]
        if other == voice or step == 0 or (step > 0) != (move > 0):
            continue
        first = abs(before[voice] - before[other]) % 12
        if first in _PERFECT and first == abs(after[voice] - after[other]) % 12:
            return True
    return False


def allowed_here(before: Frame | None, here: Frame, after: Frame | None, voice: int) -> bool:
    """Whether the pitch of `voice` in `here` breaks no rule with its frame and the frames before and after it.

    Frames hold four MIDI pitches, soprano first. None stands for the end of the music.
    """
    if not (here[0] >= here[1] >= here[2] >= here[3]):
        above = here[voice - 1] if voice else 128
        below = here[voice + 1] if voice < 3 else -1
        if not above >= here[voice] >= below:
            return False
    if before is not None and _parallel(before, here, voice):
        return False
    return after is None or not _parallel(here, after, voice)
