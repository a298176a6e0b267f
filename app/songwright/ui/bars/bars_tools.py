"""The line of tools above the bars."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from songwright.ui.fields import icon_button
from songwright.ui.theme.manager import Theme

__all__ = ["BarsTools"]

_ZOOM_STEP = 1.25


class BarsTools(QFrame):
    """Zoom, at the right; what is chosen and what it can be done with, at the left."""

    zoomed = Signal(float)
    fit_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("barsTools")
        self.setAccessibleName(self.tr("Tools for the bars"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(2)
        row.addStretch(1)
        self.zoom_out = icon_button(theme, "zoom-out", self.tr("Zoom out  (− in the bars)"))
        self.zoom_in = icon_button(theme, "zoom-in", self.tr("Zoom in  (+ in the bars)"))
        self.fit = icon_button(theme, "fit-width", self.tr("The whole song  (0 in the bars)"))
        self.zoom_out.clicked.connect(lambda _checked=False: self.zoomed.emit(1 / _ZOOM_STEP))
        self.zoom_in.clicked.connect(lambda _checked=False: self.zoomed.emit(_ZOOM_STEP))
        self.fit.clicked.connect(lambda _checked=False: self.fit_asked.emit())
        for button in (self.zoom_out, self.zoom_in, self.fit):
            row.addWidget(button)
