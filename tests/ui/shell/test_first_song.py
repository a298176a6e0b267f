"""From a first start to a song that plays: what happens by itself, and where it stops."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece
from songwright.core.words import lyric_text, with_lyric_text
from songwright.llm.usual_form import usual_form
from songwright.ui.shell.start_page import IDEAS
from songwright.ui.wiring import Studio
from ui.stand_ins import ScriptedWriter

pytestmark = pytest.mark.window

VERSE = "[Verse 1]\nThe tide is late\nThe moon is high"
MakeStudio = Callable[..., Studio]


def words(studio: Studio) -> str:
    return lyric_text(studio.services.session.song)


def write(studio: Studio, writer: ScriptedWriter, text: str) -> None:
    studio.services.actions["write"].trigger()
    writer.say(text)
    writer.end()


def rules(studio: Studio) -> None:
    studio.window.music.compose_panel.singing.choose_composer("rules")


def test_a_blank_document_asks_one_thing_and_hides_what_is_of_no_use_yet(make_studio: MakeStudio) -> None:
    studio = make_studio(asking=True)
    window = studio.window
    window.resize(1280, 800)
    start = window.centre.start
    assert start.isVisible()
    assert start.about.hasFocus()
    steps = (window.top.write, window.top.compose, window.top.export)
    for part in (window.rail, window.drawers, window.helper, window.music.transport, *steps):
        assert not part.isVisible()
    start.blank.click()
    assert all(step.isVisible() for step in steps)
    assert window.centre.sheet.editor.hasFocus()
    assert window.rail.isVisible()
    assert window.brief.isVisible()


def test_one_press_on_an_empty_field_makes_a_song_of_the_idea_that_stands_in_it(
    make_studio: MakeStudio, qtbot: QtBot
) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer, asking=True)
    rules(studio)
    start, played = studio.window.centre.start, []
    studio.window.music.playing.play_from = played.append  # type: ignore[method-assign]
    start.make.click()
    assert writer.requests[0][0].about in IDEAS
    writer.say(VERSE)
    writer.end()
    assert words(studio) == VERSE
    qtbot.waitUntil(lambda: bool(played))
    assert studio.services.actions.state("has_music")
    assert played == [0]


def test_an_idea_that_is_clicked_is_what_is_written_about(make_studio: MakeStudio, qtbot: QtBot) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer, asking=True)
    start = studio.window.centre.start
    start.ideas[1].click()
    assert studio.services.session.song.about == start.ideas[1].text()
    qtbot.keyClick(start.make, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert writer.requests[0][0].about == start.ideas[1].text()


def test_a_poem_is_written_and_not_set_to_music(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer, asking=True)
    start, window = studio.window.centre.start, studio.window
    start.piece.findChildren(type(start.make))[1].click()
    assert start.make.text() == "Write the poem"
    start.make.click()
    writer.say("The tide is late\nThe moon is high")
    writer.end()
    assert studio.services.session.song.piece is Piece.POEM
    assert words(studio).startswith("The tide")
    assert not window.music.maker.composing.busy
    assert not window.music.transport.isVisible()
    offered = [button.property("named") for button in window.top.stages.findChildren(QPushButton) if button.isVisible()]
    assert offered == ["Words", "Cover"]
    assert not window.rail.button("mixer").isVisible()
    studio.services.actions["compose"].trigger()
    assert window.music.transport.isVisible()
    window.music.maker.composing.cancel()


def test_a_whole_draft_goes_into_an_empty_page_and_one_undo_takes_it_back(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    write(studio, writer, VERSE)
    assert words(studio) == VERSE
    assert studio.window.centre.sheet.editor.textCursor().blockNumber() == 0
    studio.services.actions["undo"].trigger()
    assert words(studio) == ""


def test_a_second_take_replaces_the_first_and_one_undo_brings_it_back(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    write(studio, writer, VERSE)
    write(studio, writer, "[Verse 1]\nThe horn is low")
    assert words(studio) == "[Verse 1]\nThe horn is low"
    studio.services.actions["undo"].trigger()
    assert words(studio) == VERSE


def test_a_poem_that_is_chosen_at_the_start_is_written_in_stanzas_and_not_as_a_song(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer, asking=True)
    start = studio.window.centre.start
    start.piece.set_value(Piece.POEM.value)
    start.piece.chosen.emit(Piece.POEM.value)
    start.about.setPlainText("fog")
    start.make.click()
    brief = writer.requests[0][0]
    assert brief.piece is Piece.POEM
    assert brief.form == usual_form(Piece.POEM, "medium") != usual_form(Piece.SONG, "medium")


def test_a_take_replaces_the_one_before_although_the_composer_has_put_an_intro_there(
    make_studio: MakeStudio, qtbot: QtBot
) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    rules(studio)
    write(studio, writer, VERSE)
    studio.window.music.compose_panel.seed.setValue(11)
    with qtbot.waitSignal(studio.window.music.maker.composing.composed):
        studio.services.actions["compose"].trigger()
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, "[Intro]\n\n" + VERSE + "\n\n[Outro]"))
    write(studio, writer, "[Verse 1]\nThe horn is low")
    assert words(studio) == "[Verse 1]\nThe horn is low"


def test_nothing_of_ones_own_is_overwritten_by_itself(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, "My own line"))
    write(studio, writer, VERSE)
    assert words(studio) == "My own line"
    assert studio.window.centre.showing_draft


def test_a_draft_that_was_stopped_waits(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    studio.services.actions["write"].trigger()
    writer.say("half a")
    studio.services.actions["stop"].trigger()
    assert words(studio) == ""
    assert studio.window.centre.showing_draft


def test_composing_with_a_draft_only_accepts_it(make_studio: MakeStudio, qtbot: QtBot) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    rules(studio)
    studio.services.actions["write"].trigger()
    writer.say(VERSE)
    studio.services.actions["stop"].trigger()
    with qtbot.waitSignal(studio.window.music.maker.composing.composed):
        studio.services.actions["compose"].trigger()
    assert VERSE in words(studio)
    assert studio.services.actions.state("has_music")


def test_composing_again_gives_other_music_and_says_so(make_studio: MakeStudio, qtbot: QtBot) -> None:
    studio = make_studio()
    rules(studio)
    session, composing = studio.services.session, studio.window.music.maker.composing
    session.apply("Type", with_lyric_text(session.song, VERSE))
    with qtbot.waitSignal(composing.composed):
        studio.services.actions["compose"].trigger()
    first = session.song
    with qtbot.waitSignal(composing.composed):
        studio.services.actions["compose"].trigger()
    assert session.song.seed != first.seed
    assert session.song.sections != first.sections
    notice = studio.window.notices.notice
    assert notice is not None
    assert str(session.song.seed) in notice.text
    studio.services.actions["undo"].trigger()
    assert session.song.sections == first.sections


def test_a_song_that_is_stopped_while_it_is_made_does_not_play_later(make_studio: MakeStudio, qtbot: QtBot) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer, asking=True)
    rules(studio)
    played: list[int] = []
    studio.window.music.playing.play_from = played.append  # type: ignore[method-assign]
    studio.window.centre.start.make.click()
    writer.say(VERSE)
    writer.end()
    composing = studio.window.music.maker.composing
    composing.cancel()
    with qtbot.waitSignal(composing.composed):
        studio.services.actions["compose"].trigger()
    assert played == []
