"""“How It Works” draws its pictures from the song and the nets that run here."""

from __future__ import annotations

from collections.abc import Callable
from math import isclose

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon
from songwright.music.kit import Kit
from songwright.music.tune_map import tune_map
from songwright.ui.guide.how_it_works import HowItWorks
from songwright.ui.guide.pictures import chances_of_guessing
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window

SONG = "[Verse 1]\nThe tide is late\nThe moon is high\n\n[Chorus]\nTurn, old light\nTurn, old light\n"


@pytest.fixture
def composed(make_studio: Callable[..., Studio], qtbot: QtBot) -> Studio:
    studio = make_studio()
    panel, session = studio.window.music.compose_panel, studio.services.session
    panel.singing.choose_composer("rules")
    panel.seed.setValue(5)
    session.apply("Type", with_lyric_text(session.song, SONG))
    with qtbot.waitSignal(studio.window.music.maker.composing.composed):
        studio.services.actions["compose"].trigger()
    return studio


def opened(studio: Studio, qtbot: QtBot) -> HowItWorks:
    dialog = HowItWorks(studio.services, studio.window.desk, studio.window.music.maker.kit)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_chords_that_the_net_expects_are_asked_of_it(studio: Studio, qtbot: QtBot) -> None:
    dialog = opened(studio, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.chords.view.chances))
    shown = {chance.word for chance in dialog.chords.view.chances}
    assert shown & {"F", "Dm", "G"}
    shares = [chance.given for chance in dialog.chords.view.chances]
    assert shares == sorted(shares, reverse=True)
    assert 0.5 < sum(shares) <= 1


def test_the_songs_own_tunes_lie_on_the_map(composed: Studio, qtbot: QtBot) -> None:
    dialog = opened(composed, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.map.view.sections))
    names = dialog.map.view.accessibleDescription()
    assert "Verse 1" in names
    assert "Chorus" in names


def test_without_music_the_map_says_what_it_waits_for(studio: Studio, qtbot: QtBot) -> None:
    dialog = opened(studio, qtbot)
    assert "Compose a tune" in dialog.map.told.text()
    assert not dialog.map.view.isVisibleTo(dialog.map)


def test_bars_that_are_alike_lie_on_each_other(composed: Studio, lexicon: Lexicon) -> None:
    song = composed.services.session.song
    places = tune_map(song, Kit(lexicon))
    assert len({(place.section, place.bar) for place in places}) == len(places)
    assert max(max(abs(place.x), abs(place.y)) for place in places) == pytest.approx(1)
    assert tune_map(song, Kit(lexicon)) == places


def test_guesses_are_a_coins() -> None:
    chances = chances_of_guessing(20)
    assert isclose(sum(chances), 1)
    assert chances.index(max(chances)) == 10
    assert chances[16] == pytest.approx(4845 / 2**20)
