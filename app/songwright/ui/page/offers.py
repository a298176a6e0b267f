"""The pop-up with what could stand at the cursor: lines, words or rhymes, each with its likelihood as a bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from songwright.ui.fields import Segments, caption, label
from songwright.ui.page.offer_list import OfferList, Shown
from songwright.ui.services import Services

__all__ = ["OfferPopup", "Shown"]

_WIDTH = 40.0
"""In base type sizes."""
_MOST_ROWS = 9
_GAP = 6
"""Pixels between the line and what pops up at it."""


class OfferPopup(QFrame):
    """Arrows move, Enter takes, Esc leaves; nothing changes until something is taken."""

    taken = Signal(str)
    asked = Signal(str)
    """The user wants another kind of lines: the key of a segment."""
    more_wanted = Signal()
    stopped = Signal()
    sought = Signal(str)
    """Another word was typed to look for."""
    left = Signal()

    def __init__(
        self,
        services: Services,
        title: str,
        kinds: Sequence[tuple[str, str, str]] = (),
        *,
        search: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`kinds` are (key, text, tip) to choose from; `search`, when given, is the word in a field to look for."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("offers")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services = services
        self._foot: int | None = None
        """Where the lower edge stays while the list grows, when it stands above its line."""
        self._kinds = Segments(self.tr("What should be different"), kinds) if kinds else None
        self.field = QLineEdit(search) if search is not None else None
        self.list = OfferList(services.theme, title)
        self._busy = QProgressBar()
        self.status = caption()
        self._stop = QPushButton(self.tr("Stop"))
        self._more = QPushButton(self.tr("More"))
        self._arrange(label(title, "section"))
        self._connect()
        self.wait(self.tr("Thinking…"))

    def _arrange(self, title: QLabel) -> None:
        theme = self._services.theme
        self.setFixedWidth(theme.pixels(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        if self.field is not None:
            self.field.setAccessibleName(self.tr("Word to rhyme with"))
            self.field.setMaximumWidth(theme.pixels(14))
            top.addWidget(self.field)
        column.addLayout(top)
        if self._kinds is not None:
            column.addWidget(self._kinds)
        column.addWidget(self.list)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Thinking"))
        column.addWidget(self._busy)
        foot = QHBoxLayout()
        self.status.setWordWrap(True)
        foot.addWidget(self.status, 1)
        for button in (self._more, self._stop):
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            foot.addWidget(button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.taken.connect(self.taken)
        self._more.clicked.connect(lambda _checked=False: self.more_wanted.emit())
        self._stop.clicked.connect(lambda _checked=False: self.stopped.emit())
        if self._kinds is not None:
            self._kinds.chosen.connect(self._choose_kind)
        if self.field is not None:
            self.field.textEdited.connect(self.sought)
            self.field.returnPressed.connect(self.list.setFocus)

    # --- what is shown ----------------------------------------------------------------------------------------

    def open_at(self, spot: QRect) -> None:
        """Show below a rectangle of the screen, or above it where there is no room."""
        self._fit()
        self.show()
        room = self.screen().availableGeometry()
        x = max(room.left(), min(spot.left() - 24, room.right() - self.width()))
        below = spot.bottom() + _GAP
        # Where the longest list has no room below the line it stands on the line, and grows upwards.
        self._foot = None if below + self._tallest() <= room.bottom() else spot.top() - _GAP
        self.move(x, below)
        self._stand()
        self.list.setFocus()

    def _stand(self) -> None:
        if self._foot is not None:
            self.move(self.x(), max(self.screen().availableGeometry().top(), self._foot - self.height()))

    def wait(self, text: str) -> None:
        """Something is being thought about."""
        self._busy.show()
        self._stop.show()
        self._more.hide()
        self.status.setText(text)
        self._fit()

    def rest(self, text: str, *, more: bool) -> None:
        """Nothing more comes by itself; `more` says whether it could."""
        self._busy.hide()
        self._stop.hide()
        self._more.setVisible(more)
        self.status.setText(text)
        self._fit()

    def show_offers(self, offers: Sequence[Shown]) -> None:
        """Show these rows; one that the user has gone to stays chosen."""
        self.list.show_offers(offers)
        self._fit()

    @property
    def kind(self) -> str:
        """The chosen segment's key."""
        return self._kinds.value if self._kinds is not None else ""

    def choose_kind(self, key: str) -> None:
        """Mark a segment without telling."""
        if self._kinds is not None:
            self._kinds.set_value(key)

    def _tallest(self) -> int:
        return self.sizeHint().height() - self.list.height() + _MOST_ROWS * self.list.row_height

    def _fit(self) -> None:
        rows = min(max(self.list.count(), 3), _MOST_ROWS)
        self.list.setFixedHeight(rows * self.list.row_height + 2 * self.list.frameWidth() + 2)
        self.adjustSize()
        self._stand()

    # --- what the user does -----------------------------------------------------------------------------------

    def _choose_kind(self, key: str) -> None:
        self.list.setFocus()
        self.asked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A click elsewhere, or Esc: nothing was taken."""
        super().hideEvent(event)
        self.left.emit()
