"""Lines with a syllable more or less than the dictionary counts, as verse may say them: "fi-re", "ev'ry".

A form takes such a line and says which way it took the word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from songwright.lyrics.syllables import Syllable

__all__ = ["Saying", "sayings"]

_MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Saying:
    """A line's syllables as they are said, and the words that are said otherwise than usual with their syllables."""

    syllables: tuple[Syllable, ...]
    words: tuple[tuple[str, int], ...]


def sayings(line: Sequence[Syllable], count: int) -> Iterator[Saying]:
    """Every way to say the line with so many syllables, by at most two changes; the line itself where it has them."""
    change = count - len(line)
    if not change:
        yield Saying(tuple(line), ())
        return
    free = [index for index, one in enumerate(line) if (one.stretches if change > 0 else one.elides)]
    for chosen in combinations(free, abs(change)) if abs(change) <= _MOST_CHANGES else ():
        yield _said(line, chosen, change > 0)


def _said(line: Sequence[Syllable], chosen: Sequence[int], more: bool) -> Saying:
    said: list[Syllable] = []
    sizes: dict[int, int] = {}
    for index, one in enumerate(line):
        if index in chosen:
            sizes[one.word] = sizes.get(one.word, one.word_length) + (1 if more else -1)
        if index not in chosen or more:
            said.append(one)
        if index in chosen and more:
            said.append(replace(one, text="", start=one.end, stress=0))
    whole = {word: "".join(one.text for one in line if one.word == word) for word in sizes}
    fitted = tuple(replace(one, word_length=sizes.get(one.word, one.word_length)) for one in said)
    return Saying(fitted, tuple((whole[word], size) for word, size in sizes.items()))
