"""Where the beats of a line fall, read as verse is read: with elisions, substituted feet and a turned first foot.

`metre` holds a line to a pattern; here it is asked which feet a reader hears in it. A reading is the cheapest way to
make each syllable a beat, an offbeat or passed over. The costs are in the units of `metre`: 1.0 is what an ear trips
over. They were chosen on the tuning half of `benchmarks/famous_poems.txt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from songwright.lyrics.metre import FEET
from songwright.lyrics.syllables import Syllable

__all__ = ["Beats", "beats_in"]

_MOST_FEET = 8
_STRONG_FUNCTION, _PROMOTED, _WRENCHED, _HALF = 0.2, 0.25, 1.0, 0.1
_WEAK_CONTENT, _WEAK_LIGHT, _WEAK_HALF = 0.3, 0.1, 0.25
_PASSED, _DRAWN, _RUN_ON = 0.12, 0.15, 0.1
_AFTER_CLASH = 0.0  # two offbeats after a beat that came early: the turned foot of "LIS-ten, the WIND"

_MAYBE = """
more most not all such one two then now how here there out off so too still both own same none yet once ere oft say said
says let make made go goes went come came see saw get got much last first new old long good well
"""
# Words of one syllable that have a beat or none, as the line wants it.
_LIGHT = frozenset(_MAYBE.split())


@dataclass(frozen=True, slots=True)
class _Foot:
    """What it costs to have so many offbeats before the first beat, between two, and after the last one."""

    before: tuple[float, ...]
    between: tuple[float, ...]
    after: tuple[float, ...]


_FEET: dict[str, _Foot] = {
    "iambic": _Foot((0.45, 0.0, 0.5), (0.65, 0.0, 0.5), (0.0, 0.2, 0.5)),
    "trochaic": _Foot((0.0, 0.45), (0.7, 0.0, 0.5), (0.15, 0.0, 0.5)),
    "anapaestic": _Foot((0.7, 0.15, 0.0, 0.6), (1.2, 0.3, 0.0, 0.8), (0.0, 0.15, 0.5)),
    "dactylic": _Foot((0.0, 0.6, 1.0), (1.2, 0.3, 0.0, 0.9), (0.4, 0.05, 0.0)),
    "amphibrachic": _Foot((0.5, 0.05, 0.25, 0.8), (1.2, 0.3, 0.0, 0.8), (0.2, 0.0, 0.3)),
}
assert _FEET.keys() == FEET.keys()  # noqa: S101 - a foot of one table must be in the other


@dataclass(frozen=True, slots=True)
class Beats:
    """A line heard in so many feet: what that costs, and a sign a syllable.

    The signs: "s" beat, "w" offbeat, "-" passed over, "2" said as two, the first of them the beat.
    """

    feet: int
    cost: float
    places: str


_State = tuple[int, int, bool]  # beats so far, offbeats since the last, whether that beat came at once
_Path = tuple[float, str]


def beats_in(line: Sequence[Syllable], foot: str) -> dict[int, Beats]:
    """The cheapest reading of the line in each number of feet (1 to 8) of this kind; none that cannot be read so."""
    rule = _FEET[foot]
    states: dict[_State, _Path] = {(0, 0, False): (0.0, "")}
    for index in range(len(line)):
        following: dict[_State, _Path] = {}
        for state, path in states.items():
            for reached, cost, sign in _steps(line, index, state, rule):
                total = path[0] + cost
                if reached not in following or total < following[reached][0]:
                    following[reached] = total, path[1] + sign
        states = following
    found: dict[int, Beats] = {}
    for (beats, gap, _), (cost, places) in states.items():
        if beats and gap < len(rule.after):
            whole = cost + rule.after[gap]
            if beats not in found or whole < found[beats].cost:
                found[beats] = Beats(beats, whole, places)
    return found


def _steps(line: Sequence[Syllable], index: int, state: _State, rule: _Foot) -> list[tuple[_State, float, str]]:
    """What the syllable may be after this state: (the state reached, its cost, its sign)."""
    beats, gap, early = state
    allowed = rule.between if beats else rule.before
    steps: list[tuple[_State, float, str]] = []
    if gap + 1 < max(len(allowed), len(rule.after) if beats else 0):
        steps.append(((beats, gap + 1, early), _weak(line[index]), "w"))
    if gap < len(allowed) and beats < _MOST_FEET:
        came = _AFTER_CLASH if early and gap == 2 else allowed[gap]
        at_once = gap == 0 and allowed[1] == 0.0
        cost = _strong(line, index) + came
        steps.append(((beats + 1, 0, at_once), cost, "s"))
        if line[index].stretches:
            steps.append(((beats + 1, 1, at_once), cost + _DRAWN, "2"))
    if line[index].elides:
        steps.append((state, _PASSED, "-"))
    elif _runs_on(line, index):
        steps.append((state, _RUN_ON, "-"))
    return steps


def _weak(syllable: Syllable) -> float:
    if syllable.stress == 0:
        return 0.0
    if syllable.word_length == 1:
        return _WEAK_LIGHT if syllable.text.lower() in _LIGHT else _WEAK_CONTENT
    return _WEAK_HALF if syllable.stress == 2 else _WRENCHED


def _strong(line: Sequence[Syllable], index: int) -> float:
    syllable = line[index]
    if syllable.stress:
        return 0.0 if syllable.stress == 1 else _HALF
    if syllable.word_length == 1:
        return _STRONG_FUNCTION
    # A syllable before it that may be drawn out parts it from the stress: "TEM-per-ATE".
    parted = index and syllable.in_word and line[index - 1].stretches
    around = [line[other].stress for other in (index - 1, index + 1) if 0 <= other < len(line)][1 if parted else 0 :]
    return _WRENCHED if any(around) else _PROMOTED


def _runs_on(line: Sequence[Syllable], index: int) -> bool:
    """Whether a weak last vowel may run into the next word's first: "th' eternal", "man-y a"."""
    here = line[index]
    if here.stress or here.in_word != here.word_length - 1 or index + 1 >= len(line):
        return False
    following = line[index + 1].text[:1].lower()
    ends = here.text.lower()
    return following in tuple("aeiou") and (ends in ("the", "to") or (here.word_length > 1 and ends[-1:] in "yow"))
