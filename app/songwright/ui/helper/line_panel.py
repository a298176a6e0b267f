"""What is known of the line at the cursor: syllables, stresses, rhyme, and whether it keeps its form and its notes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.lyrics.form_check import read_marks
from songwright.ui.fields import label
from songwright.ui.shell.parts import Parts, Spot

__all__ = ["LinePanel", "build"]

_BEATS = {"/": "●", "\\": "○", "x": "·"}
"""Stressed, half stressed, unstressed; they differ in size and not only in darkness."""


class LinePanel(QWidget):
    """The gutter's words about a line, one below the other, with its stresses drawn as dots."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = parts.centre.sheet
        self._spot = Spot()
        self.stresses = label("", "section")
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.stresses)
        column.addWidget(self.told)
        for source in (self._sheet.analyst.changed, self._sheet.watch.changed, parts.services.fit_marks.changed):
            source.connect(lambda: self.show_spot(self._spot))

    def show_spot(self, spot: Spot) -> None:
        """Show what is known of the line."""
        self._spot = spot
        line = self._sheet.analyst.line(spot.row, spot.text)
        checked = self._sheet.watch.line(spot.row, spot.text)
        asked = checked.report.asked if checked is not None else None
        marks = read_marks(asked, line) if line is not None else ""
        self.stresses.setText("  ".join(_BEATS.get(mark, mark) for mark in marks))
        self.stresses.setAccessibleName(self.tr("Stresses: {0}").format(" ".join(marks)))
        self.stresses.setVisible(bool(marks))
        told = self._sheet.gutter.describe(spot.row, spot.text)
        # A word at the cursor of which nothing is known yet: it is being looked at, and there is nothing to ask for.
        hint = "" if spot.word else self.tr("Put the cursor into a line to see how it is built.")
        self.told.setText("\n".join(told.split("  ·  ")) or hint)


def build(parts: Parts) -> QWidget:
    """The panel."""
    return LinePanel(parts)
