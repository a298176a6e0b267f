"""How words and notes fit, line by line: what a listener would say, and one click to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from songwright.ui.elided_label import ElidedLabel
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.fit_report import LineFitReport

__all__ = ["FitPage"]


class FitPage(QWidget):
    """A list of lines with what is wrong with each; a click goes to the place."""

    place_asked = Signal(str, int)
    """(line id, syllable)."""
    fit_asked = Signal(tuple)
    """Ids of lines whose notes are to be fitted to their words again."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._reports: tuple[LineFitReport, ...] = ()
        self._unfit: tuple[str, ...] = ()
        self.summary = ElidedLabel()
        self.lines = QListWidget()
        self.lines.setAccessibleName(self.tr("Lines and how they fit"))
        self.lines.setWordWrap(True)
        self.lines.setResizeMode(QListView.ResizeMode.Adjust)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = QPushButton(self.tr("Fit Again"))
        self.again.setToolTip(self.tr("Fit the notes to the changed words with as few changes as can be"))
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 2, 14, 2)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.lines, 1)
        self.lines.itemClicked.connect(self._go)
        self.lines.itemActivated.connect(self._go)
        self.again.clicked.connect(lambda: self.fit_asked.emit(self._unfit))
        services.theme.changed.connect(self._fill)
        self.show_reports((), ())

    def show_reports(self, reports: Sequence[LineFitReport], unfit: Sequence[str]) -> None:
        """Show what was found; `unfit` are the lines that have notes, but not one for every syllable."""
        self._unfit = tuple(unfit)
        if tuple(reports) != self._reports or not reports:
            self._reports = tuple(reports)
            self._fill()
        self.again.setEnabled(bool(unfit))
        good = sum(report.fits for report in self._reports)
        if not self._reports:
            text = self.tr("Once the words have music, this shows how they fit.")
        elif good == len(self._reports):
            text = self.tr("Every line fits its tune.")
        else:
            text = self.tr("{good} of {all} lines fit well.").format(good=good, all=len(self._reports))
        self.summary.set_whole_text(text)

    def _fill(self) -> None:
        row = self.lines.currentRow()
        self.lines.clear()
        theme = self._services.theme
        for report in self._reports:
            item = QListWidgetItem("\n".join((report.text.strip(), " ".join(report.sentences))).strip())
            item.setIcon(theme.icon("success", "success") if report.fits else theme.icon("warning", "warning"))
            item.setData(Qt.ItemDataRole.UserRole, report)
            state = self.tr("fits") if report.fits else " ".join(report.sentences)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{report.text.strip()}: {state}")
            self.lines.addItem(item)
        if 0 <= row < self.lines.count():
            self.lines.setCurrentRow(row)

    def _go(self, item: QListWidgetItem) -> None:
        report: LineFitReport = item.data(Qt.ItemDataRole.UserRole)
        trouble = (*report.off_beat, *report.unsung)
        sung = [index for index in trouble if index not in report.unsung]
        self.place_asked.emit(report.line, sung[0] if sung else 0)
