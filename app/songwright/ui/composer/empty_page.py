"""What is shown in place of the bars while there is no music: what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from songwright.ui.fields import action_button, label
from songwright.ui.services import Services

__all__ = ["EmptyPage"]

ICON = 40


class EmptyPage(QWidget):
    """An invitation to compose, or to write first."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("", "title")
        self.text = label("", "empty")
        self.text.setWordWrap(True)
        self.text.setMaximumWidth(460)
        self.button = action_button(services.actions["compose"], kind="primary")
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self.text, 3)
        words.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addWidget(self.title)
        column.addLayout(words)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(2)
        services.theme.changed.connect(self._tint)
        self._tint()

    def show_state(self, *, words: bool, draft: bool) -> None:
        """Say what is missing: words (maybe only to accept a `draft`), or music."""
        if self._services.actions.state("writing"):
            self.title.setText(self.tr("Words are being written"))
            text = self.tr("As soon as they stand in your document they can be set to music here.")
        elif words:
            self.title.setText(self.tr("Ready for music"))
            text = self.tr(
                "Choose a style and press Compose: every syllable gets its note, with chords, bass and drums around it."
            )
        elif draft:
            self.title.setText(self.tr("A draft is ready for music"))
            text = self.tr("Compose takes the draft into your document and sets it to music.")
        else:
            self.title.setText(self.tr("No words yet"))
            text = self.tr("Write some lines, or let a draft be written; then they can be set to music here.")
        self.text.setText(text)
        self.button.setVisible(words or draft)

    def _tint(self) -> None:
        self._icon.setPixmap(self._services.theme.icon("music", "faint").pixmap(ICON, ICON))
