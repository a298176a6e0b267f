"""The choice of a form that the words have to keep exactly, with its shape shown below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from songwright.ui.fields import caption
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["FormPicker", "form_shape"]


class FormPicker(QWidget):
    """Free writing, or one of the forms. The forms are read when `load` is called, off the event loop."""

    changed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
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
        self._services.jobs.run(_forms, self._fill)

    def _fill(self, forms: Iterable[Form]) -> None:
        if self.box.count() > 1:
            return
        for form in forms:
            self.box.addItem(form.name, form.id)
            self.box.setItemData(self.box.count() - 1, form.about, Qt.ItemDataRole.ToolTipRole)
            self._shapes[form.id] = form_shape(form)
        self.set_value(self._wanted)

    def _show_shape(self) -> None:
        self._shape.setText(self._shapes.get(self.value, ""))
        self._shape.setVisible(bool(self._shape.text()))
        self.changed.emit()


def form_shape(form: Form) -> str:
    """The shape of a form in one row: its number of lines and, a group a stanza, its rhyme letters."""
    stanzas: dict[int, str] = {}
    for line in form.lines:
        stanzas[line.stanza] = stanzas.get(line.stanza, "") + (line.rhyme or "·")
    letters = " ".join(stanzas.values())
    count = f"{len(form.lines)} lines"
    return f"{count}  {letters}" if letters.strip("· ") else count


def _forms() -> list[Form]:
    from songwright.lyrics.forms import load_forms

    return [form for form in load_forms() if form.id != _FREE]


_FREE = "free-verse"
"""The same as no form at all, which is the first choice already."""
