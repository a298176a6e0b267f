"""Writing a form of one's own: its lines as signs, and its shape beside them while one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.lyrics.forms import Form, FormError
from songwright.lyrics.notation import form_text, parse_form
from songwright.ui.dialogs.buttons import dress
from songwright.ui.dialogs.questions import Answer, Questions
from songwright.ui.fields import caption, label
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import form_shape
from songwright.ui.writing.shape_view import ShapeView

__all__ = ["FormEditor"]

_START = "8a 6b\n8a 6b\n"


class FormEditor(QDialog):
    """`keep` stores the form and may refuse with a SongwrightError; `form` is what it returned."""

    def __init__(
        self,
        services: Services,
        start: Form | None,
        keep: Callable[[Form], Form],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._keep = keep
        self.questions = Questions(self, "")
        self.form: Form | None = None
        self.setWindowTitle(self.tr("A form of your own"))
        self.resize(760, 540)
        self.name = QLineEdit(start.name if start is not None else "")
        self.about = QLineEdit(start.about if start is not None else "")
        self.about.setCursorPosition(0)
        self.lines = QPlainTextEdit(_lines_of(start) if start is not None else _START)
        self._problem = label("", "error")
        self._facts = caption()
        self._shape = ShapeView(services, large=True)
        self._arrange()
        self.lines.textChanged.connect(self._read)
        self.name.textChanged.connect(lambda _text: self._read())
        self._read()
        self._begun = self._typed()
        self.name.setFocus()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(self._left(), 1)
        right = QVBoxLayout()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 4, 8, 0)
        inside.addWidget(self._shape)
        inside.addStretch(1)
        scroll.setWidget(holder)
        right.addWidget(self._facts)
        right.addWidget(scroll, 1)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addLayout(row, 1)
        self._problem.setWordWrap(True)
        column.addWidget(self._problem)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        dress(self._buttons, QDialogButtonBox.StandardButton.Save)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(6)
        for field, name, hint in (
            (self.name, self.tr("Name"), self.tr("Shanty stanza")),
            (self.about, self.tr("In a sentence"), self.tr("Two long lines, two short ones, and a call")),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(name)
            left.addWidget(label(name, "field", buddy=field))
            left.addWidget(field)
        self.lines.setAccessibleName(self.tr("Lines"))
        self.lines.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._services.theme.pixels(1.1))
        self.lines.setFont(font)
        left.addWidget(label(self.tr("Lines"), "field", buddy=self.lines))
        left.addWidget(self.lines, 1)
        help_text = QLabel(
            self.tr(
                "A sign for each line: 8a is eight syllables with rhyme a, 7-9b seven to nine. i4a is four iambic feet "
                "(i iambic, t trochaic, an anapaestic, d dactylic, am amphibrachic). x/x/x/:a tells each place, weak "
                "or strong. x rhymes with nothing, A1 comes back as it is, =1 ends in the same word, 8a+a rhymes "
                "inside too. An empty row begins a stanza, [Chorus] names it."
            )
        )
        help_text.setProperty("role", "caption")
        help_text.setWordWrap(True)
        left.addWidget(help_text)
        return left

    def _read(self) -> None:
        """Draw what is written, or tell what cannot be read."""
        form = self._written()
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(
            form is not None and bool(self.name.text().strip())
        )
        if form is not None:
            self._problem.setText("")
            self._shape.show_form(form)
            self._facts.setText(form_shape(form))

    def _written(self) -> Form | None:
        try:
            form = parse_form(self.lines.toPlainText())
        except FormError as error:
            self._problem.setText(error.message)
            return None
        return replace(form, name=self.name.text().strip(), about=self.about.text().strip())

    def accept(self) -> None:
        """Keep the form, or say why that is not possible."""
        form = self._written()
        if form is None:
            return
        try:
            self.form = self._keep(form)
        except SongwrightError as error:
            self._problem.setText(error.message)
            return
        super().accept()

    def reject(self) -> None:
        """Close without keeping the form; what was typed is not thrown away unasked."""
        answer = Answer.DISCARD
        if self._typed() != self._begun:
            answer = self.questions.save_changes(self.name.text().strip() or self.windowTitle())
        if answer is Answer.SAVE:
            self._buttons.button(QDialogButtonBox.StandardButton.Save).click()
        elif answer is Answer.DISCARD:
            super().reject()

    def _typed(self) -> tuple[str, str, str]:
        return self.name.text(), self.about.text(), self.lines.toPlainText()


def _lines_of(form: Form) -> str:
    """The form's lines in the notation, without its name."""
    try:
        return form_text(replace(form, name="", about=""))
    except FormError:
        return _START
