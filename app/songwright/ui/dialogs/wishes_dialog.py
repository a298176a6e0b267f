"""What is wished for beyond the form: letters, words, a point of view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.llm.wished import Wished
from songwright.llm.wishes import contradictions
from songwright.ui.dialogs.buttons import dress
from songwright.ui.fields import caption, label
from songwright.ui.latest import Latest, Work
from songwright.ui.writing.manner_picker import MannerPicker
from songwright.ui.writing.outliner import Outliner

if TYPE_CHECKING:
    from collections.abc import Callable

    from songwright.lyrics.lexicon import Lexicon
    from songwright.ui.jobs import Jobs
    from songwright.ui.writing.manner_shelf import MannerShelf

__all__ = ["WishesDialog"]

_WORDS = ("words", "theme")
"""Fields whose words have to be said."""
_MOST_TOLD = 6
_PAUSE_MS = 500
"""Long enough not to find fault with a word that is half typed."""


class WishesDialog(QDialog):
    """A field for each wish; `wished` is what was typed. `lines` is how many the chosen form has, None without one."""

    def __init__(
        self,
        wished: Wished,
        parent: QWidget | None = None,
        *,
        lines: int | None = None,
        outliner: Outliner | None = None,
        lexicon: Callable[[], Lexicon] | None = None,
        jobs: Jobs | None = None,
        shelf: MannerShelf | None = None,
    ) -> None:
        """`outliner` proposes what each part tells, `lexicon` tells words that nobody knows; both may be missing.

        `jobs` checks what is typed on another thread; without it only OK does. `shelf` offers manners to write in.
        """
        super().__init__(parent)
        self._check: Latest | None = None
        if jobs is not None:
            self._check = Latest(jobs, self._checking, self._show_problem, pause_ms=_PAUSE_MS, parent=self)
        self._lexicon = lexicon
        self._outliner = outliner
        self.picker = MannerPicker(shelf, wished.manner) if shelf is not None else None
        self.its_form = QCheckBox(self.tr("Use the form of its stanzas too"))
        self._lines = lines
        self._told: Wished | None = None
        self.setWindowTitle(self.tr("Wishes"))
        self.setMinimumWidth(620)
        self.fields: dict[str, QLineEdit] = {}
        self.outline = QPlainTextEdit(wished.outline)
        self.suggest = QPushButton(self.tr("Suggest an outline"))
        self.said = caption()
        self.problem = label("", "error")
        self._lay_out(wished)
        for key in _WORDS:
            self.fields[key].textChanged.connect(lambda _text: self._tell_guesses())
        self._tell_guesses()
        for field in self.fields.values():
            field.textChanged.connect(lambda _text: self._check_soon())
        self._check_soon()

    def _lay_out(self, wished: Wished) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Wishes"), "title"))
        note = caption(self.tr("In a form, letters and words are kept for certain. Leave empty what does not matter."))
        column.addWidget(note)
        form = self._form(wished)
        if self._outliner is not None:
            self._offer_outline(self._outliner, form)
        column.addLayout(form)
        for sentence in (note, self.said, self.problem):
            sentence.setWordWrap(True)
        self.problem.hide()
        column.addWidget(self.said)
        column.addWidget(self.problem)
        column.addSpacing(6)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        clear = QPushButton(self.tr("Clear all"))
        buttons.addButton(clear, QDialogButtonBox.ButtonRole.ResetRole)
        dress(buttons, QDialogButtonBox.StandardButton.Ok)
        clear.clicked.connect(self._clear)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _form(self, wished: Wished) -> QFormLayout:
        """A field for each wish, and the outline."""
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(8)
        if self.picker is not None:
            self._offer_manner(self.picker, form)
        for key, name, hint in self._rows():
            field = QLineEdit(getattr(wished, key))
            field.setPlaceholderText(hint)
            field.setAccessibleName(name)
            field.setAccessibleDescription(hint)
            field.setClearButtonEnabled(True)
            self.fields[key] = field
            form.addRow(name, field)
        self.outline.setPlaceholderText(self.tr("The hook: leave the light on\nHe climbs the stairs\nThe ship goes by"))
        self.outline.setAccessibleName(self.tr("What each part tells"))
        self.outline.setTabChangesFocus(True)
        self.outline.setFixedHeight(self.outline.fontMetrics().lineSpacing() * 6 + 16)
        form.addRow(self.tr("What each part tells"), self.outline)
        return form

    def _offer_manner(self, picker: MannerPicker, form: QFormLayout) -> None:
        """Whose manner, and whether its commonest stanza is to be the piece's form."""
        form.addRow(self.tr("In the manner of"), picker)
        form.addRow("", self.its_form)
        picker.changed.connect(self._show_form_offer)
        self._show_form_offer()

    def _show_form_offer(self) -> None:
        manner = self.picker.manner if self.picker is not None else None
        self.its_form.setVisible(manner is not None and bool(manner.form))
        self.its_form.setToolTip(manner.form if manner is not None else "")
        self._grow()

    @property
    def form(self) -> str:
        """The form of the manner, where that is wanted; "" otherwise."""
        manner = self.picker.manner if self.picker is not None else None
        return manner.form if manner is not None and self.its_form.isChecked() else ""

    def _offer_outline(self, outliner: Outliner, form: QFormLayout) -> None:
        """A button that has the model propose the outline, and stops it again; the rows may be changed then."""
        self.suggest.setProperty("kind", "quiet")
        self.suggest.setAutoDefault(False)
        self.suggest.setToolTip(self.tr("The model proposes a row for each part, the hook of a song first"))
        self.suggest.clicked.connect(lambda _checked=False: self._propose(outliner))
        outliner.changed.connect(self.outline.setPlainText)
        outliner.ended.connect(self._outlined)
        form.addRow("", self.suggest)

    def _propose(self, outliner: Outliner) -> None:
        if outliner.running:
            outliner.stop()
            return
        self.problem.hide()
        self.suggest.setText(self.tr("Stop"))
        outliner.begin()

    def _outlined(self, problem: str) -> None:
        self.suggest.setText(self.tr("Suggest an outline"))
        self._show_problem(problem)

    def done(self, result: int) -> None:
        """Close; an outline that is being proposed is left as it is, and nothing is checked any more."""
        if self._outliner is not None:
            self._outliner.stop()
        if self._check is not None:
            self._check.stop()
        if self.picker is not None:
            self.picker.close_down()
        super().done(result)

    @property
    def wished(self) -> Wished:
        """What is typed."""
        typed = {key: field.text().strip() for key, field in self.fields.items()}
        manner = self.picker.value if self.picker is not None else ""
        return Wished(**typed, outline=self.outline.toPlainText().strip(), manner=manner)

    def accept(self) -> None:
        """Take what is typed. What cannot be kept is said first, once: the form may still be changed."""
        try:
            told = list(contradictions(self.wished.wishes(), self._lines))
        except SongwrightError as error:
            self._show_problem(error.message)
            return
        if told and self._told != self.wished:
            self._told = self.wished
            self._show_problem(" ".join((*told, self.tr("OK once more takes the wishes as they are."))))
            return
        super().accept()

    def _check_soon(self) -> None:
        if self._check is not None:
            self._check.ask()

    def _checking(self) -> Work:
        """What cannot be kept of what is typed, in sentences, as work for another thread."""
        wished, lines = self.wished, self._lines

        def told() -> str:
            try:
                return " ".join(contradictions(wished.wishes(), lines))
            except SongwrightError as error:
                return error.message

        return told

    def _show_problem(self, text: str) -> None:
        """Say it below the fields, in a window that has grown by as many rows as it takes."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.problem.setMinimumHeight(self.problem.heightForWidth(self._column.contentsRect().width()) if text else 0)
        self._grow()

    def _grow(self) -> None:
        """As large as what it shows."""
        self._column.activate()
        if self.isVisible() and self.height() < self.sizeHint().height():
            self.resize(self.width(), self.sizeHint().height())

    def _tell_guesses(self) -> None:
        """Say how words that no dictionary knows are taken to be said, while they are typed."""
        told: tuple[tuple[str, str], ...] = ()
        if self._lexicon is not None:
            # Imported when used: the window starts without it (tests/test_start.py).
            from songwright.lyrics.say_it_like import taken_to_be_said

            typed = " ".join(self.fields[key].text() for key in _WORDS)
            told = taken_to_be_said(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", typed), self._lexicon())
        said = ", ".join(f"{word} ({sound})" for word, sound in told[:_MOST_TOLD])
        text = self.tr("In no dictionary, so taken to be said: {0}. “Say it like” beside the page mends it.")
        self.said.setText(text.format(said))
        self.said.setVisible(bool(told))

    def _rows(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("words", self.tr("Words to use"), self.tr("salt, harbour, 2:rope (in line 2)")),
            ("avoid", self.tr("Words to avoid"), self.tr("heart of *, whisper, neon")),
            ("acrostic", self.tr("First letters of the lines"), self.tr("ROSE: an acrostic (_ for any letter)")),
            ("letters", self.tr("Letters to leave out"), self.tr("e")),
            ("theme", self.tr("Words it should be near to"), self.tr("tide, rope, gull")),
            ("view", self.tr("Who speaks"), self.tr("I, a child, the sea itself")),
            ("images", self.tr("Images"), self.tr("a lamp, wet rope, a locked door")),
            ("era", self.tr("When"), self.tr("the 1920s")),
        )

    def _clear(self) -> None:
        for field in self.fields.values():
            field.clear()
        self.outline.clear()
        if self.picker is not None:
            self.picker.choose("")
