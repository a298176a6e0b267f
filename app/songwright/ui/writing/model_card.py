"""The model's card at the foot of the brief: its name, how it is doing, and a menu to choose another."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from songwright.ui.fields import caption, icon_button, label
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.writer import ModelState

__all__ = ["ModelCard"]

_SLOW = 1.5
"""Tokens a second under which the rate says nothing: it would read "1 tokens"."""
_COLOURS = {
    ModelState.NONE: "faint",
    ModelState.LOADING: "warning",
    ModelState.READY: "success",
    ModelState.WRITING: "accent",
    ModelState.FAILED: "error",
}


class ModelCard(QFrame):
    """Which model writes."""

    def __init__(self, services: Services, desk: WritingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._services = services
        self._writer = desk.writer
        self._icon = QLabel()
        self._name = label("", "section")
        self._state = caption()
        self._menu = icon_button(services.theme, "more", self.tr("Choose the model"))
        self._arrange()
        desk.changed.connect(self._refresh)
        services.theme.changed.connect(self._refresh)
        self._refresh()

    def set_menu(self, menu: QMenu) -> None:
        """What the button opens."""
        self._menu.setMenu(menu)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 6, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        for widget in (self._name, self._state):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.addWidget(self._name)
        words.addWidget(self._state)
        row.addLayout(words, 1)
        self._menu.setPopupMode(self._menu.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self._menu)

    def _refresh(self) -> None:
        state = self._writer.state
        icon = self._services.theme.icon("model", _COLOURS[state])
        self._icon.setPixmap(icon.pixmap(QSize(20, 20)))
        # Which one it is, is not known before its file was looked for.
        unnamed = self.tr("Model") if state is ModelState.LOADING else self.tr("No model")
        name, caption_ = self._writer.name or unnamed, self._caption(state)
        for widget, text in ((self._name, name), (self._state, caption_)):
            widget.setText(widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, widget.width()))
            widget.setAccessibleName(text)
        self.setToolTip(f"{name}: {caption_}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size."""
        super().resizeEvent(event)
        self._refresh()

    def _caption(self, state: ModelState) -> str:
        rate = self._writer.rate
        tokens = self.tr("{0} tokens/s").format(f"{rate:.0f}") if rate >= _SLOW else ""
        return {
            ModelState.NONE: self.tr("Choose one in the menu"),
            ModelState.LOADING: self.tr("Loading…"),
            ModelState.READY: "  ·  ".join(filter(None, (self.tr("Ready"), tokens))),
            ModelState.WRITING: "  ·  ".join(filter(None, (self.tr("Writes"), tokens))),
            ModelState.FAILED: self.tr("Not available"),
        }[state]
