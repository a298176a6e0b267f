"""The network's alphabet: the sounds of the lyric page (ARPABET) as the tokens that it was trained on."""

from __future__ import annotations

from songwright.lyrics.diction import Uttered
from songwright.lyrics.phones import is_vowel, plain

__all__ = ["BLANK", "DIPHTHONGS", "LEAST_SECONDS", "STOP", "STRESSES", "tokens_of"]

BLANK, STOP = " ", "."
PRIMARY, SECONDARY = "ˈ", "ˌ"
STRESSES = frozenset({PRIMARY, SECONDARY})

_VOWELS = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "IH": "ɪ",
    "IY": "i", "OW": "O", "OY": "Y", "UH": "ʊ", "UW": "u",
}  # fmt: skip
_UNSTRESSED = {"AH": "ə", "ER": "əɹ"}
_CONSONANTS = {
    "CH": "ʧ", "DH": "ð", "HH": "h", "JH": "ʤ", "NG": "ŋ", "R": "ɹ", "SH": "ʃ", "TH": "θ", "Y": "j", "ZH": "ʒ",
    "G": "ɡ",
    **{name: name.lower() for name in ("B", "D", "F", "K", "L", "M", "N", "P", "S", "T", "V", "W", "Z")},
}  # fmt: skip
DIPHTHONGS = frozenset("WIAOY")

LEAST_SECONDS = {
    **dict.fromkeys("ptkbdɡʧʤ", 0.045),
    **dict.fromkeys("fθsʃ", 0.055),
    **dict.fromkeys("vðzʒmnŋ", 0.04),
    **dict.fromkeys("lɹwjh", 0.03),
}
"""What a consonant needs to be heard, about as short as quick speech makes it."""


def tokens_of(uttered: Uttered) -> tuple[list[str], list[str], list[str]]:
    """A syllable's tokens: those before it is held (its stress mark last), those it is held on, those after it."""
    before = _said(uttered.before)
    after = uttered.after
    if not is_vowel(uttered.vowel):
        return before, [_CONSONANTS[uttered.vowel]], _said(after)
    name, stress = plain(uttered.vowel), uttered.vowel[-1]
    if uttered.vowel == "AH0" and after == ("L",) and before:
        return before, ["ᵊ", "l"], []  # "little", "people": the l is the syllable
    if stress == "0":
        return before, list(_UNSTRESSED.get(name, _VOWELS[name])), _said(after)
    mark = SECONDARY if uttered.weak or stress == "2" else PRIMARY
    return [*before, mark], list(_VOWELS[name]), _said(after)


def _said(phones: tuple[str, ...]) -> list[str]:
    """Tokens of sounds around a vowel; a vowel among them (a syllable without a note) is said without stress."""
    return [token for phone in phones for token in (_VOWELS[plain(phone)] if is_vowel(phone) else _CONSONANTS[phone])]
