"""The drawer of songs: what is opened or saved is in it, and is found, opened and moved to the trash there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QFile, Qt
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.ui.drawers.library_drawer import LibraryDrawer
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window


def save(studio: Studio, path: Path, text: str, title: str) -> None:
    from dataclasses import replace

    session = studio.services.session
    session.apply("Type", replace(with_lyric_text(session.song, text), title=title))
    studio.files.questions.paths = [path]
    studio.services.actions["save_as"].trigger()


@pytest.fixture
def library(studio: Studio, tmp_path: Path, qtbot: QtBot) -> LibraryDrawer:
    studio.window.resize(1280, 800)
    save(studio, tmp_path / "ferry.songwright", "The horn is low", "Ferry")
    studio.services.actions["new"].trigger()
    save(studio, tmp_path / "lamp.songwright", "The lamp goes round", "Lamp")
    studio.services.actions["drawer_library"].trigger()
    page = studio.window.drawers.page("library")
    assert isinstance(page, LibraryDrawer)
    qtbot.waitUntil(lambda: page.list.count() == 2)
    return page


def titles(library: LibraryDrawer) -> list[str]:
    return [library.list.item(row).text() for row in range(library.list.count())]


def test_saved_songs_are_listed_the_last_first_and_found_by_a_word(library: LibraryDrawer, qtbot: QtBot) -> None:
    assert titles(library) == ["Lamp", "Ferry"]
    qtbot.keyClicks(library.search, "horn")
    qtbot.waitUntil(lambda: titles(library) == ["Ferry"])
    qtbot.keyClicks(library.search, "xyz")
    qtbot.waitUntil(lambda: titles(library) == [])
    assert "all of these words" in library.told.text()


def test_a_song_is_opened_from_the_list(studio: Studio, library: LibraryDrawer, qtbot: QtBot) -> None:
    library.list.setCurrentRow(1)
    qtbot.keyClick(library.list, Qt.Key.Key_Return)
    assert lyric_text(studio.services.session.song) == "The horn is low"


def test_tags_are_kept_in_the_song_and_found(
    studio: Studio, library: LibraryDrawer, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.keyClicks(library.tags, "sea, night , sea")
    library.tags.editingFinished.emit()
    assert studio.services.session.song.tags == ("sea", "night")
    assert studio.files.save()
    library.search.setText("night")
    qtbot.waitUntil(lambda: titles(library) == ["Lamp"])
    assert b"night" in (tmp_path / "lamp.songwright").read_bytes()


def test_a_song_goes_to_the_trash_and_off_the_list_but_not_the_open_one(
    studio: Studio, library: LibraryDrawer, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trashed: list[str] = []
    monkeypatch.setattr(QFile, "moveToTrash", lambda path: (trashed.append(path), True)[1])
    assert not library.move_to_trash(tmp_path / "lamp.songwright")
    assert trashed == []
    assert library.move_to_trash(tmp_path / "ferry.songwright")
    assert trashed == [str(tmp_path / "ferry.songwright")]
    qtbot.waitUntil(lambda: titles(library) == ["Lamp"])


def test_an_index_that_was_lost_is_built_again_from_the_files(
    studio: Studio, library: LibraryDrawer, qtbot: QtBot
) -> None:
    studio.services.paths.library.unlink()
    library.list.clear()
    library.refresh()
    qtbot.waitUntil(lambda: sorted(titles(library)) == ["Ferry", "Lamp"])


def test_a_song_whose_file_is_gone_is_told_and_taken_off(
    studio: Studio, library: LibraryDrawer, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "ferry.songwright").unlink()
    library.list.setCurrentRow(1)
    library.open_chosen()
    assert "not where it was" in studio.window.notices.notice.text
    qtbot.waitUntil(lambda: titles(library) == ["Lamp"])
