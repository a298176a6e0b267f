"""The bars view: the song from left to right, to look at, to play along with and to change.

It shows a song and reports what a person wants (`edited`, `seek_asked`, ...); the pane around it carries that out.
Only what is on the screen is painted, and while the music plays only the stripes that change.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QToolTip, QWidget

from songwright.core.song import Song
from songwright.ui.music.bars_keys import key_command
from songwright.ui.music.bars_menu import note_menu, ruler_menu
from songwright.ui.music.chord_field import ChordField
from songwright.ui.music.describe import describe_chord, describe_note
from songwright.ui.music.geometry import MAX_ZOOM, MIN_ZOOM, Geometry, Lane
from songwright.ui.music.gestures import Gesture, pressed
from songwright.ui.music.look import Look
from songwright.ui.music.notation import Spelling
from songwright.ui.music.note_edits import Picks
from songwright.ui.music.paint_head import chord_label_rect, paint_head, paint_playhead
from songwright.ui.music.paint_notes import note_rect, paint_body, paint_gutter
from songwright.ui.music.roll import Pick, PlacedChord, PlacedNote, Roll
from songwright.ui.music.scene import Scene

__all__ = ["BarsView"]

FOLLOW_MARGIN = 90
ZOOM_STEP = 1.25


class BarsView(QAbstractScrollArea):
    """Sections, chords, tune, words and tracks of a song in time."""

    edited = Signal(str, object, object)
    """(label, song, merge key or None): a change the user made."""
    seek_asked = Signal(int)
    play_asked = Signal(int)
    loop_asked = Signal(object)
    """(start, end) in ticks, or None to have no loop."""
    chord_typed = Signal(object, str)
    """(PlacedChord or (owner, start), text): a chord symbol to be obeyed."""
    note_chosen = Signal(object)
    """The PlacedNote that now has the focus, or None."""
    refused = Signal(str)
    """Why a change was not made: a sentence."""
    sounded = Signal(int)
    """A pitch to let the user hear."""

    def __init__(self, song: Song, spelling: Spelling, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spelling = spelling
        roll = Roll(song, spelling.syllables)
        self.scene = Scene(
            roll,
            Geometry(),
            look,
            chord_text=lambda chord: spelling.chord(chord, self.scene.roll.song),
            pitch_name=lambda pitch: spelling.pitch(pitch, self.scene.roll.song),
        )
        self._gesture: Gesture | None = None
        self._following = True
        self._press_count = 0
        self.stepped_from = 0
        """Tick of the note that the arrow keys reached last: where linked sections share notes, it tells which."""
        self.chord_field = ChordField(self)
        self.setObjectName("bars")
        self.setAccessibleName(self.tr("Bars"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().sliderPressed.connect(self._stop_following)
        self._show_song()

    # What is shown --------------------------------------------------------------------------------------------

    @property
    def song(self) -> Song:
        """The song on show; while notes are dragged this is the draft that would come of it."""
        return self.scene.roll.song

    @property
    def roll(self) -> Roll:
        """The song on show, in time."""
        return self.scene.roll

    def set_song(self, song: Song) -> None:
        """Show another state of the song; what is picked stays picked where it still exists."""
        if song is self.scene.roll.song:
            return
        self.scene.roll = Roll(song, self._spelling.syllables, self.scene.roll)
        self.scene.picks = frozenset(pick for pick in self.scene.picks if _exists(song, pick))
        if self.scene.focus is not None and not _exists(song, self.scene.focus):
            self.scene.focus = None
        self._show_song()

    def respell(self) -> None:
        """Look every syllable up again: the dictionary has come."""
        self.scene.roll = Roll(self.song, self._spelling.syllables)
        self.viewport().update()

    def set_look(self, look: Look) -> None:
        """Another theme or font."""
        self.scene.look = look
        self._place()

    def set_lanes(self, tracks: tuple[str, ...]) -> None:
        """Choose the tracks whose outlines are shown under the words."""
        self.scene.lanes = tracks
        self._show_song()

    def set_loop(self, loop: tuple[int, int] | None, *, on: bool) -> None:
        """Show a loop range, brightly while it is `on`."""
        self.scene.loop, self.scene.looping = loop, on
        self.viewport().update()

    def set_playhead(self, tick: float, *, playing: bool) -> None:
        """Move the playhead, repainting no more than what it leaves and enters."""
        scene = self.scene
        started = playing and not scene.playing
        chord_before = self._chord_sounding()
        self._update_playhead()
        scene.playhead, scene.playing = tick, playing
        self._update_playhead()
        note = scene.roll.note_at(int(tick)) if playing else None
        sounding = None if note is None else (note.start, note.pitch)
        if sounding != scene.sounding:
            before, scene.sounding = scene.sounding, sounding
            self._update_sounding(before)
            self._update_sounding(sounding)
        if self._chord_sounding() != chord_before or started:
            self.viewport().update(QRect(0, scene.geometry.ruler_bottom, scene.geometry.width, scene.geometry.head))
        if started:
            self._following = True
        if playing and self._following:
            self._follow()

    def sounding_note(self) -> PlacedNote | None:
        """The sung note at the playhead."""
        return self.scene.roll.note_at(int(self.scene.playhead))

    def _chord_sounding(self) -> int | None:
        if not self.scene.playing:
            return None
        tick = int(self.scene.playhead)
        return next((c.start for c in self.scene.roll.chords(tick, tick) if c.start <= tick < c.end), None)

    def _update_playhead(self) -> None:
        x = round(self.scene.geometry.x(self.scene.playhead))
        self.viewport().update(QRect(x - 8, 0, 16, self.scene.geometry.height))

    def _update_sounding(self, sounding: tuple[int, int] | None) -> None:
        if sounding is None:
            return
        geometry = self.scene.geometry
        left = round(geometry.x(sounding[0])) - 12
        note = self.scene.roll.note_at(sounding[0])
        right = round(geometry.x(note.end if note is not None else sounding[0])) + 90
        self.viewport().update(QRect(left, geometry.head, right - left, geometry.height))

    def _follow(self) -> None:
        geometry = self.scene.geometry
        x = geometry.x(self.scene.playhead)
        if not geometry.gutter <= x <= geometry.width - FOLLOW_MARGIN / 2:
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() + x - geometry.gutter - FOLLOW_MARGIN))

    def _stop_following(self) -> None:
        self._following = False

    # Picking ----------------------------------------------------------------------------------------------------

    def pick(self, picks: Picks, focus: Pick | None = None) -> None:
        """Choose notes; `focus` is the one that keys start from."""
        self.scene.picks = picks
        self.scene.focus = focus if focus in picks else next(iter(picks), None) if len(picks) == 1 else focus
        placed = self.focused_note()
        if placed is not None:
            self._announce(describe_note(self.scene, placed))
        self.note_chosen.emit(placed)
        self.viewport().update()

    def focused_note(self) -> PlacedNote | None:
        """The note with the focus where it first sounds."""
        focus = self.scene.focus
        if focus is None:
            return None
        return next((note for note in self.roll.all_notes(focus.track) if note.pick == focus), None)

    def choose_syllable(self, line: str, syllable: int) -> None:
        """Pick the note that sings a syllable and bring it into sight."""
        note = self.roll.note_of_syllable(line, syllable, int(self.scene.playhead))
        if note is not None:
            self.scene.picks, self.scene.focus = frozenset({note.pick}), note.pick
            self.reveal(note.start)
            self.viewport().update()

    def hit_note(self, at: QPointF) -> PlacedNote | None:
        """The note of the large lane under a point, the topmost if several."""
        if self.scene.track is None or self.lane_at(at) is not Lane.MELODY:
            return None
        first, last = self.scene.geometry.visible_ticks(at.x() - 3, at.x() + 3)
        found = [n for n in self.roll.notes(self.scene.track, first, last) if note_rect(self.scene, n).contains(at)]
        return found[-1] if found else None

    def notes_in(self, area: QRectF) -> Picks:
        """Notes of the large lane that an area touches."""
        if self.scene.track is None:
            return frozenset()
        first, last = self.scene.geometry.visible_ticks(area.left(), area.right())
        notes = self.roll.notes(self.scene.track, first, last)
        return frozenset(note.pick for note in notes if note_rect(self.scene, note).intersects(area))

    def hit_chord(self, at: QPointF) -> PlacedChord | None:
        """The chord whose symbol is under a point."""
        if self.lane_at(at) is not Lane.CHORDS:
            return None
        first, last = self.scene.geometry.visible_ticks(at.x() - 160, at.x())
        for placed in self.roll.chords(first, last):
            if chord_label_rect(self.scene, placed.start, self.scene.chord_text(placed.chord)).contains(at):
                return placed
        return None

    def lane_at(self, at: QPointF) -> Lane:
        """What is under a point."""
        return self.scene.geometry.lane(at.x(), at.y())

    # Changing ---------------------------------------------------------------------------------------------------

    def change(self, label: str, result: tuple[Song, Picks], merge: str | None = None) -> None:
        """Make an edit of the picked notes known; says so when it changed nothing because of locks."""
        song, picks = result
        if song == self.song:
            if any(pick.note.locked for pick in self.scene.picks):
                self.refused.emit(self.tr("Locked notes stay as they are. Press K to unlock them first."))
            return
        index = [pick.note.start for pick in self.scene.picks]
        focus = self.scene.focus
        self.scene.picks = picks
        if focus is not None and focus not in picks:
            near = sorted(picks, key=lambda pick: abs(pick.note.start - focus.note.start))
            self.scene.focus = near[0] if near and index else None
        self.edited.emit(label, song, merge)
        placed = self.focused_note()
        if placed is not None:
            self._announce(describe_note(self.scene, placed))

    def draft(self, song: Song, picks: Picks) -> None:
        """Show what a drag would do, without doing it."""
        geometry = self.scene.geometry
        self.scene.roll = Roll(song, self._spelling.syllables, self.scene.roll)
        self.scene.picks = picks
        if not geometry.low < min((p.note.pitch for p in picks), default=60) < geometry.high:
            self._show_song()
        self.viewport().update()

    def edit_chord(self, owner: str, start: int, placed: PlacedChord | None, absolute: int) -> None:
        """Open the field for a chord symbol at a place."""
        self.reveal(absolute)
        text = "" if placed is None else self._spelling.typed_chord(placed.chord, self.song)
        at = chord_label_rect(self.scene, absolute, text or "Gmaj7")
        self.chord_field.open(at.toAlignedRect(), text, lambda typed: self.chord_typed.emit((owner, start), typed))

    def edit_chord_at(self, tick: int) -> None:
        """Edit the chord that starts in the beat of a tick, or write one there."""
        span = self.roll.span_at(min(tick, self.roll.end - 1))
        if span is None:
            return
        beat = self.song.metre.beat_ticks
        start = (tick - span.start) // beat * beat + span.start
        placed = next((c for c in self.roll.chords(start, start + beat - 1) if start <= c.start < start + beat), None)
        if placed is not None:
            start = placed.start
        self.edit_chord(span.owner, start - span.start, placed, start)

    # Place and zoom ---------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float, around: float | None = None) -> None:
        """Zoom, keeping the tick under column `around` (the middle unless told) where it is."""
        geometry = self.scene.geometry
        column = (geometry.width + geometry.gutter) / 2 if around is None else around
        tick = geometry.tick(column)
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, geometry.zoom * factor))
        self.scene.geometry = replace(geometry, zoom=zoom)
        self._place()
        self.horizontalScrollBar().setValue(
            round(self.horizontalScrollBar().value() + self.scene.geometry.x(tick) - column)
        )

    def zoom_to_fit(self) -> None:
        """Show the whole song."""
        geometry = self.scene.geometry
        room = geometry.width - geometry.gutter - 70
        zoom = room * 480 / max(1, self.roll.end)
        self.scene.geometry = replace(geometry, zoom=min(60.0, max(MIN_ZOOM, zoom)))
        self._place()

    def reveal(self, tick: int) -> None:
        """Scroll until a tick is in sight."""
        geometry = self.scene.geometry
        x = geometry.x(tick)
        if not geometry.gutter + 10 <= x <= geometry.width - 80:
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() + x - geometry.gutter - FOLLOW_MARGIN))

    def _show_song(self) -> None:
        scene = self.scene
        roll = scene.roll
        ids = {track.id for track in roll.song.tracks}
        if scene.track not in ids:
            scene.track = roll.vocal.id if roll.vocal is not None else next(iter(ids), None)
        low, high = roll.pitch_range(scene.track) if scene.track is not None else (55, 72)
        lanes = sum(track in ids for track in scene.lanes)
        scene.geometry = replace(scene.geometry, low=low, high=high, lanes=lanes, end=roll.end)
        self._place()

    def _place(self) -> None:
        size = self.viewport().size()
        scale = max(1.0, self.fontMetrics().height() / 17.0)
        sideways, upright = self.horizontalScrollBar(), self.verticalScrollBar()
        geometry = replace(self.scene.geometry, width=size.width(), height=size.height(), scale=scale)
        sideways.setRange(0, geometry.max_scroll_x)
        sideways.setPageStep(max(1, size.width() - geometry.gutter))
        sideways.setSingleStep(40)
        upright.setRange(0, geometry.max_scroll_y)
        upright.setPageStep(max(1, size.height() - geometry.head))
        upright.setSingleStep(20)
        self.scene.geometry = replace(geometry, scroll_x=sideways.value(), scroll_y=upright.value())
        self.viewport().update()

    def _scrolled(self) -> None:
        geometry = self.scene.geometry
        self.scene.geometry = replace(
            geometry, scroll_x=self.horizontalScrollBar().value(), scroll_y=self.verticalScrollBar().value()
        )
        self.chord_field.close_field()
        self.viewport().update()

    # Qt ---------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A third of a window."""
        return QSize(720, 360)

    def minimumSizeHint(self) -> QSize:
        """The head rows and a little of the tune."""
        return QSize(320, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint no more than was exposed."""
        painter = QPainter(self.viewport())
        exposed = event.rect()
        paint_body(painter, self.scene, exposed)
        paint_head(painter, self.scene, exposed)
        paint_playhead(painter, self.scene)
        paint_gutter(painter, self.scene, exposed)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the melody the new room."""
        super().resizeEvent(event)
        self._place()

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
        """Play from a place in the head rows."""
        lane = self.lane_at(event.position())
        if lane in (Lane.RULER, Lane.SECTIONS):
            self.play_asked.emit(max(0, int(self.scene.geometry.tick(event.position().x()))))
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
        note = self.hit_note(at)
        if note is not None:
            edge = note_rect(self.scene, note).right() - at.x() < 6
            shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.PointingHandCursor
        elif self.lane_at(at) is Lane.CHORDS:
            shape = Qt.CursorShape.IBeamCursor
        elif self.lane_at(at) is Lane.RULER:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom around the pointer."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (turn.y() / 120), event.position().x())
            event.accept()
            return
        self._stop_following()
        sideways = turn.x() or (turn.y() if not self.verticalScrollBar().maximum() or event.modifiers() else 0)
        if sideways:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - sideways)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here."""
        at = QPointF(self.viewport().mapFrom(self, event.pos()))
        lane = self.lane_at(at)
        note = self.hit_note(at)
        if note is not None and note.pick not in self.scene.picks:
            self.pick(frozenset({note.pick}), note.pick)
        menu = note_menu(self) if note is not None or lane is Lane.GUTTER else ruler_menu(self, at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep our keys from being the window's commands while we have the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and key_command(event):
            event.accept()
            return True
        return super().event(event)

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
        note, chord = self.hit_note(at), self.hit_chord(at)
        if note is not None:
            QToolTip.showText(where, describe_note(self.scene, note), self)
        elif chord is not None:
            QToolTip.showText(where, describe_chord(self.scene, chord), self)
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

    def _announce(self, text: str) -> None:
        self.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _exists(song: Song, pick: Pick) -> bool:
    section = next((section for section in song.sections if section.id == pick.owner), None)
    return section is not None and section.music is not None and pick.note in section.music.part(pick.track).notes
