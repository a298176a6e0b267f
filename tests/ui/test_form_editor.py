"""The editor of a form of one's own: its table and its signs say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from songwright.lyrics.form_rows import FormRow, form_of_rows, rows_of_form
from songwright.lyrics.forms import Form, FormError, load_forms
from songwright.lyrics.notation import form_text, parse_form, with_plain_refrains
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.dialogs.form_editor import FormEditor
from songwright.ui.services import Services

FORMS = [form for form in load_forms() if form.id != "free-verse"]
KIND, AMOUNT, RHYME, INSIDE, REPEATS, STANZA = range(6)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_shipped_form_is_the_same_as_rows(form: Form) -> None:
    again = form_of_rows(rows_of_form(form))
    plain = with_plain_refrains(form)
    assert form_text(replace(again, name="", about="")) == form_text(replace(plain, name="", about=""))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (FormRow(amount="many"), "Line 2: write how many syllables"),
        (FormRow(amount="0"), "Line 2 has no sensible length"),
        (FormRow("iambic", "12"), "Line 2: write how many feet"),
        (FormRow("places", "ba-dum"), "Line 2: write x for each weak place"),
        (FormRow(rhyme="ab"), "Line 2: write one letter"),
        (FormRow(inside="B9"), "Line 2: write one letter for the rhyme inside"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_line(row: FormRow, said: str) -> None:
    with pytest.raises(FormError, match=said):
        form_of_rows([FormRow(), row])


@pytest.mark.parametrize(
    ("row", "kind", "amount"),
    [
        (FormRow(amount="6"), "iambic", "3"),
        (FormRow(amount="8-10"), "dactylic", "3"),
        (FormRow("iambic", "5"), "syllables", "10"),
        (FormRow("anapaestic", "2"), "places", "x/x/x/"),
        (FormRow("places", "/x/"), "any", ""),
        (FormRow(amount="many"), "trochaic", "4"),
        (FormRow("any", ""), "syllables", "8"),
    ],
)
def test_a_line_counted_in_something_else_stays_about_as_long(row: FormRow, kind: str, amount: str) -> None:
    assert row.with_kind(kind) == replace(row, kind=kind, amount=amount)


def test_a_form_without_lines_is_said_to_lack_them() -> None:
    with pytest.raises(FormError, match="no lines"):
        form_of_rows([])


@pytest.fixture
def editor(make_services: Callable[..., Services], qtbot: QtBot) -> FormEditor:
    made = FormEditor(make_services(), parse_form("8a 6b 8a 6b"), lambda form: form, others=FORMS)
    made.questions.save_changes = lambda _name: UserChoice.DISCARD
    qtbot.addWidget(made)
    made.show()
    return made


def put(
    editor: FormEditor, row: int, column: int, value: object, role: Qt.ItemDataRole = Qt.ItemDataRole.EditRole
) -> None:
    model = editor.table.view.model()
    assert model.setData(model.index(row, column), value, role)


def signs(editor: FormEditor) -> str:
    return " ".join(editor.lines.toPlainText().split())


def test_what_is_changed_in_the_table_stands_in_the_signs(editor: FormEditor) -> None:
    put(editor, 0, AMOUNT, "9-10")
    put(editor, 1, KIND, "iambic")
    put(editor, 1, AMOUNT, "3")
    put(editor, 2, RHYME, "c")
    assert signs(editor) == "9-10a i3b 8c 6b"
    put(editor, 3, REPEATS, "=2")
    assert signs(editor) == "9-10a i3B1 8c i3B1"
    put(editor, 3, REPEATS, "~1")
    assert signs(editor) == "9-10=1 i3b 8c i3=1"


def test_what_is_changed_in_the_signs_stands_in_the_table(editor: FormEditor) -> None:
    editor.lines.setPlainText("[Call]\nt4A1 8-9x+b 8b\n\n[Answer]\nt4A1")
    assert editor.table.rows == [
        FormRow("trochaic", "4", "A", begins=True, heading="Call"),
        FormRow("syllables", "8-9", inside="B"),
        FormRow("syllables", "8", "B"),
        FormRow("trochaic", "4", "A", repeats=1, begins=True, heading="Answer"),
    ]


def test_what_is_done_in_the_table_is_undone_step_by_step_by_the_usual_keys(editor: FormEditor, qtbot: QtBot) -> None:
    view = editor.table.view
    view.setFocus()
    put(editor, 1, AMOUNT, "7")
    editor.table.remove()
    assert signs(editor) == "7b 8a 6b"
    put(editor, 0, AMOUNT, "many")
    undo, redo = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for left in ("7b 8a 6b", "8a 7b 8a 6b", "8a 6b 8a 6b"):
        qtbot.keyClick(view, undo, Qt.KeyboardModifier.ControlModifier)
        assert signs(editor) == left
        assert editor.table.rows == rows_of_form(parse_form(left))
    qtbot.keyClick(view, undo, redo)
    assert signs(editor) == "8a 7b 8a 6b"


def test_a_stanza_begins_where_it_is_ticked_and_has_its_title(editor: FormEditor) -> None:
    put(editor, 2, STANZA, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert editor.lines.toPlainText() == "8a 6b\n\n8a 6b\n"
    put(editor, 2, STANZA, "Chorus")
    assert "[Chorus]\n8a 6b" in editor.lines.toPlainText()


def test_a_fault_is_said_and_the_other_side_stays_as_it_was(editor: FormEditor) -> None:
    editor.name.setText("Shanty")
    save = editor._buttons.button(QDialogButtonBox.StandardButton.Save)
    assert save.isEnabled()
    put(editor, 1, AMOUNT, "some")
    assert "Line 2" in editor._problem.text()
    assert signs(editor) == "8a 6b 8a 6b"
    assert not save.isEnabled()
    put(editor, 1, AMOUNT, "7")
    assert (editor._problem.text(), signs(editor)) == ("", "8a 7b 8a 6b")
    editor.lines.setPlainText("8a 7b 8q9")
    assert "8q9" in editor._problem.text()
    assert len(editor.table.rows) == 4
    assert not save.isEnabled()


def test_lines_are_added_doubled_moved_and_removed_and_refrains_follow(editor: FormEditor, qtbot: QtBot) -> None:
    view = editor.table.view
    put(editor, 3, REPEATS, "=1")
    view.setCurrentIndex(view.model().index(0, AMOUNT))
    view.setFocus()
    editor.table.add()
    assert signs(editor) == "8A1 8 6b 8a 8A1"
    editor.table.move_row(1)
    assert signs(editor) == "8A1 6b 8 8a 8A1"
    editor.table.duplicate()
    assert signs(editor) == "8A1 6b 8 8 8a 8A1"
    editor.table.remove()
    editor.table.remove()
    assert signs(editor) == "8A1 6b 8 8A1"
    assert view.currentIndex().row() == 3
    view.setCurrentIndex(view.model().index(0, AMOUNT))
    editor.table.remove()
    assert signs(editor) == "6b 8 8a"


def test_it_can_begin_with_any_form(editor: FormEditor) -> None:
    (button,) = [button for button in editor.findChildren(QPushButton) if button.menu() is not None]
    action = next(action for action in button.menu().actions() if action.text() == "Limerick")
    action.trigger()
    assert len(editor.table.rows) == 5
    assert editor._problem.text() == ""


def test_cells_are_named_for_those_who_hear_them(editor: FormEditor) -> None:
    model = editor.table.view.model()
    told = [model.data(model.index(1, column), Qt.ItemDataRole.AccessibleTextRole) for column in range(6)]
    assert told[:3] == ["Line 2, Counted in: syllables", "Line 2, How many: 6", "Line 2, Rhyme: B"]
    assert told[REPEATS] == "Line 2, Repeats: none"
