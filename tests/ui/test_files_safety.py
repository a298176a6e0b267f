"""No work is lost when something goes wrong around files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.host.paths import find_paths
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.notices import Level
from songwright.ui.wiring import Studio


def put_words(studio: Studio, text: str) -> None:
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, text))


def words(studio: Studio) -> str:
    return lyric_text(studio.services.session.song)


def journals() -> list[bytes]:
    return [path.read_bytes() for path in find_paths().journals.glob("*.journal")]


def broken(_document: object) -> bytes:
    message = "no attribute of that name"
    raise AttributeError(message)


@pytest.mark.parametrize("way", ["quit", "close", "new", "open"])
def test_when_the_document_cannot_be_encoded_the_window_keeps_it_and_says_why(
    studio: Studio, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    put_words(studio, "precious")
    qtbot.waitUntil(lambda: any(b"precious" in journal for journal in journals()), timeout=5000)
    monkeypatch.setattr("songwright.formats.project.dump", broken)
    studio.files.questions.answers = [UserChoice.SAVE]
    studio.files.questions.paths = [tmp_path / "x.songwright", tmp_path / "other.songwright"]
    if way == "close":
        assert not studio.window.close()
    else:
        studio.services.actions[way].trigger()
    assert studio.window.isVisible()
    assert words(studio) == "precious"
    notice = studio.window.notices.notice
    assert notice is not None
    assert notice.level is Level.ERROR
    assert "not saved" in notice.text
    assert "AttributeError" in notice.detail
    assert any(b"precious" in journal for journal in journals())
    assert studio.services.session.modified


def test_an_error_in_the_question_itself_does_not_close_the_window(studio: Studio) -> None:
    put_words(studio, "precious")

    def broken_question() -> bool:
        raise RuntimeError

    studio.window.may_close = broken_question
    event = QCloseEvent()
    with pytest.raises(RuntimeError):
        studio.window.closeEvent(event)
    studio.window.may_close = lambda: True
    assert not event.isAccepted()
    assert not studio.window.closed_well


def test_pending_typing_that_cannot_be_taken_over_does_not_hinder_saving(studio: Studio, tmp_path: Path) -> None:
    put_words(studio, "precious")

    def broken_settling() -> None:
        raise KeyError("row")

    studio.services.settling.append(broken_settling)
    path = tmp_path / "x.songwright"
    studio.files.questions.paths = [path]
    studio.files.questions.answers = [UserChoice.SAVE]
    try:
        assert studio.files.may_leave()
    finally:
        studio.services.settling.remove(broken_settling)
    assert b"precious" in path.read_bytes()
    assert studio.window.isVisible()


def test_a_journal_that_cannot_be_encoded_is_told_with_details(
    make_studio: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("songwright.formats.project.dump", broken)
    studio = make_studio()
    put_words(studio, "precious")
    qtbot.waitUntil(lambda: studio.window.notices.notice is not None, timeout=5000)
    assert "backed up" in studio.window.notices.notice.text
    assert "AttributeError" in studio.window.notices.notice.detail
