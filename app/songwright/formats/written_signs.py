"""A single melodic line as written music: bars filled with notes and rests of values that have a sign."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from songwright.core.bar_lines import Bar, continued
from songwright.core.timeline import TimedNote

__all__ = ["Value", "WrittenSign", "notated", "snapped"]


class Value(NamedTuple):
    """A note value: ticks, the name of its sign, dots, and whether it is one of three in the time of two."""

    ticks: int
    sign: str
    dots: int = 0
    triplet: bool = False


_VALUES = (
    Value(1920, "whole"),
    Value(1440, "half", 1),
    Value(960, "half"),
    Value(720, "quarter", 1),
    Value(480, "quarter"),
    Value(360, "eighth", 1),
    Value(320, "quarter", triplet=True),
    Value(240, "eighth"),
    Value(180, "16th", 1),
    Value(160, "eighth", triplet=True),
    Value(120, "16th"),
    Value(80, "16th", triplet=True),
    Value(60, "32nd"),
    Value(40, "32nd", triplet=True),
    Value(20, "64th", triplet=True),
)
_BY_TICKS = {value.ticks: value for value in _VALUES}
# Onsets are written on the nearest thirty-second or sixteenth of a triplet; every difference has values above.
_STRAIGHT, _TRIPLET = 60, 80


@dataclass(frozen=True, slots=True)
class WrittenSign:
    """A sign on the staff. `note` is None for a rest; `tied_from`, `tied_to`: it goes on from or to another sign."""

    start: int
    value: Value
    note: TimedNote | None = None
    tied_from: bool = False
    tied_to: bool = False

    @property
    def end(self) -> int:
        """Tick at which the sign's time is over."""
        return self.start + self.value.ticks


def notated(
    notes: Iterable[TimedNote], bars: Sequence[Bar], end: int = 0, cuts: Collection[int] = ()
) -> list[list[WrittenSign]]:
    """The notes in the bars of a song, and in more like the last up to `end` or the last note; each bar just full.

    Of notes that sound together the highest is written, and a note ends where the next begins. No sign goes on beyond
    one of the `cuts` (ticks).
    """
    line = _one_voice(notes)
    grid = _Grid(continued(bars, max([end, *(note.end for note in line)])), cuts)
    position = 0
    found: list[list[WrittenSign]] = [[] for _ in grid.bars]
    for note in line:
        for sign in (*grid.signs(position, note.start, None), *grid.signs(note.start, note.end, note)):
            found[grid.place(sign.start)].append(sign)
        position = note.end
    for sign in grid.signs(position, grid.bars[-1].end, None):
        found[grid.place(sign.start)].append(sign)
    return found


def _one_voice(notes: Iterable[TimedNote]) -> list[TimedNote]:
    highest = {note.start: note for note in sorted(notes, key=lambda note: (note.start, note.pitch))}
    line: list[TimedNote] = []
    for note in highest.values():
        start = snapped(note.start)
        if line:
            start = max(start, line[-1].start + _STRAIGHT)
            line[-1] = replace(line[-1], length=min(line[-1].length, start - line[-1].start))
        line.append(replace(note, start=start, length=max(_STRAIGHT, snapped(note.end) - start)))
    return line


def snapped(tick: int) -> int:
    """The nearest place at which a note can be written: a thirty-second, or a sixteenth of a triplet."""
    straight, triplet = round(tick / _STRAIGHT) * _STRAIGHT, round(tick / _TRIPLET) * _TRIPLET
    return straight if abs(tick - straight) <= abs(tick - triplet) else triplet


class _Grid:
    """The bars that signs are cut at."""

    def __init__(self, bars: Sequence[Bar], cuts: Collection[int]) -> None:
        self.bars = bars
        self._starts = [bar.start for bar in bars]
        self._cuts = sorted(cuts)

    def place(self, tick: int) -> int:
        """The bar that holds a tick."""
        return bisect_right(self._starts, tick) - 1

    def signs(self, start: int, end: int, note: TimedNote | None) -> Iterator[WrittenSign]:
        """A stretch of time as signs: cut at bar lines, then in values that can be written, tied when it is a note."""
        pieces = []
        position = start
        while position < end:
            bar = self.bars[self.place(position)]
            stop = min([end, bar.end, *self._cuts[bisect_right(self._cuts, position) :][:1]])
            for value in _values(position - bar.start, stop - position, bar.metre.beat_ticks):
                pieces.append(WrittenSign(position, value, note))
                position += value.ticks
        for index, piece in enumerate(pieces):
            tied = note is not None
            yield replace(piece, tied_from=tied and index > 0, tied_to=tied and index < len(pieces) - 1)


def _values(place: int, ticks: int, beat: int) -> Iterator[Value]:
    """Values that add up to `ticks` from `place` in the bar: one if there is one, else cut at beats."""
    while ticks > 0:
        if ticks in _BY_TICKS:
            yield _BY_TICKS[ticks]
            return
        to_beat = beat - place % beat
        most = to_beat if 0 < to_beat < ticks and place % beat else ticks
        value = next(value for value in _VALUES if value.ticks <= most)
        yield value
        place, ticks = place + value.ticks, ticks - value.ticks
