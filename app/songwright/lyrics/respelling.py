"""Sounds written with the letters of everyday words, the stressed syllable in capitals: "shuh-VAWN"; and read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from songwright.lyrics.phones import ONSETS, is_vowel, plain

__all__ = ["read_respelling", "respelled"]

_VOWELS = {
    "AA": "ah", "AE": "a", "AH": "uh", "AO": "aw", "AW": "ow", "AY": "eye", "EH": "eh", "ER": "er", "EY": "ay",
    "IH": "ih", "IY": "ee", "OW": "oh", "OY": "oy", "UH": "uu", "UW": "oo",
}  # fmt: skip
_CONSONANTS = {"DH": "dh", "HH": "h", "JH": "j", "NG": "ng", "K": "k", "ZH": "zh", "TH": "th", "SH": "sh", "CH": "ch"}
# Letters of a respelled syllable to sounds; the longest match counts.
_READ = {
    **{letters: (phone,) for phone, letters in _VOWELS.items()},
    **{letters: (phone,) for phone, letters in _CONSONANTS.items()},
    **{letter: (letter.upper(),) for letter in "bdfgklmnprstvwyz"},
    "igh": ("AY",), "ie": ("AY",), "oo": ("UW",), "ou": ("AW",), "e": ("EH",), "i": ("IH",), "o": ("AA",), "u": ("AH",),
    "ar": ("AA", "R"), "or": ("AO", "R"), "air": ("EH", "R"), "eer": ("IH", "R"), "c": ("K",), "q": ("K",),
    "x": ("K", "S"), "j": ("JH",), "h": ("HH",), "ck": ("K",), "ph": ("F",), "wh": ("W",), "qu": ("K", "W"),
    "ai": ("EY",), "ea": ("IY",), "ow": ("AW",), "oa": ("OW",),
}  # fmt: skip
_LONGEST = 3


def respelled(phones: Sequence[str]) -> str:
    """The sounds as a reader of English says them at sight, such as "shuh-VAWN"."""
    syllables: list[list[str]] = [[]]
    vowels = [index for index, phone in enumerate(phones) if is_vowel(phone)]
    starts = {_start(phones, before, after) for before, after in pairwise(vowels)}
    for index, phone in enumerate(phones):
        if index in starts:
            syllables.append([])
        syllables[-1].append(phone)
    return "-".join(map(_written, syllables))


def read_respelling(text: str, known: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The phones of syllables parted by hyphens, the stressed one in capitals (else the first); ValueError for none.

    A syllable that is a word of one syllable is said like it; `known` gives the phones of a word, or nothing.
    """
    parts = [part for part in text.replace(" ", "-").split("-") if part]
    loud = [part.isupper() and len(parts) > 1 for part in parts]
    if not any(loud):
        loud[:1] = [True]
    phones: list[str] = []
    for part, stressed in zip(parts, loud, strict=True):
        said = tuple(map(plain, known(part.lower()))) or _sounds(part.lower())
        if sum(map(is_vowel, said)) != 1:
            raise ValueError(f"“{part}” is not one syllable")
        phones += [phone + ("1" if stressed else "0") if is_vowel(phone) else phone for phone in said]
    if not phones:
        raise ValueError("there is no syllable")
    return tuple(phones)


def _start(phones: Sequence[str], before: int, after: int) -> int:
    """Where the syllable of the vowel at `after` begins: as many consonants as can begin a word go with it."""
    for index in range(before + 1, after):
        if tuple(phones[index:after]) in ONSETS:
            return index
    return after


def _written(syllable: Sequence[str]) -> str:
    text = "".join(_VOWELS.get(plain(phone), _CONSONANTS.get(phone, phone.lower())) for phone in syllable)
    return text.upper() if any(phone.endswith("1") for phone in syllable) else text


def _sounds(letters: str) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at < len(letters):
        size = next((size for size in range(_LONGEST, 0, -1) if letters[at : at + size] in _READ), 0)
        if not size:
            raise ValueError(f"“{letters[at]}” is no letter of a syllable")
        found += _READ[letters[at : at + size]]
        at += size
    doubled = zip([*found, ""], ["", *found], strict=True)
    return tuple(phone for phone, before in doubled if phone and (phone != before or is_vowel(phone)))
