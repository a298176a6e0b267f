"""The score as a stage of the window: its tools above it, and the way between a note and its word on the page."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.ui.score.score_view import ScoreView
from songwright.ui.shell.parts import Parts

__all__ = ["ScoreStage"]


class ScoreStage(QWidget):
    """Comes up at the line of the cursor; leaves the cursor at the note that was picked."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.score = ScoreView(parts.services)
        self.score.play_asked.connect(parts.music.playing.play_from)
        self.score.syllable_chosen.connect(parts.centre.syllable_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.score.tool_bar)
        column.addWidget(self.score, 1)
        self.setFocusProxy(self.score.canvas)

    def entered(self) -> None:
        """Go to the line at the page's cursor."""
        editor = self._parts.centre.sheet.editor
        self.score.canvas.setFocus()
        self.score.go_to(editor.rows().line_id(editor.textCursor().blockNumber()))

    def left(self) -> None:
        """Put the cursor where the note that was picked is sung; in its row it stays, and the page too."""
        editor, mark = self._parts.centre.sheet.editor, self.score.canvas.picked
        row = editor.rows().row_of(mark.line) if mark is not None and mark.line is not None else None
        if row is not None and row != editor.textCursor().blockNumber():
            editor.show_row(row)
