"""The notes as a list: the same notes and the same choice as in the bars."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from songwright.core.song import Song
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]


@pytest.fixture
def pane(make_services: Callable[[Song], Services], qtbot: QtBot) -> MusicPane:
    services = make_services(samples.song())
    made = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(made, qtbot)
    services.actions["note_list"].trigger()
    return made


def cells(pane: MusicPane, row: int) -> list[str]:
    model = pane.note_table.model_of_notes
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_a_row_tells_all_that_the_picture_shows(pane: MusicPane) -> None:
    assert pane.note_table.isVisible()
    model = pane.note_table.model_of_notes
    assert model.rowCount() == len(list(pane.bars.roll.all_notes("t1")))
    assert cells(pane, 1) == ["1", "2", "har-", "A4", "0.938", "G", ""]
    pane.bars.pick(frozenset({model.notes[1].pick}), model.notes[1].pick)
    QTest.keyClick(pane.note_table, Qt.Key.Key_N)
    assert cells(pane, 2)[:3] == ["1", "2.47", "_"]
    assert "har" in model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)


def test_the_row_that_is_chosen_is_picked_in_the_bars_and_back(pane: MusicPane) -> None:
    table = pane.note_table
    table.selectRow(3)
    assert [pick.note for pick in pane.bars.scene.picks] == [table.model_of_notes.notes[3].pick.note]
    pane.choose_syllable("l2", 2)
    pane.bars.pick(pane.bars.scene.picks, pane.bars.scene.focus)
    (row,) = [index.row() for index in table.selectionModel().selectedRows()]
    assert cells(pane, row)[2] == "the"
    assert table.currentIndex().row() == row


def test_keys_edit_the_chosen_rows_and_the_choice_stays(pane: MusicPane) -> None:
    table, session = pane.note_table, pane._services.session
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cells(pane, 2)[3] == "C5"
    assert cells(pane, 2)[-1] == "by hand"
    assert table.currentIndex().row() == 2
    QTest.keyClick(table, Qt.Key.Key_K)
    assert cells(pane, 2)[-1] == "locked"
    session.undo()
    session.undo()
    assert session.song == samples.song()


def test_arrows_go_through_the_list(pane: MusicPane) -> None:
    table = pane.note_table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    assert {pick.note for pick in pane.bars.scene.picks} == {table.model_of_notes.notes[1].pick.note}


def test_the_bars_come_back(pane: MusicPane) -> None:
    pane._services.actions["note_list"].trigger()
    assert pane.bars.isVisible()
    assert not pane.note_table.isVisible()
