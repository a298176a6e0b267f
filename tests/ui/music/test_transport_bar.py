"""The transport bar where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSlider, QWidget, QWidgetAction
from pytestqt.qtbot import QtBot

from songwright.core.song import Song
from songwright.ui.player.transport_bar import LEAST_WIDTH, TransportBar
from songwright.ui.services import Services

pytestmark = pytest.mark.window


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def bar(make_services: Callable[[Song], Services], room: QWidget) -> TransportBar:
    made = TransportBar(make_services(Song()), room)
    made.show()
    return made


def test_volume_is_in_a_menu_where_the_bar_has_no_room_for_it(bar: TransportBar, qtbot: QtBot) -> None:
    bar.resize(LEAST_WIDTH, bar.height())
    assert not bar.volume.isVisible()
    assert bar.more.isVisible()
    bar.more.menu().aboutToShow.emit()
    actions = bar.more.menu().actions()
    slider = next(action.defaultWidget() for action in actions if isinstance(action, QWidgetAction)
                  and isinstance(action.defaultWidget(), QSlider))  # fmt: skip
    with qtbot.waitSignal(bar.volume_moved) as moved:
        slider.setValue(40)
    assert moved.args == [40]


def test_a_bar_with_room_for_everything_has_no_such_menu(bar: TransportBar) -> None:
    bar.resize(1400, bar.height())
    assert bar.volume.isVisible()
    assert not bar.more.isVisible()


def test_everything_stays_apart_in_the_narrowest_bar_and_is_in_the_menu_else(bar: TransportBar) -> None:
    bar.resize(LEAST_WIDTH, bar.height())
    shown = sorted(
        (child.geometry() for child in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
         if child.isVisible() and not isinstance(child, QMenu)),
        key=lambda where: where.left(),
    )  # fmt: skip
    assert all(one.right() < other.left() for one, other in pairwise(shown))
    assert shown[-1].right() < LEAST_WIDTH
    bar.more.menu().aboutToShow.emit()
    texts = " ".join(action.text().replace("&", "") for action in bar.more.menu().actions())
    for word in ("Tap", "Loop", "Click"):
        assert word in texts
