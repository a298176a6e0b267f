"""How a part goes on from bar to bar: a style's patterns in periods of four bars, varied by pass, phrase and section.

The first bar of a period states a pattern, the second bends it, the third takes another, the fourth bends that and
leads on. The second period of a section bends otherwise, and so does every further pass of the same kind of section,
which also begins with the next of the style's patterns. One place in one pass is always bent alike, so that a song can
be composed again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Metre
from songwright.music.grids import Step, fit_metre, parse_pattern
from songwright.music.metrics import WEAK, level

__all__ = ["PERIOD", "Bar", "Pass", "varied"]

PERIOD: Final = 4
"""Bars after which a band takes breath."""

_HELD: Final = "cC"
_VOICES: Final = "1234"
_EAGER: Final = 0.3
"""The syncopation from which a style's players push into the next bar."""

Bar = tuple[Step, ...]
_Bend = Callable[[Bar, Metre, random.Random], Bar]


@dataclass(frozen=True, slots=True)
class Pass:
    """Which time this is: `seed` names the song and the player, `number` counts the sections of one kind before.

    `free` players bend rhythms, others (a dance's ostinato) keep theirs; `eager` ones push into the next bar.
    """

    seed: str
    number: int = 0
    free: bool = True
    eager: bool = False

    @classmethod
    def of(cls, seed: str, number: int, syncopation: float, *, free: bool) -> Pass:
        """A pass in a style that shifts its words off the beat as far as `syncopation` says."""
        return cls(seed, number, free=free, eager=syncopation >= _EAGER)


def varied(patterns: Sequence[str], bars: int, source: Metre, metre: Metre, turn: Pass) -> tuple[Bar, ...]:
    """The steps of every bar of a section in which a player has `patterns` to choose from (of `source` metre)."""
    every = [fit_metre(parse_pattern(pattern, source), source, metre) for pattern in patterns]
    first = random.Random(turn.seed).randrange(len(every)) + turn.number
    found: list[Bar] = []
    for place in range(bars):
        period, inside = divmod(place, PERIOD)
        chosen = every[(first + (1 if inside >= PERIOD // 2 else 0)) % len(every)]
        bar = chosen[place % len(chosen)]
        if turn.free and inside % 2:
            rng = random.Random(f"{turn.seed}/{turn.number}/{period % 2}/{inside}")
            bar = _bent(bar, metre, rng, last=inside == PERIOD - 1 or place == bars - 1, eager=turn.eager)
        found.append(bar)
    return tuple(found)


def _bent(bar: Bar, metre: Metre, rng: random.Random, *, last: bool, eager: bool) -> Bar:
    """Another bar much like this one; the `last` of a period leads on where it can."""
    bends = ["lead", "push", "split", "thin", "join"] if last else ["split", "thin", "join", "push"]
    if not eager:
        bends.remove("push")
    if not last:
        rng.shuffle(bends)
    for name in bends:
        found = _BENDS[name](bar, metre, rng)
        if found != bar:
            return found
    return bar


def _split(bar: Bar, metre: Metre, rng: random.Random) -> Bar:
    """A long step struck twice: a chord again and softer, a voice and its neighbour, a root and its fifth."""
    shortest = metre.beat_ticks // 2
    long = [place for place, step in enumerate(bar) if step.length >= 2 * shortest]
    if not long:
        return bar
    place = rng.choice(long)
    step = bar[place]
    half = max(shortest, step.length // 2 // shortest * shortest)
    second = Step(step.start + half, step.length - half, _answer(step.mark))
    return (*bar[:place], replace(step, length=half), second, *bar[place + 1 :])


def _answer(mark: str) -> str:
    if mark in _VOICES:
        return str(int(mark) % len(_VOICES) + 1)
    return {"C": "c", "S": "s", "R": "5", "B": "c", "5": "R", "8": "5"}.get(mark, mark)


def _thin(bar: Bar, metre: Metre, rng: random.Random) -> Bar:
    """One step fewer, off the downbeat and rather off the beat; what was held before it goes on."""
    weak = [place for place in range(1, len(bar)) if level(metre, bar[place].start) < WEAK] or [*range(1, len(bar))]
    if len(bar) < 2 or not weak:
        return bar
    place = rng.choice(weak)
    gone, before = bar[place], bar[place - 1]
    if before.start + before.length == gone.start:
        before = replace(before, length=before.length + gone.length)
    return (*bar[: place - 1], before, *bar[place + 1 :])


def _join(bar: Bar, metre: Metre, rng: random.Random) -> Bar:
    """Two steps that follow each other held as one, the second on a weaker place than the first."""
    pairs = [
        place
        for place in range(len(bar) - 1)
        if bar[place].start + bar[place].length == bar[place + 1].start
        and level(metre, bar[place].start) > level(metre, bar[place + 1].start)
    ]
    if not pairs:
        return bar
    place = rng.choice(pairs)
    joined = replace(bar[place], length=bar[place].length + bar[place + 1].length)
    return (*bar[:place], joined, *bar[place + 2 :])


def _push(bar: Bar, metre: Metre, rng: random.Random) -> Bar:  # noqa: ARG001 - one kind of function for all bends
    """The last half beat struck, with an accent where chords are held: the next bar comes early."""
    half = metre.beat_ticks // 2
    start = metre.bar_ticks - half
    if not bar or bar[-1].mark not in _HELD + "R" or bar[-1].start >= start:
        return bar
    ended = [replace(step, length=min(step.length, start - step.start)) for step in bar]
    return (*ended, Step(start, half, "a" if bar[-1].mark == "R" else "C"))


def _lead(bar: Bar, metre: Metre, rng: random.Random) -> Bar:  # noqa: ARG001 - one kind of function for all bends
    """A bass steps into the next root on the last beat; an accompaniment that ends on a held chord breaks it."""
    start = metre.bar_ticks - metre.beat_ticks
    if not bar or bar[-1].mark not in "R5" or any(step.mark == "a" for step in bar):
        return bar
    kept = [replace(step, length=min(step.length, start - step.start)) for step in bar if step.start < start]
    return (*kept, Step(start, metre.beat_ticks, "a"))


_BENDS: Final[Mapping[str, _Bend]] = MappingProxyType(
    {"split": _split, "thin": _thin, "join": _join, "push": _push, "lead": _lead}
)
