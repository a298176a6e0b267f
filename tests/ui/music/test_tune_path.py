"""The way between two tunes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from songwright.core.song import Music, Tune
from songwright.ui.composer.tune_path import STOPS, TunePath

FIRST, LAST = Tune(3, "s1", Music(4), frozenset()), Tune(5, "s1", Music(4), frozenset())


def test_without_both_ends_it_stands_at_the_first_and_goes_nowhere(qtbot: QtBot) -> None:
    path = TunePath()
    qtbot.addWidget(path)
    wanted: list[int] = []
    path.moved.connect(wanted.append)
    path.show_ends(FIRST, LAST)
    path.show_stop(STOPS)
    assert path.slider.isEnabled()
    assert (path.first.text(), path.last.text()) == ("A 3", "B 5")
    assert "tune 3" in path.slider.accessibleName()
    path.show_ends(FIRST, None)
    assert not path.slider.isEnabled()
    assert path.slider.value() == 0
    assert (path.first.text(), path.last.text()) == ("A 3", "B")
    assert wanted == []


def test_each_step_of_the_slider_asks_for_a_stop(qtbot: QtBot) -> None:
    path = TunePath()
    qtbot.addWidget(path)
    path.show_ends(FIRST, LAST)
    wanted: list[int] = []
    path.moved.connect(wanted.append)
    for _ in range(STOPS + 3):
        path.slider.setValue(path.slider.value() + path.slider.singleStep())
    assert wanted == list(range(1, STOPS + 2))
