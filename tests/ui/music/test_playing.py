"""Playing: what is looped, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.song import Song
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
LOOP = (samples.BAR, 2 * samples.BAR)


def shown(pane: MusicPane) -> tuple[tuple[int, int] | None, bool]:
    """The range that the bars show, and whether brightly."""
    return pane.bars.scene.loop, pane.bars.scene.looping


def test_a_loop_is_played_and_bright_while_it_is_on_and_stays_to_be_seen(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services, playback = make_services(samples.song()), ToldPlayback()
    pane = MusicPane(services, playback=playback, clock=lambda: 0.0)  # type: ignore[arg-type]
    furnish(pane, qtbot)
    pane.playing.set_loop(LOOP)
    assert shown(pane) == (LOOP, True)
    assert playback.asked[-1] == ("set_loop", LOOP)
    services.actions["loop"].trigger()
    assert shown(pane) == (LOOP, False)
    assert playback.asked[-1] == ("set_loop", None)
    services.actions["loop"].trigger()
    assert shown(pane) == (LOOP, True)
    assert playback.asked[-1] == ("set_loop", LOOP)
    pane.playing.set_loop(None)
    assert shown(pane) == (None, False)


def test_with_nothing_to_loop_nothing_is_looped(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services, playback = make_services(Song()), ToldPlayback()
    pane = MusicPane(services, playback=playback, clock=lambda: 0.0)  # type: ignore[arg-type]
    furnish(pane, qtbot)
    services.actions["loop"].setChecked(True)
    assert shown(pane) == (None, False)
    assert playback.asked[-1] == ("set_loop", None)
