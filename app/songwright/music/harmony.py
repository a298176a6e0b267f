"""The chords of a section: a style's progressions laid over its phrases, half cadences and a full one."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from songwright.core.song import Chord, Key, Metre
from songwright.music.chords import parse_roman
from songwright.music.locks import Locks
from songwright.music.metrics import beats, strong_beats
from songwright.music.pitch import SCALES
from songwright.music.styles import Harmony

__all__ = ["Chart", "harmonise", "keep_locked", "settled"]


def harmonise(
    spans: Sequence[tuple[int, int]],
    harmony: Harmony,
    key: Key,
    metre: Metre,
    rng: random.Random,
    *,
    closing: bool,
) -> tuple[Chord, ...]:
    """The chords over a section whose phrases cover `spans` (first bar, bar after the last), in order and gapless.

    Phrases pair up as question and answer: every pair takes an opening or a closing progression, the last one closes.
    A form that the style has for just this number of bars goes before.
    """
    bars = spans[-1][1]
    if bars in harmony.whole and spans[0][0] == 0:
        return _chords(rng.choice(harmony.whole[bars]).split(), key, metre)
    opening, answer = rng.choice(harmony.opening), rng.choice(harmony.closing)
    second = rng.choice(harmony.opening)
    pairs = [spans[place : place + 2] for place in range(0, len(spans), 2)]
    cells: list[str] = []
    for place in range(len(pairs)):
        closes = place == len(pairs) - 1 or (place % 2 == 1 and len(pairs) % 2 == 0)
        pattern = answer if closes else (opening if place % 4 < 2 else second)
        end = pairs[place + 1][0][0] if place + 1 < len(pairs) else bars
        cells += _stretched(pattern.split(), end - len(cells))
    if closing and cells:
        cells[-1] = _home(cells[-1], key)
    return _chords(cells, key, metre)


def _home(cell: str, key: Key) -> str:
    """A cell that ends on the tonic: as it is, or the tonic chord in its place."""
    if parse_roman(_halves(cell)[-1], key).root == key.tonic:
        return cell
    return "i" if 3 in SCALES[key.mode] else "I"


def _stretched(cells: list[str], bars: int) -> list[str]:
    """The cells of a progression over another number of bars; its last cell, the cadence, always stays last."""
    count = len(cells)
    if bars == count:
        return cells
    if count == 2 * bars:
        return [
            f"{_halves(first)[0]}-{_halves(second)[-1]}" for first, second in zip(cells[::2], cells[1::2], strict=True)
        ]
    if bars < count:
        kept = cells[-min(2, bars) :]
        return cells[: bars - len(kept)] + kept
    if bars % count == 0 and not any("-" in cell for cell in cells):
        # Going round again is livelier than standing twice as long on every chord.
        return cells * (bars // count)
    if bars % (2 * count) == 0:
        # A shared cell that gets several bars gives each half its own.
        each = bars // count // 2
        return [half for cell in cells for half in (_halves(cell)[0], _halves(cell)[-1]) for _ in range(each)]
    return [cells[min(count - 1, bar * count // bars)] for bar in range(bars)]


def _halves(cell: str) -> list[str]:
    return cell.split("-")


def _chords(cells: Sequence[str], key: Key, metre: Metre) -> tuple[Chord, ...]:
    found: list[Chord] = []
    for bar, cell in enumerate(cells):
        start = bar * metre.bar_ticks
        numerals = _halves(cell)
        places = _places(len(numerals), metre)
        for place, numeral in zip(places, numerals[-len(places) :], strict=True):
            chord = parse_roman(numeral, key, start + place)
            if not found or replace(found[-1], start=0) != replace(chord, start=0):
                found.append(chord)
    return tuple(found)


def _places(count: int, metre: Metre) -> list[int]:
    """The ticks in a bar where `count` chords change: the downbeat and the strongest beat near the middle."""
    felt = [start for start, _ in beats(metre)]
    if count == 1 or len(felt) == 1:
        return [0]
    strong = [start for start in sorted(strong_beats(metre)) if start > 0]
    middle = metre.bar_ticks / 2
    if count == 2:
        # In three, the second chord comes on three: the second beat would sound like a mistake.
        return [0, min(strong, key=lambda start: abs(start - middle)) if strong else felt[-1]]
    return felt[: min(count, len(felt))]


def settled(chords: tuple[Chord, ...], last: int, metre: Metre) -> tuple[Chord, ...]:
    """The chords with the final one there by the time the last syllable is sung, and the one before it still heard."""
    final = chords[-1]
    if final.start <= last or len(chords) < 2:
        return chords
    strong = sorted(strong_beats(metre))
    bar = last // metre.bar_ticks * metre.bar_ticks
    arrival = bar + max(tick for tick in strong if bar + tick <= last)
    dominant = chords[-2]
    kept = [chord for chord in chords[:-2] if chord.start < arrival]
    if dominant.start >= arrival and arrival > 0:
        before = arrival - (metre.bar_ticks if len(strong) < 2 else strong[1])
        before = max(before, 0)
        kept = [chord for chord in kept if chord.start < before]
        dominant = replace(dominant, start=before)
    if dominant.start < arrival:
        kept.append(dominant)
    return (*kept, replace(final, start=arrival))


class Chart:
    """The chords of a section, looked up by tick."""

    def __init__(self, chords: Sequence[Chord]) -> None:
        """Take the chords in order of their starts."""
        self.chords = tuple(chords)
        self._starts = [chord.start for chord in chords]

    def at(self, tick: int) -> Chord | None:
        """The chord that holds at a tick; the first one before its start, None when there is none at all."""
        if not self.chords:
            return None
        return self.chords[max(0, bisect_right(self._starts, tick) - 1)]

    def between(self, start: int, stop: int) -> tuple[Chord, ...]:
        """The chords that begin after `start` and before `stop`."""
        return self.chords[bisect_right(self._starts, start) : bisect_left(self._starts, stop)]

    def following(self, tick: int) -> Chord | None:
        """The first chord that begins at a tick or later."""
        place = bisect_left(self._starts, tick)
        return self.chords[place] if place < len(self.chords) else None


def keep_locked(chords: Sequence[Chord], locks: Locks, end: int) -> tuple[Chord, ...]:
    """The chords with every locked one in its place, for as long as it held."""
    if not locks.chords:
        return tuple(chords)
    chart = Chart(chords)
    spans = [(chord.start, stop) for chord, stop in locks.chords]
    kept = {chord.start: chord for chord in chords if not any(start <= chord.start < stop for start, stop in spans)}
    for _, stop in spans:
        resumed = chart.at(stop)
        inside = any(start <= stop < other for start, other in spans)
        if resumed is not None and stop < end and not inside:
            kept.setdefault(stop, replace(resumed, start=stop))
    kept.update({chord.start: chord for chord, _ in locks.chords})
    return tuple(kept[start] for start in sorted(kept))
