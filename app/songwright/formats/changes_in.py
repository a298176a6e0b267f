"""What changes in a piece that was read, as the markings of its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from songwright.core.signatures import Marking
from songwright.core.song import Song
from songwright.core.tempo_map import TempoStep
from songwright.formats.gradual import tempo_markings
from songwright.formats.heard import HeardChange

__all__ = ["markings_between", "turns"]

T = TypeVar("T")


def turns(before: T | None, values: Iterable[tuple[int, T | None]]) -> Iterator[tuple[int, T]]:
    """The values that differ from the one before; of several at one tick the last. None says nothing."""
    said = {tick: value for tick, value in values if value is not None}
    for tick, value in sorted(said.items(), key=lambda item: item[0]):
        if value != before:
            yield tick, value
        before = value


def markings_between(song: Song, changes: Sequence[HeardChange], start: int, end: int) -> tuple[Marking, ...]:
    """The markings of a section from one absolute tick to another; what holds at its beginning is marked there.

    `song` says what holds without a marking.
    """
    inside = [_opening(changes, start)]
    inside += [change._replace(tick=change.tick - start) for change in changes if start < change.tick < end]
    tempi = turns(song.tempo, [(change.tick, change.tempo) for change in inside])
    steps = [TempoStep(tick, tempo) for tick, tempo in tempi]
    found = {marking.start: marking for marking in tempo_markings(steps, song.tempo, end - start)}
    for tick, metre in turns(song.metre, [(change.tick, change.metre) for change in inside]):
        found[tick] = replace(found[tick], metre=metre) if tick in found else Marking(tick, metre=metre)
    for tick, key in turns(song.key, [(change.tick, change.key) for change in inside]):
        found[tick] = replace(found[tick], key=key) if tick in found else Marking(tick, key=key)
    return tuple(found[tick] for tick in sorted(found))


def _opening(changes: Sequence[HeardChange], start: int) -> HeardChange:
    """What was said last of each, up to a tick."""
    found = HeardChange(0)
    for change in changes:
        if change.tick > start:
            break
        found = HeardChange(0, change.tempo or found.tempo, change.metre or found.metre, change.key or found.key)
    return found
