"""Choosing a form: a list that can be searched, and the shape of the chosen one beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.ui.dialogs.buttons import dress
from songwright.ui.dialogs.form_preview import FormPreview
from songwright.ui.fields import caption, label
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import FormShelf, form_sign

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["FormChooser"]

_FORM = Qt.ItemDataRole.UserRole


class FormChooser(QDialog):
    """Free writing, the form of the writer's own stanza, or one of the forms. `value` is what was chosen."""

    def __init__(
        self,
        services: Services,
        forms: FormShelf,
        value: str,
        stanza: Callable[[], Form | None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._forms = forms
        self.value = value
        self.setWindowTitle(self.tr("Form"))
        self.resize(720, 520)
        self.search = QLineEdit()
        self.list = QListWidget()
        self._name = label("", "title")
        self._about = QLabel()
        self._picture = FormPreview(services)
        self._new = QPushButton(self.tr("New…"))
        self._edit = QPushButton(self.tr("Edit…"))
        self._remove = QPushButton(self.tr("Remove"))
        self._stanza = stanza()
        self._arrange()
        self._fill(self._stanza)
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda item, _before: self._preview(item))
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self._choose(forms.get(value) if value else None)
        self.search.setFocus()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        left = QVBoxLayout()
        self.search.setPlaceholderText(self.tr("Search forms"))
        self.search.setAccessibleName(self.tr("Search forms"))
        self.search.setClearButtonEnabled(True)
        left.addWidget(self.search)
        self.list.setAccessibleName(self.tr("Forms"))
        self.list.setMinimumWidth(250)
        left.addWidget(self.list, 1)
        left.addLayout(self._tools())
        row.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        self._about.setWordWrap(True)
        for widget in (self._name, self._about):
            right.addWidget(widget)
        right.addWidget(self._picture, 1)
        note = caption(self.tr("Words and letters to use or to leave out go with any form: Wishes, in the brief."))
        note.setWordWrap(True)
        right.addWidget(note)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        column.addLayout(row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        dress(buttons, QDialogButtonBox.StandardButton.Ok, self.tr("Choose"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._buttons = buttons
        column.addWidget(buttons)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        for button, tip, function in (
            (self._new, self.tr("Write a form of your own, beginning with the chosen one"), self._write_new),
            (self._edit, self.tr("Change this form of yours"), self._edit_own),
            (self._remove, self.tr("Remove this form of yours"), self._remove_own),
        ):
            button.setProperty("kind", "quiet")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(function)
            tools.addWidget(button)
        tools.addStretch(1)
        return tools

    def _fill(self, own: Form | None) -> None:
        self._add(self.tr("Free"), None)
        if own is not None:
            self._add(own.name, own)
        known = self._forms.get(self.value) if self.value else None
        names = {form.name for form in self._forms.forms if self._forms.own(form)}
        if known is not None and known not in self._forms.forms and known != own and known.name not in names:
            self._add(known.name, known)
        for form in self._forms.forms:
            self._add(QCoreApplication.translate("Forms", form.name), form)

    def _add(self, name: str, form: Form | None) -> None:
        item = QListWidgetItem(name)
        item.setData(_FORM, form)
        if form is not None:
            item.setToolTip(QCoreApplication.translate("Forms", form.about))
        self.list.addItem(item)

    def _choose(self, wanted: Form | None) -> None:
        for place in range(self.list.count()):
            form: Form | None = self.list.item(place).data(_FORM)
            # A form of the user's own is remembered by what it asks for, not by its file.
            if form == wanted or (form and wanted and (form.name, form.lines) == (wanted.name, wanted.lines)):
                self.list.setCurrentRow(place)
                return
        self.list.setCurrentRow(0)

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower().split()
        for place in range(self.list.count()):
            item = self.list.item(place)
            form: Form | None = item.data(_FORM)
            about = f"{item.text()} {form.about} {form.id}".lower() if form is not None else item.text().lower()
            item.setHidden(not all(word in about for word in wanted))
        current = self.list.currentItem()
        if current is None or current.isHidden():
            shown = (place for place in range(self.list.count()) if not self.list.item(place).isHidden())
            self.list.setCurrentRow(next(shown, -1))

    def _preview(self, item: QListWidgetItem | None) -> None:
        form: Form | None = item.data(_FORM) if item is not None else None
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(item is not None)
        self._name.setText(item.text() if item is not None else "")
        free = self.tr("The model chooses lines and rhymes by itself; the length is set in the brief.")
        nothing = self.tr("No form is called so.")
        self._about.setText(
            QCoreApplication.translate("Forms", form.about)
            if form is not None
            else free
            if item is not None
            else nothing
        )
        self._picture.show_form(form)
        for button in (self._edit, self._remove):
            button.setEnabled(form is not None and self._forms.own(form))

    @property
    def chosen(self) -> Form | None:
        """The form that is marked in the list; None for free writing."""
        item = self.list.currentItem()
        form: Form | None = item.data(_FORM) if item is not None else None
        return form

    def _write_new(self) -> None:
        self._open_editor(replace(self.chosen, name="", about="") if self.chosen is not None else None, "")

    def _edit_own(self) -> None:
        if self.chosen is not None:
            self._open_editor(self.chosen, self.chosen.id)

    def _open_editor(self, start: Form | None, before: str) -> None:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.form_editor import FormEditor

        others = (*filter(None, (self._stanza,)), *self._forms.forms)
        keep = partial(self._forms.keep, before=before)
        editor = FormEditor(self._services, start, keep, self, others=others)
        if editor.exec() and editor.form is not None:
            self._refill(editor.form)
        editor.deleteLater()

    def _remove_own(self) -> None:
        form = self.chosen
        if form is None:
            return
        try:
            self._forms.remove(form)
        except SongwrightError as error:
            self._picture.tell(error.message)
            return
        self._refill(None)

    def _refill(self, form: Form | None) -> None:
        self.search.clear()
        self.list.clear()
        self._fill(self._stanza)
        self._choose(form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move through the list while a name is typed."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.focusWidget() is self.search:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = self.list.currentRow() + step
            while 0 <= place < self.list.count() and self.list.item(place).isHidden():
                place += step
            if 0 <= place < self.list.count():
                self.list.setCurrentRow(place)
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Take the chosen form."""
        if self.list.currentItem() is None:
            return
        self.value = form_sign(self.chosen, self._forms) if self.chosen is not None else ""
        super().accept()
