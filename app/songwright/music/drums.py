"""The drum track: grooves from a style's patterns, a fill at the end of a section, a crash where a chorus begins."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from songwright.core.song import Metre, Note
from songwright.music.fills import written_fill
from songwright.music.grids import Step, fit_metre, parse_pattern
from songwright.music.metrics import WEAK, beats, level
from songwright.music.styles import Groove
from songwright.music.variation import Pass

__all__ = ["DRUMS", "play_drums"]

DRUMS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "kick": 36, "stick": 37, "snare": 38, "clap": 39, "low-tom": 45, "mid-tom": 47, "high-tom": 50,
        "closed-hat": 42, "pedal-hat": 44, "open-hat": 46, "crash": 49, "ride": 51, "bell": 53, "tambourine": 54,
        "cowbell": 56, "conga": 63, "low-conga": 64, "cabasa": 69, "shaker": 70, "claves": 75, "triangle": 81,
    }
)  # fmt: skip
"""General MIDI percussion keys."""

_LOUD: Final = {"X": 112, "x": 92, "o": 62}
_TURN: Final = 4
"""Bars after which the fill is touched upon, so that not all bars of a section are alike."""

_OWN: Final = 0.3
"""The share of fills that are the style's own, as it is written."""

_HARD: Final = 104.0
_GHOSTS: Final = ("snare", "kick", "stick", "tambourine", "shaker", "low-tom")
"""The drums on which a stroke is added, in order."""

_HIT: Final = 60
"""Ticks that a drum's note lasts; drums ring by themselves."""


class _Stroke(NamedTuple):
    drum: str
    step: Step
    loud: float


def play_drums(
    groove: Groove | None,
    fill: Groove | None,
    bars: int,
    metres: tuple[Metre, Metre],
    loudness: float,
    *,
    crash: bool = False,
    hold: bool = False,
    turn: Pass | None = None,
    calm: bool = False,
) -> tuple[Note, ...]:
    """The drum notes of a section.

    `metres` are the pattern's and the song's; `fill` replaces the groove in the last bar and in the last beat of every
    fourth one; `hold` leaves the last bar to one stroke, as at the end of a piece. With a `turn` fills are written new
    for it, `calm` ones of few strokes, and the groove is never quite the same two bars running.
    """
    source, metre = metres
    found: dict[tuple[int, int], Note] = {}
    for bar in range(bars - 1 if hold else bars):
        begin, ending = _ending(groove, fill, bar, bars, metres, turn, calm=calm)
        played = [stroke for stroke in _strokes(groove, bar, source, metre) if stroke.step.start < begin]
        if turn is not None:
            played = _touched(played, bar, metre, turn)
        for name, step, loud in (*played, *ending):
            _strike(found, DRUMS[name], bar * metre.bar_ticks + step.start, loud * loudness)
    sounds = groove is not None and bool(groove.patterns)
    if crash and sounds:
        _strike(found, DRUMS["crash"], 0, 96 * loudness)
    if hold and sounds:
        _strike(found, DRUMS["kick"], (bars - 1) * metre.bar_ticks, 96 * loudness)
        _strike(found, DRUMS["crash"], (bars - 1) * metre.bar_ticks, 84 * loudness)
    end = bars * metre.bar_ticks
    return tuple(replace(note, length=min(note.length, end - note.start)) for _, note in sorted(found.items()))


def _ending(
    groove: Groove | None,
    fill: Groove | None,
    bar: int,
    bars: int,
    metres: tuple[Metre, Metre],
    turn: Pass | None,
    *,
    calm: bool,
) -> tuple[int, list[_Stroke]]:
    """Where in a bar a fill takes the groove's place, and its strokes; the bar's end and none where it does not."""
    source, metre = metres
    last = bar == bars - 1
    if fill is None or not (last or bar % _TURN == _TURN - 1):
        return metre.bar_ticks, []
    rng = None if turn is None else random.Random(f"{turn.seed}/{turn.number}/{bar}/fill")
    felt = beats(metre)
    count = len(felt) if last else 1
    if rng is not None and rng.random() >= _OWN:
        count = min(len(felt), rng.choice((2, 2, len(felt)) if last else (1, 1, 2)))
        drums = {**(groove.patterns if groove else {}), **fill.patterns}
        written = [
            _Stroke(name, step, _HARD * loud) for name, step, loud in written_fill(drums, metre, count, rng, calm=calm)
        ]
        if written:
            return felt[-count][0], written
    begin = felt[-count][0]
    return begin, [stroke for stroke in _strokes(fill, bar, source, metre) if stroke.step.start >= begin]


def _touched(strokes: list[_Stroke], bar: int, metre: Metre, turn: Pass) -> list[_Stroke]:
    """A bar of a groove as a drummer plays it: every other one has a stroke more or one less, off the beat."""
    if bar % 2 == 0 or not strokes:
        return strokes
    rng = random.Random(f"{turn.seed}/{turn.number}/{bar % (2 * _TURN)}/groove")
    weak = [stroke for stroke in strokes if level(metre, stroke.step.start) < WEAK]
    if len(weak) > 1 and rng.random() < 1 / 2:
        gone = rng.choice(weak)
        return [stroke for stroke in strokes if stroke is not gone]
    ghost = _ghost(strokes, metre, rng)
    return strokes if ghost is None else [*strokes, ghost]


def _ghost(strokes: list[_Stroke], metre: Metre, rng: random.Random) -> _Stroke | None:
    """A soft stroke more on a drum that plays already, on a weak half beat that is free; None where there is none."""
    drum = next((name for name in _GHOSTS if any(stroke.drum == name for stroke in strokes)), None)
    taken = {stroke.step.start for stroke in strokes if stroke.drum == drum}
    half = metre.beat_ticks // 2
    free = [start for start in range(half, metre.bar_ticks, half) if start not in taken and level(metre, start) < WEAK]
    if drum is None or not free:
        return None
    return _Stroke(drum, Step(rng.choice(free), half, "o"), _LOUD["o"])


def _strokes(groove: Groove | None, bar: int, source: Metre, metre: Metre) -> Iterator[_Stroke]:
    """The strokes of a groove in one bar."""
    for name, pattern in groove.patterns.items() if groove is not None else ():
        variants = fit_metre(parse_pattern(pattern, source), source, metre)
        for step in variants[bar % len(variants)]:
            yield _Stroke(name, step, _LOUD.get(step.mark, 92))


def _strike(found: dict[tuple[int, int], Note], key: int, tick: int, velocity: float) -> None:
    found[tick, key] = Note(tick, _HIT, key, max(1, min(127, round(velocity))))
