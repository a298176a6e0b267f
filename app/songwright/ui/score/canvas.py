"""The pages of a score on the screen: scrolling, zooming, painting, a cursor that follows the sound, picking notes."""

from __future__ import annotations

import time
from collections import OrderedDict

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from songwright.formats.engraving.drawing import Block, Drawing, Mark
from songwright.ui.score.painter import ScoreInks, ScorePainter
from songwright.ui.score.sheets import GAP, SheetPlace, Sheets, shown_width

__all__ = ["ScoreCanvas"]

PIXELS_PER_POINT = 96 / 72
LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 0.3, 6.0, 1.2
_WIDEST = 1400
"""A page of notes is read better when it is large, but not across a whole wall."""
_KEPT_BYTES = 96 * 1024 * 1024
_CURSOR_WIDTH = 2.0
_HANDS_OFF_SECONDS = 4.0
"""For so long after the reader scrolled, the page does not move by itself."""


class ScoreCanvas(QAbstractScrollArea):
    """Shows a drawing. Blocks are painted once for a zoom and a theme, then copied: a moving cursor costs little."""

    mark_chosen = Signal(object)
    """The `Mark` of a note that the user picked."""
    play_asked = Signal(int)
    """A note was double-clicked, or Return pressed on it: play from this tick."""
    zoom_changed = Signal(float)

    def __init__(self, inks: ScoreInks, cursor: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inks = inks
        self._cursor_colour = cursor
        self._desk = QColor(Qt.GlobalColor.transparent)
        self._drawing: Drawing | None = None
        self._painter: ScorePainter | None = None
        self._sheets: Sheets | None = None
        self._zoom = 1.0
        self._fits = True
        self._tick = 0.0
        self._playing = False
        self._picked: tuple[int, str] | None = None
        self._kept: OrderedDict[tuple[int, str], QPixmap] = OrderedDict()
        self._touched = -_HANDS_OFF_SECONDS
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Score"))
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    # What is shown --------------------------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing | None:
        """What is on show."""
        return self._drawing

    @property
    def sheets(self) -> Sheets | None:
        """Where everything is."""
        return self._sheets

    @property
    def zoom(self) -> float:
        """1 is the size on paper."""
        return self._zoom

    @property
    def picked(self) -> Mark | None:
        """The note that is picked."""
        found = self._picked_place()
        return found[1] if found else None

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another drawing, at the same place of the strip."""
        self._drawing = drawing
        self._painter = ScorePainter(drawing)
        self._lay_out()

    def set_look(self, inks: ScoreInks, cursor: QColor, desk: QColor) -> None:
        """Another theme."""
        self._inks, self._cursor_colour, self._desk = inks, cursor, desk
        self._kept.clear()
        self.viewport().update()

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom; the point `anchor` of the view stays where it is."""
        self._fits = False
        self._zoom_to(zoom, anchor)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom in or out."""
        self.set_zoom(self._zoom * factor, anchor)

    def fit_width(self) -> None:
        """Make the page as wide as the view, now and when the view changes."""
        self._fits = True
        self._zoom_to(self._fitting_zoom())

    def set_playhead(self, tick: float, *, playing: bool) -> None:
        """Move the cursor, repainting no more than what it leaves and enters."""
        before = self._cursor_rect()
        began = playing and not self._playing
        self._tick, self._playing = tick, playing
        after = self._cursor_rect()
        if before != after:
            for rect in (before, after):
                self.viewport().update(rect.toAlignedRect().adjusted(-2, -2, 2, 2))
        if playing and (began or not self._at_work()):
            self._follow()

    def show_syllable(self, line: str, syllable: int) -> None:
        """Pick the note that sings a syllable, without telling."""
        if self._sheets is not None:
            found = self._sheets.sung(line, syllable, self._tick)
            if found is not None:
                self._pick(found)
                if not self._at_work():
                    self._reveal(found[0])

    # Layout ---------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room for a page of usual size."""
        return QSize(700, 500)

    def _fitting_zoom(self) -> float:
        if self._drawing is None or not self._drawing.pages:
            return 1.0
        width = min(self.viewport().width(), _WIDEST) - 2 * GAP
        return max(LEAST_ZOOM, min(MOST_ZOOM, width / (shown_width(self._drawing.pages[0]) * PIXELS_PER_POINT)))

    def _zoom_to(self, zoom: float, anchor: QPointF | None = None) -> None:
        zoom = max(LEAST_ZOOM, min(MOST_ZOOM, zoom))
        at = anchor or QPointF(self.viewport().rect().center())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        place = ((across.value() + at.x()) / self._zoom, (down.value() + at.y()) / self._zoom)
        self._zoom = zoom
        self._lay_out()
        across.setValue(round(place[0] * zoom - at.x()))
        down.setValue(round(place[1] * zoom - at.y()))
        self.zoom_changed.emit(zoom)

    def _lay_out(self) -> None:
        if self._drawing is None:
            return
        if self._fits:
            self._zoom = self._fitting_zoom()
            self.zoom_changed.emit(self._zoom)
        self._sheets = Sheets(self._drawing, self._zoom * PIXELS_PER_POINT)
        self._kept.clear()
        view = self.viewport().size()
        for bar, whole, shown in (
            (self.verticalScrollBar(), self._sheets.height, view.height()),
            (self.horizontalScrollBar(), self._sheets.width + 2 * GAP, view.width()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(48)
            bar.setRange(0, max(0, round(whole - shown)))
        self.viewport().update()

    def offset(self) -> QPointF:
        """The view's place of the upper left corner of the strip of pages."""
        width = self._sheets.width if self._sheets is not None else 0
        spare = max(GAP, (self.viewport().width() - width) / 2)
        return QPointF(spare - self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    # Painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        if self._sheets is None or self._painter is None:
            return
        offset, dirty = self.offset(), QRectF(event.rect())
        for top, width, height in self._sheets.pages:
            sheet = QRectF(offset.x(), offset.y() + top, width, height)
            if sheet.intersects(dirty):
                painter.fillRect(sheet, self._inks.paper)
        for index, place in enumerate(self._sheets.places):
            rect = self._rect(place, offset)
            if rect.intersects(dirty):
                painter.drawPixmap(rect.topLeft(), self._pixmap(index, place.block))
        cursor = self._cursor_rect()
        if cursor.isValid() and cursor.intersects(dirty):
            painter.fillRect(cursor, self._cursor_colour)

    def _rect(self, place: SheetPlace, offset: QPointF) -> QRectF:
        """The view's rectangle of a block, with room for what reaches beyond it."""
        reach = _reach(self._zoom)
        # Whole pixels: a copied picture between two of them would be blurred.
        x, y = round(offset.x() + place.x) - reach, round(offset.y() + place.y) - reach
        return QRectF(x, y, place.width + 2 * reach, place.height + 2 * reach)

    def _pixmap(self, index: int, block: Block) -> QPixmap:
        picked = self._picked[1] if self._picked is not None and self._picked[0] == index else ""
        kept = self._kept.pop((index, picked), None)
        if kept is None:
            kept = self._painted(block, picked)
        self._kept[index, picked] = kept
        size = kept.width() * kept.height() * 4
        while len(self._kept) > max(8, _KEPT_BYTES // max(1, size)):
            self._kept.popitem(last=False)
        return kept

    def _painted(self, block: Block, picked: str) -> QPixmap:
        assert self._painter is not None  # noqa: S101 - there is a drawing to paint
        ratio, scale, reach = self.devicePixelRatioF(), self._zoom * PIXELS_PER_POINT, _reach(self._zoom)
        width, height = block.width * scale + 2 * reach, block.height * scale + 2 * reach
        pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.translate(reach, reach)
        painter.scale(scale, scale)
        self._painter.paint(painter, block, self._inks, picked)
        painter.end()
        return pixmap

    def _cursor_rect(self) -> QRectF:
        found = self._sheets.cursor(self._tick) if self._sheets is not None else None
        if found is None:
            return QRectF()
        place, x = found
        offset, scale = self.offset(), self._zoom * PIXELS_PER_POINT
        top = place.y + (place.block.top - 8) * scale
        bottom = place.y + (place.block.bottom + 8) * scale
        return QRectF(offset.x() + x - 1, offset.y() + top, _CURSOR_WIDTH, bottom - top)

    # Moving ---------------------------------------------------------------------------------------------------

    def _at_work(self) -> bool:
        return time.monotonic() - self._touched < _HANDS_OFF_SECONDS

    def _scrolled(self) -> None:
        self.viewport().update()

    def _follow(self) -> None:
        found = self._sheets.cursor(self._tick) if self._sheets is not None else None
        if found is not None:
            self._reveal(found[0])

    def _reveal(self, place: SheetPlace) -> None:
        """Bring a system into sight, with the next one where there is room."""
        bar, view = self.verticalScrollBar(), self.viewport().height()
        top, bottom = place.y - GAP, place.y + place.height + GAP
        if top < bar.value() or bottom > bar.value() + view:
            bar.setValue(round(top - max(0.0, min(view * 0.2, view - (bottom - top)))))

    # Picking --------------------------------------------------------------------------------------------------

    def _picked_place(self) -> tuple[SheetPlace, Mark] | None:
        if self._sheets is None or self._picked is None or self._picked[0] >= len(self._sheets.places):
            return None
        place = self._sheets.places[self._picked[0]]
        mark = next((mark for mark in place.block.marks if mark.id == self._picked[1]), None)
        return (place, mark) if mark is not None else None

    def _pick(self, found: tuple[SheetPlace, Mark]) -> None:
        assert self._sheets is not None  # noqa: S101 - where it was found
        self._picked = (self._sheets.places.index(found[0]), found[1].id)
        self.viewport().update()

    def _choose(self, found: tuple[SheetPlace, Mark] | None) -> None:
        if found is not None:
            self._pick(found)
            self._reveal(found[0])
            self.mark_chosen.emit(found[1])

    def _under(self, event: QMouseEvent) -> tuple[SheetPlace, Mark] | None:
        at = event.position() - self.offset()
        return self._sheets.mark_at(at.x(), at.y()) if self._sheets is not None else None

    def _step(self, by: int) -> None:
        notes = self._sheets.notes() if self._sheets is not None else []
        if not notes:
            return
        now = self.picked
        if now is None:
            index = next((i for i, (_, mark) in enumerate(notes) if mark.end > self._tick), 0)
        else:
            index = next((i for i, (_, mark) in enumerate(notes) if mark.start >= now.start), 0) + by
        self._choose(notes[max(0, min(len(notes) - 1, index))])

    # Events ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page fitting."""
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a note."""
        self._touched = time.monotonic()
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._under(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play from here."""
        found = self._under(event)
        if found is not None:
            self.play_asked.emit(found[1].start)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        self._touched = time.monotonic()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())))
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from note to note, plus and minus zoom, Return plays from the picked note."""
        self._touched = time.monotonic()
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(1 / ZOOM_STEP if key == Qt.Key.Key_Minus else ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.fit_width()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.picked is not None:
            self.play_asked.emit(self.picked.start)
        else:
            super().keyPressEvent(event)


def _reach(zoom: float) -> int:
    """Pixels around a block for what hangs over its edges."""
    return round(10 * zoom)
