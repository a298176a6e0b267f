"""Painted notes as children that a screen reader can go through."""

from __future__ import annotations

from songwright.ui.bars.bars_view import BarsView
from songwright.ui.bars.describe import describe_note
from songwright.ui.bars.paint_notes import note_rect
from songwright.ui.painted_children import PaintedChildren, PaintedItem

__all__ = ["NoteChildren"]


class NoteChildren(PaintedChildren):
    """A child over every note of the large lane that is in sight, from left to right, named as it is described."""

    def __init__(self, view: BarsView) -> None:
        self._view = view
        super().__init__(view.viewport(), self._notes)

    def _notes(self) -> list[PaintedItem]:
        scene, track = self._view.scene, self._view.scene.track
        if track is None:
            return []
        first, last = scene.geometry.visible_ticks(scene.geometry.gutter, scene.geometry.width)
        notes = sorted(scene.roll.notes(track, first, last), key=lambda note: note.start)
        return [(describe_note(scene, note), note_rect(scene, note).toAlignedRect()) for note in notes]
