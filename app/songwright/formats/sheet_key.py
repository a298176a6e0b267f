"""The key of a chord sheet: worked out from its chords, or named by it and to be understood beside a capo."""

from __future__ import annotations

from collections.abc import Sequence

from songwright.core.song import Chord, Key, Mode
from songwright.music.chords import chord_classes
from songwright.music.pitch import scale

__all__ = ["fingered_key", "likely_key"]

# A piece seldom ends away from home: its last chord says as much about the key as a few others together.
_LAST_CHORD_WEIGHT = 3.0


def likely_key(chords: Sequence[Chord]) -> Key:
    """The key of the first or the last chord, whichever is that of more chords."""
    first, last = chords[0], chords[-1]
    roots = [chord.root for chord in chords]
    home = max((last, first), key=lambda chord: roots.count(chord.root))
    return Key(home.root, Mode.MINOR if home.quality.startswith("m") and home.quality[:3] != "maj" else Mode.MAJOR)


def fingered_key(named: Key, capo: int, chords: Sequence[Chord]) -> Key:
    """The key of `chords`, which are written as they are fingered above `capo`, on a sheet that names a key.

    Some sheets name the key that sounds (F with a capo on 3 and shapes in D), others that of the shapes. The chords
    tell: whichever of the two they fit better. What fits both alike is the key of the shapes, as ChordPro has it.
    """
    shapes = Key((named.tonic - capo) % 12, named.mode)
    return max((named, shapes), key=lambda key: _fit(chords, key))


def _fit(chords: Sequence[Chord], key: Key) -> float:
    """How many of the chords' notes lie in the key, and whether the last chord stands on its tonic."""
    home = set(scale(key))
    fit = 0.0
    for chord in chords:
        notes = chord_classes(chord)
        fit += sum(note in home for note in notes) / len(notes)
    if chords and chords[-1].root == key.tonic:
        fit += _LAST_CHORD_WEIGHT
    return fit
