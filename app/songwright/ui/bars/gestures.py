"""What the pointer does in the bars view: one small object per press, from press to release.

A gesture shows a draft while it lasts and makes one edit at its end; `cancel` leaves everything as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt

from songwright.core.roll import PlacedNote
from songwright.core.song import TICKS_PER_QUARTER, Song
from songwright.music.note_edits import Picks, lengthened, moved, scale_step, transposed
from songwright.ui.bars.geometry import Lane
from songwright.ui.bars.paint_head import chord_label_rect
from songwright.ui.bars.paint_notes import note_rect

if TYPE_CHECKING:
    from songwright.ui.bars.bars_editing import EditableBars

__all__ = ["Gesture", "pressed"]

THRESHOLD = 4.0
EDGE = 6.0
FINE_GRID = TICKS_PER_QUARTER // 8
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Gesture(Protocol):
    """What a press began."""

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved."""

    def finish(self, at: QPointF) -> None:
        """The button was let go."""

    def cancel(self) -> None:
        """Escape was pressed."""


def pressed(view: EditableBars, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
    """The gesture that a press of the left button begins."""
    lane = view.lane_at(at)
    if lane is Lane.RULER:
        return RulerDrag(view, at)
    if lane is Lane.SECTIONS:
        return SectionPress(view, at, loop=bool(modifiers & SHIFT))
    if lane is Lane.CHORDS:
        return ChordPress(view, at)
    if lane is Lane.WORDS:
        return _word_pressed(view, at)
    note = view.hit_note(at)
    if note is not None:
        return _note_pressed(view, note, at, modifiers)
    if lane in (Lane.GUTTER, Lane.TRACK) and view.lane_track(at) is not None:
        track = view.lane_track(at)
        view.show_track(None if track == view.scene.track else track)
        return None
    if lane is Lane.GUTTER:
        view.show_track(None)
        return None
    return Band(view, at, view.scene.picks if modifiers & (SHIFT | CONTROL) else frozenset())


def _note_pressed(view: EditableBars, note: PlacedNote, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
    picks = view.scene.picks
    if modifiers & (SHIFT | CONTROL):
        view.pick(picks ^ {note.pick}, note.pick)
        return None
    if note.pick not in picks:
        picks = frozenset({note.pick})
    view.pick(picks, note.pick)
    view.sounded.emit(note.pitch)
    stretch = note_rect(view.scene, note).right() - at.x() < EDGE
    return NoteDrag(view, note, at, stretch=stretch)


def _word_pressed(view: EditableBars, at: QPointF) -> Gesture | None:
    vocal = view.roll.vocal
    if vocal is None:
        return None
    note = view.roll.note_at(int(view.scene.geometry.tick(at.x() + 2)))
    if note is not None:
        view.pick(frozenset({note.pick}), note.pick)
        view.sounded.emit(note.pitch)
    return None


class RulerDrag:
    """On the bar numbers: a click goes there, a drag chooses a range to loop (whole beats; bars with Shift)."""

    def __init__(self, view: EditableBars, at: QPointF) -> None:
        self._view, self._from = view, at
        self._before = (view.scene.loop, view.scene.looping)
        self._range: tuple[int, int] | None = None

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if self._range is None and abs(at.x() - self._from.x()) < THRESHOLD:
            return
        roll, geometry = self._view.roll, self._view.scene.geometry
        ends = sorted(geometry.tick(x) for x in (self._from.x(), at.x()))
        step = roll.bar_at(ends[0]).metre.bar_ticks if modifiers & SHIFT else roll.beat_at(ends[0])
        start = max(0, roll.floored(ends[0], step))
        end = min(roll.end, roll.ceiled(ends[1], step))
        if end > start:
            self._range = (start, end)
            self._view.set_loop(self._range, on=True)

    def finish(self, at: QPointF) -> None:
        if self._range is not None:
            self._view.loop_asked.emit(self._range)
        else:
            roll = self._view.roll
            tick = self._view.scene.geometry.tick(at.x())
            snapped = roll.snapped(tick, roll.beat_at(tick))
            self._view.seek_asked.emit(min(max(0, snapped), roll.end))

    def cancel(self) -> None:
        self._view.set_loop(self._before[0], on=self._before[1])


class SectionPress:
    """On a section's name: go to its start; with Shift, loop it."""

    def __init__(self, view: EditableBars, at: QPointF, *, loop: bool) -> None:
        self._view = view
        self._span = view.roll.span_at(int(view.scene.geometry.tick(at.x())))
        self._loop = loop

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A section is clicked, not dragged."""

    def finish(self, _at: QPointF) -> None:
        if self._span is None:
            return
        if self._loop:
            self._view.loop_asked.emit((self._span.start, self._span.end))
        else:
            self._view.seek_asked.emit(self._span.start)

    def cancel(self) -> None:
        """Nothing was shown."""


class ChordPress:
    """On the chord row: edit the chord there, or write one at the beat."""

    def __init__(self, view: EditableBars, at: QPointF) -> None:
        self._view, self._at = view, at

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A chord is clicked, not dragged."""

    def finish(self, at: QPointF) -> None:
        view = self._view
        placed = view.hit_chord(at)
        if placed is not None:
            view.edit_chord(placed.owner, placed.chord.start, placed, placed.start)
            return
        tick = view.scene.geometry.tick(at.x())
        start = view.roll.floored(tick, view.roll.beat_at(tick))
        span = view.roll.span_at(start)
        if span is not None and chord_label_rect(view.scene, start, "C").left() <= at.x():
            view.edit_chord(span.owner, start - span.start, None, start)

    def cancel(self) -> None:
        """Nothing was shown."""


class NoteDrag:
    """On notes: up and down changes pitch (in the scale, by semitones with Alt), sideways moves or stretches."""

    def __init__(self, view: EditableBars, note: PlacedNote, at: QPointF, *, stretch: bool) -> None:
        self._view, self._note, self._from = view, note, at
        self._stretch = stretch
        self._song: Song = view.song
        self._picks: Picks = view.scene.picks
        self._upright: bool | None = False if stretch else None
        self._result: tuple[Song, Picks] = (self._song, self._picks)
        self._label = ""
        self._pitch = note.pitch
        # Kept from the start: the view makes room while notes are dragged out of it.
        self._row = view.scene.geometry.row

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        by = at - self._from
        if self._upright is None:
            if max(abs(by.x()), abs(by.y())) < THRESHOLD:
                return
            self._upright = abs(by.y()) >= abs(by.x())
        if self._upright:
            self._repitch(at, chromatic=bool(modifiers & ALT))
        else:
            self._shift(by.x(), self._view.grid if not modifiers & ALT else FINE_GRID)
        self._view.draft(*self._result)

    def _repitch(self, at: QPointF, *, chromatic: bool) -> None:
        key = self._view.roll.key_at(self._note.start)
        wanted = self._note.pitch + round((self._from.y() - at.y()) / self._row)
        steps = wanted - self._note.pitch
        if not chromatic and steps:
            direction = 1 if steps > 0 else -1
            count = 0
            while (scale_step(key, self._note.pitch, count + direction) - wanted) * direction <= 0:
                count += direction
            steps = count
        self._label = self._view.tr("Change Pitch")
        self._result = transposed(self._song, self._picks, steps, chromatic=chromatic)
        pitch = self._note.pitch + steps if chromatic else scale_step(key, self._note.pitch, steps)
        if pitch != self._pitch:
            self._pitch = pitch
            self._view.sounded.emit(pitch)

    def _shift(self, pixels: float, grid: int) -> None:
        ticks = self._view.roll.snapped(pixels * TICKS_PER_QUARTER / self._view.scene.geometry.zoom, grid)
        if self._stretch:
            self._label = self._view.tr("Change Length")
            self._result = lengthened(self._song, self._picks, ticks)
        else:
            self._label = self._view.tr("Move Notes")
            self._result = moved(self._song, self._picks, ticks)

    def finish(self, _at: QPointF) -> None:
        self._view.draft(self._song, self._picks)
        if self._label:
            self._view.change(self._label, self._result)

    def cancel(self) -> None:
        self._view.draft(self._song, self._picks)


class Band:
    """On empty space: a click lets go of what is picked and goes there, a drag picks what it surrounds."""

    def __init__(self, view: EditableBars, at: QPointF, kept: Picks) -> None:
        self._view, self._from, self._kept = view, at, kept
        self._before = view.scene.picks
        self._dragged = False

    def move(self, at: QPointF, _modifiers: Qt.KeyboardModifier) -> None:
        if not self._dragged and (at - self._from).manhattanLength() < THRESHOLD:
            return
        self._dragged = True
        area = QRectF(self._from, at).normalized()
        self._view.scene.band = area
        self._view.scene.picks = self._kept | self._view.notes_in(area)
        self._view.viewport().update()

    def finish(self, at: QPointF) -> None:
        view = self._view
        view.scene.band = None
        if self._dragged:
            first = min(view.scene.picks, key=lambda pick: pick.note.start, default=None)
            view.pick(view.scene.picks, first)
            return
        view.pick(self._kept)
        roll = view.roll
        tick = view.scene.geometry.tick(at.x())
        tick = roll.snapped(tick, roll.beat_at(tick))
        view.seek_asked.emit(min(max(0, tick), roll.end))

    def cancel(self) -> None:
        self._view.scene.band = None
        self._view.scene.picks = self._before
        self._view.viewport().update()
