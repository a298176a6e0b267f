"""What the pointer shows where it rests in the bars view: its shape, and what can be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Qt

from songwright.ui.bars.describe import describe_chord, describe_note
from songwright.ui.bars.geometry import Lane
from songwright.ui.bars.paint_notes import note_rect

if TYPE_CHECKING:
    from songwright.ui.bars.bars_editing import EditableBars

__all__ = ["cursor_at", "tip_at"]

EDGE = 6
"""Pixels at a note's end by which it is stretched."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def cursor_at(view: EditableBars, at: QPointF) -> Qt.CursorShape:
    """The shape that says what a press would do."""
    note = view.hit_note(at)
    if note is not None:
        edge = note_rect(view.scene, note).right() - at.x() < EDGE
        return Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.PointingHandCursor
    lane = view.lane_at(at)
    if lane is Lane.CHORDS:
        return Qt.CursorShape.IBeamCursor
    return Qt.CursorShape.PointingHandCursor if lane is Lane.RULER else Qt.CursorShape.ArrowCursor


def tip_at(view: EditableBars, at: QPointF) -> str:
    """What is there, or what can be done where nothing is; empty when there is nothing to say."""
    note, chord = view.hit_note(at), view.hit_chord(at)
    if note is not None:
        return describe_note(view.scene, note)
    if chord is not None:
        return describe_chord(view.scene, chord)
    lane = view.lane_at(at)
    tips = {
        Lane.RULER: _tr("Click to go there, drag to loop, double-click to play from here"),
        Lane.SECTIONS: _tr("Click to go to the section, Shift+click to loop it, double-click to play from here"),
        Lane.CHORDS: _tr("Click to write a chord here"),
        Lane.MELODY: _tr("Double-click to write a note here"),
    }
    if lane in tips:
        return tips[lane]
    return _tr("Click to see and change this track's notes above") if view.lane_track(at) is not None else ""
