"""Metre: feet, lines of feet, and how well the words of a line keep them.

A pattern has "s" for a strong and "w" for a weak place, one for each syllable: "wswswsws" is iambic tetrameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from songwright.lyrics.syllables import Syllable

__all__ = [
    "FEET",
    "LineMetre",
    "Scansion",
    "best_metre",
    "best_metres",
    "metre_named",
    "metres_name",
    "scan",
    "scan_pattern",
]

FEET: dict[str, str] = {
    "iambic": "ws",
    "trochaic": "sw",
    "anapaestic": "wws",
    "dactylic": "sww",
    "amphibrachic": "wsw",
}
_LENGTHS = ("", "monometer", "dimeter", "trimeter", "tetrameter", "pentameter", "hexameter", "heptameter", "octameter")

# What a syllable costs in a strong place and in a weak one; 1.0 and above is a fault that an ear trips over.
_MONOSYLLABLE = {0: (0.2, 0.0), 1: (0.0, 0.3), 2: (0.0, 0.3)}
_IN_WORD = {0: (1.0, 0.0), 1: (0.0, 1.0), 2: (0.1, 0.3)}
_PROMOTED = 0.25  # a weak syllable in a strong place between two weak ones ("mel-o-DY of")
_INVERTED = 0.4  # the first foot of a rising line turned round ("LIS-ten, the ...")
_VARIANT = 0.2  # a feminine or a shortened ending, or a missing first weak syllable


@dataclass(frozen=True, slots=True)
class LineMetre:
    """So many feet of one kind to a line."""

    foot: str
    feet: int

    def __post_init__(self) -> None:
        if self.foot not in FEET or not 1 <= self.feet < len(_LENGTHS):
            raise ValueError(f"no metre of {self.feet} {self.foot} feet")

    @property
    def name(self) -> str:
        """Such as "iambic pentameter"."""
        return f"{self.foot} {_LENGTHS[self.feet]}"

    @property
    def pattern(self) -> str:
        """The strict pattern."""
        return FEET[self.foot] * self.feet

    @property
    def patterns(self) -> tuple[str, ...]:
        """The strict pattern first, then the liberties that poets take with its two ends."""
        strict = self.pattern
        if strict.endswith("s"):
            liberties = [strict + "w", *([strict[1:]] if strict.startswith("ww") else [])]
            liberties += [strict[1:] + "w"] if strict.startswith("ww") else []
        elif self.foot == "amphibrachic":
            liberties = [strict[:-1], strict[1:]]
        else:
            liberties = [strict[:-cut] for cut in range(1, len(FEET[self.foot]))]
        return (strict, *liberties)


@dataclass(frozen=True, slots=True)
class Scansion:
    """A line read in a pattern: what it costs in all, and the indices of the syllables that jar."""

    pattern: str
    cost: float
    faults: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether no syllable jars."""
        return not self.faults


def metre_named(name: str) -> LineMetre:
    """The metre with this name ("iambic tetrameter", "trochaic 4"); ValueError when there is none."""
    foot, _, length = name.strip().lower().partition(" ")
    if length.isdigit():
        return LineMetre(foot, int(length))
    if length not in _LENGTHS or not length:
        raise ValueError(f"{name!r} is no metre")
    return LineMetre(foot, _LENGTHS.index(length))


def scan_pattern(syllables: Sequence[Syllable], pattern: str) -> Scansion | None:
    """The line read in exactly this pattern; None when it has another number of syllables. "x" takes any stress."""
    if len(syllables) != len(pattern):
        return None
    costs = [0.0 if pattern[index] == "x" else _cost(syllables, index, pattern[index]) for index in range(len(pattern))]
    if pattern.startswith("ws") and _turned(syllables):
        costs[:2] = [_INVERTED, 0.0]
    faults = tuple(index for index, cost in enumerate(costs) if cost >= 1.0)
    return Scansion(pattern, sum(costs), faults)


def scan(syllables: Sequence[Syllable], metre: LineMetre) -> Scansion | None:
    """The cheapest reading of the line in the metre with its liberties; None when the syllables are too few or many."""
    found = []
    for place, pattern in enumerate(metre.patterns):
        reading = scan_pattern(syllables, pattern)
        if reading is not None:
            found.append(Scansion(pattern, reading.cost + (_VARIANT if place else 0.0), reading.faults))
    return min(found, key=lambda reading: reading.cost, default=None)


def best_metre(lines: Sequence[Sequence[Syllable]], most: float = 0.12) -> LineMetre | None:
    """The metre that all these lines keep best; None when none costs less than `most` a syllable.

    Lines may differ in length by the liberties of one metre only.
    """
    sung = [line for line in lines if line]
    best: tuple[float, LineMetre | None] = (most, None)
    for metre in _metres() if sung else ():
        readings = [scan(line, metre) for line in sung]
        cost = sum(reading.cost for reading in readings if reading) / sum(map(len, sung))
        if None not in readings and cost < best[0]:
            best = cost, metre
    return best[1]


def best_metres(lines: Sequence[Sequence[Syllable]], most: float = 0.12) -> tuple[LineMetre, ...]:
    """A metre for each line, all with one kind of foot: the same one where that will do, else of different lengths.

    Empty when no foot serves all lines for less than `most` a syllable. A line of another length than those before it
    must itself keep its metre, so that prose is not taken for verse.
    """
    same = best_metre(lines, most)
    if same is not None:
        return (same,) * len(lines)
    best: tuple[float, tuple[LineMetre, ...]] = (most, ())
    for foot in FEET if lines and all(lines) else ():
        readings = [_best_length(foot, line) for line in lines]
        found = [reading for reading in readings if reading is not None]
        if len(found) < len(lines) or len({metre for metre, _ in found}) > max(1, len(lines) // 2):
            continue
        cost = sum(reading.cost for _, reading in found) / sum(map(len, lines))
        if cost < best[0]:
            best = cost, tuple(metre for metre, _ in found)
    return best[1]


def metres_name(metres: Sequence[LineMetre]) -> str:
    """Such as "iambic tetrameter and trimeter" for lines of two lengths, "iambic: 3, 3, 4, 3 feet" for others."""
    lengths = list(dict.fromkeys(metre.feet for metre in metres))
    if not lengths:
        return ""
    if len(lengths) == 1:
        return metres[0].name
    foot = metres[0].foot
    if [metre.feet for metre in metres] == [lengths[place % 2] for place in range(len(metres))]:
        return f"{foot} {_LENGTHS[lengths[0]]} and {_LENGTHS[lengths[1]]}"
    return f"{foot}: {', '.join(str(metre.feet) for metre in metres)} feet"


def _best_length(foot: str, line: Sequence[Syllable]) -> tuple[LineMetre, Scansion] | None:
    """The number of feet that suits a line, and how it reads; None when every one jars."""
    found = [
        (metre, reading)
        for metre in _metres()
        if metre.foot == foot and (reading := scan(line, metre)) is not None and reading.fits
    ]
    return min(found, key=lambda pair: pair[1].cost, default=None)


@lru_cache(maxsize=1)
def _metres() -> tuple[LineMetre, ...]:
    """Every metre of two to eight feet, duple and rising ones first (they win ties)."""
    return tuple(LineMetre(foot, feet) for foot in FEET for feet in range(2, 9))


def _cost(syllables: Sequence[Syllable], index: int, place: str) -> float:
    syllable = syllables[index]
    table = _MONOSYLLABLE if syllable.word_length == 1 else _IN_WORD
    strong, weak = table[syllable.stress]
    if place == "w":
        return weak
    return _PROMOTED if strong >= 1.0 and _between_weak(syllables, index) else strong


def _between_weak(syllables: Sequence[Syllable], index: int) -> bool:
    before = index == 0 or syllables[index - 1].stress == 0
    after = index == len(syllables) - 1 or syllables[index + 1].stress == 0
    return before and after


def _turned(syllables: Sequence[Syllable]) -> bool:
    return syllables[0].stress == 1 and syllables[1].stress == 0 and (len(syllables) < 3 or syllables[2].stress == 0)
