"""Words that may rhyme, by the sounds of their endings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from songwright.lyrics.endings import RhymePart, to_the_ear
from songwright.lyrics.lexicon import Entry
from songwright.lyrics.phones import CODES, CONSONANTS, is_vowel
from songwright.lyrics.rhyme import rhyme_parts

__all__ = ["RhymeIndex", "Sounding", "ending_pattern"]

Tail: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word in one of its rhyme parts; `first` when that belongs to its usual reading."""

    entry: Entry
    part: RhymePart
    first: bool


@dataclass(slots=True)
class RhymeIndex:
    """Words by the tails that they rhyme in, and these tails by their vowels and by their last consonants."""

    _words: defaultdict[Tail, list[Sounding]] = field(default_factory=lambda: defaultdict(list))
    _by_vowels: defaultdict[Tail, list[Tail]] = field(default_factory=lambda: defaultdict(list))
    _by_coda: defaultdict[tuple[int, Tail], list[Tail]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entries: Iterable[Entry]) -> None:
        """Take these words in."""
        for entry in entries:
            seen: set[RhymePart] = set()
            for place, way in enumerate(entry.pronunciations):
                for part in rhyme_parts(way):
                    if part not in seen and part.syllables:
                        seen.add(part)
                        self._put(Sounding(entry, part, place == 0))

    def tails_like(self, tail: Tail) -> Iterator[Tail]:
        """Tails with the same vowels or the same last consonants, this one among them: all that may be any rhyme."""
        vowels, coda = _skeleton(tail)
        near = dict.fromkeys(self._by_vowels.get(vowels, ()))
        if coda:
            near.update(dict.fromkeys(self._by_coda.get((len(vowels), coda), ())))
        return iter(near)

    def words(self, tail: Tail) -> list[Sounding]:
        """The words that have this tail."""
        return self._words.get(tail, [])

    def _put(self, sounding: Sounding) -> None:
        tail = sounding.part.tail
        if tail not in self._words:
            vowels, coda = _skeleton(tail)
            self._by_vowels[vowels].append(tail)
            if coda:
                self._by_coda[len(vowels), coda].append(tail)
        self._words[tail].append(sounding)


def ending_pattern(tail: Tail) -> bytes:
    """A pattern for encoded pronunciations that end in the vowels of a tail, or in its last consonants."""
    vowels, coda = _skeleton(tail)
    between = b"[" + b"".join(_escaped(CODES[phone]) for phone in CONSONANTS) + b"]*"
    same = between.join((_vowel(vowels[0]), *(_weak_vowel(one) for one in vowels[1:]))) + between
    return same + b"|" + b"".join(_escaped(CODES[phone]) for phone in coda) if coda else same


def _vowel(phone: str) -> bytes:
    phones = ("IH", "IY") if phone in ("IH", "IY") else (phone,)  # alike before r
    return b"[" + b"".join(_escaped(CODES[f"{one}{stress}"]) for one in phones for stress in "012") + b"]"


def _weak_vowel(phone: str) -> bytes:
    """A vowel after the first of a tail, where "rested" and "comet" are alike."""
    return b"(?:" + _vowel("AH") + b"|" + _vowel("IH") + b")" if phone == "AH" else _vowel(phone)


def _escaped(code: str) -> bytes:
    return re.escape(code).encode()


def _skeleton(tail: Tail) -> tuple[Tail, Tail]:
    """The vowels of a tail, and the consonants after the last of them."""
    tail = to_the_ear(tail)
    places = [place for place, phone in enumerate(tail) if is_vowel(phone)]
    return tuple(tail[place] for place in places), tail[places[-1] + 1 :] if places else ()
