"""The drum track: grooves from a style's patterns, a fill at the end of a section, a crash where a chorus begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Metre, Note
from songwright.music.grids import fit_metre, parse_pattern
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

    `metres` are the pattern's and the song's; `fill` replaces the groove in the last bar;
    `hold` leaves the last bar to one stroke, as at the end of a piece.
    """
    source, metre = metres
    found: dict[tuple[int, int], Note] = {}
    for bar in range(bars):
        last = bar == bars - 1
        current = fill if fill is not None and last and not hold else groove
        if current is None or (hold and last):
            continue
        for name, pattern in current.patterns.items():
            variants = fit_metre(parse_pattern(pattern, source), source, metre)
            for step in variants[bar % len(variants)]:
                _strike(found, DRUMS[name], bar * metre.bar_ticks + step.start, _LOUD.get(step.mark, 92) * loudness)
    if crash and groove is not None and groove.patterns:
        _strike(found, DRUMS["crash"], 0, 96 * loudness)
    if hold and groove is not None and groove.patterns:
        _strike(found, DRUMS["kick"], (bars - 1) * metre.bar_ticks, 96 * loudness)
        _strike(found, DRUMS["crash"], (bars - 1) * metre.bar_ticks, 84 * loudness)
    end = bars * metre.bar_ticks
    return tuple(replace(note, length=min(note.length, end - note.start)) for _, note in sorted(found.items()))


def _strike(found: dict[tuple[int, int], Note], key: int, tick: int, velocity: float) -> None:
    found[tick, key] = Note(tick, _HIT, key, max(1, min(127, round(velocity))))
