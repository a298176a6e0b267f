"""An album in the window: planned, written one song after the other, saved; stopped, broken and closed in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from songwright.core.errors import SongwrightError
from songwright.core.words import lyric_text
from songwright.formats.project import load
from songwright.host.settings import ALBUM
from songwright.llm.album import BY_TURNS, AlbumPlan
from songwright.llm.brief import Task, brief_of
from songwright.ui.album import album_files, album_maker
from songwright.ui.album.album_dialog import AlbumDialog
from songwright.ui.wiring import Studio
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

WORDS = """[Verse 1]
The field was wide, the field was long
And brothers ploughed it both

[Chorus]
The field between
And nothing green"""


@pytest.fixture
def studio(make_studio: Callable[..., Studio], writer: ScriptedWriter) -> Studio:
    return make_studio(writer)


@pytest.fixture
def dialog(studio: Studio, tmp_path: Path) -> Iterator[AlbumDialog]:
    studio.services.actions["album"].trigger()
    (found,) = studio.window.findChildren(AlbumDialog)
    found.about.setText("two brothers and one field")
    found.count.setValue(3)
    found.folder.setText(str(tmp_path / "album"))
    found.style_box.setCurrentIndex(found.style_box.findData(""))
    found._show_possible()
    yield found
    found.close()


def propose(writer: ScriptedWriter, *titles: str) -> None:
    """Answer the requests for titles."""
    for title in titles:
        assert writer.requests[-1][0].task is Task.HOOK
        writer.titled.emit(title)
        writer.end()


def sing(writer: ScriptedWriter, qtbot: QtBot, dialog: AlbumDialog, there: int) -> None:
    """Write the song that is asked for, and wait until so many are there."""
    writer.say(WORDS)
    writer.end()
    qtbot.waitUntil(lambda: sum(bool(song.path) for song in dialog._maker.plan.songs) == there)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_album_is_planned_changed_written_and_opened(
    studio: Studio, writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(dialog.plan_button, Qt.MouseButton.LeftButton)
    propose(writer, "The Field Between", "A Letter Late", "Going Home")
    table = dialog.table
    assert [table.item(row, 1).text() for row in range(3)] == ["The Field Between", "A Letter Late", "Going Home"]
    assert len({table.item(row, 2).text() for row in range(3)}) == 3
    table.item(1, 1).setText("A Letter in the Rain")
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    hooks = []
    for there in range(1, 4):
        brief, seed = writer.requests[-1]
        hooks.append(brief.hook)
        assert brief.form == "song"
        assert seed == dialog._maker.plan.songs[there - 1].seed
        sing(writer, qtbot, dialog, there)
    assert hooks == ["The Field Between", "A Letter in the Rain", "Going Home"]
    assert "letter" in writer.requests[-1][0].wishes.held_back
    qtbot.waitUntil(lambda: (tmp_path / "album" / "album.txt").exists())
    assert files(tmp_path / "album")[:3] == [
        "01 The Field Between.songwright", "02 A Letter in the Rain.songwright", "03 Going Home.songwright"
    ]  # fmt: skip
    document = load((tmp_path / "album" / "02 A Letter in the Rain.songwright").read_bytes())
    assert document.song.title == "A Letter in the Rain"
    assert lyric_text(document.song) == WORDS
    assert brief_of(document.takes[0]).hook == "A Letter in the Rain"
    table.setCurrentCell(1, 0)
    qtbot.mouseClick(dialog.opening, Qt.MouseButton.LeftButton)
    assert studio.services.session.song.title == "A Letter in the Rain"
    library = studio.window.drawers
    assert library is not None
    assert not dialog.write.isEnabled()


def test_songs_are_set_to_music_in_a_style_each(writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot) -> None:
    dialog.style_box.setCurrentIndex(dialog.style_box.findData(BY_TURNS))
    dialog.form.setCurrentIndex(dialog.form.findData(BY_TURNS))
    dialog.count.setValue(2)
    dialog.make_plan()
    propose(writer, "One", "Two")
    dialog.write_album()
    for there in (1, 2):
        sing(writer, qtbot, dialog, there)
    songs = [load(Path(song.path).read_bytes()).song for song in dialog._maker.plan.songs]
    assert all(song.tracks for song in songs)
    assert len({song.style for song in songs}) == 2
    assert len({brief.form for brief, _ in writer.requests[-2:]}) == 2


def test_nothing_else_is_written_meanwhile_and_everything_may_be_again_afterwards(
    studio: Studio, writer: ScriptedWriter, dialog: AlbumDialog
) -> None:
    write = studio.services.actions["write"]
    assert write.isEnabled()
    dialog.make_plan()
    assert not write.isEnabled()
    studio.desk.begin(writer.requests[-1][0])
    assert len(writer.requests) == 1
    qtbot_stop = dialog.stop
    qtbot_stop.click()
    assert not dialog._maker.running
    assert write.isEnabled()


def test_what_is_stopped_goes_on_later_with_the_songs_that_are_missing(
    writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot
) -> None:
    dialog.make_plan()
    propose(writer, "One", "Two", "Three")
    dialog.write_album()
    sing(writer, qtbot, dialog, 1)
    writer.say("[Verse 1]\nHalf a")
    dialog.stop.click()
    assert [bool(song.path) for song in dialog._maker.plan.songs] == [True, False, False]
    dialog.write_album()
    assert writer.requests[-1][0].hook == "Two"
    sing(writer, qtbot, dialog, 2)
    sing(writer, qtbot, dialog, 3)
    document = load(Path(dialog._maker.plan.songs[1].path).read_bytes())
    assert lyric_text(document.song) == WORDS


def test_a_song_that_breaks_is_begun_again_and_left_at_last_while_the_others_go_on(
    writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot
) -> None:
    dialog.make_plan()
    propose(writer, "One", "Two", "Three")
    dialog.write_album()
    for _ in range(2):
        writer.become(ModelState.READY)
        fault = album_maker.WritingFault("The model ended.", "exit code -6")
        writer.failed.emit(fault)
    assert writer.requests[-1][0].hook == "Two"
    assert writer.requests[-2][1] != writer.requests[-3][1]
    sing(writer, qtbot, dialog, 1)
    sing(writer, qtbot, dialog, 2)
    assert [song.problem for song in dialog._maker.plan.songs] == ["The model ended.", "", ""]
    assert dialog.table.item(0, 3).text() == "Broken off"
    assert dialog.write.isEnabled()


def test_a_model_that_is_gone_ends_the_album_in_a_sentence(writer: ScriptedWriter, dialog: AlbumDialog) -> None:
    dialog.make_plan()
    propose(writer, "One", "Two", "Three")
    dialog.write_album()
    writer.crash("The model ended.")
    assert not dialog._maker.running
    assert "No model is loaded" in dialog.told.text()


def test_a_song_that_cannot_be_saved_is_kept_and_saved_without_being_written_again(
    writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.make_plan()
    propose(writer, "One", "Two", "Three")
    right = album_files.write_file

    def full(*_: object, **__: object) -> None:
        raise SongwrightError("The disk is full.")

    monkeypatch.setattr(album_files, "write_file", full)
    dialog.write_album()
    writer.say(WORDS)
    writer.end()
    qtbot.waitUntil(lambda: not dialog._maker.running)
    assert "The disk is full." in dialog.told.text()
    monkeypatch.setattr(album_files, "write_file", right)
    asked = len(writer.requests)
    dialog.write_album()
    qtbot.waitUntil(lambda: len(writer.requests) == asked + 1)
    assert dialog._maker.plan.songs[0].path
    assert writer.requests[-1][0].hook == "Two"
    dialog.stop.click()


def test_words_that_cannot_be_composed_are_saved_all_the_same(
    writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SongwrightError("It cannot be composed.")

    monkeypatch.setattr(album_files, "compose", refuse)
    dialog.style_box.setCurrentIndex(dialog.style_box.findData("folk"))
    dialog.count.setValue(1)
    dialog.make_plan()
    propose(writer, "One")
    dialog.write_album()
    sing(writer, qtbot, dialog, 1)
    assert dialog.table.item(0, 3).text() == "Saved, words alone"
    assert dialog.table.item(0, 3).toolTip() == "It cannot be composed."


def test_a_window_that_was_closed_in_between_opens_the_album_as_it_stood(
    make_studio: Callable[..., Studio], writer: ScriptedWriter, dialog: AlbumDialog, qtbot: QtBot, studio: Studio
) -> None:
    dialog.make_plan()
    propose(writer, "One", "Two", "Three")
    dialog.write_album()
    sing(writer, qtbot, dialog, 1)
    studio.window.may_close = lambda: True
    studio.window.close()
    studio.close()
    plan = AlbumPlan.from_text(make_studio(ScriptedWriter()).services.settings.get(ALBUM))
    assert [song.hook for song in plan.songs] == ["One", "Two", "Three"]
    assert [bool(song.path) for song in plan.songs] == [True, False, False]
    assert Path(plan.songs[0].path).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"songs": 3}', '{"songs": [{"number": "x"}]}', '{"other": 1}'])
def test_a_damaged_plan_is_an_empty_one(text: str) -> None:
    assert AlbumPlan.from_text(text) == AlbumPlan()
