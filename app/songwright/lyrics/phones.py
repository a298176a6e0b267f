"""The sounds of English as CMUdict writes them (ARPABET), with the classes that rhyme and syllable rules need.

A phone is text such as "L" or "AY1"; the digit on a vowel is its stress: 1 primary, 2 secondary, 0 none.
"""

from __future__ import annotations

__all__ = [
    "CHECKED_VOWELS",
    "CODES",
    "CONSONANTS",
    "FAMILIES",
    "ONSETS",
    "PHONES",
    "VOWELS",
    "decode",
    "encode",
    "encode_plain",
    "is_vowel",
    "plain",
]

VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")

# Vowels that cannot end an English word: they draw the next consonant into their own syllable ("riv-er", "nev-er").
CHECKED_VOWELS = frozenset({"AE", "EH", "IH", "UH", "AH"})

# Consonants that a rhyming ear takes for one another when the vowel agrees ("family rhyme").
FAMILIES: dict[str, str] = {
    **dict.fromkeys(("P", "T", "K"), "voiceless stop"),
    **dict.fromkeys(("B", "D", "G"), "voiced stop"),
    **dict.fromkeys(("F", "TH", "S", "SH", "CH", "HH"), "voiceless fricative"),
    **dict.fromkeys(("V", "DH", "Z", "ZH", "JH"), "voiced fricative"),
    **dict.fromkeys(("M", "N", "NG"), "nasal"),
    **dict.fromkeys(("L", "R"), "liquid"),
    **dict.fromkeys(("W", "Y"), "glide"),
}

CONSONANTS = tuple(FAMILIES)

_CLUSTERS = """
P L, P R, P Y, B L, B R, B Y, T R, T W, D R, D W, K L, K R, K W, K Y, G L, G R, G W, F L, F R, F Y, V Y, TH R, TH W,
SH R, HH Y, HH W, M Y, S P, S T, S K, S M, S N, S L, S W, S F, S P L, S P R, S P Y, S T R, S K R, S K W, S K Y
"""

# What can begin an English syllable: single consonants and clusters.
ONSETS = frozenset(tuple(cluster.split()) for cluster in _CLUSTERS.split(",")) | {
    (consonant,) for consonant in FAMILIES if consonant != "NG"
}

PHONES = tuple(f"{vowel}{stress}" for vowel in VOWELS for stress in "012") + CONSONANTS

# One printable character a phone, so that a pronunciation is a short text and a rhyme is a common ending.
CODES: dict[str, str] = {phone: chr(ord("!") + index) for index, phone in enumerate(PHONES)}

_NAMES = {code: phone for phone, code in CODES.items()}


def encode(phones: tuple[str, ...]) -> str:
    """The phones as one character each; KeyError names a phone that ARPABET does not have."""
    return "".join([CODES[phone] for phone in phones])


def decode(text: str) -> tuple[str, ...]:
    """The inverse of `encode`."""
    return tuple([_NAMES[code] for code in text])


def encode_plain(phones: tuple[str, ...]) -> str:
    """Phones without stress digits as one character each: that of the stressed vowel."""
    return encode(tuple([phone + "1" if is_vowel(phone) else phone for phone in phones]))


def is_vowel(phone: str) -> bool:
    """Whether the phone is a vowel, the nucleus of a syllable; with or without its stress digit."""
    return phone[0] in "AEIOU"


def plain(phone: str) -> str:
    """The phone without its stress digit."""
    return phone.rstrip("012")
