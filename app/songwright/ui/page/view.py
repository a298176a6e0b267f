"""A page of words with room for a gutter: what the document's editor and the draft have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

__all__ = ["PageView"]


class PageView(QPlainTextEdit):
    """Plain text without a frame of its own, which tells where its rows are."""

    gutter_changed = Signal()
    """The visible part or the height of rows changed: the gutter has to be drawn again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: list[Callable[[QPainter], None]] = []
        """What is painted over the words, in coordinates of the viewport."""
        self.setUndoRedoEnabled(False)
        self.setProperty("plain", "true")
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.updateRequest.connect(lambda *_: self.gutter_changed.emit())

    def plain_text(self) -> str:
        """The text exactly as it stands, hard spaces included."""
        return self.document().toRawText().replace("\u2029", "\n")

    def set_right_margin(self, width: int) -> None:
        """Keep `width` pixels free for the gutter."""
        margins = self.viewportMargins()
        if margins.right() != width:
            self.setViewportMargins(margins.left(), 0, width, 0)

    def set_left_margin(self, width: int) -> None:
        """Keep `width` pixels free for what stands before the rows."""
        margins = self.viewportMargins()
        if margins.left() != width:
            self.setViewportMargins(width, 0, margins.right(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, then the marks on them."""
        super().paintEvent(event)
        if self.marks:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for mark in self.marks:
                mark(painter)

    def visible_rows(self) -> list[tuple[int, str, QRect]]:
        """The rows on screen: (row, text, rectangle of its first line in the viewport)."""
        found = []
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > bottom:
                break
            if block.isVisible():
                line = block.layout().lineAt(0)
                height = line.height() if line.isValid() else box.height()
                found.append((block.blockNumber(), block.text(), QRect(0, round(box.top()), 1, round(height))))
            block = block.next()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size."""
        super().resizeEvent(event)
        self.gutter_changed.emit()
