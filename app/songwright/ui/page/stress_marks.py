"""Stresses under the words of a page: a bar for a stressed syllable, a dot for a weak one, a wave where one jars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextBlock, QTextLine

from songwright.ui.page.analyst import Analyst
from songwright.ui.page.form_watch import FormWatch
from songwright.ui.page.page_view import PageView
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import LineAnalysis

__all__ = ["StressMarks", "line_x", "units"]

_WAVE = 3.0
_STRESSES = {"/": 1, "\\": 2, "x": 0}


class StressMarks:
    """Paints on a page while it is switched on."""

    def __init__(
        self, services: Services, page: PageView, analyst: Analyst, watch: FormWatch, verse: Callable[[], bool]
    ) -> None:
        self._services = services
        self._page = page
        self._analyst = analyst
        self._watch = watch
        self._verse = verse
        self._on = False
        page.marks.append(self._paint)
        analyst.changed.connect(self._follow)
        watch.changed.connect(self._follow)

    def switch(self, on: bool) -> None:
        """Show or hide the marks."""
        self._on = on
        self._page.viewport().update()

    def _follow(self) -> None:
        if self._on:
            self._page.viewport().update()

    def _paint(self, painter: QPainter) -> None:
        if not self._on or not self._verse():
            return
        for row, text, _ in self._page.visible_rows():
            line = self._analyst.line(row, text)
            if line is not None and line.count:
                block = self._page.document().findBlockByNumber(row)
                self._paint_line(painter, block, line, *self._read(row, text, line))

    def _read(self, row: int, text: str, line: LineAnalysis) -> tuple[str, tuple[int, ...]]:
        """The line's stresses by its metre, and the syllables that jar with the one that is asked for."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.lyrics.form_check import jarring, read_marks

        checked = self._watch.line(row, text)
        asked = checked.report.asked if checked is not None else None
        reading = jarring(asked, line) if asked is not None else None
        return read_marks(asked, line), reading.faults if reading is not None else ()

    def _paint_line(
        self, painter: QPainter, block: QTextBlock, line: LineAnalysis, marks: str, jarring: tuple[int, ...]
    ) -> None:
        theme = self._services.theme
        top = self._page.blockBoundingGeometry(block).translated(self._page.contentOffset())
        for place, syllable in enumerate(line.syllables):
            start, end = units(block.text()[: syllable.start]), units(block.text()[: syllable.end])
            row = block.layout().lineForTextPosition(start)
            if not row.isValid():
                continue
            left, right = _x(row.cursorToX(start)) + 1, _x(row.cursorToX(end)) - 1
            y = top.y() + row.y() + row.ascent() + max(4.0, row.descent() * 0.8)
            origin = QPointF(top.x(), y)
            if place in jarring:
                _wave(painter, origin, left, right, theme.colour("error"))
            else:
                stress = _STRESSES.get(marks[place : place + 1], syllable.stress)
                colour = theme.colour("accent" if stress == 1 else "faint")
                _mark(painter, origin, (left, right), stress, colour)


def _mark(painter: QPainter, origin: QPointF, span: tuple[float, float], stress: int, colour: QColor) -> None:
    left, right = span
    if stress == 0:
        painter.setPen(_pen(colour, 2.4))
        painter.drawPoint(origin + QPointF((left + right) / 2, 0))
        return
    painter.setPen(_pen(colour, 2.2 if stress == 1 else 1.1))
    painter.drawLine(QLineF(origin + QPointF(left, 0), origin + QPointF(right, 0)))


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _wave(painter: QPainter, origin: QPointF, left: float, right: float, colour: QColor) -> None:
    path = QPainterPath(origin + QPointF(left, 0))
    x, up = left, True
    while x < right:
        path.lineTo(origin + QPointF(min(x + _WAVE, right), -_WAVE / 2 if up else _WAVE / 2))
        x, up = x + _WAVE, not up
    painter.setPen(QPen(colour, 1.3))
    painter.drawPath(path)


def _x(place: Any) -> float:  # noqa: ANN401 - Qt says `object`
    """`QTextLine.cursorToX` answers with the place alone or with the cursor as well, by version of the binding."""
    return float(place[0] if isinstance(place, tuple) else place)


def line_x(line: QTextLine, position: int) -> float:
    """The column of a character in its row, in pixels."""
    return _x(line.cursorToX(position))


def units(text: str) -> int:
    """Length in UTF-16 units, which Qt counts in."""
    return len(text.encode("utf-16-le")) // 2
