"""Files of other programs in the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from formats.songs import lantern_song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats import imports
from songwright.formats.heard import Imported
from songwright.formats.midi import to_midi
from songwright.host.recent import recent_files
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.notices import Level
from songwright.ui.wiring import Studio

PATIENCE = 20000


def words(studio: Studio) -> str:
    return lyric_text(studio.services.session.song)


def midi_file(tmp_path: Path, lexicon: Lexicon) -> Path:
    path = tmp_path / "from elsewhere.mid"
    path.write_bytes(to_midi(lantern_song(), lexicon))
    return path


def test_a_midi_file_becomes_a_new_song_that_says_what_it_lacks(
    studio: Studio, tmp_path: Path, lexicon: Lexicon, qtbot: QtBot
) -> None:
    path = midi_file(tmp_path, lexicon)
    studio.files.open(path)
    qtbot.waitUntil(lambda: "Carry me, river" in words(studio), timeout=PATIENCE)
    assert studio.files.path is None
    assert not studio.services.session.modified
    assert studio.files.name == "The Lantern"
    notice = studio.window.notices.notice
    assert notice.level is Level.WARNING
    assert "not saved yet" in notice.text
    assert "estimated" in notice.text
    assert recent_files(studio.services.settings)[0] == path


def test_a_dropped_score_is_opened(studio: Studio, tmp_path: Path, lexicon: Lexicon, qtbot: QtBot) -> None:
    path = midi_file(tmp_path, lexicon)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    studio.window.dropEvent(event)
    qtbot.waitUntil(lambda: "Carry me, river" in words(studio), timeout=PATIENCE)


def test_a_file_that_is_none_leaves_the_open_document_alone(studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, "still here"))
    session.mark_saved()
    path = tmp_path / "broken.mid"
    path.write_bytes(b"MThd\0\0\0\x06\0\x01\0\x01")
    studio.files.open(path)
    qtbot.waitUntil(
        lambda: studio.window.notices.notice is not None and studio.window.notices.notice.level is Level.ERROR,
        timeout=PATIENCE,
    )
    assert "MIDI" in studio.window.notices.notice.text
    assert words(studio) == "still here"


def test_work_done_while_a_file_is_read_is_not_lost(
    studio: Studio, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(name: str, data: bytes, lexicon: object) -> Imported:
        assert go_on.wait(30)
        return Imported(with_lyric_text(lantern_song(), "from the file"))

    monkeypatch.setattr(imports, "imported", slow)
    path = tmp_path / "slow.txt"
    path.write_text("x")
    studio.files.open(path)
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, "typed meanwhile"))
    studio.files.questions.answers = [UserChoice.CANCEL]
    go_on.set()
    qtbot.waitUntil(lambda: "save_changes" in studio.files.questions.asked, timeout=PATIENCE)
    assert words(studio) == "typed meanwhile"


def test_what_was_just_typed_when_a_file_is_read_is_not_lost(
    studio: Studio, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(name: str, data: bytes, lexicon: object) -> Imported:
        assert go_on.wait(30)
        return Imported(with_lyric_text(lantern_song(), "from the file"))

    monkeypatch.setattr(imports, "imported", slow)
    path = tmp_path / "slow.txt"
    path.write_text("x")
    studio.files.open(path)
    # Not in the session yet: what is typed rests there for a moment first.
    pending = ["just typed"]
    session = studio.services.session

    def settle() -> None:
        if pending:
            session.apply("Words", with_lyric_text(session.song, pending.pop()))

    studio.services.settling.append(settle)
    studio.files.questions.answers = [UserChoice.CANCEL]
    go_on.set()
    qtbot.waitUntil(lambda: "save_changes" in studio.files.questions.asked, timeout=PATIENCE)
    assert words(studio) == "just typed"


def test_opening_something_else_drops_a_file_that_is_still_read(
    studio: Studio, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, came_back = threading.Event(), threading.Event()

    def slow(name: str, data: bytes, lexicon: object) -> Imported:
        assert go_on.wait(30)
        came_back.set()
        return Imported(with_lyric_text(lantern_song(), "too late"))

    monkeypatch.setattr(imports, "imported", slow)
    path = tmp_path / "slow.txt"
    path.write_text("x")
    studio.files.open(path)
    studio.files.new()
    go_on.set()
    qtbot.waitUntil(came_back.is_set, timeout=PATIENCE)
    done: list[object] = []
    studio.services.jobs.run(lambda: None, done.append)
    studio.services.jobs.run(lambda: None, done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=PATIENCE)
    assert words(studio) == ""


def test_the_recent_files_open_what_was_imported_again(
    studio: Studio, tmp_path: Path, lexicon: Lexicon, qtbot: QtBot
) -> None:
    path = midi_file(tmp_path, lexicon)
    studio.files.open(path)
    qtbot.waitUntil(lambda: "Carry me, river" in words(studio), timeout=PATIENCE)
    studio.services.session.mark_saved()
    studio.files.new()
    menu = studio.window.submenus["recent"]
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert action.text() == "from elsewhere.mid"
    action.trigger()
    qtbot.waitUntil(lambda: "Carry me, river" in words(studio), timeout=PATIENCE)
