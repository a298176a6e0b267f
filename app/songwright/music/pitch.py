"""Pitches, scales and keys: the tables and the spelling of note names.

Pitches are MIDI numbers (60 = middle C, "C4"); pitch classes are 0 (C) to 11 (B). Names are spelled along the line of
fifths: every key owns a window of twelve neighbouring fifths, so that a leading tone is written as a raised note and a
borrowed chord's note as a lowered one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Key, Mode

__all__ = [
    "SCALES",
    "degree_of",
    "key_fifths",
    "key_name",
    "parse_key",
    "parse_pitch_class",
    "scale",
    "spell",
    "spell_class",
]

SCALES: Final[Mapping[Mode, tuple[int, ...]]] = MappingProxyType(
    {
        Mode.MAJOR: (0, 2, 4, 5, 7, 9, 11),
        Mode.MINOR: (0, 2, 3, 5, 7, 8, 10),
        Mode.DORIAN: (0, 2, 3, 5, 7, 9, 10),
        Mode.MIXOLYDIAN: (0, 2, 4, 5, 7, 9, 10),
        Mode.LYDIAN: (0, 2, 4, 6, 7, 9, 11),
        Mode.PHRYGIAN: (0, 1, 3, 5, 7, 8, 10),
    }
)
"""Semitones above the tonic of the seven degrees of each mode."""

_FIFTHS_OF_MAJOR: Final = (0, -5, 2, -3, 4, -1, -6, 1, -4, 3, -2, 5)
"""Sharps (above 0) or flats (below 0) in the signature of the major key on each pitch class: as few as can be, and
flats where both are six (E flat minor is usual, D sharp minor is not)."""

_RELATIVE_MAJOR: Final = {
    Mode.MAJOR: 0, Mode.MINOR: 3, Mode.DORIAN: 10, Mode.MIXOLYDIAN: 5, Mode.LYDIAN: 7, Mode.PHRYGIAN: 8,
}  # fmt: skip
"""Semitones from a mode's tonic up to the tonic of the major key with the same signature."""

_FLAT_REACH: Final = {
    Mode.MAJOR: 4, Mode.MIXOLYDIAN: 4, Mode.LYDIAN: 4, Mode.MINOR: 3, Mode.DORIAN: 3, Mode.PHRYGIAN: 3,
}  # fmt: skip
"""How many fifths below its signature a mode's spelling window begins (a minor key needs its raised seventh)."""

_LETTER_CLASS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_LETTERS_BY_FIFTHS: Final = "FCGDAEB"
_ACCIDENTALS: Final = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1, "##": 2, "bb": -2}
_MODE_WORDS: Final = {
    "": Mode.MAJOR,
    "major": Mode.MAJOR,
    "maj": Mode.MAJOR,
    "ionian": Mode.MAJOR,
    "m": Mode.MINOR,
    "min": Mode.MINOR,
    "minor": Mode.MINOR,
    "aeolian": Mode.MINOR,
    "dorian": Mode.DORIAN,
    "mixolydian": Mode.MIXOLYDIAN,
    "lydian": Mode.LYDIAN,
    "phrygian": Mode.PHRYGIAN,
}
_NO_HOME: Final = "locrian"
_KEY_PATTERN: Final = re.compile(r"\s*([A-Ga-g](?:##|bb|[#♯b♭])?)\s*([A-Za-z]*)\s*")


def scale(key: Key) -> tuple[int, ...]:
    """The seven pitch classes of a key, from its tonic up."""
    return tuple((key.tonic + step) % 12 for step in SCALES[key.mode])


def degree_of(pitch: int, key: Key) -> tuple[int, int]:
    """The degree (0-6) of a pitch or pitch class in a key and its alteration in semitones (0, or -1 or +1)."""
    interval = (pitch - key.tonic) % 12
    steps = SCALES[key.mode]
    if interval in steps:
        return steps.index(interval), 0
    # The raised fourth and, where it is not in the scale, the raised seventh sound raised; other strangers lowered.
    if interval in (6, 11):
        return steps.index(interval - 1), 1
    return steps.index(interval + 1), -1


def key_fifths(key: Key) -> int:
    """The number of sharps (positive) or flats (negative) in the key signature, -6 to 5."""
    return _FIFTHS_OF_MAJOR[(key.tonic + _RELATIVE_MAJOR[key.mode]) % 12]


def spell_class(pitch_class: int, key: Key) -> str:
    """The name of a pitch class in a key: 6 is "F#" in G major and "Gb" in D flat major."""
    first = key_fifths(key) - _FLAT_REACH[key.mode]
    # A step of one along the line of fifths is seven semitones, and 7 * 7 = 1 modulo 12.
    fifths = first + (7 * pitch_class - first) % 12
    alteration, letter = divmod(fifths + 1, 7)
    return _LETTERS_BY_FIFTHS[letter] + ("#" * alteration if alteration > 0 else "b" * -alteration)


def spell(pitch: int, key: Key) -> str:
    """The name of a pitch with its octave: 60 is "C4", or "B#3" where a key asks for it."""
    name = spell_class(pitch % 12, key)
    alteration = name.count("#") - name[1:].count("b")
    return f"{name}{(pitch - alteration) // 12 - 1}"


def parse_pitch_class(name: str) -> int:
    """The pitch class of a note name such as "F#" or "Bb"; SongwrightError for anything else."""
    text = name.strip()
    letter, accidental = text[:1].upper(), text[1:]
    if letter not in _LETTER_CLASS or accidental not in _ACCIDENTALS:
        raise SongwrightError(
            said("“{name}” is not the name of a note; write a letter from A to G, with # or b if needed.", name=name)
        )
    return (_LETTER_CLASS[letter] + _ACCIDENTALS[accidental]) % 12


def parse_key(text: str) -> Key:
    """A key from "C", "Am", "F# minor", "Bb mixolydian"; SongwrightError for anything else."""
    match = _KEY_PATTERN.fullmatch(text)
    # "M" alone means major to many, so case counts for one-letter modes.
    word = "" if match is None or match[2] == "M" else match[2].lower()
    if match is not None and word == _NO_HOME:
        raise SongwrightError(
            said(
                "Nothing can be composed in locrian: its tonic chord has a diminished fifth, so that no "
                "line can come to "
                "rest on it. The nearest mode is phrygian: write “{tonic} phrygian”.",
                tonic=match[1],
            )
        )
    if match is None or word not in _MODE_WORDS:
        raise SongwrightError(
            said("“{text}” is not a key; write one such as “C”, “Am”, “F# minor” or “D dorian”.", text=text)
        )
    return Key(parse_pitch_class(match[1]), _MODE_WORDS[word])


def key_name(key: Key) -> str:
    """The name of a key in words: "F# minor"; `parse_key` reads it back."""
    return f"{spell_class(key.tonic, key)} {key.mode.value}"
