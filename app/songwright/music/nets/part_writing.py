"""What a teacher of harmony crosses out, as a veto on the next value of one voice while a choir is written.

Values are those of `songwright.music.nets.counterpoint`; the first axis is that of the settings written side by side.
Voices are soprano, alto, tenor, bass (columns 0 to 3) and choose in ORDER.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.counterpoint import COUNT, ORDER

__all__ = ["closing_values", "doubles_leading_tone", "leaves_seventh", "makes_six_four", "sevenths"]

Cells = NDArray[np.int64]
Mask = NDArray[np.bool_]

_FIFTH = 7
_FOURTH = 5
_SEVENTH = 10
_FALL = -2
_LEADING = 11
_OVER_DOMINANT = (7, 11, 2, 5)
_CLASSES = np.arange(COUNT) % 12
_IS_THIRD, _IS_SIXTH, _IS_PLAIN = (np.isin(np.arange(12), steps) for steps in ((3, 4), (8, 9), (0, _FOURTH, 8, 9)))


def doubles_leading_tone(rank: int, now: Cells, tonic: int) -> Mask:
    """(settings, COUNT): values that double the leading tone which a voice before in ORDER has."""
    leading = (tonic + _LEADING) % 12
    taken = (now[:, ORDER[:rank]] % 12 == leading).any(1)
    return np.asarray(taken[:, None] & (leading == _CLASSES))


def makes_six_four(rank: int, now: Cells, tonic: int) -> Mask:
    """(settings, COUNT): values of alto or tenor that make a six-four chord, but for the cadence's."""
    if rank < 2:
        return np.zeros((len(now), COUNT), np.bool_)
    bass = now[:, 3, None]
    own = (_CLASSES - bass) % 12
    fourth, sixth, plain = own == _FOURTH, _IS_SIXTH[own], _IS_PLAIN[own]
    for other in ORDER[:rank]:
        if other != 3:
            above = (now[:, other, None] - bass) % 12
            fourth, sixth, plain = fourth | (above == _FOURTH), sixth | _IS_SIXTH[above], plain & _IS_PLAIN[above]
    return np.asarray(plain & fourth & sixth & (bass % 12 != (tonic + _FIFTH) % 12))


def sevenths(before: Cells) -> Mask:
    """(settings, 4): which voices have the seventh of a chord: a minor seventh above a voice that has its third too."""
    gaps = (before[:, :, None] - before[:, None, :]) % 12
    third = _IS_THIRD[gaps].any(1)
    sounding = before < COUNT
    return np.asarray(((gaps == _SEVENTH) & third[:, None, :] & sounding[:, None, :]).any(2) & sounding)


def leaves_seventh(has: Mask, own: Cells) -> Mask:
    """(settings, COUNT): where a voice at `own` that `has` a seventh must not go: it falls a step or stays."""
    moves = np.arange(COUNT) - own[:, None]
    return np.asarray(has[:, None] & ((moves > 0) | (moves < _FALL)))


def closing_values(rank: int, soprano: int, tonic: int) -> Mask:
    """(COUNT,): what a voice may sing under the soprano's last note but one: the dominant if it can carry that note.

    The bass stands on it or on the leading tone, and no voice takes the leading tone's place a semitone lower.
    """
    if (soprano - tonic) % 12 not in _OVER_DOMINANT:
        return np.ones(COUNT, np.bool_)
    above = (_CLASSES - tonic) % 12
    return np.isin(above, (_FIFTH, _LEADING)) if rank == 1 else above != _LEADING - 1
