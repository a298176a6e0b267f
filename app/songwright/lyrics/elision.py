"""Syllables that verse may pass over ("temp'rate", "flow'r") or make of one ("fi-re"), by the sounds of a word."""

from __future__ import annotations

from collections.abc import Sequence

from songwright.lyrics.phones import is_vowel, plain
from songwright.lyrics.pronunciation import Pronunciation

__all__ = ["give"]

_LIQUID = frozenset({"R", "L", "N"})
_WEAK = frozenset({"AH0", "IH0", "ER0"})
_DRAWN = frozenset({"AY", "AW", "OY"})


def give(ways: Sequence[Pronunciation]) -> tuple[frozenset[int], frozenset[int]]:
    """(syllables that may be passed over, syllables that may be said as two) of the first way, as numbers from 0.

    The other ways tell where the dictionary knows a syllable more or less. The rules are those that poets print with an
    apostrophe: a weak vowel before r, l or n and another weak vowel; one of two vowels that touch; the second vowel of
    "heaven" and "spirit". A long i or ow before r is one syllable or two.
    """
    passed, drawn = _by_rule(ways[0].phones)
    for other in ways[1:]:
        if abs(other.syllables - ways[0].syllables) == 1:
            place = _parting(ways[0].phones, other.phones)
            if other.syllables > ways[0].syllables:
                drawn.add(max(0, place - 1))
            else:
                passed.add(min(place, ways[0].syllables - 1))
    return frozenset(passed), frozenset(drawn)


def _parting(first: Sequence[str], second: Sequence[str]) -> int:
    """How many vowels two ways share before they part."""
    shared = 0
    for one, other in zip(first, second, strict=False):
        if plain(one) != plain(other):
            break
        shared += is_vowel(one)
    return shared


def _by_rule(phones: Sequence[str]) -> tuple[set[int], set[int]]:
    vowels = [index for index, phone in enumerate(phones) if is_vowel(phone)]
    passed: set[int] = set()
    drawn: set[int] = set()
    for place, index in enumerate(vowels):
        after = phones[index + 1 :]
        if place + 1 < len(vowels) and _touches(phones[index], after):
            passed.add(place if phones[index][-1] == "0" else place + 1)
        elif phones[index] in _WEAK and place and (_before_liquid(phones[index], after) or _in_heaven(phones, index)):
            passed.add(place)
        if phones[index][:2] in _DRAWN and after[:1] == ("R",):
            drawn.add(place)
    return passed, drawn


def _touches(vowel: str, after: Sequence[str]) -> bool:
    """Whether the next sound is a vowel too, and one of the two is weak ("glo-ri-ous", "pow-er")."""
    return bool(after) and is_vowel(after[0]) and "0" in (vowel[-1], after[0][-1]) and vowel != "ER0"


def _before_liquid(vowel: str, after: Sequence[str]) -> bool:
    """Whether a weak vowel stands before r, l or n and another weak vowel ("op-en-ing", "wan-der-ing")."""
    rest: Sequence[str] = ()
    if vowel == "ER0":  # it holds its own r
        rest = after
    elif after and after[0] in _LIQUID:
        rest = after[1:]
    return bool(rest) and is_vowel(rest[0]) and rest[0][-1] == "0"


def _in_heaven(phones: Sequence[str], index: int) -> bool:
    """Whether it is the last vowel of a word like "heaven", "evil" or "spirit"."""
    ending = tuple(phones[index - 1 : index]), tuple(phones[index + 1 :])
    return ending in {(("V",), ("N",)), (("V",), ("L",)), (("R",), ("T",))}
