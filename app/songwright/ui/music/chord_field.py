"""The field in which a chord symbol is typed, in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit

from songwright.core.errors import SongwrightError
from songwright.music.chords import parse_symbol

__all__ = ["ChordField"]


_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChordField(QLineEdit):
    """Opens over a chord; Enter or Tab obeys what was typed, Escape leaves the chord as it was.

    An unknown symbol stays in the field, marked, with the reason as its tool tip and description.
    """

    advanced = Signal(int)
    """Tab (1) or Shift+Tab (-1) was pressed after a symbol was taken: the next one is wanted."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area.viewport())
        self._area = area
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
        height = max(at.height() + 6, self.sizeHint().height())
        width = max(at.width() + 36, 92)
        left = max(2, min(at.left() - 6, self.parentWidget().width() - width - 2))
        self.setGeometry(left, at.center().y() - height // 2, width, height)
        self.setText(text)
        self._mark("")
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.selectAll()

    def close_field(self) -> None:
        """Put the field away; what was typed is dropped."""
        if self._take is None:
            return
        self._take = None
        had_focus = self.hasFocus()
        self.hide()
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
                parse_symbol(text)
        except SongwrightError as error:
            self._mark(error.message)
            return False
        self.close_field()
        take(text)
        return True

    def _mark(self, problem: str) -> None:
        self.setProperty("invalid", bool(problem))
        self.setToolTip(problem or self.tr("A chord such as C, Am, F#m7, Bbmaj7 or D/F#; empty to remove it"))
        self.setAccessibleDescription(problem)
        self.style().unpolish(self)
        self.style().polish(self)

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
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere takes what was typed, if it is a chord."""
        super().focusOutEvent(event)
        passing = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if not passing and not self.commit():
            self.close_field()
