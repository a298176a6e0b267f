"""What there is to know about the files that are chosen, in a place whose size does not follow it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

__all__ = ["ExportNotes"]

_NOTE_LINES = 4
"""Notes have room for so many at least; longer ones are scrolled, so that nothing around them moves."""


class ExportNotes(QScrollArea):
    """`hint` says what is amiss with the choice, `lacks` what its files leave out; long ones are scrolled."""

    def __init__(self, hint: QLabel, lacks: QLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for sentence in (hint, lacks):
            sentence.setWordWrap(True)
            column.addWidget(sentence)
        column.addStretch(1)
        self.setAccessibleName(self.tr("What to know about these files"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setMinimumHeight(_NOTE_LINES * lacks.fontMetrics().lineSpacing() + column.spacing())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
