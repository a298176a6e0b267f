"""The gutter of the lyric page: rhyme letters and how many syllables each line has, and should have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from songwright.ui.page.analyst import Analyst
from songwright.ui.page.page_view import PageView
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import LineAnalysis
    from songwright.lyrics.form_check import CheckedLine
    from songwright.lyrics.forms import LineForm
    from songwright.lyrics.scheme import RhymeMark
    from songwright.ui.page.form_watch import FormWatch

__all__ = ["Gutter", "rhyme_place"]

# Faults of `songwright.lyrics.forms`, by where they are shown.
_NO_LETTER = "="  # on the chip of a line that should be another one again and is not
_OF_RHYME = ("rhyme", "inner rhyme", "refrain", "end word")  # as it is: values


class Gutter(QWidget):
    """Beside a page's rows: a rhyme letter in its colour, and a syllable count, marked where it is not what is asked.

    What is amiss differs in more than its colour: a wrong count stands in a box with an arrow to the right one, a
    wrong stress has an accent, a missing rhyme is the wanted letter in a broken frame.
    """

    row_chosen = Signal(int)

    def __init__(
        self,
        services: Services,
        editor: PageView,
        analyst: Analyst,
        *,
        verse: Callable[[], bool] = lambda: True,
        watch: FormWatch | None = None,
        line_at: Callable[[int], str | None] = lambda _row: None,
    ) -> None:
        """`verse()` says whether the page is in lines at all: beside prose the gutter stays empty.

        `line_at` gives the id of the document's line in a row, for the mark of lines that no longer fit their notes.
        """
        super().__init__(editor)
        self._verse = verse
        self._services = services
        self._editor = editor
        self._analyst = analyst
        self._watch = watch
        self._line_at = line_at
        self.setAccessibleName(self.tr("Rhymes and syllables of each line"))
        editor.gutter_changed.connect(self._refresh)
        analyst.changed.connect(self.update)
        if watch is not None:
            watch.changed.connect(self.update)
        services.theme.changed.connect(self._place)
        services.fit_marks.changed.connect(self.update)
        self._place()

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(self._width(), 0)

    def describe(self, row: int, text: str) -> str:
        """A row in words: syllables, rhyme and what is wrong; "" for headings, empty rows and what is not known yet."""
        line = self._analyst.line(row, text) if self._verse() else None
        if line is None or not line.count:
            return ""
        parts = [self.tr("1 syllable") if line.count == 1 else self.tr("{0} syllables").format(line.count)]
        checked = self._checked(row, text)
        asked = checked.report.asked if checked is not None else None
        parts += filter(None, [self._told_rhyme(asked, self._analyst.rhyme(row, text))])
        if checked is not None:
            parts += [sentence.rstrip(".") for sentence in checked.sentences()] or [self.tr("in form")]
            parts += filter(None, [checked.liberties()])
        if self._is_unfit(row):
            parts.append(self.tr("its notes no longer fit"))
        return "  ·  ".join(parts)

    def _told_rhyme(self, asked: LineForm | None, mark: RhymeMark | None) -> str:
        """The letter that the form asks for, else the one that was found, in words; "" for none."""
        if asked is not None:
            return self.tr("rhyme {0}").format(asked.told_rhyme) if asked.told_rhyme else ""
        if mark is None:
            return ""
        return (self.tr("near rhyme {0}") if mark.near else self.tr("rhyme {0}")).format(mark.letter)

    def _is_unfit(self, row: int) -> bool:
        marked = self._services.fit_marks.lines
        return bool(marked) and self._line_at(row) in marked

    def _checked(self, row: int, text: str) -> CheckedLine | None:
        return self._watch.line(row, text) if self._watch is not None else None

    # --- painting ---------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._verse():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self._editor.textCursor().blockNumber()
        for row, text, box in self._editor.visible_rows():
            line = self._analyst.line(row, text)
            if line is None or not line.count:
                continue
            checked = self._checked(row, text)
            self._paint_count(painter, line, checked, box, current=row == current)
            self._paint_rhyme(painter, self._analyst.rhyme(row, text), checked, box)
            if self._is_unfit(row):
                self._paint_unfit(painter, box)

    def _paint_unfit(self, painter: QPainter, box: QRect) -> None:
        """A note in the middle of the gutter: what is sung here no longer fits."""
        font = self._services.theme.ui_font(bold=True)
        font.setPixelSize(round(self._size() * 1.2))
        painter.setFont(font)
        painter.setPen(self._services.theme.colour("warning"))
        painter.drawText(QRect(0, box.y(), self.width(), box.height()), Qt.AlignmentFlag.AlignCenter, "♪")

    def _paint_count(
        self, painter: QPainter, line: LineAnalysis, checked: CheckedLine | None, box: QRect, *, current: bool
    ) -> None:
        theme = self._services.theme
        where = QRect(0, box.y(), self.width() - 6, box.height())
        text, colour = self._count(line, checked)
        font = theme.ui_font(bold=bool(colour))
        font.setPixelSize(self._size())
        painter.setFont(font)
        if colour:
            width = painter.fontMetrics().horizontalAdvance(text) + 8
            side = self._size() * 1.5
            pill = QRectF(self.width() - 2 - width, box.y() + (box.height() - side) / 2, width, side)
            painter.setPen(QPen(theme.colour(colour), 1))
            painter.setBrush(theme.colour(f"{colour}_soft"))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setPen(theme.colour(colour))
        else:
            painter.setPen(theme.colour("accent_ink" if current else "faint"))
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _count(self, line: LineAnalysis, checked: CheckedLine | None) -> tuple[str, str]:
        """The text beside a line and the colour of its box: "" where nothing is amiss."""
        count = str(line.count)
        if checked is None or not checked.faults:
            return count, ""
        if "syllables" in checked.faults and checked.report.asked is not None:
            return f"{count}→{checked.report.asked.told_size}", "error"
        if "extra" in checked.faults:
            return f"{count} +", "error"
        return (f"{count} ´", "warning") if "stress" in checked.faults else (count, "")

    def _paint_rhyme(self, painter: QPainter, mark: RhymeMark | None, checked: CheckedLine | None, box: QRect) -> None:
        asked = checked.report.asked if checked is not None else None
        amiss = checked is not None and any(fault in _OF_RHYME for fault in checked.faults)
        # A form's own letters would clash with those that happen to be found in a line without one.
        found = mark.letter if mark is not None else ""
        letter = (asked.told_rhyme if asked is not None else found) or (_NO_LETTER if amiss else "")
        if not letter:
            return
        theme, size = self._services.theme, self._size()
        font = theme.ui_font(bold=True)
        font.setPixelSize(max(9, size - 2))
        painter.setFont(font)
        side = size * 1.5
        chip = QRectF(4, box.y() + (box.height() - side) / 2, max(side, side * 0.62 * len(letter)), side)
        colours = theme.tokens.rhymes
        colour = theme.colour("error")
        if letter != _NO_LETTER:
            colour = QColor(colours[rhyme_place(letter) % len(colours)])
        self._paint_chip(painter, chip, colour, near=mark is not None and mark.near, amiss=amiss)
        painter.setPen(colour)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_chip(self, painter: QPainter, chip: QRectF, colour: QColor, *, near: bool, amiss: bool) -> None:
        """A near rhyme has an outline, a missing one a broken outline: they differ without their colour, too."""
        soft, edge = QColor(colour), QColor(colour)
        soft.setAlphaF(0.0 if near or amiss else 0.16)
        edge.setAlphaF(0.5 if near else 0.0)
        pen = QPen(edge, 1)
        if amiss:
            pen = QPen(self._services.theme.colour("error"), 1.4, Qt.PenStyle.DashLine)
        painter.setBrush(soft)
        painter.setPen(pen)
        painter.drawRoundedRect(chip, 4, 4)

    def _size(self) -> int:
        return round(self._services.theme.page_pixels * 0.66)

    # --- pointing ---------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the row."""
        for row, _, box in self._editor.visible_rows():
            if box.top() <= event.position().y() <= box.bottom():
                self.row_chosen.emit(row)
                return

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
        return round(self._services.theme.page_pixels * 4.9)  # "12→10–11" and a rhyme beside it


def rhyme_place(letter: str) -> int:
    """0, 1, 2 ... for A ... Z, AA, AB ..., as `songwright.lyrics.scheme.letter` counts; "A+B" is A, "+B" is B."""
    place = 0
    for character in letter.split("+")[0] or letter.lstrip("+"):
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1
