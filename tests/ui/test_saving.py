"""Saving on another thread loses nothing and mixes up nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.project import dump, load
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.notices import Level
from songwright.ui.wiring import Studio

PATIENCE = 20000


def put_words(studio: Studio, text: str) -> None:
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, text))


def on_disk(path: Path) -> str:
    return lyric_text(load(path.read_bytes()).song)


@pytest.fixture
def path(studio: Studio, tmp_path: Path) -> Path:
    """The file of the open document, saved once."""
    path = tmp_path / "song.songwright"
    put_words(studio, "first")
    studio.files.questions.paths = [path]
    assert studio.files.save()
    return path


class Gate:
    """Holds encoding up until it is opened; `reached` says that it waits."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def dump(self, document: object) -> bytes:
        self.reached.set()
        assert self.opened.wait(30)
        return dump(document)


@pytest.fixture
def gate(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr("songwright.formats.project.dump", gate.dump)
    yield gate
    gate.opened.set()


def save(studio: Studio) -> None:
    studio.services.actions["save"].trigger()


def test_the_window_goes_on_while_a_song_is_saved(studio: Studio, path: Path, gate: Gate, qtbot: QtBot) -> None:
    put_words(studio, "second")
    save(studio)
    assert gate.reached.wait(30)
    put_words(studio, "typed while it is saved")
    gate.opened.set()
    qtbot.waitUntil(lambda: on_disk(path) == "second", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not studio.files._saver.busy, timeout=PATIENCE)
    # What came after is still to be saved, and says so.
    assert studio.services.session.modified
    assert studio.window.isWindowModified()


def test_saving_again_meanwhile_saves_what_came_after(studio: Studio, path: Path, gate: Gate, qtbot: QtBot) -> None:
    put_words(studio, "second")
    save(studio)
    assert gate.reached.wait(30)
    put_words(studio, "third")
    save(studio)
    save(studio)
    gate.opened.set()
    qtbot.waitUntil(lambda: on_disk(path) == "third", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not studio.services.session.modified, timeout=PATIENCE)


@pytest.mark.parametrize("leave", [lambda s: s.files.new(), lambda s: s.window.close()])
def test_leaving_waits_for_the_save(studio: Studio, path: Path, gate: Gate, leave: Callable[[Studio], object]) -> None:
    put_words(studio, "second")
    save(studio)
    assert gate.reached.wait(30)
    # The save goes on by itself while the window's thread waits for it.
    threading.Timer(0.05, gate.opened.set).start()
    leave(studio)
    assert "save_changes" not in studio.files.questions.asked
    assert on_disk(path) == "second"


def test_a_save_that_fails_is_told_and_the_work_stays(
    studio: Studio, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: object) -> bytes:
        raise AttributeError("no such thing")

    monkeypatch.setattr("songwright.formats.project.dump", broken)
    put_words(studio, "second")
    save(studio)
    qtbot.waitUntil(lambda: studio.window.notices.notice is not None, timeout=PATIENCE)
    assert studio.window.notices.notice.level is Level.ERROR
    assert "not saved" in studio.window.notices.notice.text
    assert studio.services.session.modified
    assert on_disk(path) == "first"


def test_a_file_changed_by_another_program_is_asked_about(studio: Studio, path: Path, qtbot: QtBot) -> None:
    path.write_bytes(path.read_bytes() + b"\n")
    put_words(studio, "mine")
    studio.files.questions.answers = [UserChoice.CANCEL, UserChoice.OVERWRITE]
    save(studio)
    qtbot.waitUntil(lambda: "changed_on_disk" in studio.files.questions.asked, timeout=PATIENCE)
    assert on_disk(path) == "first"
    assert studio.services.session.modified
    save(studio)
    qtbot.waitUntil(lambda: on_disk(path) == "mine", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not studio.services.session.modified, timeout=PATIENCE)


def test_coming_back_to_the_window_during_a_save_is_no_change_by_others(
    studio: Studio, path: Path, gate: Gate, qtbot: QtBot
) -> None:
    put_words(studio, "second")
    save(studio)
    assert gate.reached.wait(30)
    studio.files.look_at_disk()
    gate.opened.set()
    qtbot.waitUntil(lambda: not studio.files._saver.busy, timeout=PATIENCE)
    studio.files.look_at_disk()
    assert studio.window.notices.notice is None
