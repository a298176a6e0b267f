"""What belongs to a key: the notes that may be sung over a chord, and the chords that keep its mode.

The third above the tonic makes a mode what it is, so the third of the other kind is never sung in passing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from songwright.core.song import Chord, Key
from songwright.music.chords import chord_classes
from songwright.music.pitch import SCALES, scale

__all__ = ["foreign_third", "has_minor_third", "keeps_mode", "signature_home", "singable_classes"]

_MINOR_THIRD: Final = 3
_MAJOR_THIRD: Final = 4


def has_minor_third(key: Key) -> bool:
    """Whether the key's tonic chord is minor (minor, dorian, phrygian)."""
    return _MINOR_THIRD in SCALES[key.mode]


def foreign_third(key: Key) -> int:
    """The pitch class of the third above the tonic that the mode does not have."""
    return (key.tonic + (_MAJOR_THIRD if has_minor_third(key) else _MINOR_THIRD)) % 12


def keeps_mode(root: int, classes: Iterable[int], key: Key) -> bool:
    """Whether a chord on a root, of these pitch classes, can stand in the key without taking it into the other mode.

    Minor music with the major third turns major at once; major music bears the minor third as a borrowed colour (flat
    sixth, seventh on the fourth), but no minor chord on its tonic.
    """
    if foreign_third(key) not in set(classes):
        return True
    return not has_minor_third(key) and (root != key.tonic or (key.tonic + _MAJOR_THIRD) % 12 in set(classes))


def signature_home(key: Key) -> int:
    """The pitch class of the major tonic with the key's signature."""
    steps = set(SCALES[key.mode])
    return next(
        (key.tonic + shift) % 12
        for shift in range(12)
        if {(step - shift) % 12 for step in steps} == {0, 2, 4, 5, 7, 9, 11}
    )


def singable_classes(chord: Chord | None, key: Key, bent: Iterable[int] = ()) -> frozenset[int]:
    """The pitch classes that may be sung over a chord: the scale's, and the chord's in the place of those it alters.

    `bent` are semitones above the tonic that a style sings besides (blue notes).
    """
    home = set(scale(key)) | {(key.tonic + step) % 12 for step in bent}
    if chord is None:
        return frozenset(home)
    tones = set(chord_classes(chord))
    return frozenset((home - _displaced(chord, home, tones)) | tones)


def _displaced(chord: Chord, home: set[int], tones: set[int]) -> set[int]:
    """The scale's notes that a chord's altered notes stand for, so that both are not sung over it."""
    raised = {(chord.root + 4) % 12}
    away: set[int] = set()
    for tone in tones - home:
        neighbour = (tone - 1) % 12 if tone in raised else (tone + 1) % 12
        away |= {neighbour} - tones
    return away
