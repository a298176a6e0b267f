"""What a view paints as children that a screen reader can go through.

They are made only while one listens, and only for what is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

__all__ = ["PaintedChildren", "PaintedItem"]

_PAUSE_MS = 200
_MOST = 300

PaintedItem = tuple[str, QRect]
"""What a reader says of something painted, and where that is on the surface."""


class PaintedChildren(QObject):
    """Keeps an invisible child over everything on a surface that `items()` names, in its order."""

    def __init__(self, surface: QWidget, items: Callable[[], Sequence[PaintedItem]]) -> None:
        super().__init__(surface)
        self._surface = surface
        self._items = items
        self._children: list[QWidget] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        surface.installEventFilter(self)

    @property
    def children_in_sight(self) -> list[QWidget]:
        """The children that stand for something, in order."""
        return [child for child in self._children if not child.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is painted again may have moved."""
        if event.type() is QEvent.Type.Paint and QAccessible.isActive() and not self._pause.isActive():
            self._pause.start()
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Put the children where their things are."""
        items = self._items()[:_MOST]
        while len(self._children) < len(items):
            self._children.append(self._made())
        for child in self._children[len(items) :]:
            child.hide()
        for child, (name, area) in zip(self._children, items, strict=False):
            if child.accessibleName() != name:
                child.setAccessibleName(name)
            if child.geometry() != area:
                child.setGeometry(area)
            child.show()

    def _made(self) -> QWidget:
        child = QWidget(self._surface)
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        child.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        child.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return child
