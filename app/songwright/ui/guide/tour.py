"""A tour of three steps through the window, which ends in a song that plays. It can be left at any step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from songwright.ui.fields import caption, label
from songwright.ui.theme.manager import Theme

__all__ = ["Tour", "TourStep"]

_WIDTH = 26.0
"""In base type sizes."""
_GAP = 14


@dataclass(frozen=True, slots=True)
class TourStep:
    """What is said at one place: `where` gives the part of the window, `last` is what the last button does."""

    title: str
    text: str
    where: Callable[[], QWidget]
    button: str = ""


class Tour(QFrame):
    """A card beside the part that it speaks of."""

    ended = Signal(bool)
    """The tour is over: whether it was gone to its end."""

    def __init__(self, theme: Theme, steps: tuple[TourStep, ...], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setAccessibleName(self.tr("Tour"))
        self._theme = theme
        self._steps = steps
        self._place = 0
        self._count = caption()
        self._title = label("", "title")
        self._text = label("", "")
        self._text.setWordWrap(True)
        self.next = QPushButton()
        self.next.setProperty("kind", "primary")
        self.skip = QPushButton(self.tr("Skip"))
        self.skip.setProperty("kind", "quiet")
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addLayout(foot)
        self.setFixedWidth(theme.pixels(_WIDTH))
        self.next.clicked.connect(lambda _checked=False: self.go_on())
        self.skip.clicked.connect(lambda _checked=False: self._end(whole=False))
        window.installEventFilter(self)
        self._show_step()
        self.show()
        self.raise_()
        self.next.setFocus()

    @property
    def step(self) -> int:
        """The step on show, from 0."""
        return self._place

    def go_on(self) -> None:
        """The next step, or the end."""
        self._place += 1
        if self._place >= len(self._steps):
            self._end(whole=True)
        else:
            self._show_step()

    def _end(self, *, whole: bool) -> None:
        self.hide()
        self.ended.emit(whole)
        self.deleteLater()

    def _show_step(self) -> None:
        step = self._steps[self._place]
        self._title.setText(step.title)
        self._text.setText(step.text)
        self._count.setText(self.tr("{0} of {1}").format(self._place + 1, len(self._steps)))
        self.next.setText(step.button or self.tr("Next"))
        self._text.setMinimumHeight(self._text.heightForWidth(self.width() - 32))
        self.adjustSize()
        self._stand(step.where())

    def _stand(self, part: QWidget) -> None:
        """Stand beside a part of the window, where there is most room; inside it when there is none."""
        window = self.parentWidget()
        if window is None:
            return
        area = QRect(part.mapTo(window, QPoint()), part.size())
        left = area.right() + _GAP
        if left + self.width() > window.width():
            left = area.left() - _GAP - self.width()
        if left < 0:
            left = area.center().x() - self.width() // 2
        top = area.center().y() - self.height() // 2
        if area.height() < self.height():
            top = area.top() - _GAP - self.height() if area.top() > self.height() + _GAP else area.bottom() + _GAP
        self.move(
            max(8, min(left, window.width() - self.width() - 8)), max(8, min(top, window.height() - self.height() - 8))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the part when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self._place < len(self._steps):
            self._stand(self._steps[self._place].where())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the tour."""
        if event.key() == Qt.Key.Key_Escape:
            self._end(whole=False)
        else:
            super().keyPressEvent(event)
