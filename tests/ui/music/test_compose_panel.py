"""The compose panel: what its fields ask for, and what they show of a song."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from songwright.core.session import Document
from songwright.core.song import Key, Metre, Mode, Song
from songwright.core.words import with_lyric_text
from songwright.formats.project import dump, load
from songwright.music.request import FOR_YOU
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from songwright.ui.shell.floor import WIDE_DRAWER
from ui.music import samples
from ui.music.conftest import ToldPlayback

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
WORDS = "[Verse 1]\nThe harbour light is burning low\nAnd all the boats are home"


@pytest.fixture
def open_pane(make_services: Callable[[Song], Services], qtbot: QtBot) -> Callable[[Song], tuple[MusicPane, Services]]:
    def make(song: Song) -> tuple[MusicPane, Services]:
        services = make_services(song)
        pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
        qtbot.addWidget(pane)
        return pane, services

    return make


def test_a_song_composed_in_a_chosen_key_and_metre_can_be_saved(
    open_pane: Callable[[Song], tuple[MusicPane, Services]], qtbot: QtBot
) -> None:
    pane, services = open_pane(with_lyric_text(Song(), WORDS))
    panel = pane.compose_panel
    panel.style_fields.tonic.setCurrentIndex(panel.style_fields.tonic.findData(2))
    panel.style_fields.mode.setCurrentIndex(list(Mode).index(Mode.DORIAN))
    panel.style_fields.metre.setCurrentIndex(panel.style_fields.metre.findText("3/4"))
    assert type(panel.request.key.mode) is Mode
    with qtbot.waitSignal(pane.maker.composing.composed):
        pane.maker.compose()
    assert (services.session.song.key, services.session.song.metre) == (Key(2, Mode.DORIAN), Metre(3, 4))
    assert load(dump(services.session.document)) == services.session.document


def test_every_tonic_can_be_asked_for_in_every_mode(open_pane: Callable[[Song], tuple[MusicPane, Services]]) -> None:
    panel = open_pane(with_lyric_text(Song(), WORDS))[0].compose_panel
    for index, mode in enumerate(Mode):
        panel.style_fields.mode.setCurrentIndex(index)
        for tonic in range(12):
            panel.style_fields.tonic.setCurrentIndex(tonic + 1)
            key = panel.request.key
            assert key == Key(tonic, mode)
            assert type(key.mode) is Mode


def test_a_metre_of_the_list_is_chosen_there_and_another_one_added(
    open_pane: Callable[[Song], tuple[MusicPane, Services]],
) -> None:
    pane, services = open_pane(replace(samples.song(), metre=Metre(3, 4)))
    box = pane.compose_panel.style_fields.metre
    listed = box.count()
    assert box.currentText() == "3/4"
    services.session.apply("Metre", replace(services.session.song, metre=Metre(4, 4)))
    assert (box.currentText(), box.count()) == ("4/4", listed)
    services.session.apply("Metre", replace(services.session.song, metre=Metre(7, 8)))
    assert (box.currentText(), box.count()) == ("7/8", listed + 1)
    assert pane.compose_panel.request.metre == Metre(7, 8)


def test_an_empty_document_leaves_everything_to_the_style_again(
    open_pane: Callable[[Song], tuple[MusicPane, Services]],
) -> None:
    pane, services = open_pane(replace(samples.song(), style="waltz", metre=Metre(3, 4), seed=77))
    panel = pane.compose_panel
    assert panel.request.key is not None
    services.session.replace_document(Document())
    asked = panel.request
    assert (asked.key, asked.metre, asked.tempo) == (None, None, None)
    assert asked.style == FOR_YOU
    assert asked.seed not in (77, 0)


def test_what_was_chosen_for_one_empty_document_is_not_for_the_next(
    open_pane: Callable[[Song], tuple[MusicPane, Services]],
) -> None:
    pane, services = open_pane(Song())
    panel = pane.compose_panel
    panel.style_fields.tonic.setCurrentIndex(5)
    panel.style_fields.tempo.setValue(150)
    services.session.replace_document(Document())
    assert (panel.request.key, panel.request.tempo) == (None, None)


def test_an_opened_song_is_shown_whatever_was_chosen_before(
    open_pane: Callable[[Song], tuple[MusicPane, Services]],
) -> None:
    song = samples.song()
    pane, services = open_pane(song)
    panel = pane.compose_panel
    panel.style_fields.tonic.setCurrentIndex(1)
    panel.style_fields.metre.setCurrentIndex(panel.style_fields.metre.findText("6/8"))
    panel.style_fields.tempo.setValue(150)
    services.session.replace_document(Document(replace(song, title="Another")))
    asked = panel.request
    assert (asked.key, asked.metre, asked.tempo) == (song.key, song.metre, song.tempo)


@pytest.mark.parametrize("song", [Song(), samples.song()], ids=["empty", "composed"])
def test_every_field_is_in_sight_in_a_small_window(
    open_pane: Callable[[Song], tuple[MusicPane, Services]], qtbot: QtBot, song: Song
) -> None:
    pane, services = open_pane(song)
    panel = pane.compose_panel
    # The composer's drawer in a window of 1024 x 620: what stands above and below it is 136 points high.
    panel.resize(WIDE_DRAWER, 620 - 136)
    with qtbot.waitExposed(panel):
        panel.show()
    services.actions.set_state(showing_take=True)
    panel.show_fit((), (), 12)
    qtbot.waitUntil(lambda: panel.hint.isVisible())
    panel.layout().activate()
    for field in (
        panel.style_fields.style_box,
        panel.style_fields.voice,
        panel.style_fields.tonic,
        panel.style_fields.mode,
        panel.style_fields.metre,
        panel.style_fields.tempo,
    ):
        assert field.visibleRegion().boundingRect() == field.rect(), field.accessibleName()
    assert panel.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    panel.close()
