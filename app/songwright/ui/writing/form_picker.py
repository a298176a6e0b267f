"""The choice of a form that the words have to keep exactly, with its shape shown below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from songwright.ui.fields import caption
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import FormShelf, form_shape

__all__ = ["FormPicker"]


class FormPicker(QWidget):
    """Free writing, or one of the forms. The forms are read when `load` is called, off the event loop."""

    changed = Signal()

    def __init__(self, services: Services, forms: FormShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._forms = forms
        self._wanted = ""
        self._shapes: dict[str, str] = {}
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Form"))
        self.box.setToolTip(self.tr("Metre, syllables and rhyme that every line keeps for certain"))
        self.box.setMaxVisibleItems(16)
        self.box.addItem(self.tr("Free"), "")
        self._shape = caption()
        self._shape.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self._shape)
        self.box.currentIndexChanged.connect(self._show_shape)
        forms.changed.connect(self._fill)
        self._show_shape()

    @property
    def value(self) -> str:
        """The id of the chosen form; "" for free writing."""
        return str(self.box.currentData())

    def set_value(self, form_id: str) -> None:
        """Choose a form; one that is not read yet is chosen once it is."""
        self._wanted = form_id
        self.box.setCurrentIndex(max(0, self.box.findData(form_id)))

    def load(self) -> None:
        """Read the forms."""
        self._forms.load()

    def _fill(self) -> None:
        if self.box.count() > 1:
            return
        for form in self._forms.forms:
            self.box.addItem(form.name, form.id)
            self.box.setItemData(self.box.count() - 1, form.about, Qt.ItemDataRole.ToolTipRole)
            self._shapes[form.id] = form_shape(form)
        self.set_value(self._wanted)

    def _show_shape(self) -> None:
        self._shape.setText(self._shapes.get(self.value, ""))
        self._shape.setVisible(bool(self._shape.text()))
        self.changed.emit()
