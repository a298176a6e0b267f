"""Forms and clichés of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from songwright.host.own_cliches import own_cliches
from songwright.host.own_forms import load_own_forms, save_own_form
from songwright.host.paths import find_paths
from songwright.llm.brief import Brief
from songwright.lyrics.forms import FormError
from songwright.lyrics.notation import parse_form
from songwright.ui.dialogs.cliche_list import ClicheList
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.dialogs.form_chooser import FormChooser
from songwright.ui.dialogs.form_editor import FormEditor
from songwright.ui.services import Services
from songwright.ui.wiring import plan_for
from songwright.ui.writing.form_shelf import FormShelf, form_sign

SHANTY = parse_form("10a 4b 10a 4b", name="Shanty", about="A call and its answer")


@pytest.fixture
def shelf(make_services: Callable[..., Services], qtbot: QtBot) -> FormShelf:
    services = make_services()
    services.paths = find_paths()
    made = FormShelf(services)
    made.load()
    qtbot.waitUntil(lambda: bool(made.forms), timeout=20000)
    return made


def test_a_form_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    kept = save_own_form(tmp_path / "forms", SHANTY)
    (tmp_path / "forms" / "notes.txt").write_text("no form at all ###", encoding="utf-8")
    assert load_own_forms(tmp_path / "forms") == (kept,)
    assert (kept.name, kept.about, kept.lines) == (SHANTY.name, SHANTY.about, SHANTY.lines)


def test_a_form_that_gets_another_name_leaves_no_old_file_and_takes_no_others(tmp_path: Path) -> None:
    first = save_own_form(tmp_path, SHANTY)
    save_own_form(tmp_path, parse_form("5 7 5", name="Small"))
    renamed = save_own_form(tmp_path, parse_form("10a 10a", name="Halyard"), before=first.id)
    assert [form.name for form in load_own_forms(tmp_path)] == ["Halyard", "Small"]
    with pytest.raises(FormError, match="already"):
        save_own_form(tmp_path, parse_form("8a 8a", name="Small"), before=renamed.id)
    with pytest.raises(FormError, match="no name"):
        save_own_form(tmp_path, parse_form("8a 8a", name=" "))


def test_a_form_may_change_the_capitals_of_its_name_but_not_take_anothers(tmp_path: Path) -> None:
    first = save_own_form(tmp_path, SHANTY)
    louder = save_own_form(tmp_path, replace(SHANTY, name=SHANTY.name.upper()), before=first.id)
    assert load_own_forms(tmp_path) == (louder,)
    other = tmp_path / f"{SHANTY.name.lower()}.txt"
    if not other.exists():  # only where capitals make a difference
        other.write_text("5 7 5", encoding="utf-8")
        with pytest.raises(FormError, match="already"):
            save_own_form(tmp_path, replace(SHANTY, name=SHANTY.name.lower()), before=louder.id)
        assert other.read_text(encoding="utf-8") == "5 7 5"


def test_the_editor_draws_while_one_types_and_saves_only_what_can_be_read(shelf: FormShelf, qtbot: QtBot) -> None:
    editor = FormEditor(shelf._services, None, shelf.keep)
    qtbot.addWidget(editor)
    save = editor._buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    editor.name.setText("Shanty")
    editor.lines.setPlainText("10a 4b 10a 4q9")
    assert "4q9" in editor._problem.text()
    assert not save.isEnabled()
    editor.lines.setPlainText("10a 4b 10a 4b")
    assert editor._problem.text() == ""
    assert "4 lines  ABAB" in editor._preview.facts
    save.click()
    assert editor.form is not None
    assert editor.form in shelf.forms
    assert shelf.own(editor.form)


def test_a_name_that_is_taken_is_told_and_the_editor_stays_open(shelf: FormShelf, qtbot: QtBot) -> None:
    shelf.keep(SHANTY)
    editor = FormEditor(shelf._services, None, shelf.keep)
    qtbot.addWidget(editor)
    editor.name.setText("Shanty")
    editor.accept()
    assert "already" in editor._problem.text()
    assert editor.form is None


def test_what_was_typed_is_not_thrown_away_unasked(shelf: FormShelf, qtbot: QtBot) -> None:
    answers = [UserChoice.CANCEL, UserChoice.SAVE]
    editor = FormEditor(shelf._services, SHANTY, shelf.keep)
    qtbot.addWidget(editor)
    editor.questions.save_changes = lambda _name: answers.pop(0)
    editor.show()
    editor.reject()
    assert not editor.isVisible()
    assert len(answers) == 2
    editor.show()
    editor.name.setText("Capstan")
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    assert not editor.isVisible()
    assert [form.name for form in load_own_forms(find_paths().config / "forms")] == ["Capstan"]


def test_a_new_form_has_the_lines_of_the_chosen_one_and_a_sentence_of_its_own(
    shelf: FormShelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[FormEditor] = []
    monkeypatch.setattr(FormEditor, "exec", lambda editor: begun.append(editor) or 0)
    dialog = FormChooser(shelf._services, shelf, "limerick")
    qtbot.addWidget(dialog)
    dialog._write_new()
    assert (begun[0].name.text(), begun[0].about.text()) == ("", "")
    assert len(parse_form(begun[0].lines.toPlainText()).lines) == 5


def test_own_forms_are_chosen_edited_and_removed_and_shipped_ones_are_not(shelf: FormShelf, qtbot: QtBot) -> None:
    kept = shelf.keep(SHANTY)
    value = form_sign(kept, shelf)
    dialog = FormChooser(shelf._services, shelf, value)
    qtbot.addWidget(dialog)
    assert dialog.list.currentItem().text() == "Shanty"
    assert dialog._edit.isEnabled()
    dialog.list.setCurrentRow(2)
    assert not dialog._remove.isEnabled()
    dialog._choose(kept)
    dialog._remove.click()
    assert shelf.get(kept.id) is None
    assert load_own_forms(find_paths().config / "forms") == ()


def test_a_take_holds_the_whole_form_though_it_is_changed_later(shelf: FormShelf) -> None:
    kept = shelf.keep(SHANTY)
    brief = Brief("the sea", form=form_sign(kept, shelf))
    shelf.keep(parse_form("8a 8a", name="Shanty"), before=kept.id)
    verse = plan_for(brief).steps[0]
    assert [line.most for line in verse.form.lines] == [10, 4, 10, 4]


def test_own_cliches_are_kept_and_held_back(tmp_path: Path, qtbot: QtBot) -> None:
    page = ClicheList(tmp_path / "config" / "cliches.txt")
    qtbot.addWidget(page)
    page.own.setPlainText("salt in the *\n- heart of gold")
    assert page.keep()
    own = own_cliches(tmp_path / "config")
    verse = plan_for(Brief("the sea", form="haiku"), own).steps[0]
    assert "salt in the *" in verse.wishes.held_back
    assert "heart of gold" not in verse.wishes.held_back
    assert "heart of gold" in plan_for(Brief("the sea", form="haiku")).steps[0].wishes.held_back
    assert ClicheList(tmp_path / "config" / "cliches.txt").own.toPlainText().startswith("salt")


def test_a_list_that_cannot_be_written_says_so_and_keeps_the_dialog_open(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    page = ClicheList(tmp_path / "config" / "cliches.txt")
    qtbot.addWidget(page)
    page.own.setPlainText("neon")
    assert not page.keep()
    assert page._problem.text()
