"""A row of the model page: a model's name, what is to be known of it, and one button."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from songwright.ui.fields import caption, label, set_kind

__all__ = ["ModelRow"]


class ModelRow(QWidget):
    """Shows a model; `button` is what can be done with it. A bar under it shows how much has come."""

    def __init__(self, name: str, facts: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label(name, "section")
        self._name.setWordWrap(True)
        self._about = _wrapped(about)
        self._facts = _wrapped(facts)
        self.button = QPushButton()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("How much of {0} has come").format(name))
        self.bar.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(2)
        column.addLayout(head)
        for widget in (self._about, self._facts, self.bar):
            column.addWidget(widget)
        self._about.setVisible(bool(about))
        self._title = name

    def offer(self, text: str, tip: str, *, primary: bool = False, enabled: bool = True) -> None:
        """What the button says and does."""
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(f"{text}: {self._title}")
        self.button.setEnabled(enabled)
        set_kind(self.button, "primary" if primary else "")

    def show_facts(self, facts: str) -> None:
        """Other facts."""
        self._facts.setText(facts)

    @property
    def facts(self) -> str:
        """The facts that are shown."""
        return self._facts.text()

    def show_share(self, share: float | None) -> None:
        """How much has come, from 0 to 1; None when nothing is coming. Below 0: it is not known how much there is."""
        self.bar.setVisible(share is not None)
        if share is not None:
            self.bar.setRange(0, 0 if share < 0 else 1000)
            self.bar.setValue(max(0, round(share * 1000)))


def _wrapped(text: str) -> QLabel:
    words = caption(text)
    words.setWordWrap(True)
    return words
