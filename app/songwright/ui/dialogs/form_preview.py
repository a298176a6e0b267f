"""A form as one looks at it in a dialog: its facts in a row, and its shape, which scrolls when it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from songwright.ui.fields import caption
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import form_shape
from songwright.ui.writing.shape_view import ShapeView

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["FormPreview"]


class FormPreview(QWidget):
    """Shows a form, or nothing."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = caption()
        self._shape = ShapeView(services, large=True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 4, 8, 0)
        inside.addWidget(self._shape)
        inside.addStretch(1)
        scroll.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._facts)
        column.addWidget(scroll, 1)

    def show_form(self, form: Form | None) -> None:
        """Show another form."""
        self._facts.setText(form_shape(form) if form is not None else "")
        self._shape.show_form(form)

    def tell(self, text: str) -> None:
        """A sentence in place of the facts."""
        self._facts.setText(text)

    @property
    def facts(self) -> str:
        """What is said of the form."""
        return self._facts.text()
