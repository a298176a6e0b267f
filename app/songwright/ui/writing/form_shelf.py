"""The forms that can be chosen: those that ship with Songwright and the user's own, read off the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.core.language import counted
from songwright.ui.notices import Level
from songwright.ui.services import Services

if TYPE_CHECKING:
    from pathlib import Path

    from songwright.lyrics.forms import Form

__all__ = ["FREE_VERSE", "FormShelf", "form_shape", "form_sign"]

FREE_VERSE = "free-verse"
"""The same as no form at all."""
_NAMED = 2  # of the files that cannot be read; the notice's details name them all


class FormShelf(QObject):
    """Every form by its id, and one taken from the writer's own text ("as-this")."""

    changed = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._forms: dict[str, Form] = {}
        self._shipped: frozenset[str] = frozenset()
        self._written: dict[str, Form] = {}

    @property
    def forms(self) -> tuple[Form, ...]:
        """In the order of the menu; empty until they are read."""
        return tuple(self._forms.values())

    def get(self, form_id: str) -> Form | None:
        """The form with this id, or that this text describes; None when there is none, or they are not read yet."""
        found = self._forms.get(form_id) or self._written.get(form_id)
        if found is None and form_id and self._forms:
            found = _described(form_id)
            if found is not None:
                self._written[form_id] = found
        return found

    def load(self) -> None:
        """Read the forms; `changed` follows."""
        folder = self.folder
        self._services.jobs.run(
            lambda: _forms(folder), self._fill, lambda error: self._services.notices.error(error, key="forms")
        )

    @property
    def folder(self) -> Path | None:
        """Where the user's own forms are; None in a window without a home."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.host.own_forms import form_folder

        return form_folder(self._services.paths.config) if self._services.paths is not None else None

    def own(self, form: Form) -> bool:
        """Whether a form is the user's own, kept in a file."""
        return form.id in self._forms and form.id not in self._shipped

    def keep(self, form: Form, before: str = "") -> Form:
        """Store a form of the user's own, in place of the one with the id `before`; returns it with its id.

        Raises SongwrightError when that cannot be done.
        """
        from songwright.host.own_forms import save_own_form

        if self.folder is None:
            return form
        kept = save_own_form(self.folder, form, before=before)
        self._forms = {form_id: one for form_id, one in self._forms.items() if form_id != before} | {kept.id: kept}
        self.changed.emit()
        return kept

    def remove(self, form: Form) -> None:
        """Forget a form of the user's own. SongwrightError when its file cannot be removed."""
        from songwright.host.own_forms import remove_own_form

        if self.folder is not None and self.own(form):
            remove_own_form(self.folder, form.id)
            del self._forms[form.id]
            self.changed.emit()

    def _fill(self, forms: tuple[list[Form], tuple[Form, ...], tuple[str, ...]]) -> None:
        shipped, own, left_out = forms
        if left_out:
            text = self.tr("Some of your own forms could not be read: {0}").format("; ".join(left_out[:_NAMED]))
            self._services.notices.show(text, Level.WARNING, detail="\n".join(left_out), key="forms", once=True)
        self._shipped = frozenset(form.id for form in shipped)
        self._forms = {form.id: form for form in (*shipped, *own)}
        self.changed.emit()


def form_shape(form: Form) -> str:
    """The shape of a form in one row: its number of lines and, a group a stanza, its rhyme letters."""
    stanzas: dict[int, str] = {}
    for line in form.lines:
        stanzas[line.stanza] = stanzas.get(line.stanza, "") + (line.rhyme or "·")
    letters = " ".join(stanzas.values())
    count = counted("{count} line", "{count} lines", len(form.lines))
    return f"{count}  {letters}" if letters.strip("· ") else count


def form_sign(form: Form, shelf: FormShelf) -> str:
    """What a brief calls a form: its id when it ships with Songwright, else its description. FormError if it has none.

    A take then holds the whole form, and stays what it was when the user changes the form.
    """
    if shelf.get(form.id) == form and not shelf.own(form):
        return form.id
    from songwright.lyrics.notation import form_text, with_plain_refrains

    return form_text(with_plain_refrains(form))


def _described(text: str) -> Form | None:
    from songwright.lyrics.forms import FormError
    from songwright.lyrics.notation import parse_form

    try:
        return parse_form(text)
    except FormError:
        return None


def _forms(folder: Path | None) -> tuple[list[Form], tuple[Form, ...], tuple[str, ...]]:
    """The forms that ship with Songwright, the user's own, and which of those cannot be read."""
    from songwright.host.own_forms import read_own_forms
    from songwright.lyrics.forms import load_forms

    shipped = [form for form in load_forms() if form.id != FREE_VERSE]
    own, left_out = read_own_forms(folder) if folder is not None else ((), ())
    return shipped, own, left_out
