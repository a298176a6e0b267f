"""The bars as they are shown: placing, scrolling, zooming and painting. What the user does to them is `BarsView`'s.

Only what is on the screen is painted, and while the music plays only the stripes that change.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from songwright.core.roll import Pick, PlacedChord, PlacedNote, Roll
from songwright.core.song import TICKS_PER_QUARTER, Song
from songwright.music.note_edits import Picks
from songwright.music.written_music import Spelling
from songwright.ui.bars.geometry import MAX_ZOOM, MIN_ZOOM, Geometry, Lane
from songwright.ui.bars.look import Look
from songwright.ui.bars.paint_head import chord_label_rect, paint_head, paint_playhead
from songwright.ui.bars.paint_notes import note_rect, paint_body, paint_gutter
from songwright.ui.bars.scene import Scene

__all__ = ["BarsCanvas"]

FOLLOW_MARGIN = 90
GUTTER = 74
ZOOM_STEP = 1.25
SEEN_BARS = 8
"""So many bars are in sight until the user zooms: a verse's half, which is what one compares."""
_MARGIN = 24


class BarsCanvas(QAbstractScrollArea):
    """Sections, chords, tune, words and tracks of a song in time."""

    def __init__(self, song: Song, spelling: Spelling, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spelling = spelling
        self.scene = Scene(
            Roll(song, spelling.syllables),
            Geometry(),
            look,
            chord_text=lambda chord, at: (self.scene.roman if self.scene.numerals else self.scene.symbol)(chord, at),
            symbol=lambda chord, at: spelling.chord(chord, self.scene.roll.key_at(at)),
            roman=lambda chord, at: spelling.roman(chord, self.scene.roll.key_at(at)),
            pitch_name=lambda pitch, at: spelling.pitch(pitch, self.scene.roll.key_at(at)),
        )
        self._following = True
        self._own_zoom = False
        """Whether the user has chosen how large a bar is; else eight are in sight."""
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
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
        before = self.scene.roll.song
        if song is before:
            return
        self.scene.roll = Roll(song, self._spelling.syllables, self.scene.roll)
        if _looks_alike(before, song):
            return
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
        if tracks != self.scene.lanes:
            self.scene.lanes = tracks
            self._show_song()

    def show_numerals(self, on: bool) -> None:
        """Write chords as Roman numerals, or as symbols."""
        self.scene.numerals = on
        self.viewport().update()

    def mark_chosen(self, chosen: tuple[int, int] | None) -> None:
        """Mark the bars that would be made again, or none."""
        if chosen != self.scene.chosen:
            self.scene.chosen = chosen
            self.viewport().update()

    def mark_unfit(self, lines: frozenset[str]) -> None:
        """Mark the words of lines that no longer fit their notes."""
        if lines != self.scene.unfit:
            self.scene.unfit = lines
            self.viewport().update()

    def show_track(self, track: str | None) -> None:
        """Put a track's notes into the large lane; None is the sung one."""
        vocal = self.scene.roll.vocal
        if track is None and vocal is not None:
            track = vocal.id
        self.scene.track = track
        self.scene.picks, self.scene.focus = frozenset(), None
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

    # What is where ----------------------------------------------------------------------------------------------

    def focused_note(self) -> PlacedNote | None:
        """The note with the focus where it first sounds."""
        focus = self.scene.focus
        if focus is None:
            return None
        return next((note for note in self.roll.all_notes(focus.track) if note.pick == focus), None)

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
            if chord_label_rect(self.scene, placed.start, self.scene.chord_text(placed.chord, placed.start)).contains(
                at
            ):
                return placed
        return None

    def lane_at(self, at: QPointF) -> Lane:
        """What is under a point."""
        return self.scene.geometry.lane(at.x(), at.y())

    # Place and zoom ---------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float, around: float | None = None) -> None:
        """Zoom, keeping the tick under column `around` (by default the middle) where it is."""
        self._own_zoom = True
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
        self._own_zoom = True
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
        scene.lanes = tuple(track for track in scene.lanes if track in ids)
        scene.geometry = replace(scene.geometry, low=low, high=high, end=roll.end)
        self._place()

    def _place(self) -> None:
        size = self.viewport().size()
        scale = max(1.0, self.fontMetrics().height() / 17.0)
        sideways, upright = self.horizontalScrollBar(), self.verticalScrollBar()
        geometry = replace(
            self.scene.geometry, width=size.width(), height=size.height(), scale=scale, gutter=round(GUTTER * scale)
        )
        geometry = replace(geometry, lanes=geometry.fitting_lanes(len(self.scene.lanes)))
        if not self._own_zoom:
            geometry = replace(geometry, zoom=eight_bars(geometry, self.scene.roll.bar_ticks))
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
        self.viewport().update()

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
        if self.scene.active:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.scene.look.focus)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the melody the new room."""
        super().resizeEvent(event)
        self._place()

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


def eight_bars(geometry: Geometry, bar_ticks: int) -> float:
    """The zoom, in pixels a quarter note, at which a pick-up and eight bars are in sight; wide windows show more."""
    quarters = SEEN_BARS * bar_ticks / TICKS_PER_QUARTER
    room = geometry.width - geometry.gutter - _MARGIN
    return min(Geometry().zoom, max(MIN_ZOOM, room / (quarters + 1)))


def _looks_alike(before: Song, after: Song) -> bool:
    """Whether two songs give the same picture: what differs is the mix or the tempo."""
    return (
        before.sections is after.sections
        and (before.key, before.metre) == (after.key, after.metre)
        and [(t.id, t.name, t.role) for t in before.tracks] == [(t.id, t.name, t.role) for t in after.tracks]
    )


def _exists(song: Song, pick: Pick) -> bool:
    section = next((section for section in song.sections if section.id == pick.owner), None)
    return section is not None and section.music is not None and pick.note in section.music.part(pick.track).notes
