"""Painted notes as children that a screen reader can go through.

They are made only while one listens, and only for what is in sight.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from songwright.ui.bars.bars_view import BarsView
from songwright.ui.bars.describe import describe_note
from songwright.ui.bars.paint_notes import note_rect

__all__ = ["NoteChildren"]

_PAUSE_MS = 200
_MOST = 300


class NoteChildren(QObject):
    """Keeps an invisible child over every note of the large lane that is in sight, named as it is described."""

    def __init__(self, view: BarsView) -> None:
        super().__init__(view)
        self._view = view
        self._children: list[QWidget] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        view.viewport().installEventFilter(self)

    @property
    def children_in_sight(self) -> list[QWidget]:
        """The children that stand for notes, from left to right."""
        return [child for child in self._children if not child.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is painted again may have moved the notes."""
        if event.type() is QEvent.Type.Paint and QAccessible.isActive() and not self._pause.isActive():
            self._pause.start()
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Put the children where the notes are."""
        scene, track = self._view.scene, self._view.scene.track
        geometry = scene.geometry
        first, last = geometry.visible_ticks(geometry.gutter, geometry.width)
        notes = [] if track is None else sorted(scene.roll.notes(track, first, last), key=lambda note: note.start)
        notes = notes[:_MOST]
        while len(self._children) < len(notes):
            self._children.append(self._made())
        for place, child in enumerate(self._children):
            if place >= len(notes):
                child.hide()
                continue
            name = describe_note(scene, notes[place])
            if child.accessibleName() != name:
                child.setAccessibleName(name)
            area: QRect = note_rect(scene, notes[place]).toAlignedRect()
            if child.geometry() != area:
                child.setGeometry(area)
            child.show()

    def _made(self) -> QWidget:
        child = QWidget(self._view.viewport())
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        child.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        child.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return child
