"""Locked notes: seen at every size, and left alone with a word about why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from songwright.core.edits import replace_notes
from songwright.core.song import Note, Song
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.bars.paint_notes import note_rect
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
CLEAR = 40
"""Pixels that a mark has to change to be seen."""


class Shown:
    """The bars of a song on show, and what was told of them."""

    def __init__(self, services: Services, pane: MusicPane) -> None:
        self.services, self.bars = services, pane.bars
        self.pane = pane
        self.told: list[str] = []
        services.notices.shown.connect(lambda notice: self.told.append(notice.text))

    def notes(self) -> tuple[Note, ...]:
        music = self.services.session.song.sections[0].music
        assert music is not None
        return music.part("t1").notes

    def centre(self, place: int) -> QPoint:
        return note_rect(self.bars.scene, list(self.bars.roll.all_notes("t1"))[place]).center().toPoint()

    def pick(self, *places: int) -> None:
        for count, place in enumerate(places):
            port, modifiers = self.bars.viewport(), CONTROL if count else NONE
            QTest.mouseClick(port, Qt.MouseButton.LeftButton, modifiers, self.centre(place))


@pytest.fixture
def show(make_services: Callable[[Song], Services], qtbot: QtBot) -> Callable[..., Shown]:
    def make(*pitches: int, locked: int | None = 1, height: int = 420) -> Shown:
        song = samples.one_line_song(*pitches)
        if locked is not None:
            notes = list(song.sections[0].music.part("t1").notes)
            notes[locked] = replace(notes[locked], locked=True)
            song = replace_notes(song, "s1", "t1", notes)
        services = make_services(song)
        pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
        furnish(pane, qtbot, height)
        return Shown(services, pane)

    return make


def image(bars: BarsView) -> QImage:
    return bars.viewport().grab().toImage()


def changed_pixels(before: QImage, after: QImage) -> int:
    first, second = (
        np.frombuffer(one.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint32)
        for one in (before, after)
    )
    return int((first != second).sum())


@pytest.mark.parametrize("height", [560, 420, 250])
@pytest.mark.parametrize("zoom", [44.0, 12.0])
def test_locking_a_note_is_seen(show: Callable[..., Shown], height: int, zoom: float) -> None:
    shown = show(60, 72, 64, locked=None, height=height)
    bars = shown.bars
    bars.zoom_by(zoom / bars.scene.geometry.zoom)
    before = image(bars)
    notes = list(shown.notes())
    notes[1] = replace(notes[1], locked=True)
    shown.services.session.apply("Lock", replace_notes(shown.services.session.song, "s1", "t1", notes))
    assert changed_pixels(before, image(bars)) >= (CLEAR if zoom > 20 else CLEAR / 4)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Up, NONE),
        (Qt.Key.Key_Delete, NONE),
        (Qt.Key.Key_Right, CONTROL),
        (Qt.Key.Key_Right, CONTROL | SHIFT),
    ],
)
@pytest.mark.parametrize("places", [(1,), (2, 1)])
def test_what_a_lock_keeps_from_happening_is_told_once(
    show: Callable[..., Shown], key: Qt.Key, modifiers: Qt.KeyboardModifier, places: tuple[int, ...]
) -> None:
    shown = show(60, 62, 64)
    held = shown.notes()[1]
    shown.pick(*places)
    QTest.keyClick(shown.bars, key, modifiers)
    assert held in shown.notes()
    assert [text for text in shown.told if "Locked" in text] == [
        "Locked notes stay as they are. Press K to unlock them first."
    ]


def test_dragging_a_locked_note_tells_why_it_stays(show: Callable[..., Shown]) -> None:
    shown = show(60, 62, 64)
    before, start = shown.notes(), shown.centre(1)
    port = shown.bars.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    for y in (10, 30):
        QTest.mouseMove(port, start - QPoint(0, y))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, start - QPoint(0, 30))
    assert shown.notes() == before
    assert len(shown.told) == 1


def test_locking_and_unlocking_tell_nothing(show: Callable[..., Shown]) -> None:
    shown = show(60, 62, 64)
    shown.pick(1, 2)
    for _ in range(2):
        QTest.keyClick(shown.bars, Qt.Key.Key_K)
    assert not any(note.locked for note in shown.notes())
    assert not shown.told


def test_locking_without_a_note_picked_says_what_to_do(show: Callable[..., Shown]) -> None:
    shown = show(60, 62, 64)
    before = shown.notes()
    QTest.keyClick(shown.bars, Qt.Key.Key_K)
    assert shown.notes() == before
    assert [text for text in shown.told if "Pick the notes" in text] == shown.told != []
