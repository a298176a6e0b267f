"""The first page: what will be asked, how often, and of whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.music.listening.trials import LENGTHS, Background, Sitting, TrialKind, heard_by
from songwright.ui.fields import Segments, caption, label
from songwright.ui.listening.wording import BACKGROUNDS, test_text

__all__ = ["SittingStartPage"]

_LONGEST_NAME = 60


class SittingStartPage(QWidget):
    """Asks nothing that has to be answered."""

    go_on = Signal(str)
    """Go on with the unfinished test of this id."""

    def __init__(self, excerpts: int, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._excerpts = excerpts
        self._tests: Sequence[Sitting] = ()
        self.kind = Segments(
            self.tr("What is asked"),
            (
                (TrialKind.SINGLE, self.tr("Bach or machine?"), self.tr("One piece at a time")),
                (
                    TrialKind.PAIRS,
                    self.tr("Which one is Bach?"),
                    self.tr("Two settings of one tune, one after the other"),
                ),
            ),
        )
        self.count = Segments(self.tr("How often"), tuple((str(n), str(n), "") for n in LENGTHS))
        self.count.set_value("20")
        self.listener = QLineEdit()
        self.listener.setMaxLength(_LONGEST_NAME)
        self.listener.setPlaceholderText(self.tr("a name, or nothing"))
        self.background = QComboBox()
        for value, text in BACKGROUNDS:
            self.background.addItem(self.tr(text), value)
        self.practice = QCheckBox(
            self.tr("Practice: say after each answer whether it was right. Practice is not counted.")
        )
        self.hint = caption()
        self.problem = label("", "error")
        self.results = QPushButton(self.tr("Results…"))
        self.close_dialog = QPushButton(self.tr("Close"))
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("kind", "primary")
        self._unfinished = QFrame()
        self._unfinished.setProperty("card", "true")
        self._unfinished_text = QLabel()
        self._go_on = QPushButton(self.tr("Go On"))
        self._lay_out(folder)
        self.listener.textChanged.connect(self._tell)
        self._go_on.clicked.connect(self._chosen)

    def _lay_out(self, folder: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Human or machine?"), "title"))
        about = QLabel(
            self.tr(
                "You hear short pieces for four voices. Some are by Johann Sebastian Bach; the others Songwright makes "
                "now, on this machine, under the tune of a chorale that it has never seen. Both are played alike. Can "
                "you tell them apart?"
            )
        )
        about.setWordWrap(True)
        column.addWidget(about)
        card = QHBoxLayout(self._unfinished)
        card.setContentsMargins(12, 8, 8, 8)
        card.addWidget(self._unfinished_text, 1)
        card.addWidget(self._go_on)
        column.addWidget(self._unfinished)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setColumnStretch(1, 1)
        for row, (text, field) in enumerate(
            (
                (self.tr("Question"), self.kind),
                (self.tr("How many"), self.count),
                (self.tr("Listener"), self.listener),
                (self.tr("Musical training"), self.background),
            )
        ):
            field.setAccessibleName(text)
            fields.addWidget(label(text, "field", buddy=field), row, 0)
            fields.addWidget(field, row, 1)
        column.addLayout(fields)
        column.addWidget(self.practice)
        column.addWidget(self.hint)
        for sentence in (self.hint, self.problem):
            sentence.setWordWrap(True)
        column.addWidget(self.problem)
        column.addStretch(1)
        kept = caption(self.tr("Answers are kept in {0} and go nowhere else.").format(folder))
        kept.setWordWrap(True)
        column.addWidget(kept)
        foot = QHBoxLayout()
        foot.addWidget(self.results)
        foot.addStretch(1)
        foot.addWidget(self.close_dialog)
        foot.addWidget(self.start)
        column.addLayout(foot)

    def show_tests(self, tests: Sequence[Sitting], problem: str = "") -> None:
        """Offer to go on with the newest unfinished test, and to look at results if there are any."""
        self._tests = tests
        self.results.setEnabled(bool(tests))
        open_ = [test for test in tests if not test.finished]
        self._unfinished.setVisible(bool(open_))
        if open_:
            self._unfinished.setProperty("test", open_[-1].id)
            self._unfinished_text.setText(self.tr("Not finished: {0}").format(test_text(open_[-1])))
        self.show_problem(problem)
        self._tell()

    def show_problem(self, text: str) -> None:
        """Say what went wrong; nothing for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    @property
    def who(self) -> str:
        """The listener's name."""
        return " ".join(self.listener.text().split())

    @property
    def trained(self) -> Background:
        """The listener's own note."""
        return Background(self.background.currentData())

    def _chosen(self) -> None:
        self.go_on.emit(str(self._unfinished.property("test")))

    def _tell(self) -> None:
        """How many chorales the listener has not heard yet."""
        new = self._excerpts - len(heard_by(self.who, self._tests))
        if new == self._excerpts:
            text = self.tr(
                "Telling a listener who is right 57 % of the time from one who guesses takes about 400 answers; "
                "20 show only a large difference."
            )
        else:
            text = self.tr(
                "{0} of {1} tunes are new to this listener; those heard before are played last and not counted."
            ).format(max(0, new), self._excerpts)
        self.hint.setText(text)
