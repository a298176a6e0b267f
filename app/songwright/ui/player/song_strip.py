"""The strip of the whole song in the transport: its sections, the course of the tune, the loop and the playhead."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from songwright.core.roll import Roll, RollSpan
from songwright.ui.services import Services

__all__ = ["SongStrip"]

_LEAST_WIDTH = 120
_NAME_LEAST = 34
"""A section narrower than this many points is not named."""
_LINE = 2.0


class SongStrip(QAbstractSlider):
    """The song from its first bar to its last. A click goes there; arrow keys go bar by bar, Page keys by section.

    Its value is the bar at the playhead, so that a screen reader can tell and set it.
    """

    sought = Signal(int)
    """A tick that the user wants to go to."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._roll: Roll | None = None
        self._picture: QPixmap | None = None
        self._tick = 0.0
        self._loop: tuple[int, int] | None = None
        self._progress: float | None = None
        self._following = False
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setAccessibleName(self.tr("The whole song"))
        self.setToolTip(self.tr("The whole song: click to go there, arrow keys go bar by bar"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.valueChanged.connect(self._bar_chosen)
        services.playhead.moved.connect(lambda tick, _playing: self._follow(tick))
        services.theme.changed.connect(self._repaint_all)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_roll(self, roll: Roll) -> None:
        """Show another state of the song."""
        self._roll = roll if roll.has_music else None
        self._following = True
        self.setRange(1, max(1, roll.bars))
        self.setPageStep(max((span.bars for span in roll.spans), default=4))
        self._following = False
        self._repaint_all()
        self._follow(self._tick)

    def show_progress(self, share: float | None) -> None:
        """Say how far composing is, 0 to 1; None when it is over."""
        self._progress = share
        self.update()

    def show_loop(self, loop: tuple[int, int] | None) -> None:
        """Mark the part that is looped."""
        if loop != self._loop:
            self._loop = loop
            self.update()

    def _follow(self, tick: float) -> None:
        before, self._tick = self._tick, tick
        for place in (before, tick):
            x = round(self._x(place))
            self.update(QRect(x - 3, 0, 7, self.height()))
        if self._roll is None:
            return
        bar = max(1, self._roll.bar_beat(tick)[0])
        if bar != self.value():
            self._following = True
            self.setValue(bar)
            self._following = False

    # --- what is done -----------------------------------------------------------------------------------------

    def _bar_chosen(self, bar: int) -> None:
        if not self._following and self._roll is not None:
            bars = self._roll.timeline.bars
            place = min(bar - 1 + self._roll.counted_in, len(bars) - 1)
            self.sought.emit(bars[place].start if bars else 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where it was clicked."""
        if event.button() is Qt.MouseButton.LeftButton and self._roll is not None:
            self.sought.emit(self.tick_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with a pressed button."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._roll is not None:
            self.sought.emit(self.tick_at(event.position().x()))

    def tick_at(self, x: float) -> int:
        """The beat at a column of the strip, in ticks."""
        if self._roll is None:
            return 0
        share = min(1.0, max(0.0, x / max(1, self.width())))
        tick = share * self._roll.end
        beat = self._roll.beat_at(tick)
        return min(self._roll.snapped(tick, beat), max(0, self._roll.end - beat))

    def _x(self, tick: float) -> float:
        return self.width() * tick / max(1, self._roll.end) if self._roll is not None else -10.0

    # --- painting ---------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As wide as there is room for."""
        return QSize(3 * _LEAST_WIDTH, self._services.theme.pixels(3))

    def minimumSizeHint(self) -> QSize:
        """A little of everything."""
        return QSize(_LEAST_WIDTH, self._services.theme.pixels(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the song again at this size."""
        super().resizeEvent(event)
        self._repaint_all()

    def _repaint_all(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The song from a picture that is drawn once, then what moves."""
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(0, 0, self._picture)
        theme = self._services.theme
        if self._loop is not None and self._roll is not None:
            band = QRectF(self._x(self._loop[0]), 0, self._x(self._loop[1]) - self._x(self._loop[0]), self.height())
            soft = QColor(theme.tokens.accent)
            soft.setAlphaF(0.18)
            painter.fillRect(band, soft)
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRect(band.adjusted(0, 0, -1, -1))
        if self._roll is not None:
            x = self._x(self._tick)
            painter.setPen(QPen(theme.colour("accent"), _LINE))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if self._progress is not None:
            self._paint_progress(painter, self._progress)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), _LINE))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_progress(self, painter: QPainter, share: float) -> None:
        theme, area = self._services.theme, self.rect().adjusted(1, 1, -1, -1)
        painter.fillRect(area, theme.colour("page"))
        painter.fillRect(QRectF(1, 1, area.width() * share, area.height()), theme.colour("accent_soft"))
        painter.setPen(theme.colour("accent_ink"))
        painter.setFont(theme.ui_font(0.92))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("Composing… {0} %").format(round(100 * share)))

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._services.theme
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("page"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._roll is None:
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.ui_font(0.92))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No music yet"))
        else:
            for span in self._roll.spans:
                self._draw_span(painter, span)
            self._draw_tune(painter, self._roll)
        painter.end()
        return picture

    def _draw_span(self, painter: QPainter, span: RollSpan) -> None:
        theme = self._services.theme
        left, right = self._x(span.start), self._x(span.end)
        if span.index % 2:
            painter.fillRect(QRectF(left, 1, right - left, self.height() - 2), theme.colour("hover"))
        if right - left >= _NAME_LEAST:
            painter.setPen(theme.colour("muted"))
            font = theme.ui_font(0.77)
            painter.setFont(font)
            name = painter.fontMetrics().elidedText(span.name, Qt.TextElideMode.ElideRight, int(right - left) - 8)
            painter.drawText(QRectF(left + 4, 2, right - left - 6, painter.fontMetrics().height()), name)

    def _draw_tune(self, painter: QPainter, roll: Roll) -> None:
        """The sung notes as strokes, high ones above low ones."""
        if roll.vocal is None:
            return
        low, high = roll.played_range(roll.vocal.id)
        top = self._services.theme.pixels(1.15)
        room = max(4.0, self.height() - top - 5)
        painter.setPen(QPen(self._services.theme.colour("vocal"), _LINE))
        for start, end, pitch in roll.sounds(roll.vocal.id, 0, roll.end):
            y = top + room * (high - pitch) / max(1, high - low)
            painter.drawLine(QPointF(self._x(start), y), QPointF(max(self._x(start) + 1, self._x(end) - 1), y))
