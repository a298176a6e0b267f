"""Chords: the table of qualities, chord symbols ("F#m7/C#") and Roman numerals ("V7/V", "bVII"), both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Key, Mode
from songwright.music.pitch import SCALES, degree_of, parse_pitch_class, spell_class

__all__ = [
    "QUALITIES",
    "chord_classes",
    "format_roman",
    "format_symbol",
    "leading_tone",
    "parse_roman",
    "parse_symbol",
    "pretty_symbol",
]

QUALITIES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "": (0, 4, 7),
        "m": (0, 3, 7),
        "dim": (0, 3, 6),
        "aug": (0, 4, 8),
        "5": (0, 7),
        "sus2": (0, 2, 7),
        "sus4": (0, 5, 7),
        "6": (0, 4, 7, 9),
        "m6": (0, 3, 7, 9),
        "6/9": (0, 4, 7, 9, 14),
        "7": (0, 4, 7, 10),
        "maj7": (0, 4, 7, 11),
        "m7": (0, 3, 7, 10),
        "m7b5": (0, 3, 6, 10),
        "dim7": (0, 3, 6, 9),
        "mMaj7": (0, 3, 7, 11),
        "aug7": (0, 4, 8, 10),
        "7sus4": (0, 5, 7, 10),
        "7b5": (0, 4, 6, 10),
        "7b9": (0, 4, 7, 10, 13),
        "7#9": (0, 4, 7, 10, 15),
        "add9": (0, 4, 7, 14),
        "madd9": (0, 3, 7, 14),
        "9": (0, 4, 7, 10, 14),
        "maj9": (0, 4, 7, 11, 14),
        "m9": (0, 3, 7, 10, 14),
        "9sus4": (0, 5, 7, 10, 14),
        "11": (0, 4, 7, 10, 14, 17),
        "m11": (0, 3, 7, 10, 14, 17),
        "13": (0, 4, 7, 10, 14, 21),
    }
)
"""Semitones above the root, by the suffix that a chord symbol carries."""

_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "M": "", "maj": "", "major": "", "min": "m", "minor": "m", "mi": "m", "-": "m", "°": "dim", "o": "dim",
        "+": "aug", "sus": "sus4", "M7": "maj7", "Maj7": "maj7", "ma7": "maj7", "Δ": "maj7", "Δ7": "maj7", "^7": "maj7",
        "min7": "m7", "mi7": "m7", "-7": "m7", "ø": "m7b5", "ø7": "m7b5", "m7-5": "m7b5", "-7b5": "m7b5",
        "min7b5": "m7b5", "°7": "dim7", "o7": "dim7", "mM7": "mMaj7", "mmaj7": "mMaj7", "m(maj7)": "mMaj7",
        "minMaj7": "mMaj7", "+7": "aug7", "7#5": "aug7", "7+": "aug7", "7sus": "7sus4", "dom7": "7", "2": "sus2",
        "4": "sus4", "69": "6/9", "min6": "m6", "-6": "m6", "M9": "maj9", "min9": "m9", "-9": "m9", "9sus": "9sus4",
        "7(b9)": "7b9", "7(#9)": "7#9", "add2": "add9", "(add9)": "add9", "m(add9)": "madd9", "7-9": "7b9",
        "min11": "m11", "-11": "m11",
    }
)  # fmt: skip
"""Other ways in which the same qualities are written."""

_SYMBOL: Final = re.compile(r"([A-G](?:##|bb|[#♯b♭])?)(.*?)(?:/([A-Ga-g](?:##|bb|[#♯b♭])?))?")
# Notes as they are called in German, Dutch and the North: "Fis" is F sharp, "Es" and "Bes" are flats, "H" is B.
_NORTHERN: Final = re.compile(r"([A-H])(is|es|(?<=[AE])s)?(?!us)")
_NORTHERN_SIGNS: Final[Mapping[str | None, str]] = {"is": "#", "es": "b", "s": "b", None: ""}
_FLAT: Final = re.compile(r"(?<=[A-G])b|(?<=[A-G]b)b|b(?=\d)")
_ROMAN: Final = re.compile(
    r"([#b]?)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)"  # alteration and numeral
    r"([^/]*(?:/9)?)"  # quality
    r"(?:/([#b]?(?:VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)))?"  # the key that it is a chord of
    r"(?:/\^([#b]?[1-7]))?"  # the degree in the bass
)
_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_LOWER_QUALITIES: Final[Mapping[str, str]] = MappingProxyType(
    {"": "m", "7": "m7", "maj7": "mMaj7", "6": "m6", "9": "m9", "11": "m11", "add9": "madd9",
     "°": "dim", "°7": "dim7", "ø7": "m7b5"}
)  # fmt: skip
"""What a suffix means after a lower-case numeral."""


def chord_classes(chord: Chord) -> tuple[int, ...]:
    """The pitch classes of a chord from its root up, each once (its bass is not added)."""
    intervals = QUALITIES.get(chord.quality, QUALITIES[""])
    return tuple(dict.fromkeys((chord.root + interval) % 12 for interval in intervals))


def leading_tone(chord: Chord) -> int | None:
    """The pitch class that must not be doubled: a major or dominant chord's third, a diminished one's root."""
    intervals = QUALITIES.get(chord.quality, QUALITIES[""])
    if 6 in intervals and 4 not in intervals:
        return chord.root
    return (chord.root + 4) % 12 if 4 in intervals else None


def parse_symbol(text: str, start: int = 0) -> Chord:
    """A chord from a symbol such as "F#m7/C#"; SongwrightError when it is none that the table knows."""
    found = _parsed(text.strip(), start) or _parsed(_in_english(text.strip()), start)
    if found is not None:
        return found
    raise SongwrightError(
        said(
            "“{text}” is not a chord that Songwright knows; write one such as C, Am, F#m7, Bbmaj7, Gsus4 or D/F#.",
            text=text,
        )
    )


def _parsed(symbol: str, start: int) -> Chord | None:
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        return None
    root, suffix, bass = match.groups()
    quality = _quality(suffix)
    if quality is None and bass is None:
        quality = _quality(suffix.strip())
    if quality is None:
        return None
    return Chord(start, parse_pitch_class(root), quality, None if bass is None else _bass(bass, root))


def _in_english(symbol: str) -> str:
    """A symbol with the names of its notes in English: "Fism7" is "F#m7", "H" is "B"."""
    return "/".join(_NORTHERN.sub(_english_note, part, count=1) for part in symbol.split("/"))


def _english_note(name: re.Match[str]) -> str:
    letter = "B" if name[1] == "H" else name[1]
    return letter + _NORTHERN_SIGNS[name[2]]


def _quality(suffix: str) -> str | None:
    quality = _ALIASES.get(suffix, suffix)
    return quality if quality in QUALITIES else None


def _bass(bass: str, root: str) -> int | None:
    """The bass as a pitch class; None when it is the root anyway."""
    pitch_class = parse_pitch_class(bass)
    return None if pitch_class == parse_pitch_class(root) else pitch_class


def format_symbol(chord: Chord, key: Key | None = None) -> str:
    """The symbol of a chord, spelled as `key` asks (C major when it is left out)."""
    spelling = key if key is not None else Key()
    symbol = spell_class(chord.root, spelling) + chord.quality
    if chord.bass is None or chord.bass == chord.root:
        return symbol
    return f"{symbol}/{spell_class(chord.bass, spelling)}"


def pretty_symbol(symbol: str) -> str:
    """A chord symbol with the signs that musicians write: "F#m7b5/C#" becomes "F♯m7♭5/C♯"."""
    return _FLAT.sub("♭", symbol.replace("#", "♯"))


def parse_roman(text: str, key: Key, start: int = 0) -> Chord:
    """A chord from a Roman numeral in a key.

    The root is a degree of the key's own mode ("VII" in A minor is G), lowered or raised by a leading "b" or "#".
    Upper case is major, lower case minor; a suffix from `QUALITIES` or one of ° ø7 + follows. "V7/V" is the dominant
    of the dominant; "I/^3" has the third degree of the key in the bass. SongwrightError for anything else.
    """
    match = _ROMAN.fullmatch(text.strip())
    if match is None:
        raise SongwrightError(
            said("“{text}” is not a Roman numeral chord; write one such as I, vi, bVII, V7 or V7/V.", text=text)
        )
    alteration, numeral, suffix, target, bass = match.groups()
    home = key if target is None else _tonicised(target, key)
    quality = _LOWER_QUALITIES.get(suffix) if numeral.islower() else None
    quality = quality if quality is not None else _quality(suffix)
    if quality is None:
        raise SongwrightError(
            said("“{suffix}” in “{text}” is not a chord quality that Songwright knows.", suffix=suffix, text=text)
        )
    root = _degree_class(alteration, _NUMERALS.index(numeral.upper()), home)
    bass_class = None if bass is None else _degree_class(bass[:-1], int(bass[-1]) - 1, key)
    return Chord(start, root, quality, None if bass_class == root else bass_class)


def _tonicised(target: str, key: Key) -> Key:
    """The key in which a secondary chord is read: its target as tonic, major or minor by the case of the numeral."""
    numeral = target.lstrip("#b")
    tonic = _degree_class(target[: len(target) - len(numeral)], _NUMERALS.index(numeral.upper()), key)
    return Key(tonic, Mode.MINOR if numeral.islower() else Mode.MAJOR)


def _degree_class(alteration: str, degree: int, key: Key) -> int:
    shift = {"": 0, "#": 1, "b": -1}[alteration]
    return (key.tonic + SCALES[key.mode][degree] + shift) % 12


def format_roman(chord: Chord, key: Key) -> str:
    """The Roman numeral of a chord in a key; `parse_roman` reads it back to the same root, quality and bass."""
    intervals = QUALITIES.get(chord.quality, QUALITIES[""])
    numeral = _degree_name(chord.root, key, _NUMERALS)
    suffix = chord.quality
    if 3 in intervals and 4 not in intervals:
        numeral = numeral.lower()
        suffix = next((short for short, full in _LOWER_QUALITIES.items() if full == suffix), suffix)
    bass = "" if chord.bass is None else f"/^{_degree_name(chord.bass, key, '1234567')}"
    return numeral + suffix + bass


def _degree_name(pitch_class: int, key: Key, names: tuple[str, ...] | str) -> str:
    degree, alteration = degree_of(pitch_class, key)
    return {0: "", 1: "#", -1: "b"}[alteration] + names[degree]
