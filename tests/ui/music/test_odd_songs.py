"""Songs that are not as one expects are shown all the same, at any zoom and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from songwright.core.song import Chord, Line, Metre, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]

DRUMS = Track("d", "Drums", TrackRole.DRUMS)
VOICE = Track("v", "A voice with a very long name indeed", TrackRole.VOCAL)
ODD = {
    "nothing": Song(),
    "drums only": Song(sections=(Section("s", music=Music(1, (), (Part("d", (Note(0, 1, 35),)),))),), tracks=(DRUMS,)),
    "tracks without notes": Song(sections=(Section("s", music=Music(2)),), tracks=(VOICE, DRUMS)),
    "a pick-up, twelve eighths, the ends of the range": Song(
        metre=Metre(12, 8),
        sections=(
            Section(
                "s",
                SectionKind.BRIDGE,
                "A title that is longer than its bars",
                (Line("l", "🌊 море 42 hmm"),),
                Music(
                    1,
                    (Chord(0, 1, "m7b5", 11, locked=True), Chord(1, 6, "no such quality")),
                    (Part("v", (Note(-900, 30, 0, line="l", syllable=0), Note(0, 99999, 127, line="l", syllable=77))),),
                ),
            ),
        ),
        tracks=(VOICE,),
    ),
    "music of a line that is gone": Song(
        sections=(Section("s", music=Music(1, (), (Part("v", (Note(0, 480, 60, line="gone", syllable=3),)),))),),
        tracks=(VOICE,),
    ),
    "a repeat with music of its own": replace(
        samples.song(), sections=(*samples.song().sections, Section("s9", repeats="s1", music=Music(3)))
    ),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("size", [(330, 200), (1400, 900)])
def test_it_is_shown(make_services: Callable[[Song], Services], qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    services = make_services(samples.song())
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    pane.show()
    services.session.apply("Odd", ODD[name])
    pane.resize(*size)
    for factor in (0.01, 4.0, 99.0):
        pane.bars.zoom_by(factor)
        pane.bars.viewport().grab()
    for x in range(0, size[0], 97):
        QTest.mouseClick(
            pane.bars.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 120)
        )
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_K, Qt.Key.Key_End, Qt.Key.Key_F2, Qt.Key.Key_0):
        QTest.keyClick(pane.bars, key)
    pane.bars.set_playhead(10.0, playing=True)
    pane.bars.viewport().grab()
    assert pane.bars.song is services.session.song
    while services.session.undo_label is not None:
        services.session.undo()
    assert pane.bars.song == samples.song()
