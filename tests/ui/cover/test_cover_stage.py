"""The Cover stage: nothing changes until the user chooses, every choice is one step of undo, files are told about."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from songwright.core.artwork import RECIPE_VERSION, Artwork, Recipe, WordSource
from songwright.core.song import Song
from songwright.formats.cover.of_song import first_artwork
from songwright.host.paths import Paths
from songwright.ui.cover.cover_files import cover_file, thumbnail
from songwright.ui.cover.cover_stage import CoverStage
from songwright.ui.notices import Level, Notice
from songwright.ui.services import Services
from songwright.ui.shell.parts import Parts

WORDS = "[Verse]\nThe fox runs down to the river\nthe moon is on the hill\n"


@pytest.fixture
def stage(make_services: Callable[..., Services], qtbot: QtBot, tmp_path: Path) -> Iterator[CoverStage]:
    services = make_services(WORDS, title="The Fox")
    services.paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    made = CoverStage(cast(Parts, SimpleNamespace(services=services)))
    qtbot.addWidget(made)
    made.resize(760, 420)
    made.show()
    made.entered()
    yield made
    made.left()


def song_of(stage: CoverStage) -> Song:
    return stage._services.session.song


def recipe_of(stage: CoverStage) -> Recipe:
    artwork = song_of(stage).artwork
    assert artwork is not None
    return artwork.recipe


def test_a_picture_comes_up_by_itself_and_the_song_stays_as_it_is(stage: CoverStage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not stage.easel.image.isNull())
    assert song_of(stage).artwork is None
    assert stage.panel.use.isVisible()
    assert "fox" in stage.easel.accessibleDescription()


def test_using_the_cover_keeps_it_as_one_step_of_undo(stage: CoverStage) -> None:
    stage.panel.use.click()
    assert recipe_of(stage) == first_artwork(replace(song_of(stage), artwork=None)).recipe
    assert not stage.panel.use.isVisible()
    stage._services.session.undo()
    assert song_of(stage).artwork is None
    assert stage.panel.use.isVisible()


def test_a_variant_is_another_picture_of_the_same_words(stage: CoverStage) -> None:
    stage.variants.chosen.emit(3)
    third = recipe_of(stage)
    stage.variants.chosen.emit(4)
    assert recipe_of(stage) != third
    stage._services.session.undo()
    assert recipe_of(stage) == third


def test_what_is_chosen_is_locked_and_stays_when_it_is_drawn_again(stage: CoverStage) -> None:
    box = stage.panel.choices.box("place")
    box.setCurrentIndex(box.findData("desert"))
    box.activated.emit(box.currentIndex())
    assert recipe_of(stage).place == "desert"
    assert stage.panel.choices.lock("place").isChecked()
    for _ in range(3):
        stage.panel.again.click()
        assert recipe_of(stage).place == "desert"
    stage.panel.choices.lock("place").click()
    assert recipe_of(stage).locks == ()


def test_each_of_the_cast_tells_its_word_and_can_be_removed_and_swapped(stage: CoverStage) -> None:
    chips = {chip.text(): chip for chip in stage.panel.cast.chips if chip.isVisible()}
    assert "fox" in chips
    assert "“fox”" in chips["fox"].toolTip()
    menu = chips["fox"].menu()
    next(action for action in menu.actions() if action.text() == "Remove").trigger()
    assert "fox" not in [actor.concept for actor in recipe_of(stage).cast]
    assert "cast" in recipe_of(stage).locks


def test_a_caption_of_ones_own_is_drawn_instead(stage: CoverStage, qtbot: QtBot) -> None:
    stage.panel.source.chosen.emit(WordSource.CAPTION)
    qtbot.keyClicks(stage.panel.caption, "a ship in the storm")
    qtbot.keyClick(stage.panel.caption, Qt.Key.Key_Return)
    artwork = song_of(stage).artwork
    assert artwork is not None
    assert artwork.caption == "a ship in the storm"
    assert artwork.recipe.weather == "storm"
    assert "ship" in [actor.concept for actor in artwork.recipe.cast]


def test_words_without_anything_to_see_are_answered_by_a_sentence(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    made = CoverStage(cast(Parts, SimpleNamespace(services=make_services("", title="自由"))))
    qtbot.addWidget(made)
    made.show()
    made.entered()
    assert "light and weather" in made.panel.told.text()


def test_a_recipe_of_a_newer_version_is_shown_and_kept(stage: CoverStage) -> None:
    recipe = Recipe(place="moonbase", palette="ultraviolet", frame="spiral", version=RECIPE_VERSION + 1)
    session = stage._services.session
    session.apply("Open", replace(session.song, artwork=Artwork(recipe)))
    assert "newer Songwright" in stage.panel.told.text()
    assert stage.panel.choices.box("place").currentText() == "moonbase"
    assert recipe_of(stage) == recipe


def test_the_cover_is_saved_and_told(stage: CoverStage, tmp_path: Path, told: list[Notice], qtbot: QtBot) -> None:
    stage.files.save(*stage.finished(), tmp_path / "fox.svg")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].level is Level.SUCCESS
    assert (tmp_path / "fox.svg").read_bytes().startswith(b"<?xml")


def test_a_folder_that_cannot_be_written_is_told(
    stage: CoverStage, tmp_path: Path, told: list[Notice], qtbot: QtBot
) -> None:
    stage.files.save(*stage.finished(), tmp_path / "nowhere" / "fox.svg")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].level is Level.ERROR
    assert stage.panel.save.isEnabled()


def test_a_picture_of_ones_own_takes_the_drawn_one_s_place_and_goes_again(
    stage: CoverStage, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = tmp_path / "mine.png"
    image = QImage(3000, 1500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(str(picture))
    stage.files.take_in(picture, stage.take_own)
    qtbot.waitUntil(lambda: song_of(stage).artwork is not None)
    artwork = song_of(stage).artwork
    assert artwork is not None
    kept = QImage.fromData(base64.b64decode(artwork.own))
    assert (kept.width(), kept.height()) == (1400, 700)
    assert QImage.fromData(cover_file(song_of(stage), "", ".jpg")).width() == 1400
    stage._remove_own()
    assert recipe_of(stage)
    assert "own" not in stage.panel.told.text()


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_a_file_that_is_no_picture_is_told_and_the_cover_stays(
    content: bytes, stage: CoverStage, tmp_path: Path, told: list[Notice], qtbot: QtBot
) -> None:
    picture = tmp_path / "mine.png"
    picture.write_bytes(content)
    stage.files.take_in(picture, stage.take_own)
    qtbot.waitUntil(lambda: bool(told))
    assert "no picture" in told[-1].text
    assert song_of(stage).artwork is None


def test_a_song_with_a_cover_has_a_small_picture_for_lists(stage: CoverStage) -> None:
    assert thumbnail(song_of(stage)) == b""
    stage.panel.use.click()
    assert QImage.fromData(thumbnail(song_of(stage))).width() == 112


def test_a_painted_picture_is_shown_in_place_of_the_drawn_one_and_can_be_taken_back(stage: CoverStage) -> None:
    drawn = stage.artwork().recipe
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    stage.take_painted(image)
    artwork = song_of(stage).artwork
    assert artwork is not None
    assert artwork.own
    assert artwork.recipe == drawn
    stage._remove_own()
    assert recipe_of(stage) == drawn
    assert not song_of(stage).artwork.own
