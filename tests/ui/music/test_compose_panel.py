"""The compose panel: what its fields ask for, and what they show of a song."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.song import Key, Metre, Mode, Song
from songwright.core.words import with_lyric_text
from songwright.formats.project import dump, load
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
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
    panel.tonic.setCurrentIndex(panel.tonic.findData(2))
    panel.mode.setCurrentIndex(list(Mode).index(Mode.DORIAN))
    panel.metre.setCurrentIndex(panel.metre.findText("3/4"))
    assert type(panel.request.key.mode) is Mode
    with qtbot.waitSignal(pane.composing.composed):
        pane.compose()
    assert (services.session.song.key, services.session.song.metre) == (Key(2, Mode.DORIAN), Metre(3, 4))
    assert load(dump(services.session.document)) == services.session.document


def test_every_tonic_can_be_asked_for_in_every_mode(open_pane: Callable[[Song], tuple[MusicPane, Services]]) -> None:
    panel = open_pane(with_lyric_text(Song(), WORDS))[0].compose_panel
    for index, mode in enumerate(Mode):
        panel.mode.setCurrentIndex(index)
        for tonic in range(12):
            panel.tonic.setCurrentIndex(tonic + 1)
            key = panel.request.key
            assert key == Key(tonic, mode)
            assert type(key.mode) is Mode


def test_a_metre_of_the_list_is_chosen_there_and_another_one_added(
    open_pane: Callable[[Song], tuple[MusicPane, Services]],
) -> None:
    pane, services = open_pane(replace(samples.song(), metre=Metre(3, 4)))
    box = pane.compose_panel.metre
    listed = box.count()
    assert box.currentText() == "3/4"
    services.session.apply("Metre", replace(services.session.song, metre=Metre(4, 4)))
    assert (box.currentText(), box.count()) == ("4/4", listed)
    services.session.apply("Metre", replace(services.session.song, metre=Metre(7, 8)))
    assert (box.currentText(), box.count()) == ("7/8", listed + 1)
    assert pane.compose_panel.request.metre == Metre(7, 8)
