"""Paints the line that is sung, lit syllable by syllable, with the lines before and after it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.formats.lyric_screen import LyricScreen, ScreenLine
from songwright.ui.theme.manager import Theme

__all__ = ["LyricCanvas"]

_LARGEST, _SMALLEST = 64, 18  # pixels of the sung line
_SHARE_OF_WIDTH, _SHARE_OF_HEIGHT = 0.86, 0.11
_OTHERS = 0.6  # size of the other lines against the sung one
_COUNTED_BEATS = 4
_DOT = 9.0
_SOFT = 36  # pixels across to which a cover is brought down, so that only its light is left
_COVER_OPACITY = 0.22  # at which every word keeps its contrast
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class LyricCanvas(QWidget):
    """`show_words` gives it a song's lines, `show_tick` the moment."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screen = LyricScreen()
        self._title = ""
        self._beat = 480
        self._cover = QImage()
        self._tick = 0.0
        self._told = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Words as they are sung"))
        theme.changed.connect(self.update)

    def show_words(self, screen: LyricScreen, title: str, beat: int) -> None:
        """Show the lines of a song; `beat` is its beat in ticks."""
        self._screen, self._title, self._beat = screen, title, beat
        self._told = -1
        self.show_tick(self._tick)
        self.update()

    def show_cover(self, picture: QImage) -> None:
        """Show a picture behind the words, soft enough to read over."""
        small = picture.scaled(_SOFT, _SOFT, Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
        self._cover = small.scaled(picture.size(), Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
        self.update()

    def show_tick(self, tick: float) -> None:
        """Light what is sung up to this tick."""
        self._tick = tick
        current = self._screen.current(tick)
        if self._screen.lines and current != self._told:
            self._told = current
            self.setAccessibleDescription(self._screen.lines[current].text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all of it: a few texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        if not self._screen.lines:
            self._paint_text(painter, self.tr("Compose the song, and its words are shown here as they are sung."),
                             self.height() / 2, self._theme.ui_font(1.3), self._theme.colour("muted"))  # fmt: skip
            return
        current = self._screen.current(self._tick)
        size = self._size()
        middle, step = self.height() * 0.46, size * 1.9
        self._paint_text(painter, self._title, size * 0.9, self._theme.ui_font(1.2), self._theme.colour("muted"))
        self._paint_sung(painter, self._screen.lines[current], middle, size)
        for distance, colour in ((-1, "muted"), (1, "text"), (2, "muted")):
            place = current + distance
            if 0 <= place < len(self._screen.lines):
                font = self._font(size * _OTHERS, self._screen.lines[place].text)
                y = middle + distance * step * (0.82 if distance > 0 else 0.9)
                self._paint_text(painter, self._screen.lines[place].text, y, font, self._theme.colour(colour))
        self._paint_count_in(painter, middle - size * 1.05)

    def _paint_ground(self, painter: QPainter) -> None:
        ground = QLinearGradient(0, 0, 0, self.height())
        ground.setColorAt(0, self._theme.colour("page"))
        ground.setColorAt(1, self._theme.colour("accent_soft"))
        painter.fillRect(self.rect(), ground)
        if self._cover.isNull() or not self._screen.lines:
            return
        side = max(self.width(), self.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(_COVER_OPACITY)
        painter.drawImage(QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side), self._cover)
        painter.setOpacity(1.0)

    def _size(self) -> float:
        """Pixels of the sung line: by the height of the window; long lines are made smaller one by one."""
        return max(_SMALLEST, min(_LARGEST, self.height() * _SHARE_OF_HEIGHT))

    def _font(self, size: float, text: str) -> QFont:
        font = self._theme.page_font()
        font.setPixelSize(max(round(size), 10))
        width = QFontMetricsF(font).horizontalAdvance(text)
        room = self.width() * _SHARE_OF_WIDTH
        if width > room > 0:
            font.setPixelSize(max(round(size * room / width), 10))
        return font

    def _paint_text(self, painter: QPainter, text: str, y: float, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        height = QFontMetricsF(font).height()
        painter.drawText(QRectF(0, y - height / 2, self.width(), height), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_sung(self, painter: QPainter, line: ScreenLine, middle: float, size: float) -> None:
        """The line twice: as it waits, and over it, up to where it is sung, lit."""
        font = self._font(size, line.text)
        metrics = QFontMetricsF(font)
        left = (self.width() - metrics.horizontalAdvance(line.text)) / 2
        over, share = line.sung(self._tick)
        before = "".join(line.texts[:over])
        lit = metrics.horizontalAdvance(before)
        if share > 0:
            lit += share * (metrics.horizontalAdvance(before + line.texts[over].rstrip()) - lit)
        base = QPointF(left, middle + (metrics.ascent() - metrics.descent()) / 2)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(base, line.text)
        painter.save()
        painter.setClipRect(QRectF(left - 2, middle - metrics.height(), lit + 2, 2 * metrics.height()))
        painter.setPen(self._theme.colour("vocal"))
        painter.drawText(base, line.text)
        painter.restore()

    def _paint_count_in(self, painter: QPainter, y: float) -> None:
        """A dot for each of the last beats before a line that comes after a rest."""
        beats = self._screen.wait(self._tick) / self._beat
        current = self._screen.current(self._tick)
        last = self._screen.lines[current - 1].ends[-1] if current else 0
        if not 0 < beats <= _COUNTED_BEATS or self._screen.lines[current].starts[0] - last < 2 * self._beat:
            return
        left = self.width() / 2 - (_COUNTED_BEATS - 1) * _DOT * 1.5
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(_COUNTED_BEATS):
            waits = place >= _COUNTED_BEATS - beats
            painter.setBrush(self._theme.colour("border" if waits else "vocal"))
            painter.drawEllipse(QPointF(left + place * _DOT * 3, y), _DOT / 2, _DOT / 2)
