"""Where things are in the bars view: ticks and pitches to pixels and back. Knows nothing of Qt.

From top to bottom: section names, bar numbers (the ruler), chords, the sung melody, its words, then one lane for
every other track that is shown. The three head rows and the gutter at the left stay in place while the rest scrolls.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from songwright.core.song import TICKS_PER_QUARTER

__all__ = ["MAX_ZOOM", "MIN_ZOOM", "Geometry", "Lane"]

MIN_ZOOM, MAX_ZOOM = 6.0, 240.0
"""Pixels a quarter note."""

SECTION_ROW, RULER_ROW, CHORD_ROW = 22, 19, 26
WORD_ROW = 26
TRACK_LANE, LEAST_LANE, HIGH_LANE = 32, 20, 76
MIN_ROW, LOW_ROW, MAX_ROW = 4.0, 5.0, 18.0
"""Height in pixels of one semitone of the melody: the least, the one that lanes leave it, the most."""


class Lane(Enum):
    """What is under a point."""

    SECTIONS = auto()
    RULER = auto()
    CHORDS = auto()
    MELODY = auto()
    WORDS = auto()
    TRACK = auto()
    GUTTER = auto()


@dataclass(frozen=True)  # without slots: what is derived is kept, since painting asks for it thousands of times
class Geometry:
    """One state of the view. `width` and `height` are the viewport's; `low` and `high` the pitches shown."""

    zoom: float = 44.0
    width: int = 800
    height: int = 400
    scroll_x: int = 0
    scroll_y: int = 0
    end: int = 0
    low: int = 55
    high: int = 72
    lanes: int = 0
    gutter: int = 74
    scale: float = 1.0

    # Sideways ---------------------------------------------------------------------------------------------------

    @cached_property
    def margin(self) -> int:
        """Room before the first downbeat: a pick-up must be visible."""
        return 16 + round(self.zoom)

    def x(self, tick: float) -> float:
        """Pixel column of a tick."""
        return self.gutter + self.margin - self.scroll_x + tick * self.zoom / TICKS_PER_QUARTER

    def tick(self, x: float) -> float:
        """Tick of a pixel column."""
        return (x - self.gutter - self.margin + self.scroll_x) * TICKS_PER_QUARTER / self.zoom

    @cached_property
    def content_width(self) -> int:
        """Width that scrolls, in pixels, with room after the end."""
        return round(self.end * self.zoom / TICKS_PER_QUARTER) + 2 * self.margin + 40

    @cached_property
    def max_scroll_x(self) -> int:
        """How far the view can be scrolled to the right."""
        return max(0, self.content_width - (self.width - self.gutter))

    def visible_ticks(self, left: float, right: float) -> tuple[int, int]:
        """First and last tick between two pixel columns."""
        return int(self.tick(max(left, self.gutter))) - 1, int(self.tick(right)) + 1

    # Up and down ------------------------------------------------------------------------------------------------

    @cached_property
    def section_bottom(self) -> int:
        """Lower edge of the section names."""
        return round(SECTION_ROW * self.scale)

    @cached_property
    def ruler_bottom(self) -> int:
        """Lower edge of the bar numbers."""
        return self.section_bottom + round(RULER_ROW * self.scale)

    @cached_property
    def head(self) -> int:
        """Lower edge of the rows that never scroll up or down."""
        return self.ruler_bottom + round(CHORD_ROW * self.scale)

    def fitting_lanes(self, wanted: int) -> int:
        """How many of the wanted lanes there is room for: they give way before the melody does."""
        return max(0, min(wanted, int(self._spare // (LEAST_LANE * self.scale))))

    @cached_property
    def _spare(self) -> float:
        """Height that is left to lanes when the melody's rows are low."""
        return self.height - self.head - self.word_height - (self.high - self.low + 1) * LOW_ROW * self.scale

    @cached_property
    def lane_height(self) -> int:
        """Height of a track's lane."""
        if not self.lanes:
            return 0
        usual = min(TRACK_LANE * self.scale, max(LEAST_LANE * self.scale, self._spare / self.lanes))
        # What the melody cannot use, since its rows are as high as is sensible, is the lanes'.
        rows = (self.high - self.low + 1) * MAX_ROW * self.scale
        left = (self.height - self.head - self.word_height - rows) / self.lanes
        return round(max(usual, min(HIGH_LANE * self.scale, left)))

    @cached_property
    def word_height(self) -> int:
        """Height of the row of syllables."""
        return round(WORD_ROW * self.scale)

    @cached_property
    def row(self) -> float:
        """Height of a semitone: what the window gives, between a readable least and a sensible most."""
        rows = self.high - self.low + 1
        room = self.height - self.head - self.word_height - self.lanes * self.lane_height
        return min(MAX_ROW * self.scale, max(MIN_ROW, room / rows))

    @cached_property
    def melody_top(self) -> float:
        """Upper edge of the melody, as scrolled."""
        return self.head - self.scroll_y

    @cached_property
    def melody_bottom(self) -> float:
        """Lower edge of the melody, as scrolled."""
        return self.melody_top + self.row * (self.high - self.low + 1)

    @cached_property
    def words_top(self) -> float:
        """Upper edge of the syllables: under the melody, or over its lowest rows where there is no room for both."""
        return min(self.melody_bottom, max(self.head, self.height - self.word_height))

    @cached_property
    def words_bottom(self) -> float:
        """Lower edge of the syllables."""
        return self.words_top + self.word_height

    def lane_top(self, index: int) -> float:
        """Upper edge of a track's lane, as scrolled."""
        return self.words_bottom + index * self.lane_height

    @cached_property
    def content_height(self) -> int:
        """Height of everything under the head rows, in pixels."""
        return round(self.row * (self.high - self.low + 1)) + self.word_height + self.lanes * self.lane_height

    @cached_property
    def max_scroll_y(self) -> int:
        """How far the view can be scrolled down."""
        return max(0, self.content_height - (self.height - self.head))

    def y(self, pitch: float) -> float:
        """Upper edge of a pitch's row."""
        return self.melody_top + (self.high - pitch) * self.row

    def pitch(self, y: float) -> int:
        """Pitch of a pixel row."""
        return self.high - int((y - self.melody_top) // self.row)

    def lane(self, x: float, y: float) -> Lane:
        """What is under a point."""
        if x < self.gutter:
            return Lane.GUTTER
        if y < self.section_bottom:
            return Lane.SECTIONS
        if y < self.ruler_bottom:
            return Lane.RULER
        if y < self.head:
            return Lane.CHORDS
        if y < self.words_top:
            return Lane.MELODY
        return Lane.WORDS if y < self.words_bottom else Lane.TRACK
