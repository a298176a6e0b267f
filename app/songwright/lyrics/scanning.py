"""The metre of a poem: one kind of foot, and how many of them each line has, as a reader would hear it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from songwright.lyrics.ictus import Beats, beats_in
from songwright.lyrics.metre import FEET, LineMetre
from songwright.lyrics.syllables import Syllable

__all__ = ["HeardMetre", "heard_metre"]

_FAILS = 2.0  # what a line costs that cannot be read so, and at most
# What a line costs that is of another length than most: less, the more stanzas have it at the same place.
_OTHER_LENGTH = {1: 0.4, 2: 0.7}
_OTHER_IN_MANY = 0.25
_ANY_LENGTH = 0.45  # a line, where lengths follow no order
_PRIOR = {"iambic": 0.0, "trochaic": 0.0, "anapaestic": 0.03, "dactylic": 0.1, "amphibrachic": 0.1}
# The cost of a syllable up to which a metre is heard at all: prose cut into lines has .100 and more, mostly .115.
# Rhymes let a reader expect one.
_REGULAR, _REGULAR_RHYMED = 0.096, 0.11
_JARS = 1.2  # the cost of a line that leaves the metre
_MOST_JARRING = 0.3

Line = Sequence[Syllable]


@dataclass(frozen=True, slots=True)
class HeardMetre:
    """A foot, how many each line has, how each line reads in it (None where it does not), and the cost a syllable."""

    foot: str
    feet: tuple[int, ...]
    readings: tuple[Beats | None, ...]
    cost: float

    @property
    def name(self) -> str:
        """Such as "iambic pentameter", "iambic tetrameter and trimeter", "iambic pentameter, line 9 hexameter"."""
        counts = Counter(self.feet)
        (usual, most), *others = counts.most_common()
        if not others:
            return LineMetre(self.foot, usual).name
        if len(others) == 1 and others[0][1] * 5 >= len(self.feet):
            first, second = dict.fromkeys(self.feet)
            return f"{LineMetre(self.foot, first).name} and {_length(self.foot, second)}"
        if most * 2 > len(self.feet) and len(self.feet) - most <= 3:
            lines = ", ".join(
                f"line {line} {_length(self.foot, feet)}" for line, feet in enumerate(self.feet, 1) if feet != usual
            )
            return f"{LineMetre(self.foot, usual).name}, {lines}"
        if most * 3 >= len(self.feet) * 2:
            return f"{LineMetre(self.foot, usual).name}, other lengths in {len(self.feet) - most} lines"
        return f"{self.foot} lines of {min(counts)} to {max(counts)} feet"

    def metre(self, line: int) -> LineMetre:
        """That of a line by its number from 0."""
        return LineMetre(self.foot, self.feet[line])


def heard_metre(stanzas: Sequence[Sequence[Line]], *, rhymed: bool = False) -> HeardMetre | None:
    """The metre that all these stanzas keep, by lines; None where none is heard.

    All lines may have one length, or those at one place of every stanza, or any, which must be paid for by clear beats.
    """
    lines = [line for stanza in stanzas for line in stanza]
    syllables = sum(map(len, lines))
    best: tuple[float, HeardMetre | None] = (_REGULAR_RHYMED if rhymed else _REGULAR, None)
    for foot in FEET if syllables else ():
        table = [beats_in(line, foot) for line in lines]
        for feet, price in _lengths(table, stanzas):
            readings = tuple(row.get(count) for row, count in zip(table, feet, strict=True))
            jarring = sum(one is None or one.cost >= _JARS for one in readings)
            if jarring > _MOST_JARRING * len(lines):
                continue
            total = sum(_FAILS if one is None else min(_FAILS, one.cost) for one in readings)
            cost = (total + len(lines) * (price + _PRIOR[foot])) / syllables
            if cost < best[0]:
                best = cost, HeardMetre(foot, feet, readings, cost)
    return best[1]


def _length(foot: str, feet: int) -> str:
    return LineMetre(foot, feet).name.split(" ")[1]


def _lengths(
    table: Sequence[dict[int, Beats]], stanzas: Sequence[Sequence[Line]]
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Numbers of feet for all lines that may be meant, with what each choice costs a line."""
    size = len(table)
    one = _cheapest(table)
    yield (one,) * size, 0.0
    periods = {len(stanza) for stanza in stanzas}
    if len(periods) == 1 and (period := periods.pop()) > 1:
        round_ = tuple(_cheapest(table[place::period]) for place in range(period))
        usual = Counter(round_).most_common(1)[0][1]
        price = _OTHER_LENGTH.get(size // period, _OTHER_IN_MANY)
        yield round_ * (size // period), price * (1 - usual / period)
    own = tuple(_cheapest([row]) for row in table)
    yield own, _ANY_LENGTH if len(set(own)) > 1 else 0.0


def _cheapest(rows: Sequence[dict[int, Beats]]) -> int:
    """The number of feet that serves these lines best."""

    def total(feet: int) -> float:
        return sum(min(_FAILS, row[feet].cost) if feet in row else _FAILS for row in rows)

    return min({feet for row in rows for feet in row} or {1}, key=lambda feet: (total(feet), feet))
