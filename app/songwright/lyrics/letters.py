"""Spelling to sound without a dictionary: the last resort, so that every word has syllables and a rhyme."""

from __future__ import annotations

import re

from songwright.lyrics.stress import StressTable

__all__ = ["sound_out"]

# Letters to sounds, the longest match first. "e" at the end of a word is handled apart.
_SOUNDS: dict[str, str] = {
    "tion": "SH AH N", "sion": "ZH AH N", "cian": "SH AH N", "tious": "SH AH S", "cious": "SH AH S",
    "ture": "CH ER", "ough": "OW", "augh": "AO", "eigh": "EY", "igh": "AY", "tch": "CH", "dge": "JH",
    "sch": "SH", "ck": "K", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ng": "NG", "gh": "G",
    "qu": "K W", "kn": "N", "wr": "R", "ps": "P S", "ai": "EY", "ay": "EY", "ea": "IY", "ee": "IY", "ei": "IY",
    "ey": "IY", "ie": "IY", "oa": "OW", "oe": "OW", "oo": "UW", "ou": "AW", "ow": "OW", "oi": "OY", "oy": "OY",
    "au": "AO", "aw": "AO", "ew": "UW", "eu": "UW", "ui": "UW", "ia": "IY AH", "io": "IY OW", "iu": "IY AH",
    "ar": "AA R", "er": "ER", "ir": "ER", "or": "AO R", "ur": "ER", "yr": "ER",
    "a": "AE", "e": "EH", "i": "IH", "o": "AA", "u": "AH", "y": "IH",
    "b": "B", "c": "K", "d": "D", "f": "F", "g": "G", "h": "HH", "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N",
    "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "v": "V", "w": "W", "x": "K S", "z": "Z",
}  # fmt: skip
_LONG = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW", "y": "AY"}
_LAST = {"a": "AH", "e": "IY", "i": "IY", "o": "OW", "u": "UW", "y": "IY"}
_BEFORE = {"y": ("aeiou", "Y"), "c": ("eiy", "S"), "g": ("ei", "JH")}
"""Letters that sound otherwise before some letters: these, and the sound."""
_MAGIC_E = re.compile(r"[^aeiouwxyr]e")
"""What makes the vowel before it long: "name", "time", "home"."""
_VOWELS = frozenset("AEIOU")


def sound_out(word: str, stress: StressTable) -> tuple[str, ...]:
    """Phones for any text, stressed by the table; without a single letter from a to z there are none."""
    sounds = _phones("".join(letter for letter in word if "a" <= letter <= "z"))
    nuclei = [index for index, sound in enumerate(sounds) if sound[0] in _VOWELS]
    main = stress.place(word, len(nuclei))
    for place, index in enumerate(nuclei):
        sounds[index] += "1" if place == main else "0"
    return tuple(sounds)


def _phones(letters: str) -> list[str]:
    sounds: list[str] = []
    at = 0
    while at < len(letters):
        if at and letters[at] == letters[at - 1] and letters[at] not in "aeiou":
            at += 1
            continue
        rest = letters[at:]
        special = _special(rest, sounds)
        if special is not None:
            taken, found = special
        else:
            taken = next(size for size in (5, 4, 3, 2, 1) if rest[:size] in _SOUNDS)
            found = _SOUNDS[rest[:taken]].split()
        sounds += found
        at += taken
    return sounds


def _special(rest: str, before: list[str]) -> tuple[int, list[str]] | None:
    """Letters whose sound hangs on what surrounds them: final and magic e, soft c and g, consonant y."""
    letter, after = rest[0], rest[1:]
    spoken = any(sound[0] in _VOWELS for sound in before)
    if rest in {"e", "es", "ed"} and spoken:
        return _silent_e(rest, before)
    if rest == "le" and before and before[-1][0] not in _VOWELS:
        return 2, ["AH", "L"]
    if letter in _LONG and _MAGIC_E.fullmatch(after):
        return 1, [_LONG[letter]]
    if letter in _LAST and not after:
        return 1, [_LAST[letter]]
    following, sound = _BEFORE.get(letter, ("", ""))
    return (1, [sound]) if after[:1] and after[0] in following else None


def _silent_e(rest: str, before: list[str]) -> tuple[int, list[str]]:
    last = before[-1]
    if rest == "e":
        return 1, []
    if rest == "es":
        return 2, ["AH", "Z"] if last in {"S", "Z", "SH", "CH", "JH"} else ["Z"]
    return 2, ["AH", "D"] if last in {"T", "D"} else ["D"]
