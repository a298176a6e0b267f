"""What an earlier window left: asked for once, never in the way of the start, and to be had again later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from songwright.core.session import Document
from songwright.core.song import Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.project import dump
from songwright.host.atomic import backup_path
from songwright.host.journal import Journal
from songwright.host.paths import find_paths
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.notices import Notice
from songwright.ui.theme.manager import Theme
from songwright.ui.wiring import Studio, build
from ui.stand_ins import ScriptedQuestions, ScriptedWriter

StartOn = Callable[..., Studio]


def document(words: str) -> bytes:
    return dump(Document(with_lyric_text(Song(), words)))


def words(studio: Studio) -> str:
    return lyric_text(studio.services.session.song)


def left_by_a_dead_window(text: str, project: Path | None = None) -> Path:
    journal = Journal(find_paths().journals)
    journal.write(document(text), project, "Wreck")
    journal._lock.release()
    return journal.path


@pytest.fixture
def told() -> list[Notice]:
    return []


@pytest.fixture
def start_on(qapp: QApplication, theme: Theme, qtbot: QtBot, told: list[Notice]) -> Iterator[StartOn]:
    """Start a window on a file, with answers for its questions."""
    made: list[Studio] = []

    def start(path: Path | None = None, *answers: UserChoice) -> Studio:
        studio = build(qapp, find_paths(), writer=lambda _: ScriptedWriter(), theme=theme)
        studio.files.questions = ScriptedQuestions()
        studio.files.questions.answers = list(answers)
        studio.services.notices.shown.connect(told.append)
        qtbot.addWidget(studio.window)
        made.append(studio)
        studio.start([str(path)] if path else [])
        qtbot.waitUntil(lambda: studio.ready)
        return studio

    yield start
    for studio in made:
        studio.window.may_close = lambda: True
        studio.window.close()
        studio.close()


@pytest.fixture
def song_file(tmp_path: Path) -> Path:
    path = tmp_path / "Lantern.songwright"
    path.write_bytes(document("as saved"))
    return path


def entries(studio: Studio) -> list[QAction]:
    menu = studio.window.submenus["recovered"]
    menu.parent().aboutToShow.emit()
    return [action for action in menu.actions() if not action.isSeparator()] if menu.menuAction().isVisible() else []


def test_a_start_on_a_file_with_unsaved_work_asks_one_question(start_on: StartOn, song_file: Path) -> None:
    left_by_a_dead_window("not yet saved", song_file)
    studio = start_on(song_file, UserChoice.RESTORE)
    assert studio.files.questions.asked == ["recover"]
    assert words(studio) == "not yet saved"
    assert studio.files.path == song_file
    assert studio.services.session.modified


def test_work_on_the_file_that_was_asked_for_is_offered_before_later_work_on_another(
    start_on: StartOn, song_file: Path, tmp_path: Path
) -> None:
    left_by_a_dead_window("not yet saved", song_file)
    left_by_a_dead_window("something else", tmp_path / "Else.songwright")
    studio = start_on(song_file, UserChoice.RESTORE)
    assert words(studio) == "not yet saved"


@pytest.mark.parametrize("answer", [UserChoice.LATER, UserChoice.DISCARD])
def test_whoever_does_not_restore_gets_the_file(start_on: StartOn, song_file: Path, answer: UserChoice) -> None:
    left_by_a_dead_window("not yet saved", song_file)
    studio = start_on(song_file, answer)
    assert words(studio) == "as saved"
    assert not studio.services.session.modified


@pytest.mark.parametrize("answer", [UserChoice.LATER, UserChoice.DISCARD])
def test_work_that_was_put_off_or_thrown_away_can_be_had_from_the_menu(
    start_on: StartOn, song_file: Path, answer: UserChoice
) -> None:
    left_by_a_dead_window("not yet saved", song_file)
    studio = start_on(song_file, answer)
    [entry, _] = entries(studio)
    assert entry.text().startswith("Lantern, ")
    entry.trigger()
    assert words(studio) == "not yet saved"
    assert studio.files.path == song_file
    assert studio.services.session.modified


def test_without_work_or_backup_the_menu_offers_neither(start_on: StartOn, song_file: Path) -> None:
    studio = start_on(song_file)
    assert entries(studio) == []
    assert not studio.services.actions["open_backup"].isVisible()


def test_the_backup_can_be_had_and_nothing_is_written(start_on: StartOn, song_file: Path) -> None:
    backup_path(song_file).write_bytes(document("as it was before"))
    studio = start_on(song_file)
    entries(studio)
    assert studio.services.actions["open_backup"].isVisible()
    studio.services.actions["open_backup"].trigger()
    assert words(studio) == "as it was before"
    assert studio.files.path == song_file
    assert studio.services.session.modified
    assert song_file.read_bytes() == document("as saved")


def test_a_journal_with_a_path_that_is_none_does_not_hide_its_work_or_the_file(
    start_on: StartOn, song_file: Path
) -> None:
    path = left_by_a_dead_window("kept all the same", song_file)
    head, _, data = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps(json.loads(head) | {"project": "bad\0name"}).encode() + b"\n" + data)
    studio = start_on(song_file, UserChoice.LATER)
    assert studio.files.questions.asked == ["recover"]
    assert words(studio) == "as saved"


@pytest.mark.parametrize("content", [b"", b"{}", b"no journal", b'{"project": ' + b"9" * 5000 + b"}\n", b"\xff" * 99])
def test_a_damaged_journal_is_named_once_and_kept(
    start_on: StartOn, song_file: Path, told: list[Notice], content: bytes
) -> None:
    path = left_by_a_dead_window("lost", song_file)
    path.write_bytes(content)
    studio = start_on(song_file)
    assert words(studio) == "as saved"
    assert any(path.name in notice.text for notice in told)
    [entry, _] = entries(studio)
    assert path.name in entry.text()
    assert not entry.isEnabled()
    told.clear()
    start_on()
    assert not any(path.name in notice.text for notice in told)


@pytest.mark.parametrize(
    "step", ["host.recovered.abandoned_work", "host.journal.Journal", "ui.writing.form_shelf.FormShelf.load"]
)
def test_a_step_of_the_start_that_breaks_is_told_and_the_file_is_opened(
    start_on: StartOn, song_file: Path, told: list[Notice], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(f"songwright.{step}", broken)
    studio = start_on(song_file)
    assert words(studio) == "as saved"
    assert any("unforeseen" in notice.detail for notice in told)


def test_a_form_file_that_cannot_be_read_hides_no_other_form(
    start_on: StartOn, told: list[Notice], qtbot: QtBot
) -> None:
    folder = find_paths().config / "forms"
    folder.mkdir(parents=True)
    (folder / "Bad.txt").write_text("9" * 5000 + "a")
    (folder / "Good.txt").write_text("8a 6b 8a 6b")
    studio = start_on()
    forms = studio.window.brief.forms
    qtbot.waitUntil(lambda: bool(forms.forms))
    assert "Good" in {form.name for form in forms.forms}
    assert len(forms.forms) > 20
    assert any("Bad.txt" in notice.text for notice in told)
