"""What a screen reader finds, asked through QAccessible: names, roles, values, and children of what is painted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from songwright.core.words import with_lyric_text
from songwright.ui.score.score_stage import ScoreStage
from songwright.ui.shell.places import DRAWERS, STAGES
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window


@pytest.fixture
def listened() -> Iterator[None]:
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


@pytest.fixture
def song(studio: Studio, qtbot: QtBot) -> Studio:
    studio.window.resize(1280, 800)
    session, music = studio.services.session, studio.window.music
    session.apply("Type", with_lyric_text(session.song, "[Verse 1]\nThe tide is late\nThe moon is high"))
    music.compose_panel.singing.choose_composer("rules")
    with qtbot.waitSignal(music.maker.composing.composed):
        studio.services.actions["compose"].trigger()
    return studio


def name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name)


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_the_parts_of_the_window_say_what_they_are(song: Studio) -> None:
    window = song.window
    assert name(window.top.menu).startswith("Menu")
    assert role(window.music.transport.strip) == QAccessible.Role.Slider
    assert name(window.music.transport.strip) == "The whole song"
    for spec in DRAWERS:
        assert name(window.rail.button(spec.id)) == spec.name
    for spec in STAGES:
        assert spec.name in name(window.top.stages._buttons[spec.id])


def test_the_strips_value_is_the_bar_at_the_playhead(song: Studio) -> None:
    strip, music = song.window.music.transport.strip, song.window.music
    value = QAccessible.queryAccessibleInterface(strip).valueInterface()
    music.playing.seek(music.bars.roll.bar_ticks * 2)
    assert value.currentValue() == 3
    assert value.maximumValue() == music.bars.roll.bars


def test_painted_notes_are_children_with_their_pitch_syllable_and_place(
    song: Studio, listened: None, qtbot: QtBot
) -> None:
    song.window.stages.show_stage("music")
    children = song.window.music.note_children
    qtbot.waitUntil(lambda: bool(children.children_in_sight))
    viewport = QAccessible.queryAccessibleInterface(song.window.music.bars.viewport())
    assert viewport.childCount() >= 8
    names = [name(child) for child in children.children_in_sight]
    assert any("tide" in one and "bar" in one for one in names)


def test_no_children_are_made_while_nobody_listens(song: Studio) -> None:
    if QAccessible.isActive():
        pytest.skip("something listens on this machine")
    song.window.stages.show_stage("music")
    song.window.music.bars.viewport().grab()
    assert song.window.music.note_children.children_in_sight == []


def test_cards_of_sections_and_takes_are_told_in_words(song: Studio) -> None:
    song.services.actions["drawer_sections"].trigger()
    cards = song.window.drawers.page("sections").list
    cards_read = QAccessible.queryAccessibleInterface(cards)
    told = [cards_read.child(row).text(QAccessible.Text.Name) for row in range(cards_read.childCount())]
    assert any("Verse 1" in text and "fits its tune" in text for text in told)


def test_the_scores_notes_are_children_with_their_pitch_syllable_and_bar(
    song: Studio, listened: None, qtbot: QtBot
) -> None:
    song.window.stages.show_stage("score")
    stage = song.window.stages.widget("score")
    assert isinstance(stage, ScoreStage)
    qtbot.waitUntil(lambda: bool(stage.score.mark_children.children_in_sight))
    viewport = QAccessible.queryAccessibleInterface(stage.score.canvas.viewport())
    assert viewport.childCount() >= 8
    names = [name(child) for child in stage.score.mark_children.children_in_sight]
    assert any("“tide”" in one and "bar" in one for one in names)
