"""The page of results: tests and their sums, what they show, and each piece to hear again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from songwright.core.language import said, sayable
from songwright.music.listening.results import Group, Tally, counted, pooled, tally, verdict
from songwright.music.listening.trials import Sitting, Sureness, Trial, TrialAnswer, TrialKind, TrialPiece
from songwright.ui.fields import caption, label, make_report
from songwright.ui.listening.interval_view import IntervalView
from songwright.ui.listening.piece_player import PiecePlayer
from songwright.ui.listening.wording import SURENESS, answer_text, group_text, piece_text, test_text, work_text
from songwright.ui.theme.manager import Theme

__all__ = ["ResultsPage"]

_ENTRY = Qt.ItemDataRole.UserRole
_RIGHT = 3
"""The column that says whether the answer was right."""


class ResultsPage(QWidget):
    """Sums first, then single tests, the newest on top."""

    go_on = Signal(str)
    """Go on with the unfinished test of this id."""
    delete_asked = Signal(str)
    export_asked = Signal()

    def __init__(self, theme: Theme, player: PiecePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._player = player
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Tests"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view = IntervalView(theme)
        self.verdict = QLabel()
        self.numbers = caption()
        self.table = QTableWidget(0, 6)
        self.hear = (QPushButton(self.tr("Hear It")), QPushButton(self.tr("Hear the Second")))
        self.problem = label("", "error")
        self.delete = QPushButton(self.tr("Delete This Test…"))
        self.export = QPushButton(self.tr("Export…"))
        self.resume = QPushButton(self.tr("Go On"))
        self.back = QPushButton(self.tr("Back"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for text in (self.verdict, self.numbers, self.problem):
            text.setWordWrap(True)
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dress_table()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.view, self.verdict, self.numbers):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        hearing = QHBoxLayout()
        for button in self.hear:
            hearing.addWidget(button)
        hearing.addStretch(1)
        hearing.addWidget(self.resume)
        hearing.addWidget(self.delete)
        column.addLayout(hearing)
        halves = QSplitter()
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([260, 600])
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(12)
        whole.addWidget(label(self.tr("Results"), "title"))
        whole.addWidget(halves, 1)
        whole.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(self.back)
        whole.addLayout(foot)

    def _dress_table(self) -> None:
        table = self.table
        names = sayable(("", "What was heard", "Answer", "", "How sure", "Chorale"))
        table.setHorizontalHeaderLabels([self.tr(name) if name else "" for name in names])
        table.setAccessibleName(self.tr("Trials"))
        make_report(table)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show_entry())
        self.table.itemSelectionChanged.connect(self._update)
        self.table.cellActivated.connect(lambda *_: self._hear(0))
        for index, button in enumerate(self.hear):
            button.clicked.connect(lambda _on=False, index=index: self._hear(index))
        self.delete.clicked.connect(lambda: self._with_test(self.delete_asked.emit))
        self.resume.clicked.connect(lambda: self._with_test(self.go_on.emit))
        self.export.clicked.connect(self.export_asked)
        self._theme.changed.connect(self._show_entry)

    def show_tests(self, tests: Sequence[Sitting], chosen: str = "", problem: str = "") -> None:
        """List the sums and the tests, and show the test of this id (else the first entry)."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        entries: list[tuple[str, Group | Sitting]] = [(group_text(group), group) for group in pooled(tests)]
        entries += [(test_text(test), test) for test in reversed(tests)]
        for text, entry in entries:
            item = QListWidgetItem(text)
            item.setData(_ENTRY, entry)
            item.setToolTip(entry.machine)
            self.list.addItem(item)
        place = next((i for i, (_, one) in enumerate(entries) if isinstance(one, Sitting) and one.id == chosen), 0)
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.export.setEnabled(bool(tests))
        self._show_entry()

    @property
    def entry(self) -> Group | Sitting | None:
        """What is shown."""
        item = self.list.currentItem()
        entry: Group | Sitting | None = item.data(_ENTRY) if item is not None else None
        return entry

    def _show_entry(self) -> None:
        self._player.stop()
        match self.entry:
            case Sitting() as test if test.finished:
                found = tally(test.kind, test.trials if test.practice else counted(test))
                text = self._told(test, found)
                self._show(found, text, test)
            case Sitting():
                self._show(None, self.tr("This test is not finished: its answers are shown when it is."), None)
            case Group() as group:
                text = verdict(group.tally, group.listeners)
                self._show(
                    group.tally, f"{text} {self.tr('The composer was version {0}.').format(group.machine)}", None
                )
            case _:
                self._show(None, self.tr("There are no tests yet."), None)

    def _told(self, test: Sitting, found: Tally) -> str:
        if test.practice:
            text = self.tr("{0} of {1} right. This was practice, and nothing is concluded from it.")
            return text.format(found.right, found.count)
        old = sum(not trial.fresh for trial in test.trials)
        text = verdict(found)
        if old:
            text += " " + self.tr("{0} pieces had been heard before and are not counted.").format(old)
        return text

    def _show(self, found: Tally | None, text: str, test: Sitting | None) -> None:
        self.view.show_tally(found)
        self.view.setVisible(found is not None)
        self.verdict.setText(text)
        practice = test is not None and test.practice
        self.numbers.setText(_numbers(found) if found is not None and not practice else "")
        self.table.setVisible(test is not None)
        self.table.setRowCount(0 if test is None else len(test.trials))
        if test is not None:
            self._fill(test)
        self._update()

    def _fill(self, test: Sitting) -> None:
        for row, trial in enumerate(test.trials):
            if trial.answer is not None:
                self._fill_row(row, test.kind, trial, trial.answer)

    def _fill_row(self, row: int, kind: TrialKind, trial: Trial, answer: TrialAnswer) -> None:
        sure = dict(SURENESS)[answer.sureness]
        cells = (
            str(row + 1),
            " / ".join(piece_text(piece) for piece in trial.pieces),
            answer_text(kind, answer),
            self.tr("right") if trial.right else self.tr("wrong"),
            "" if answer.sureness is Sureness.UNTOLD else self.tr(sure),
            work_text(trial.pieces[0]),
        )
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == _RIGHT:
                item.setForeground(self._theme.colour("success" if trial.right else "error"))
            self.table.setItem(row, column, item)

    def _pieces(self) -> tuple[TrialPiece, ...]:
        entry, row = self.entry, self.table.currentRow()
        return entry.trials[row].pieces if isinstance(entry, Sitting) and entry.finished and row >= 0 else ()

    def _hear(self, index: int) -> None:
        pieces = self._pieces()
        if index < len(pieces):
            self._player.play((pieces[index],), index)

    def _with_test(self, function: Callable[[str], object]) -> None:
        if isinstance(self.entry, Sitting):
            function(self.entry.id)

    def _update(self) -> None:
        entry, pieces = self.entry, self._pieces()
        single = len(pieces) < 2
        self.hear[0].setText(self.tr("Hear It") if single else self.tr("Hear the First"))
        for index, button in enumerate(self.hear):
            button.setVisible(self.table.isVisibleTo(self) and (index == 0 or not single))
            button.setEnabled(index < len(pieces))
        self.delete.setVisible(isinstance(entry, Sitting))
        self.resume.setVisible(isinstance(entry, Sitting) and not entry.finished)


def _numbers(found: Tally) -> str:
    """The statistics in a row, and what they are."""
    parts = [f"p = {found.p:.3f}" if found.p >= 0.001 else "p < 0.001"]
    parts.append("95 %: {:.1f}-{:.1f} %".format(*(100 * end for end in found.interval)))
    if found.d_prime is not None:
        parts.append(f"d′ = {_signed(found.d_prime)}")
    if found.criterion is not None:
        parts.append(f"c = {_signed(found.criterion)}")
        parts.append(
            said(
                "“Bach”: {hits} of {bachs} by Bach, {alarms} of {machines} by machine",
                hits=found.hits,
                bachs=found.bachs,
                alarms=found.false_alarms,
                machines=found.machines,
            )
        )
    names = dict(SURENESS)
    parts += [
        said("{sure}: {right} of {count} right", sure=said(names[level]).lower(), right=right, count=count)
        for level, right, count in found.sure
    ]
    return " · ".join(parts)


def _signed(number: float) -> str:
    return f"{round(number, 2) + 0.0:.2f}".replace("-", "−")  # adding 0 takes the sign off a nought
