"""Writing a form of one's own: a table of its lines, the same as signs, and its shape while one works on either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.lyrics.form_rows import form_of_rows, rows_of_form
from songwright.lyrics.forms import Form, FormError
from songwright.lyrics.notation import form_text, parse_form, with_plain_refrains
from songwright.ui.dialogs.buttons import dress
from songwright.ui.dialogs.file_questions import Questions, UserChoice
from songwright.ui.dialogs.form_preview import FormPreview
from songwright.ui.dialogs.form_table import FormTable
from songwright.ui.fields import label
from songwright.ui.services import Services

__all__ = ["FormEditor"]

_START = "8a 6b\n8a 6b\n"


class FormEditor(QDialog):
    """`keep` stores the form and may refuse with a SongwrightError; `form` is what it returned.

    Table and signs say the same: what is changed in one is put into the other as soon as it makes sense.
    """

    def __init__(
        self,
        services: Services,
        start: Form | None,
        keep: Callable[[Form], Form],
        parent: QWidget | None = None,
        *,
        others: Sequence[Form] = (),
    ) -> None:
        """`others` are forms whose lines may be taken to begin with."""
        super().__init__(parent)
        self._services = services
        self._keep = keep
        self.questions = Questions(self, "")
        self.form: Form | None = None
        self.setWindowTitle(self.tr("A form of your own"))
        self.resize(1000, 640)
        self.name = QLineEdit(start.name if start is not None else "")
        self.about = QLineEdit(start.about if start is not None else "")
        self.about.setCursorPosition(0)
        self.table = FormTable(services)
        self.lines = QPlainTextEdit()
        self._problem = label("", "error")
        self._preview = FormPreview(services)
        self._written: Form | None = None
        self._arrange(others)
        self.lines.textChanged.connect(self._read)
        self.table.edited.connect(self._read_table)
        self.name.textChanged.connect(lambda _text: self._allow())
        self.lines.setPlainText(_lines_of(start))
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        QShortcut(QKeySequence.StandardKey.Redo, self).activated.connect(self.lines.redo)
        self._begun = self._typed()
        self.name.setFocus()

    def _arrange(self, others: Sequence[Form]) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(self._left(others), 5)
        row.addLayout(self._right(), 3)
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

    def _left(self, others: Sequence[Form]) -> QVBoxLayout:
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
        top = QHBoxLayout()
        top.addWidget(label(self.tr("Lines"), "field", buddy=self.table.view), 1)
        if others:
            top.addWidget(self._starts(others))
        left.addLayout(top)
        left.addWidget(self.table, 1)
        return left

    def _starts(self, others: Sequence[Form]) -> QPushButton:
        """A button with the forms whose lines one may begin with."""
        button = QPushButton(self.tr("Begin with"))
        button.setToolTip(self.tr("Take the lines of another form, to change them"))
        button.setProperty("kind", "quiet")
        button.setProperty("menu", "true")
        button.setAutoDefault(False)
        menu = QMenu(button)
        for form in others:
            action = menu.addAction(form.name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, form=form: self._put(_lines_of(form)))
        button.setMenu(menu)
        return button

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._preview, 1)
        self.lines.setAccessibleName(self.tr("The same as signs"))
        self.lines.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._services.theme.pixels(1.05))
        self.lines.setFont(font)
        self.lines.setFixedHeight(self.lines.fontMetrics().lineSpacing() * 5 + 16)
        right.addWidget(label(self.tr("The same as signs"), "field", buddy=self.lines))
        right.addWidget(self.lines)
        help_text = QLabel(
            self.tr(
                "8a is eight syllables with rhyme a, 7-9b seven to nine. i4a is four iambic feet (i iambic, t "
                "trochaic, an anapaestic, d dactylic, am amphibrachic). x/x/x/:a gives each place, weak or strong. "
                "x rhymes with nothing, A1 comes back as it is, =1 ends in the same word, 8a+a rhymes inside too. An "
                "empty row begins a stanza, [Chorus] names it."
            )
        )
        help_text.setProperty("role", "caption")
        help_text.setWordWrap(True)
        right.addWidget(help_text)
        return right

    def _read(self) -> None:
        """The signs were changed: the table follows, or a sentence says what cannot be read."""
        self._take(lambda: parse_form(self.lines.toPlainText()))
        if self._written is not None:
            self.table.show_rows(rows_of_form(self._written))

    def _read_table(self) -> None:
        """The table was changed: the signs follow, or a sentence says what makes no sense."""
        self._take(lambda: form_of_rows(self.table.rows))
        if self._written is not None:
            self.lines.blockSignals(True)  # noqa: FBT003 - Qt's own
            self._put(form_text(replace(self._written, name="", about="")))
            self.lines.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _put(self, signs: str) -> None:
        """Have other signs, in one step that can be undone."""
        if signs != self.lines.toPlainText():
            cursor = QTextCursor(self.lines.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(signs)

    def undo(self) -> None:
        """Take the last change of the lines back, be it made in the table or in the signs."""
        if self._written is None and not self.lines.hasFocus():
            self._read()  # The table has something that never came to stand in the signs.
        else:
            self.lines.undo()

    def _take(self, read: Callable[[], Form]) -> None:
        """Read what is written, and draw it or tell what is wrong with it."""
        try:
            self._written = read()
        except FormError as error:
            self._written = None
            self._problem.setText(error.message)
        else:
            self._problem.setText("")
            self._preview.show_form(self._written)
        self._allow()

    def _allow(self) -> None:
        named = bool(self.name.text().strip())
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(self._written is not None and named)
        save.setToolTip("" if named else self.tr("The form needs a name first."))

    def accept(self) -> None:
        """Keep the form, or say why that is not possible."""
        if self._written is None:
            return
        name, about = self.name.text().strip(), self.about.text().strip()
        try:
            self.form = self._keep(replace(self._written, name=name, about=about))
        except SongwrightError as error:
            self._problem.setText(error.message)
            return
        super().accept()

    def reject(self) -> None:
        """Close without keeping the form; what was typed is not thrown away unasked."""
        answer = UserChoice.DISCARD
        if self._typed() != self._begun:
            answer = self.questions.save_changes(self.name.text().strip() or self.windowTitle())
        if answer is UserChoice.SAVE:
            self._buttons.button(QDialogButtonBox.StandardButton.Save).click()
        elif answer is UserChoice.DISCARD:
            super().reject()

    def _typed(self) -> tuple[str, str, str]:
        return self.name.text(), self.about.text(), self.lines.toPlainText()


def _lines_of(form: Form | None) -> str:
    """The form's lines in the notation, without its name; those of a usual stanza where there is no form."""
    if form is None:
        return _START
    try:
        return form_text(with_plain_refrains(replace(form, name="", about="")))
    except FormError:
        return _START
