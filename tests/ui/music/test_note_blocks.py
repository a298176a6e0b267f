"""Notes as a block: copy, paste, split, join, loudness, grid; on songs and in the bars."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from songwright.core.roll import Pick
from songwright.core.song import Note, Song
from songwright.music.note_blocks import read_clip
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

BEAT = samples.BEAT


def notes(song: Song, track: str = "t1") -> tuple[Note, ...]:
    music = song.sections[0].music
    assert music is not None
    return music.part(track).notes


def picks(song: Song, *places: int, track: str = "t1") -> frozenset[Pick]:
    return frozenset(Pick(song.sections[0].id, track, notes(song, track)[place]) for place in places)


@pytest.mark.window
def test_keys_copy_paste_duplicate_split_and_join_in_the_bars(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(samples.one_line_song(60, 62, 64))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(pane, qtbot)
    bars, session = pane.bars, services.session
    bars.selectAll()
    bars.copy()
    assert read_clip(QApplication.clipboard().text()) is not None
    control = Qt.KeyboardModifier.ControlModifier
    count = len(notes(session.song))
    QTest.keyClick(bars, Qt.Key.Key_D, control)
    assert len(notes(session.song)) == count + 1  # the song has room for one of them
    assert session.undo_label == "Duplicate Notes"
    session.undo()
    bars.pick(picks(session.song, 0))
    QTest.keyClick(bars, Qt.Key.Key_S)
    assert len(notes(session.song)) == count + 1
    QTest.keyClick(bars, Qt.Key.Key_J)
    assert len(notes(session.song)) == count
    assert session.undo_label == "Join Notes"
    bars.selectAll()
    bars.cut()
    assert notes(session.song) == ()
    assert session.undo_label == "Cut Notes"
    bars.paste()
    assert len(notes(session.song)) == count
    assert session.undo_label == "Paste Notes"


@pytest.mark.window
def test_pasting_what_is_no_music_says_so(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services = make_services(samples.one_line_song(60))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(pane, qtbot)
    QApplication.clipboard().setText("some words")
    with qtbot.waitSignal(services.notices.shown) as shown:
        pane.bars.paste()
    assert "no notes" in shown.args[0].text
