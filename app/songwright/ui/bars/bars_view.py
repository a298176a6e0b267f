"""The bars view: the song from left to right, to look at, to play along with and to change.

It shows a song and reports what a person wants (`edited`, `seek_asked`, ...); the pane around it carries that out.
Only what is on the screen is painted, and while the music plays only the stripes that change.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from songwright.core.song import Song
from songwright.music.written_music import Spelling
from songwright.ui.bars import blocks
from songwright.ui.bars.bars_editing import EditableBars
from songwright.ui.bars.bars_keys import key_command, keys_as_html
from songwright.ui.bars.bars_menu import chord_menu, note_menu, ruler_menu
from songwright.ui.bars.geometry import Lane
from songwright.ui.bars.gestures import Gesture, pressed
from songwright.ui.bars.hover import cursor_at, tip_at
from songwright.ui.bars.look import Look

__all__ = ["BarsView"]


class BarsView(EditableBars):
    """A song's bars under the user's hands: pointer, keys and menus."""

    def __init__(self, song: Song, spelling: Spelling, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(song, spelling, look, parent)
        self._gesture: Gesture | None = None
        self._press_count = 0
        self.setWhatsThis(keys_as_html())

    def set_song(self, song: Song) -> None:
        """Show another state of the song; a drag that is going on was meant for the old one and is dropped."""
        self._gesture = None
        super().set_song(song)

    # Blocks of notes: the window's Cut, Copy and Paste look for these names --------------------------------------

    def copy(self) -> None:
        """Copy the picked notes."""
        blocks.copy(self)

    def cut(self) -> None:
        """Copy the picked notes and delete them."""
        blocks.cut(self)

    def paste(self) -> None:
        """Put copied notes into the large lane at the playhead."""
        blocks.paste(self)

    def duplicate(self) -> None:
        """Put the picked notes once more right after them."""
        blocks.duplicate(self)

    # Qt ---------------------------------------------------------------------------------------------------------

    def _scrolled(self) -> None:
        super()._scrolled()
        self.chord_field.close_field()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._gesture = pressed(self, event.position(), event.modifiers())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what is under the pointer."""
        if self._gesture is not None:
            self._gesture.move(event.position(), event.modifiers())
            return
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if self._gesture is not None and event.button() is Qt.MouseButton.LeftButton:
            gesture, self._gesture = self._gesture, None
            gesture.finish(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play from a place in the head rows; write a note on an empty place of the large lane."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        lane = self.lane_at(event.position())
        if lane in (Lane.RULER, Lane.SECTIONS):
            self.play_asked.emit(max(0, int(self.scene.geometry.tick(event.position().x()))))
        elif (
            lane is Lane.MELODY
            and event.button() is Qt.MouseButton.LeftButton
            and self.hit_note(event.position()) is None
        ):
            self.add_note_at(event.position(), chromatic=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        else:
            self.mousePressEvent(event)

    def _hover(self, at: QPointF) -> None:
        chord = self.hit_chord(at)
        hovered = None if chord is None else chord.start
        if hovered != self.scene.hovered_chord:
            self.scene.hovered_chord = hovered
            geometry = self.scene.geometry
            self.viewport().update(
                QRect(0, geometry.ruler_bottom, geometry.width, geometry.head - geometry.ruler_bottom)
            )
        self.viewport().setCursor(cursor_at(self, at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here."""
        at = QPointF(self.viewport().mapFrom(self, event.pos()))
        lane = self.lane_at(at)
        note = self.hit_note(at)
        if note is not None and note.pick not in self.scene.picks:
            self.pick(frozenset({note.pick}), note.pick)
        chord = self.hit_chord(at)
        if chord is not None:
            menu = chord_menu(self, chord)
        else:
            menu = note_menu(self) if note is not None or lane is Lane.GUTTER else ruler_menu(self, at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep our keys from being the window's commands while we have the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether a key is ours: Escape only while there is something to let go of, else it stops the writing."""
        if event.key() == Qt.Key.Key_Escape:
            return self._gesture is not None or (bool(self.scene.picks) and not self.yields_escape)
        return key_command(event) is not None

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tool tips, and forget the chord under a pointer that leaves."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.globalPos(), QPointF(event.pos()))
            return True
        if event.type() is QEvent.Type.Leave and self.scene.hovered_chord is not None:
            self.scene.hovered_chord = None
            self.viewport().update()
        return super().viewportEvent(event)

    def _show_tip(self, where: QPoint, at: QPointF) -> None:
        text = tip_at(self, at)
        if text:
            QToolTip.showText(where, text, self)
        else:
            QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out a key's command."""
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._gesture.cancel()
            self._gesture = None
            return
        command = key_command(event)
        if command is None:
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self._press_count += 1
        command(self, f"bars-key-{self._press_count}")
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the note that keys start from."""
        super().focusInEvent(event)
        self.scene.active = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no focus."""
        super().focusOutEvent(event)
        self.scene.active = False
        self.viewport().update()
