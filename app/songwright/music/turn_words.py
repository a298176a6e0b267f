"""What changes at a place of a song, as musicians write it in short."""

from __future__ import annotations

from songwright.core.signatures import Key, Mode
from songwright.core.turns import Turn
from songwright.music.pitch import spell_class

__all__ = ["key_in_short", "turn_words"]

_PLAIN = {Mode.MAJOR: "", Mode.MINOR: "m"}


def turn_words(turn: Turn) -> str:
    """All that changes: "D   2/4   rit. ♩ = 72"."""
    parts = []
    if turn.key is not None:
        parts.append(key_in_short(turn.key))
    if turn.metre is not None:
        parts.append(f"{turn.metre.beats}/{turn.metre.unit}")
    if turn.tempo is not None:
        course = "" if not turn.over else "rit. " if turn.slows else "accel. "
        parts.append(f"{course}♩ = {round(turn.tempo, 1):g}")
    return "   ".join(parts)


def key_in_short(key: Key) -> str:
    """A key as over a chord sheet: "D", "F♯m", "G dorian"."""
    name = spell_class(key.tonic, key)
    tonic = name[0] + name[1:].replace("#", "♯").replace("b", "♭")
    return tonic + _PLAIN[key.mode] if key.mode in _PLAIN else f"{tonic} {key.mode.value}"
