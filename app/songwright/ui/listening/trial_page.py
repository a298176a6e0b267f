"""The page of one trial: hear it as often as you like, answer, go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from songwright.music.listening.trials import Sitting, Sureness, TrialAnswer, TrialKind
from songwright.ui.fields import Segments, caption, label, set_kind
from songwright.ui.listening.piece_player import PiecePlayer
from songwright.ui.listening.wording import SURENESS, piece_text, work_text
from songwright.ui.theme.manager import Theme

__all__ = ["TrialPage"]


class TrialPage(QWidget):
    """Shows the next trial of a test. Keys: 1 and 2 answer, Space plays again, Enter goes on."""

    answered = Signal(object)
    """The answer was given (an `TrialAnswer`)."""
    went_on = Signal()
    """In practice, after it was shown whether the answer was right."""

    def __init__(self, theme: Theme, player: PiecePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._player = player
        self._test: Sitting | None = None
        self._told = False
        self.place = label("", "title")
        self.done = QProgressBar()
        self.question = label("", "section")
        self.again = QPushButton(self.tr("Play Again"))
        self._frames = (QWidget(), QWidget())
        self.parts = (QPushButton(), QPushButton())
        self.bars = (QProgressBar(), QProgressBar())
        self.choices = (QPushButton(), QPushButton())
        self.sureness = Segments(
            self.tr("How sure (optional)"), tuple((str(int(value)), self.tr(text), "") for value, text in SURENESS)
        )
        self.feedback = QLabel()
        self.silence = label("", "error")
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.setToolTip(self.tr("Keep the answers so far and go on another time"))
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("kind", "primary")
        self._lay_out()
        self._connect()
        theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(self.place)
        self.done.setAccessibleName(self.tr("Answered so far"))
        column.addWidget(self.done)
        column.addStretch(1)
        column.addWidget(self.question, 0, Qt.AlignmentFlag.AlignHCenter)
        sounds = QHBoxLayout()
        sounds.setSpacing(16)
        for frame, button, bar in zip(self._frames, self.parts, self.bars, strict=True):
            part = QVBoxLayout(frame)
            part.setContentsMargins(0, 0, 0, 0)
            bar.setRange(0, 1000)
            bar.setAccessibleName(self.tr("How much of it was heard"))
            part.addWidget(button)
            part.addWidget(bar)
            sounds.addWidget(frame, 1)
        column.addLayout(sounds)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        answers = QHBoxLayout()
        answers.setSpacing(16)
        for button in self.choices:
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(48)
            answers.addWidget(button, 1)
        column.addLayout(answers)
        column.addWidget(label(self.tr("How sure (optional)"), "field", buddy=self.sureness))
        column.addWidget(self.sureness)
        policy = self.feedback.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that nothing moves when it is told
        self.feedback.setSizePolicy(policy)
        for text in (self.feedback, self.silence):
            text.setWordWrap(True)
            column.addWidget(text)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(caption(self.tr("Keys: 1 and 2 answer · Space plays again · Enter goes on")))
        foot.addStretch(1)
        foot.addWidget(self.pause)
        foot.addWidget(self.next)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.again.clicked.connect(self.play)
        for index, button in enumerate(self.parts):
            button.clicked.connect(lambda _on=False, index=index: self._play_one(index))
        for index, button in enumerate(self.choices):
            button.clicked.connect(lambda _on=False, index=index: self.choose(index))
        self.next.clicked.connect(self._go_on)
        self._player.moved.connect(self._show_moved)
        for key, function in (
            (Qt.Key.Key_1, lambda: self.choose(0)),
            (Qt.Key.Key_2, lambda: self.choose(1)),
            (Qt.Key.Key_Space, self.play),
        ):
            QShortcut(QKeySequence(key), self, function)

    def _tint(self) -> None:
        for button in (self.again, *self.parts):
            button.setIcon(self._theme.icon("play"))

    def show_trial(self, test: Sitting) -> None:
        """Ask the test's next trial, and play it."""
        self._test, self._told = test, False
        self.place.setText(self.tr("{0} of {1}").format(test.place + 1, len(test.trials)))
        self.done.setRange(0, len(test.trials))
        self.done.setValue(test.place)
        single = test.kind is TrialKind.SINGLE
        self.question.setText(self.tr("Bach or machine?") if single else self.tr("Which one is Bach?"))
        names = (self.tr("Bach"), self.tr("Machine")) if single else (self.tr("The First"), self.tr("The Second"))
        for number, (button, name) in enumerate(zip(self.choices, names, strict=True), 1):
            button.setText(f"{name}  ({number})")
            button.setAccessibleName(name)
            button.setChecked(False)
        parts = (self.tr("Play It"), "") if single else (self.tr("Play the First"), self.tr("Play the Second"))
        for button, bar, text in zip(self.parts, self.bars, parts, strict=True):
            button.setText(text)
            bar.setValue(0)
        self._frames[1].setVisible(not single)
        self.again.setVisible(not single)
        self.again.setText(self.tr("Play Both Again"))
        self.sureness.set_value(str(int(Sureness.UNTOLD)))
        self._update()
        self.next.setDefault(True)  # again, because a dialog has one such button at a time
        self.play()
        self.choices[0].setFocus()

    def play(self) -> None:
        """Play it, or both, from the beginning."""
        if self._test is not None and not self._test.finished:
            self._player.play(self._test.trials[self._test.place].pieces)

    def _play_one(self, index: int) -> None:
        if self._test is not None:
            self._player.play(self._test.trials[self._test.place].pieces[index : index + 1], index)

    def choose(self, index: int) -> None:
        """Take the first or the second answer; it can be changed until it is gone on from."""
        if not self._told:
            for place, button in enumerate(self.choices):
                button.setChecked(place == index)
            self._update()

    def show_silence(self, text: str) -> None:
        """Say why nothing can be heard."""
        self.silence.setText(text)
        self.silence.setVisible(bool(text))

    def _show_moved(self, index: int, share: float) -> None:
        for place, bar in enumerate(self.bars):
            if place == index:
                bar.setValue(round(1000 * share))

    def _update(self) -> None:
        chosen = any(button.isChecked() for button in self.choices)
        for button in self.choices:
            set_kind(button, "primary" if button.isChecked() else "")
        self.next.setEnabled(chosen)
        for widget in (*self.choices, self.sureness):
            widget.setEnabled(not self._told)
        self.feedback.setVisible(self._told)

    def _go_on(self) -> None:
        test = self._test
        if test is None or test.finished:
            return
        if self._told:
            self.went_on.emit()
            return
        answer = TrialAnswer(
            [button.isChecked() for button in self.choices].index(True), Sureness(int(self.sureness.value))
        )
        if test.practice:
            trial = test.trials[test.place]
            right = answer.taken == trial.truth
            what = " · ".join(piece_text(piece) for piece in trial.pieces)
            said = self.tr("Right.") if right else self.tr("Wrong.")
            self.feedback.setText(f"{said} {what} ({work_text(trial.pieces[0])})")
            self._told = True
            self._update()
        self.answered.emit(answer)
