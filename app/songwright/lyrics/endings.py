"""How lines end: the sounds by which they may rhyme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from songwright.lyrics.phones import FAMILIES, is_vowel

__all__ = ["Ending", "RhymePart", "to_the_ear"]


def to_the_ear(tail: tuple[str, ...]) -> tuple[str, ...]:
    """A tail with one spelling for the vowel of "here" and "near", which dictionaries write in two ways."""
    if "R" not in tail or "IY" not in tail:
        return tail
    return tuple("IH" if phone == "IY" and tail[at + 1 : at + 2] == ("R",) else phone for at, phone in enumerate(tail))


@dataclass(frozen=True, slots=True)
class RhymePart:
    """The consonants before the last stressed vowel, and the phones from it to the end, without stress digits.

    In syllables after the first, the two weak vowels of "rested" and "comet" are written alike (AH).
    """

    onset: tuple[str, ...]
    tail: tuple[str, ...]

    @property
    def syllables(self) -> int:
        """1 for a masculine, 2 for a feminine, 3 for a dactylic rhyme."""
        return sum(map(is_vowel, self.tail))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a line ends: its last word in normal spelling and every rhyme part that can be heard in it.

    `joined` are the parts that begin in the word before ("know it"). Two endings rhyme fully, or repeat a word, when
    they share one of `full`; they half rhyme when they share one of `near`: consonants of one family, or one consonant
    more at the end of a closed syllable. An open vowel against a closed one ("sea", "dream") is no half rhyme.
    """

    word: str
    parts: tuple[RhymePart, ...]
    joined: tuple[RhymePart, ...] = ()
    full: tuple[str, ...] = field(init=False, compare=False, repr=False)
    near: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        tails = dict.fromkeys(to_the_ear(part.tail) for part in self.parts)
        families = dict.fromkeys(tuple([FAMILIES.get(phone, phone) for phone in tail]) for tail in tails)
        # A last consonant after another one may be missing: "hand" is near to "man".
        cut = [tail[:-1] for tail in tails if len(tail) > 2 and not is_vowel(tail[-2])]
        shorter = dict.fromkeys([*tails, *cut])
        near = [*_marked("~", families), *_marked("+", shorter)]
        object.__setattr__(self, "full", (f"={self.word}", *_marked("", tails)))
        object.__setattr__(self, "near", tuple(near))


def _marked(sign: str, tails: Iterable[Sequence[str]]) -> list[str]:
    """Tails as keys, with a sign that says which kind of sameness they stand for."""
    return [sign + " ".join(tail) for tail in tails]
