"""A page of words with room for a gutter: what the document's editor and the draft have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QWidget

__all__ = ["PageView"]


class _BandLayout(QPlainTextDocumentLayout):
    """Leaves room under a row where the next one has something above its words.

    Qt's layout of plain text knows no margins between rows, but asks here how high each is.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.has_band: Callable[[int], bool] | None = None
        self.band: Callable[[], int] = lambda: 0

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The room that a row takes."""
        area = super().blockBoundingRect(block)
        if self.has_band is not None and block.isValid() and self.has_band(block.blockNumber() + 1):
            area.setHeight(area.height() + self.band())
        return area


class PageView(QPlainTextEdit):
    """Plain text without a frame of its own, which knows where its rows are."""

    gutter_changed = Signal()
    """The visible part or the height of rows changed: the gutter has to be drawn again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        paper = QTextDocument(self)
        self._rows_layout = _BandLayout(paper)
        paper.setDocumentLayout(self._rows_layout)
        self.setDocument(paper)
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

    def set_band(self, wanted: Callable[[int], bool], height: Callable[[], int]) -> None:
        """Keep `height()` pixels free above every row for which `wanted(row)` says so."""
        self._rows_layout.has_band, self._rows_layout.band = wanted, height

    def band_changed(self) -> None:
        """Other rows have something above them, or it is of another height."""
        wanted = self._rows_layout.has_band
        margins = self.viewportMargins()
        top = self._rows_layout.band() if wanted is not None and wanted(0) else 0
        if margins.top() != top:
            self.setViewportMargins(margins.left(), top, margins.right(), margins.bottom())
        self._rows_layout.documentSizeChanged.emit(self._rows_layout.documentSize())
        self.viewport().update()
        self.gutter_changed.emit()

    def set_right_margin(self, width: int) -> None:
        """Keep `width` pixels free for the gutter."""
        margins = self.viewportMargins()
        if margins.right() != width:
            self.setViewportMargins(margins.left(), margins.top(), width, 0)

    def set_left_margin(self, width: int) -> None:
        """Keep `width` pixels free for what stands before the rows."""
        margins = self.viewportMargins()
        if margins.left() != width:
            self.setViewportMargins(width, margins.top(), margins.right(), 0)

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
