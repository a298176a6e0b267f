"""The drum track: grooves from a style's patterns, a fill at the end of a section, a crash where a chorus begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Metre, Note
from songwright.music.grids import Step, fit_metre, parse_pattern
from songwright.music.metrics import beats
from songwright.music.styles import Groove

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

_HIT: Final = 60
"""Ticks that a drum's note lasts; drums ring by themselves."""


def play_drums(
    groove: Groove | None,
    fill: Groove | None,
    bars: int,
    metres: tuple[Metre, Metre],
    loudness: float,
    *,
    crash: bool = False,
    hold: bool = False,
) -> tuple[Note, ...]:
    """The drum notes of a section.

    `metres` are the pattern's and the song's; `fill` replaces the groove in the last bar and in the last beat of every
    fourth one; `hold` leaves the last bar to one stroke, as at the end of a piece.
    """
    source, metre = metres
    found: dict[tuple[int, int], Note] = {}
    for bar in range(bars):
        if hold and bar == bars - 1:
            continue
        turn = metre.bar_ticks if fill is None else _turn(bar, bars, metre)
        for current, first, end in ((groove, 0, turn), (fill, turn, metre.bar_ticks)):
            for name, step in () if current is None else _strokes(current, bar, source, metre):
                if first <= step.start < end:
                    loud = _LOUD.get(step.mark, 92) * loudness
                    _strike(found, DRUMS[name], bar * metre.bar_ticks + step.start, loud)
    if crash and groove is not None and groove.patterns:
        _strike(found, DRUMS["crash"], 0, 96 * loudness)
    if hold and groove is not None and groove.patterns:
        _strike(found, DRUMS["kick"], (bars - 1) * metre.bar_ticks, 96 * loudness)
        _strike(found, DRUMS["crash"], (bars - 1) * metre.bar_ticks, 84 * loudness)
    end = bars * metre.bar_ticks
    return tuple(replace(note, length=min(note.length, end - note.start)) for _, note in sorted(found.items()))


def _turn(bar: int, bars: int, metre: Metre) -> int:
    """Where in a bar the fill takes the groove's place; the bar's end where it does not."""
    if bar == bars - 1:
        return 0
    return beats(metre)[-1][0] if bar % _TURN == _TURN - 1 else metre.bar_ticks


def _strokes(groove: Groove, bar: int, source: Metre, metre: Metre) -> Iterator[tuple[str, Step]]:
    """The drums and strokes of a groove in one bar."""
    for name, pattern in groove.patterns.items():
        variants = fit_metre(parse_pattern(pattern, source), source, metre)
        for step in variants[bar % len(variants)]:
            yield name, step


def _strike(found: dict[tuple[int, int], Note], key: int, tick: int, velocity: float) -> None:
    found[tick, key] = Note(tick, _HIT, key, max(1, min(127, round(velocity))))
