"""Stages, drawers and helper panels: every record leads to a widget, and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from songwright.core.words import with_lyric_text
from songwright.ui.shell.places import DRAWERS, HELPERS, STAGES, PlaceSpec
from songwright.ui.theme.icons import icon_names
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window

PLACES = (*STAGES, *DRAWERS, *HELPERS)


@pytest.fixture
def roomy(studio: Studio, qtbot: QtBot) -> Studio:
    studio.window.resize(1280, 800)
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, "[Verse 1]\nThe tide is late\nThe moon is high"))
    return studio


@pytest.mark.parametrize("spec", PLACES, ids=lambda spec: spec.id)
def test_every_record_names_a_function_that_exists_an_icon_and_a_tip(spec: PlaceSpec) -> None:
    module, _, function = spec.build.partition(":")
    assert callable(getattr(import_module(module), function))
    assert spec.icon in icon_names()
    assert spec.tip
    assert spec.name


@pytest.mark.parametrize("stage", [spec.id for spec in STAGES])
def test_a_stage_is_reached_by_its_command_and_left_by_it_for_the_words(roomy: Studio, stage: str) -> None:
    actions, stages = roomy.services.actions, roomy.window.stages
    actions[f"stage_{stage}"].trigger()
    assert stages.shown == stage
    assert stages.widget(stage).isVisible()
    assert roomy.window.top.stages.value == stage
    actions[f"stage_{stage}"].trigger()
    assert stages.shown == "words"


@pytest.mark.parametrize("drawer", [spec.id for spec in DRAWERS])
def test_a_drawer_is_opened_by_its_command_and_left_with_escape(roomy: Studio, drawer: str, qtbot: QtBot) -> None:
    actions, window = roomy.services.actions, roomy.window
    window.drawers.show_drawer("")
    actions[f"drawer_{drawer}"].trigger()
    assert window.drawers.open == drawer
    assert window.drawers.page(drawer).isVisible()
    assert window.rail.button(drawer).isChecked()
    window.drawers.enter()
    assert window.drawers.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window.drawers, Qt.Key.Key_Escape)
    assert window.centre.sheet.editor.hasFocus()
    actions[f"drawer_{drawer}"].trigger()
    assert window.drawers.open == ""


def test_in_a_low_window_a_drawer_lies_over_the_page_and_a_click_beside_it_shuts_it(
    roomy: Studio, qtbot: QtBot
) -> None:
    window = roomy.window
    window.drawers.show_drawer("idea")
    window.resize(960, 540)
    assert window.drawers.open == ""
    page = window.stages.geometry()
    roomy.services.actions["drawer_idea"].trigger()
    assert window.drawers.isVisible()
    assert window.stages.geometry() == page
    shade = window.bench.findChild(QWidget, "shade")
    qtbot.mouseClick(shade, Qt.MouseButton.LeftButton)
    assert not window.drawers.isVisible()
    window.resize(1280, 800)
    assert window.drawers.open == "idea"


def test_what_is_open_is_remembered(make_studio: Callable[..., Studio]) -> None:
    first = make_studio()
    first.window.resize(1280, 800)
    first.window.drawers.show_drawer("mixer")
    first.services.actions["show_helper"].setChecked(False)
    first.window.helper.fold(["rhymes"])
    kept = first.window.folds.state()
    first.window.drawers.show_drawer("idea")
    first.services.actions["show_helper"].setChecked(True)
    first.window.helper.fold([])
    first.window.folds.restore(kept)
    assert first.window.drawers.open == "mixer"
    assert not first.services.actions["show_helper"].isChecked()
    assert first.window.helper.folded() == ["rhymes"]
    first.window.folds.restore("AAAA/wAAAAD9")
    assert first.window.drawers.open == "mixer"


def test_the_helper_shows_the_line_at_the_cursor_and_puts_a_rhyme_there(roomy: Studio, qtbot: QtBot) -> None:
    window = roomy.window
    window.centre.sheet.go_to(1)
    qtbot.waitUntil(lambda: window.helper.panel("line") is not None)
    qtbot.waitUntil(lambda: "4 syllables" in window.helper.panel("line").told.text())
    rhymes = window.helper.panel("rhymes")
    qtbot.waitUntil(lambda: rhymes.list.count() > 3)
    rhymes.list.setCurrentRow(0)
    word = rhymes.list.currentItem().text()
    qtbot.keyClick(rhymes.list, Qt.Key.Key_Return)
    assert window.centre.sheet.editor.plain_text().split("\n")[1] == f"The tide is {word}"
    assert window.centre.sheet.editor.hasFocus()


def test_the_strip_goes_where_it_is_clicked_and_bar_by_bar(roomy: Studio, qtbot: QtBot) -> None:
    music = roomy.window.music
    music.compose_panel.singing.choose_composer("rules")
    with qtbot.waitSignal(music.maker.composing.composed):
        roomy.services.actions["compose"].trigger()
    strip, roll = music.transport.strip, music.bars.roll
    with qtbot.waitSignal(strip.sought) as sought:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().center())
    assert abs(sought.args[0] - roll.end / 2) <= roll.song.metre.beat_ticks
    assert music.bars.scene.playhead == sought.args[0]
    before = strip.value()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert roll.bar_beat(music.bars.scene.playhead) == (before + 1, 1)


def test_every_part_of_the_window_can_be_reached_in_the_smallest_one(roomy: Studio) -> None:
    window = roomy.window
    window.resize(640, 360)
    inside = window.bench.rect()
    for part in (window.top, window.rail, window.stages, window.music.transport, window.top.write, window.top.compose):
        assert part.isVisible()
        assert inside.contains(part.mapTo(window.bench, part.rect().topLeft()))
        assert inside.contains(part.mapTo(window.bench, part.rect().bottomRight()))
