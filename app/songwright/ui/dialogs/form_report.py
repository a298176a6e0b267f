"""The form report: line by line what was asked, what is there, and what is wrong. Stays open beside the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from songwright.lyrics.form_check import CheckedLine, FormCheck, read_marks
from songwright.lyrics.forms import Form
from songwright.ui.fields import caption, label, make_report
from songwright.ui.page.form_watch import FormWatch
from songwright.ui.page.gutter import rhyme_place
from songwright.ui.services import Services

__all__ = ["FormReport"]

_LINE, _WORDS, _SYLLABLES, _STRESSES, _RHYME, _AMISS = range(6)
_STRONG, _WEAK, _ANY = "/", "×", "·"
_ROW = Qt.ItemDataRole.UserRole


class FormReport(QDialog):
    """Shows one page's check; a click or Enter on a line goes to it."""

    row_chosen = Signal(int)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._watch: FormWatch | None = None
        self.setWindowTitle(self.tr("Form report"))
        self.setModal(False)
        self.resize(880, 460)
        self._title = label("", "title")
        self._summary = QLabel()
        self._hint = caption(self.tr("Stresses: / strong, × weak, \\ between. Choose a line to go to it."))
        self.table = QTableWidget(0, 6)
        self._arrange()
        services.theme.changed.connect(self.refresh)

    def show_watch(self, watch: FormWatch, what: str) -> None:
        """Report on another page; `what` says which."""
        if self._watch is not None:
            self._watch.changed.disconnect(self.refresh)
        self._watch = watch
        self._title.setText(what)
        watch.changed.connect(self.refresh)
        self.refresh()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        table = self.table
        table.setHorizontalHeaderLabels(
            [
                self.tr("Line"),
                self.tr("Words"),
                self.tr("Syllables"),
                self.tr("Stresses"),
                self.tr("Rhyme"),
                self.tr("What is amiss"),
            ]
        )
        table.setAccessibleName(self.tr("Lines and how they keep the form"))
        make_report(table)
        # What is amiss may take more than a row of type.
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = table.horizontalHeader()
        for place in range(6):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_WORDS, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(_WORDS, 280)
        header.setSectionResizeMode(_AMISS, QHeaderView.ResizeMode.Stretch)
        table.cellClicked.connect(lambda row, _column: self._choose(row))
        table.cellActivated.connect(lambda row, _column: self._choose(row))
        column.addWidget(table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        foot.addWidget(close)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Show the check as it is now."""
        check = self._watch.check if self._watch is not None else None
        self._summary.setText(self._told(check))
        lines = check.lines if check is not None else ()
        kept = self.table.currentRow()
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            self._fill(place, line, several=lines[-1].part > 1)
        if 0 <= kept < len(lines):
            self.table.setCurrentCell(kept, 0)

    def _told(self, check: FormCheck | None) -> str:
        if check is None or not check.lines:
            return self.tr("There is nothing to compare yet: choose a form below the page.")
        name = self._watch.measure.name if self._watch and isinstance(self._watch.measure, Form) else ""
        name = name or self.tr("Each section against the first of its kind")
        if not check.faulty:
            return self.tr("{0}: every line is in form ({1} lines).").format(name, len(check.lines))
        return self.tr("{0}: {1} of {2} lines have something amiss.").format(name, check.faulty, len(check.lines))

    def _fill(self, place: int, checked: CheckedLine, *, several: bool) -> None:
        asked, line = checked.report.asked, checked.report.line
        letter = asked.told_rhyme if asked is not None else ""
        cells = (
            f"{checked.part}.{checked.number}" if several else str(checked.number),
            line.text.strip() if line is not None else "—",
            _syllables(checked),
            _stresses(checked),
            letter,
            _verdict(checked),
        )
        tokens = self._services.theme
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(_asked_stresses(checked) if column == _STRESSES else text)
            if checked.row is not None:
                item.setData(_ROW, checked.row)
            if column == _RHYME and letter:
                colours = tokens.tokens.rhymes
                item.setForeground(QColor(colours[rhyme_place(letter) % len(colours)]))
            elif column == _AMISS:
                item.setForeground(tokens.colour("error" if checked.faults else "success"))
            self.table.setItem(place, column, item)

    def _choose(self, place: int) -> None:
        item = self.table.item(place, 0)
        row = item.data(_ROW) if item is not None else None
        if row is not None:
            self.row_chosen.emit(int(row))


def _verdict(checked: CheckedLine) -> str:
    """What is wrong, or that nothing is, and which words are said otherwise than usual for that."""
    taken = checked.liberties()
    in_form = QCoreApplication.translate("FormReport", "in form")
    told = " ".join(checked.sentences()) or in_form
    return f"{told}  ({taken})" if taken else told


def _syllables(checked: CheckedLine) -> str:
    asked, line = checked.report.asked, checked.report.line
    wanted = asked.told_size if asked is not None else ""
    count = str(line.count) if line is not None else "–"
    if line is None or "syllables" not in checked.faults:
        return wanted if line is None else count
    return f"{count} → {wanted}"


def _stresses(checked: CheckedLine) -> str:
    asked, line = checked.report.asked, checked.report.line
    if line is None:
        return _pattern(asked.patterns[0]) if asked is not None and asked.patterns else ""
    return read_marks(asked, line).replace("x", _WEAK)


def _asked_stresses(checked: CheckedLine) -> str:
    asked = checked.report.asked
    return "\n".join(_pattern(pattern) for pattern in asked.patterns) if asked is not None else ""


def _pattern(pattern: str) -> str:
    return pattern.replace("s", _STRONG).replace("w", _WEAK).replace("x", _ANY)
