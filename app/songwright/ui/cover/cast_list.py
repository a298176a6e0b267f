"""The cast as chips: what is shown and from which word, to be swapped, removed or added to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QMenu, QSizePolicy, QToolButton, QWidget

from songwright.core.artwork import Actor
from songwright.core.language import said, sayable
from songwright.picture.concepts import concept, concepts_of_kind, having
from songwright.picture.picture_cast import MOST_ACTORS

__all__ = ["CastList", "spoken"]

_KINDS = (
    ("animal", "Animals"),
    ("person", "People"),
    ("building", "Buildings"),
    ("vehicle", "Vehicles"),
    ("thing", "Things"),
    ("plant", "Plants"),
)


_SPOKEN = sayable({"old": "old person", "notes": "music notes"})


def spoken(name: str) -> str:
    """A concept's name as it is read, in the language of the window."""
    return said(_SPOKEN.get(name, name.replace("_", " ")))


class FlowLayout(QLayout):
    """Widgets in rows that break where the width ends, like words."""

    def __init__(self, parent: QWidget, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way to add."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at an index; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove the item at an index."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the rows need."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay the items out."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """The smallest size will do."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, tall = rect.x(), y + tall + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - rect.y()


class CastList(QWidget):
    """A chip for each of the cast, and one to add another."""

    changed = Signal(object)
    """The cast as the user made it: a tuple of Actors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cast: tuple[Actor, ...] = ()
        self._rows = FlowLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self.tr("The cast"))

    @property
    def chips(self) -> list[QToolButton]:
        """The buttons, the one to add included."""
        return self.findChildren(QToolButton)

    def show_cast(self, cast: tuple[Actor, ...]) -> None:
        """Show who is in the picture."""
        self._cast = cast
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for index, actor in enumerate(cast):
            self._rows.addWidget(self._chip(index, actor))
        if len(cast) < MOST_ACTORS:
            self._rows.addWidget(self._adder())
        self.updateGeometry()

    def _chip(self, index: int, actor: Actor) -> QToolButton:
        chip = self._button(spoken(actor.concept))
        told = self.tr("from “{word}”").replace("{word}", actor.word) if actor.word else self.tr("your own choice")
        chip.setToolTip(f"{spoken(actor.concept)}, {told}")
        chip.setAccessibleName(chip.toolTip())
        menu = QMenu(chip)
        heading = menu.addAction(told)
        heading.setEnabled(False)
        swap = menu.addMenu(self.tr("Swap for"))
        self._fill(swap, partial(self._swap, index))
        menu.addAction(self.tr("Remove"), partial(self._remove, index))
        chip.setMenu(menu)
        return chip

    def _adder(self) -> QToolButton:
        chip = self._button(self.tr("Add…"))
        chip.setAccessibleName(self.tr("Add something to the picture"))
        menu = QMenu(chip)
        self._fill(menu, self._add)
        chip.setMenu(menu)
        return chip

    def _button(self, text: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(text)
        chip.setProperty("chip", "true")
        chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setMaximumWidth(260)
        return chip

    def _fill(self, menu: QMenu, take: Callable[[str], None]) -> None:
        """A submenu a kind; filled when it is opened, as there are hundreds of things."""
        for kind, title in _KINDS:
            sub = menu.addMenu(QCoreApplication.translate("CastList", title))
            sub.setStyleSheet("QMenu { menu-scrollable: 1; }")
            sub.aboutToShow.connect(partial(self._fill_kind, sub, kind, take))

    @staticmethod
    def _fill_kind(menu: QMenu, kind: str, take: Callable[[str], None]) -> None:
        if not menu.isEmpty():
            return
        for name in sorted(concepts_of_kind(kind), key=spoken):
            if name not in having("scenery"):
                menu.addAction(spoken(name), partial(take, name))

    def _swap(self, index: int, name: str) -> None:
        self.changed.emit((*self._cast[:index], Actor(name), *self._cast[index + 1 :]))

    def _remove(self, index: int) -> None:
        self.changed.emit((*self._cast[:index], *self._cast[index + 1 :]))

    def _add(self, name: str) -> None:
        if concept(name).kind:
            self.changed.emit((*self._cast, Actor(name)))
