"""The shape of a form as a drawing: a bar for each line, as long as its syllables, in the colour of its rhyme."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.ui.page.gutter import rhyme_place
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form, LineForm

__all__ = ["ShapeView"]

_LONGEST = (11, 16)
"""The widest bar stands for the longest line of the form, but for so many syllables at least and at most."""
_USUAL = 9
"""What a line of any length is drawn as."""


class ShapeView(QWidget):
    """`large` shows letters and feet; small, the whole form fits into a few rows of type."""

    def __init__(self, services: Services, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._large = large
        self._form: Form | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        services.theme.changed.connect(self.updateGeometry)

    def show_form(self, form: Form | None) -> None:
        """Draw another form."""
        self._form = form
        self.setAccessibleName(QCoreApplication.translate("Forms", form.name) if form is not None else "")
        self.setAccessibleDescription(QCoreApplication.translate("Forms", form.about) if form is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        if self._form is None:
            return QSize(0, 0)
        stanzas = self._form.lines[-1].stanza
        height = len(self._form.lines) * self._row() + stanzas * self._gap()
        return QSize(self._services.theme.pixels(14), round(height) + 4)

    def minimumSizeHint(self) -> QSize:
        """As low as it is drawn."""
        return QSize(40, self.sizeHint().height())

    def _row(self) -> float:
        """Height of a line: that of type, or so little that the longest forms fit."""
        if self._large:
            return self._services.theme.pixels(1.55)
        lines = len(self._form.lines) if self._form is not None else 1
        return max(2.0, min(6.0, 52 / lines))

    def _longest(self) -> int:
        least, most = _LONGEST
        return min(most, max([least, *(_size(line) for line in (self._form.lines if self._form is not None else ()))]))

    def _gap(self) -> float:
        return self._row() * 0.5

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if self._form is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 2.0
        for stanza, lines in groupby(self._form.lines, key=lambda line: line.stanza):
            y += self._gap() if stanza else 0.0
            for line in lines:
                self._paint_line(painter, line, y)
                y += self._row()

    def _paint_line(self, painter: QPainter, line: LineForm, y: float) -> None:
        theme, row = self._services.theme, self._row()
        room = self.width() - (theme.pixels(7.5) if self._large else 2)
        longest = self._longest()
        width = room * min(_size(line), longest) / longest
        thick = max(1.2, row * (0.42 if self._large else 0.6))
        bar = QRectF(1, y + (row - thick) / 2, width, thick)
        colour = self._colour(line)
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
        if not self._large:
            return
        if line.patterns:
            self._paint_beats(painter, line.patterns[0], bar)
        painter.setPen(colour)
        painter.setFont(theme.ui_font(0.92, bold=True))
        end = line.refrain or (f"= {line.end_word}" if line.end_word else line.rhyme) or ""
        mark = f"{end}+{line.inner}" if line.inner else end or "–"
        place = QRectF(room + 10, y, theme.pixels(3), row)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.ui_font(0.92))
        place = QRectF(room + theme.pixels(3), y, theme.pixels(4.2), row)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.told_size or "…")

    def _paint_beats(self, painter: QPainter, pattern: str, bar: QRectF) -> None:
        """A notch for each strong place."""
        painter.setPen(QPen(self._services.theme.colour("page"), 1.6))
        step = bar.width() / len(pattern)
        for place, sign in enumerate(pattern):
            if sign == "s":
                x = bar.x() + step * (place + 0.5)
                painter.drawLine(round(x), round(bar.top()), round(x), round(bar.bottom()))

    def _colour(self, line: LineForm) -> QColor:
        theme = self._services.theme
        if line.rhyme is None and line.end_word is None:
            return theme.colour("outline")
        colours = theme.tokens.rhymes
        place = rhyme_place(line.rhyme) if line.rhyme else int(line.end_word or 0)
        return QColor(colours[place % len(colours)])


def _size(line: LineForm) -> int:
    if line.patterns:
        return len(line.patterns[0])
    return _USUAL if line.most >= 99 else line.most
