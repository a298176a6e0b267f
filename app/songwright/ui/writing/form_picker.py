"""The choice of a form that the words have to keep exactly, with its shape shown below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.ui.fields import caption
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import FormShelf, form_shape
from songwright.ui.writing.shape_view import ShapeView

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["FormPicker"]


class _Box(QComboBox):
    """Looks like a list that opens below it, but opens the chooser."""

    def __init__(self, choose: Callable[[], None]) -> None:
        super().__init__()
        self._choose = choose
        self.addItem("")

    def showPopup(self) -> None:
        """Open the chooser."""
        self._choose()


class FormPicker(QWidget):
    """Free writing, or a form. The forms are read when `load` is called, off the event loop."""

    changed = Signal()

    def __init__(self, services: Services, forms: FormShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._forms = forms
        self._value = ""
        self._pictured = self._allowed = True
        self._stanza: Callable[[], Form | None] = lambda: None
        self.box = _Box(self.choose)
        self.box.setToolTip(self.tr("Metre, syllables and rhyme that every line keeps for certain"))
        self._shape = ShapeView(services)
        self._facts = caption()
        self._facts.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.box, self._shape, self._facts):
            column.addWidget(widget)
        forms.changed.connect(self._show)
        self._show()

    @property
    def value(self) -> str:
        """The chosen form as a brief has it: an id, or a description; "" for free writing."""
        return self._value

    @property
    def form(self) -> Form | None:
        """The form that is kept; None for free writing, or while the forms are not read yet."""
        return self._forms.get(self._value) if self._value and self._allowed else None

    def set_value(self, value: str) -> None:
        """Choose a form; one that is not read yet is shown once it is."""
        if value != self._value:
            self._value = value
            self._show()

    def allow(self, *, allowed: bool) -> None:
        """Offer forms or, for what has none, show that it is free; a choice is kept for later."""
        if allowed != self._allowed:
            self._allowed = allowed
            self.setEnabled(allowed)
            self._show()

    def offer_stanza(self, stanza: Callable[[], Form | None]) -> None:
        """`stanza()` gives the form of the stanza at the cursor, which is offered too."""
        self._stanza = stanza

    def show_picture(self, *, shown: bool) -> None:
        """Draw the form's shape, or only tell it."""
        if shown != self._pictured:
            self._pictured = shown
            self._shape.setVisible(shown and self.form is not None)

    def load(self) -> None:
        """Read the forms."""
        self._forms.load()

    def choose(self) -> None:
        """Open the chooser."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.form_chooser import FormChooser

        dialog = FormChooser(self._services, self._forms, self._value, self._stanza, self.window())
        try:
            if dialog.exec():
                self.set_value(dialog.value)
        except SongwrightError as error:
            self._services.notices.error(error, key="form")
        dialog.deleteLater()

    def _show(self) -> None:
        form = self.form
        name = QCoreApplication.translate("Forms", form.name) if form is not None else self.tr("Free")
        if self._value and self._allowed and not self._forms.forms:
            name = self.tr("Being read…")
        self.box.setItemText(0, name)
        self.box.setAccessibleName(self.tr("Form: {0}").format(name))
        self._shape.show_form(form)
        self._shape.setVisible(self._pictured and form is not None)
        self._facts.setText(form_shape(form) if form is not None else "")
        self._facts.setVisible(form is not None)
        self.changed.emit()
