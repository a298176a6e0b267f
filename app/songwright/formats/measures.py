"""The measures of a score: its bars, cut where a repeat begins inside one, with what their bar lines say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from songwright.core.signatures import Key, Metre
from songwright.core.timeline import Timeline
from songwright.formats.strophes import Repeat, Strophes, Volta
from songwright.formats.written_signs import WrittenSign

__all__ = ["Measure", "in_measures", "measures", "signed", "tied_over"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What stands between two bar lines, from `start` to `end` (absolute ticks).

    `bar` is the bar that it is, or is part of, from 0, which begins at `bar_start`; `part` counts from 1 the parts of a
    bar that is cut.
    `opens` and `closes` are the repeat that begins before it and
    the one that ends after it; `volta` is the ending that it belongs to.
    """

    start: int
    end: int
    bar: int
    part: int = 0
    bar_start: int = 0
    metre: Metre = field(default_factory=Metre)
    key: Key = field(default_factory=Key)
    opens: Repeat | None = None
    closes: Repeat | None = None
    volta: Volta | None = None

    @property
    def name(self) -> str:
        """Its number, from 1, with a letter when it is part of a bar."""
        return f"{self.bar + 1}{chr(ord('a') + self.part - 1) if self.part else ''}"

    @property
    def enters(self) -> bool:
        """Whether an ending begins with it."""
        return self.volta is not None and self.volta.start == self.start

    @property
    def leaves(self) -> bool:
        """Whether an ending is over after it."""
        return self.volta is not None and self.volta.end == self.end

    @property
    def again(self) -> bool:
        """Whether it is gone back after it: every ending but the last leads back."""
        if self.closes is not None and not self.closes.voltas:
            return True
        return self.leaves and self.closes is not None and self.volta is not self.closes.voltas[-1]


def measures(bars: Sequence[int], written: Strophes | None) -> list[Measure]:
    """The measures of a song whose bars begin at `bars` (ticks, the last is the end), as `written`."""
    if written is None:
        return [Measure(start, end, number, bar_start=start) for number, (start, end) in enumerate(pairwise(bars))]
    found = []
    for number, (start, end) in enumerate(pairwise(bars)):
        inner = sorted(cut for cut in written.cuts if start < cut < end)
        for part, (first, last) in enumerate(pairwise([start, *inner, end]), 1):
            if not any(begin <= first and last <= stop for begin, stop in written.unwritten):
                found.append(_lined(Measure(first, last, number, part if inner else 0, start), written.repeats))
    return found


def signed(found: Sequence[Measure], laid: Timeline) -> list[Measure]:
    """The measures with the key and the metre that hold in each."""
    return [replace(one, metre=laid.metre_at(one.start), key=laid.key_at(one.start)) for one in found]


def _lined(measure: Measure, repeats: Iterable[Repeat]) -> Measure:
    for repeat in repeats:
        if measure.start == repeat.start:
            measure = replace(measure, opens=repeat)
        volta = next((v for v in repeat.voltas if v.start <= measure.start < v.end), None)
        if measure.end == repeat.end or volta is not None:
            measure = replace(measure, closes=repeat, volta=volta)
    return measure


def in_measures(bars: Iterable[Sequence[WrittenSign]], into: Sequence[Measure]) -> list[list[WrittenSign]]:
    """The signs of bars shared out over measures; what stands in none is left out."""
    found: list[list[WrittenSign]] = [[] for _ in into]
    place = 0
    for sign in (sign for bar in bars for sign in bar):
        while place < len(into) and into[place].end <= sign.start:
            place += 1
        if place < len(into) and into[place].start <= sign.start:
            found[place].append(sign)
    return found


def tied_over(bars: Sequence[Sequence[WrittenSign]], held: Collection[int]) -> list[list[WrittenSign]]:
    """The signs with a tie to each note that begins at one of the `held` ticks, from the one before it."""
    if not held:
        return [list(bar) for bar in bars]
    signs = list(_tied([sign for bar in bars for sign in bar], held))
    found, place = [], 0
    for bar in bars:
        found.append(signs[place : place + len(bar)])
        place += len(bar)
    return found


def _tied(signs: Sequence[WrittenSign], held: Collection[int]) -> Iterator[WrittenSign]:
    for sign, following in zip(signs, [*signs[1:], None], strict=True):
        begins = sign.note is not None and sign.start == sign.note.start and sign.start in held
        goes_on = following is not None and following.note is not None and following.start in held
        yield replace(
            sign, tied_from=sign.tied_from or begins, tied_to=sign.tied_to or (goes_on and sign.note is not None)
        )
