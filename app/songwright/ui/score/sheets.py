"""Where pages, blocks and notes are on the screen at a zoom: pure geometry, in pixels of the whole strip of pages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from songwright.formats.engraving.drawing import Block, Drawing, Mark, Page

__all__ = ["GAP", "SheetPlace", "Sheets", "shown_width"]

GAP = 12
"""Pixels between pages and around them."""
_CROP = 20.0
"""Points of a page's white edge that are left out on the screen, where they would cost size."""


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A block where it is shown: its corner and size in pixels, and its page."""

    page: int
    block: Block
    x: float
    y: float
    width: float
    height: float


def shown_width(page: Page) -> float:
    """Points of a page's width that are shown."""
    return page.width - 2 * _CROP


class Sheets:
    """The pages of a drawing one below the other at `scale` pixels a point."""

    def __init__(self, drawing: Drawing, scale: float) -> None:
        self.drawing = drawing
        self.scale = scale
        self.pages: list[tuple[float, float, float]] = []
        """(top, width, height) of each page."""
        self.places: list[SheetPlace] = []
        top = float(GAP)
        for number, page in enumerate(drawing.pages):
            width, height = shown_width(page) * scale, (page.height - 2 * _CROP) * scale
            self.pages.append((top, width, height))
            self.places += [self._place(number, block, top) for block in page.blocks]
            top += height + GAP
        self.height = top
        self.width = max((width for _, width, _ in self.pages), default=0.0)
        self._systems = [place for place in self.places if place.block.bars]
        self._starts = [place.block.bars[0][0] for place in self._systems]
        self._ordered: dict[int, list[Mark]] = {}

    def _place(self, page: int, block: Block, top: float) -> SheetPlace:
        s = self.scale
        x, y = (block.x - _CROP) * s, top + (block.y - _CROP) * s
        return SheetPlace(page, block, x, y, block.width * s, block.height * s)

    @property
    def systems(self) -> list[SheetPlace]:
        """The blocks that hold music, in order of time."""
        return self._systems

    def system_at(self, tick: float) -> SheetPlace | None:
        """The system that holds a tick; the last one after the end."""
        index = bisect_right(self._starts, tick) - 1
        return self._systems[max(0, index)] if self._systems else None

    def cursor(self, tick: float) -> tuple[SheetPlace, float] | None:
        """The system of a tick, and how far (in pixels from the left of the strip) its cursor is."""
        place = self.system_at(tick)
        if place is None:
            return None
        x = _cursor_x(place.block, self._marks(place.block), tick)
        return place, place.x + x * self.scale

    def mark_at(self, x: float, y: float, reach: float = 6.0) -> tuple[SheetPlace, Mark] | None:
        """The note at a point, or the nearest whose head, words or stem are there (`reach` in pixels)."""
        for place in self._systems:
            if not place.y - reach <= y <= place.y + place.height + reach:
                continue
            px, py = (x - place.x) / self.scale, (y - place.y) / self.scale
            near = [mark for mark in place.block.marks if mark.pitch is not None]
            if near:
                best = min(near, key=lambda mark: _distance(mark, px, py))
                if abs((best.x + best.right) / 2 - px) * self.scale <= reach + (best.right - best.x) * self.scale:
                    return place, best
        return None

    def sung(self, line: str, syllable: int, near: float) -> tuple[SheetPlace, Mark] | None:
        """The note that begins a syllable: of several (a chorus comes again) the one nearest to the tick `near`."""
        found = [
            (place, mark)
            for place in self._systems
            for mark in place.block.marks
            if mark.line == line and (mark.syllable == syllable or syllable < 0)
        ]
        return min(found, key=lambda entry: abs(entry[1].start - near), default=None)

    def notes(self) -> list[tuple[SheetPlace, Mark]]:
        """The notes of the first staff in order, for going from one to the next."""
        first = self._first_track()
        return [
            (place, mark)
            for place in self._systems
            for mark in self._marks(place.block)
            if mark.pitch is not None and mark.track == first
        ]

    def _first_track(self) -> str:
        return next((mark.track for place in self._systems for mark in place.block.marks), "")

    def _marks(self, block: Block) -> list[Mark]:
        key = id(block)
        if key not in self._ordered:
            self._ordered[key] = sorted(block.marks, key=lambda mark: (mark.start, mark.top))
        return self._ordered[key]


def _distance(mark: Mark, x: float, y: float) -> float:
    across = max(mark.x - x, 0, x - mark.right)
    # Words stand below their notes: up and down counts little, unless staves lie one above the other.
    return across + 0.2 * max(mark.top - y, 0, y - mark.bottom)


def _cursor_x(block: Block, marks: list[Mark], tick: float) -> float:
    """The place of a tick in a system: from each note on to the next in even motion."""
    bar = next((bar for bar in block.bars if bar[0] <= tick < bar[1]), block.bars[-1])
    points = _places_in(bar, marks)
    start, left = max((point for point in points if point[0] <= tick), default=points[0])
    end, right = min((point for point in points if point[0] > tick), default=points[-1])
    share = 0.0 if end <= start else min(1.0, max(0.0, (tick - start) / (end - start)))
    return left + (right - left) * share


def _places_in(bar: tuple[int, int, float, float], marks: list[Mark]) -> list[tuple[float, float]]:
    """The ticks in a bar whose places are known, in order: its beginning (unless a note is there), notes and end."""
    inside = [(float(mark.start), mark.x) for mark in marks if bar[0] <= mark.start < bar[1] and not _whole(mark, bar)]
    begins = [] if any(tick == bar[0] for tick, _ in inside) else [(float(bar[0]), bar[2])]
    return sorted([*begins, *inside, (float(bar[1]), bar[3])])


def _whole(mark: Mark, bar: tuple[int, int, float, float]) -> bool:
    return mark.pitch is None and mark.end - mark.start >= bar[1] - bar[0]
