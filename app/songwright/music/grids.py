"""Patterns written as strings: figures, drum grooves and rhythm motifs, and how they move to another metre.

A pattern is one character a step; the steps divide a bar evenly, and "|" parts one bar from the next. "-" holds what
sounds, "." is silence, every other character starts something and means what its reader says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from songwright.core.song import Metre
from songwright.music.metrics import beats, level

__all__ = ["Step", "fit_metre", "parse_pattern"]

_QUANTUM: Final = 30
"""Ticks to which moved steps are rounded (a 64th note)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that starts `start` ticks into its bar and lasts `length` ticks."""

    start: int
    length: int
    mark: str


@lru_cache(maxsize=512)
def parse_pattern(text: str, metre: Metre) -> tuple[tuple[Step, ...], ...]:
    """The bars of a pattern; ValueError when its steps do not divide the bar."""
    return tuple(_parse_bar(bar.replace(" ", ""), metre) for bar in text.split("|"))


def _parse_bar(bar: str, metre: Metre) -> tuple[Step, ...]:
    if not bar or metre.bar_ticks % len(bar):
        raise ValueError(f"{len(bar)} steps do not divide a bar of {metre.beats}/{metre.unit}: {bar!r}")
    step = metre.bar_ticks // len(bar)
    found: list[Step] = []
    for index, mark in enumerate(bar):
        if mark in "-.":
            continue
        held = len(bar[index + 1 :]) - len(bar[index + 1 :].lstrip("-"))
        found.append(Step(index * step, (held + 1) * step, mark))
    return tuple(found)


@lru_cache(maxsize=512)
def fit_metre(bars: tuple[tuple[Step, ...], ...], source: Metre, target: Metre) -> tuple[tuple[Step, ...], ...]:
    """Move a pattern to another metre beat by beat, so that what was on a strong beat stays on one."""
    return bars if source == target else tuple(_fit_bar(bar, source, target) for bar in bars)


def _fit_bar(bar: tuple[Step, ...], source: Metre, target: Metre) -> tuple[Step, ...]:
    source_beats, target_beats = beats(source), beats(target)
    moved: dict[int, Step] = {}
    for index, (start, length) in enumerate(target_beats):
        origin, origin_length = source_beats[_counterpart(index, source, target)]
        for step in bar:
            if not origin <= step.start < origin + origin_length:
                continue
            place = start + _scaled(step.start - origin, origin_length, length)
            if place >= start + length:
                continue
            sounding = max(_QUANTUM, _scaled(step.length, origin_length, length))
            moved.setdefault(place, Step(place, min(sounding, target.bar_ticks - place), step.mark))
    ordered = sorted(moved.values(), key=lambda step: step.start)
    ends = [step.start for step in ordered[1:]] + [target.bar_ticks]
    return tuple(
        Step(step.start, min(step.length, end - step.start), step.mark)
        for step, end in zip(ordered, ends, strict=False)
    )


def _scaled(ticks: int, old: int, new: int) -> int:
    """Ticks in a beat of another length; a half becomes the last third of a dotted one, as in a shuffle."""
    part = ticks / old
    if old % 720 and not new % 720:
        part = part * 4 / 3 if part < 1 / 2 else 2 / 3 + (part - 1 / 2) * 2 / 3
    elif new % 720 and not old % 720:
        part = part * 3 / 4 if part < 2 / 3 else 1 / 2 + (part - 2 / 3) * 3 / 2
    return round(part * new / _QUANTUM) * _QUANTUM


def _counterpart(index: int, source: Metre, target: Metre) -> int:
    """The beat of the source metre whose part a beat of the target metre takes."""
    source_beats, target_beats = beats(source), beats(target)
    if index == 0 or len(source_beats) == 1:
        return 0
    if index == len(target_beats) - 1 and len(target_beats) > 2:
        return len(source_beats) - 1
    wanted = level(target, target_beats[index][0])
    alike = [place for place in range(1, len(source_beats)) if level(source, source_beats[place][0]) == wanted]
    if alike:
        return alike[(index - 1) % len(alike)] if wanted < 4 else alike[len(alike) // 2]
    return 1 + (index - 1) % (len(source_beats) - 1)
