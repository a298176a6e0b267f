"""Who sings a track, chosen in the mixer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from songwright.core.song import UNSUNG, Singing, Song
from songwright.ui.player.mixer import Mixer
from songwright.ui.player.singer_menu import add_singer_menu, player_name
from songwright.ui.services import Services
from ui.music import samples

pytestmark = [pytest.mark.window]


def _choices(menu: QMenu) -> dict[str, QAction]:
    inner = next(action.menu() for action in menu.actions() if action.menu())
    return {action.text(): action for action in inner.actions() if action.text()}


def test_the_menu_says_who_sings_and_takes_another(qtbot: QtBot) -> None:
    menu, taken = QMenu(), []
    qtbot.addWidget(menu)
    track = replace(samples.TRACKS[0], singing=Singing("alto"))
    add_singer_menu(menu, track, taken.append)
    choices = _choices(menu)
    assert [text for text, action in choices.items() if action.isChecked()] == ["Alto", "“ooh”"]
    for text in ("Bass", "The voice that suits", "Three voices", "“la”"):
        choices[text].trigger()
    assert taken == [Singing("bass"), Singing(""), Singing("alto", doubled=True), Singing("alto", "la")]


def test_a_strip_names_its_singer_or_its_instrument() -> None:
    vocal, guitar = samples.TRACKS[:2]
    assert player_name(vocal) == "Sung"
    assert player_name(replace(vocal, singing=Singing("tenor", doubled=True))) == "Tenor ×3"
    assert "Guitar" in player_name(guitar)
    assert player_name(replace(vocal, singing=Singing(UNSUNG))) == "Voice Oohs"


def test_the_choice_is_one_edit_that_can_be_undone(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services = make_services(samples.song())
    mixer = Mixer(services)
    qtbot.addWidget(mixer)
    mixer.show()
    mixer.show_song(services.session.song)
    mixer.strips[0].singer_chosen.emit("t1", Singing("bass"))
    assert services.session.song.tracks[0].singing == Singing("bass")
    services.session.undo()
    assert services.session.song.tracks[0].singing == Singing()
