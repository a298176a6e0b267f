"""The field in which a chord symbol is typed, in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from songwright.core.errors import SongwrightError
from songwright.core.song import Chord
from songwright.music.chords import pretty_symbol
from songwright.ui.fields import label

__all__ = ["ChordField", "ChordIdeas"]


_PROBLEM_WIDTH = 380
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChordIdeas(QFrame):
    """A row of chords under the field. It never takes the focus: keys stay with the field."""

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.symbols: tuple[str, ...] = ()
        self._place = -1
        self.setProperty("card", "true")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(4)
        self.hide()

    def show_below(self, field: QRect, symbols: Sequence[str]) -> None:
        """Show other chords under a field."""
        self.symbols, self._place = tuple(symbols), -1
        while (item := self._row.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        for symbol in symbols:
            button = QPushButton(pretty_symbol(symbol))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(symbol)
            button.clicked.connect(lambda _on=False, symbol=symbol: self.taken.emit(symbol))
            self._row.addWidget(button)
        self.adjustSize()
        left = max(2, min(field.left(), _room(self).width() - self.sizeHint().width() - 2))
        self.move(left, field.bottom() + 3)
        self.show()
        self.raise_()

    def step(self, by: int) -> str:
        """The next chord, around and around."""
        start = self._place if self._place >= 0 or by > 0 else 0
        self._place = (start + by) % len(self.symbols)
        return self.symbols[self._place]

    def forget(self) -> None:
        """Have nothing to offer."""
        self.symbols = ()
        self.hide()


class ChordField(QLineEdit):
    """Opens over a chord; Enter or Tab obeys what was typed, Escape leaves the chord as it was.

    An unknown symbol stays in the field, marked, with the reason below it and as its description. Up and Down go
    through chords that would suit the place, once they are offered; a click on one takes it.
    """

    advanced = Signal(int)
    """Tab (1) or Shift+Tab (-1) was pressed after a symbol was taken: the next one is wanted."""

    def __init__(self, area: QAbstractScrollArea, read: Callable[[str], Chord]) -> None:
        """`read` makes a chord of what is typed, or raises SongwrightError."""
        super().__init__(area.viewport())
        self._area = area
        self._read = read
        self.ideas = ChordIdeas(area.viewport())
        self.ideas.taken.connect(self._take_idea)
        self.problem = label("", "error", area.viewport())
        """Why what was typed is no chord."""
        self.problem.setProperty("card", "true")
        self.problem.setWordWrap(True)
        self.problem.setContentsMargins(8, 6, 8, 6)
        self.problem.hide()
        self._before = ""
        self._take: Callable[[str], None] | None = None
        self.setObjectName("chordField")
        self.setAccessibleName(self.tr("Chord symbol"))
        self.setPlaceholderText(self.tr("Chord"))
        self.setMaxLength(16)
        self.hide()
        self.textEdited.connect(lambda _text: self._mark(""))

    def open(self, at: QRect, text: str, take: Callable[[str], None]) -> None:
        """Show the field at a place with a symbol in it; `take` is called with what was typed."""
        self._before, self._take = text, take
        self.ideas.forget()
        height = max(at.height() + 6, self.sizeHint().height())
        width = max(at.width() + 36, 92)
        left = max(2, min(at.left() - 6, _room(self).width() - width - 2))
        self.setGeometry(left, at.center().y() - height // 2, width, height)
        self.setText(text)
        self._mark("")
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.selectAll()

    def offer(self, symbols: Sequence[str]) -> None:
        """Show chords that would suit the place; only while the field is open."""
        if self._take is not None and symbols:
            self.ideas.show_below(self.geometry(), symbols)
            told = self.tr("Up and Down go through chords that would suit: {names}").format(names=", ".join(symbols))
            self.setAccessibleDescription(told)

    def _take_idea(self, symbol: str) -> None:
        self.setText(symbol)
        self.commit()

    def close_field(self) -> None:
        """Put the field away; what was typed is dropped."""
        if self._take is None:
            return
        self._take = None
        had_focus = self.hasFocus()
        self.hide()
        self.problem.hide()
        self.ideas.forget()
        if had_focus:
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Hand over what was typed; False when it is no chord."""
        take, text = self._take, self.text().strip()
        if take is None:
            return True
        if text == self._before:
            self.close_field()
            return True
        try:
            if text:
                self._read(text)
        except SongwrightError as error:
            self._mark(error.message)
            return False
        self.close_field()
        take(text)
        return True

    def _mark(self, problem: str) -> None:
        self.setProperty("invalid", bool(problem))
        self.setToolTip(
            problem or self.tr("A chord such as C, Am, F#m7 or D/F#, or a numeral such as IV or V7; empty to remove it")
        )
        self.setAccessibleDescription(problem)
        self._show_problem(problem)
        self.style().unpolish(self)
        self.style().polish(self)

    def _show_problem(self, problem: str) -> None:
        """Tell below the field, and below what is offered there, what is wrong; nothing hides it."""
        self.problem.setVisible(bool(problem))
        if not problem:
            return
        room = _room(self)
        self.problem.setText(problem)
        self.problem.resize(min(_PROBLEM_WIDTH, room.width() - 4), 0)
        height = self.problem.heightForWidth(self.problem.width())
        below = (self.ideas if self.ideas.isVisible() else self).geometry().bottom() + 3
        left = max(2, min(self.x(), room.width() - self.problem.width() - 2))
        self.problem.setGeometry(left, max(0, min(below, room.height() - height)), self.problem.width(), height)
        self.problem.raise_()

    def event(self, event: QEvent) -> bool:
        """Take Tab as "and the next one"; keep Enter and Escape from being the window's commands."""
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                if self.commit():
                    self.advanced.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
            if event.type() is QEvent.Type.ShortcutOverride and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Enter, or typing."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_field()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.ideas.symbols:
            self.setText(self.ideas.step(1 if event.key() == Qt.Key.Key_Down else -1))
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere takes what was typed, if it is a chord."""
        super().focusOutEvent(event)
        passing = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if not passing and not self.commit():
            self.close_field()


def _room(widget: QWidget) -> QSize:
    """How much room there is around a widget: its parent's size."""
    parent = widget.parentWidget()
    return widget.size() if parent is None else parent.size()
