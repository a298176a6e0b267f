"""A picture of a take: its waveform, the curve of the voice, and the notes that were heard in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.audio.hum.listen import Hearing
from songwright.core.song import Key
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import spell
from songwright.ui.theme.drawing_frame import paint_frame
from songwright.ui.theme.manager import Theme

__all__ = ["TakeView"]

_WAVE_SHARE = 0.26
_LIVE_PEAKS = 300
_MARGIN = 10
_LEAST_COMPASS = 7  # semitones shown at least
_BREAK_SECONDS = 0.05  # a longer gap parts the curve
_ROUND = 3.0


class TakeView(QWidget):
    """Shows what is being recorded, then what was heard. It has no tools of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._peaks: list[float] = []
        self._live = False
        self._hearing: Hearing | None = None
        self._names: tuple[str, ...] = ()
        self._words: tuple[str, ...] = ()
        self._hint = ""
        self.setAccessibleName(self.tr("The take"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide and flat."""
        return QSize(640, 230)

    def minimumSizeHint(self) -> QSize:
        """Flatter."""
        return QSize(320, 150)

    def show_hint(self, text: str) -> None:
        """Show a sentence in place of a take."""
        self._peaks, self._hearing, self._live, self._hint = [], None, False, text
        self._describe(text)

    def add_peak(self, peak: float) -> None:
        """Show a piece that was just recorded, with its peak (0-1)."""
        if not self._live:
            self._peaks, self._hearing, self._live, self._hint = [], None, True, ""
        self._peaks = [*self._peaks[-_LIVE_PEAKS + 1 :], peak]
        self.update()

    def show_take(self, hearing: Hearing, peaks: Sequence[float], key: Key) -> None:
        """Show a whole take."""
        self._peaks, self._hearing, self._live, self._hint = list(peaks), hearing, False, ""
        self._names = tuple(pretty_symbol(spell(round(note.pitch), key)) for note in hearing.notes)
        self._words = ()
        self._describe(self.tr("{count} notes: {names}").format(count=len(self._names), names=" ".join(self._names)))

    def show_words(self, words: Sequence[str]) -> None:
        """Write what is sung to each note on it."""
        self._words = tuple(words)
        self.update()

    def _describe(self, text: str) -> None:
        self.setAccessibleDescription(text)
        self.update()

    # Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sheet, the waveform above, the voice below."""
        painter = QPainter(self)
        paint_frame(painter, self.rect(), self._theme, radius=8)
        inside = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self._hint:
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        wave = QRectF(inside.left(), inside.top(), inside.width(), inside.height() * (1 if self._live else _WAVE_SHARE))
        self._paint_wave(painter, wave)
        if self._hearing is not None:
            self._paint_voice(painter, inside.adjusted(0, wave.height() + 6, 0, 0))
        painter.end()

    def _paint_wave(self, painter: QPainter, area: QRectF) -> None:
        if not self._peaks:
            return
        count = _LIVE_PEAKS if self._live else len(self._peaks)
        step, middle = area.width() / count, area.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("vocal" if self._live else "outline"))
        for index, peak in enumerate(self._peaks):
            half = max(0.5, min(1.0, peak**0.6) * area.height() / 2)
            painter.drawRect(QRectF(area.left() + index * step, middle - half, max(1.0, step * 0.8), 2 * half))

    def _paint_voice(self, painter: QPainter, area: QRectF) -> None:
        hearing = self._hearing
        assert hearing is not None  # noqa: S101 - only called with one
        low, high = self._compass(hearing)
        across = area.width() / max(hearing.seconds, 0.1)
        up = area.height() / (high - low)

        def place(time: float, pitch: float) -> QPointF:
            return QPointF(area.left() + time * across, area.bottom() - (pitch - low) * up)

        fill, ink = self._theme.colour("accent_soft"), self._theme.colour("accent_ink")
        for index, note in enumerate(hearing.notes):
            whole = round(note.pitch)
            box = QRectF(place(note.start, whole + 0.5), place(note.end, whole - 0.5)).adjusted(0, 0, -1, 0)
            painter.setPen(QPen(ink, 1))
            painter.setBrush(fill)
            painter.drawRoundedRect(box, _ROUND, _ROUND)
            self._paint_name(painter, box, index, ink)
        self._paint_curve(painter, hearing, place)

    def _paint_name(self, painter: QPainter, box: QRectF, index: int, ink: QColor) -> None:
        """The syllable above the note, or the note's name where there is none."""
        text = self._words[index] if index < len(self._words) else self._names[index]
        painter.setPen(ink)
        painter.setFont(self._theme.ui_font(0.9))
        metrics = painter.fontMetrics()
        height, width = float(metrics.height()), metrics.horizontalAdvance(text) + 4.0
        above = QRectF(box.left(), box.top() - height, max(box.width(), width), height)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_curve(self, painter: QPainter, hearing: Hearing, place: Callable[[float, float], QPointF]) -> None:
        path, before = QPainterPath(), -math.inf
        for time, pitch in hearing.curve:
            point = place(time, pitch)
            if time - before > _BREAK_SECONDS:
                path.moveTo(point)
            else:
                path.lineTo(point)
            before = time
        painter.setPen(QPen(self._theme.colour("vocal"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    @staticmethod
    def _compass(hearing: Hearing) -> tuple[float, float]:
        """The lowest and the highest pitch to show, with room for the names above the notes."""
        pitches = [note.pitch for note in hearing.notes] or [pitch for _, pitch in hearing.curve] or [60.0]
        low, high = min(pitches) - 1.5, max(pitches) + 3.0
        missing = max(0.0, _LEAST_COMPASS - (high - low))
        return low - missing / 2, high + missing / 2
