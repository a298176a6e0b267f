"""Where bar lines fall in a piece of another program, before it is a song: its metre may change, and it has no end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from songwright.core.bar_lines import Bar
from songwright.core.signatures import Metre

__all__ = ["BarRuler"]


class BarRuler:
    """Bars in absolute ticks, from long before tick 0 to long after the end; a bar begins at 0."""

    def __init__(self, metre: Metre, changes: Iterable[tuple[int, Metre]] = ()) -> None:
        """Each change (tick, metre), in order, begins at the first bar line that is not before it."""
        self._from = [Bar(0, metre)]
        for tick, changed in changes:
            start = self.line_from(max(0, tick))
            if start == self._from[-1].start:
                self._from.pop()
            self._from.append(Bar(start, changed))

    def bar_at(self, tick: float) -> Bar:
        """The bar that holds a tick."""
        first = self._from[max(0, bisect_right(self._from, tick, key=lambda bar: bar.start) - 1)]
        length = first.metre.bar_ticks
        return Bar(first.start + int((tick - first.start) // length) * length, first.metre)

    def line_from(self, tick: float) -> int:
        """The first bar line that is not before a tick."""
        bar = self.bar_at(tick)
        return bar.start if bar.start == tick else bar.end

    def line_near(self, tick: float) -> int:
        """The bar line nearest to a tick; of two the later."""
        bar = self.bar_at(tick)
        return bar.start if tick - bar.start < bar.end - tick else bar.end

    def lines(self, first: int, end: float) -> Iterator[int]:
        """The bar lines from one up to a tick, `first` itself for certain."""
        line = first
        while line < end or line == first:
            yield line
            line = self.bar_at(line).end

    def count(self, first: int, end: float) -> int:
        """How many bars it takes from a bar line to reach a tick; at least one. Quick however many there are."""
        bars, line = 0, first
        limits = [*(bar.start for bar in self._from[1:]), end]
        for bar, limit in zip(self._from, limits, strict=True):
            until = min(end, limit)
            if line < until:
                taken = -(-(int(until) - line) // bar.metre.bar_ticks)
                bars, line = bars + taken, line + taken * bar.metre.bar_ticks
        return max(1, bars)
