"""The gutter of the lyric page: rhyme letters and how many syllables each line has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from songwright.ui.page.analyst import Analyst
from songwright.ui.page.view import PageView
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import LineAnalysis

__all__ = ["Gutter", "rhyme_place"]


class Gutter(QWidget):
    """Beside a page's rows: a rhyme letter in its colour, and a syllable count."""

    def __init__(
        self, services: Services, editor: PageView, analyst: Analyst, *, verse: Callable[[], bool] = lambda: True
    ) -> None:
        """`verse()` says whether the page is in lines at all: beside prose the gutter stays empty."""
        super().__init__(editor)
        self._verse = verse
        self._services = services
        self._editor = editor
        self._analyst = analyst
        self.setAccessibleName(self.tr("Rhymes and syllables of each line"))
        editor.gutter_changed.connect(self._refresh)
        analyst.changed.connect(self.update)
        services.theme.changed.connect(self._place)
        self._place()

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(self._width(), 0)

    def describe(self, row: int, text: str) -> str:
        """A row in words: syllables, stresses, rhyme; "" for headings, empty rows and what is not known yet."""
        line = self._analyst.line(row, text) if self._verse() else None
        if line is None or not line.count:
            return ""
        parts = [self.tr("1 syllable") if line.count == 1 else self.tr("{0} syllables").format(line.count)]
        if line.rhyme is not None:
            rhyme = self.tr("near rhyme {0}") if line.near else self.tr("rhyme {0}")
            parts.append(rhyme.format(line.rhyme))
        return "  ·  ".join(parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._verse():
            return
        theme = self._services.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = round(theme.page_pixels * 0.66)
        count_font, letter_font = theme.ui_font(), theme.ui_font(bold=True)
        count_font.setPixelSize(size)
        letter_font.setPixelSize(max(9, size - 2))
        current = self._editor.textCursor().blockNumber()
        for row, text, box in self._editor.visible_rows():
            line = self._analyst.line(row, text)
            if line is None or not line.count:
                continue
            painter.setFont(count_font)
            painter.setPen(theme.colour("accent_ink" if row == current else "faint"))
            where = QRect(0, box.y(), self.width() - 6, box.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line.count))
            if line.rhyme is not None:
                painter.setFont(letter_font)
                self._paint_rhyme(painter, line, box, size)

    def _paint_rhyme(self, painter: QPainter, line: LineAnalysis, box: QRect, size: int) -> None:
        colours = self._services.theme.tokens.rhymes
        colour = QColor(colours[rhyme_place(line.rhyme or "A") % len(colours)])
        side = size * 1.5
        chip = QRectF(4, box.y() + (box.height() - side) / 2, max(side, side * 0.62 * len(line.rhyme or "")), side)
        soft = QColor(colour)
        soft.setAlphaF(0.0 if line.near else 0.16)
        painter.setBrush(soft)
        # A near rhyme has an outline only: the two kinds differ without their colour, too.
        edge = QColor(colour)
        edge.setAlphaF(0.5 if line.near else 0.0)
        painter.setPen(edge)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(colour)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, line.rhyme or "")

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        for row, text, box in self._editor.visible_rows():
            if box.top() <= event.pos().y() <= box.bottom():
                line = self._analyst.line(row, text)
                told = self.describe(row, text)
                if line is not None and told:
                    QToolTip.showText(event.globalPos(), f"{told}\n{' '.join(line.stress_marks)}", self)
                    return
        QToolTip.hideText()

    def _refresh(self) -> None:
        self._place()
        self.update()

    def _place(self) -> None:
        area = self._editor.viewport().geometry()
        self._editor.set_right_margin(self._width())
        self.setGeometry(area.right() + 1, area.top(), self._width(), area.height())

    def _width(self) -> int:
        return round(self._services.theme.page_pixels * 3)


def rhyme_place(letter: str) -> int:
    """0, 1, 2 ... for A ... Z, AA, AB ..., as `songwright.lyrics.scheme.letter` counts."""
    place = 0
    for character in letter:
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1
