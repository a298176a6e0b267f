"""Chords above the words of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from songwright.core.session import Document
from songwright.core.song import Chord, Line, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.ui.wiring import Studio

BEAT = 480
WORDS = "The tide is late"


def song(*chords: Chord, words: str = WORDS) -> Song:
    """One line of four syllables on four beats, from the second bar on."""
    notes = tuple(Note(4 * BEAT + beat * BEAT, BEAT, 60, line="l1", syllable=beat) for beat in range(4))
    music = Music(3, chords, (Part("v", notes),))
    section = Section("s1", SectionKind.VERSE, "Verse 1", (Line("l1", words),), music=music)
    return Song(sections=(section,), tracks=(Track("v", "Voice", TrackRole.VOCAL),))


@pytest.fixture
def sung(make_studio: Callable[..., Studio], qtbot: QtBot) -> Studio:
    studio = make_studio()
    studio.window.resize(1280, 800)
    studio.services.session.replace_document(Document(song(Chord(4 * BEAT, 0), Chord(6 * BEAT, 7))))
    return studio


@pytest.mark.window
def test_lines_with_chords_have_room_above_them_and_others_none(sung: Studio, qtbot: QtBot) -> None:
    editor = sung.window.centre.sheet.editor
    plain = editor.visible_rows()[1][2].y()
    qtbot.waitUntil(lambda: editor.visible_rows()[1][2].y() > plain + 5)
    sung.services.actions["show_chords"].setChecked(False)
    assert editor.visible_rows()[1][2].y() == plain


@pytest.mark.window
def test_a_chord_is_typed_over_the_syllable_at_the_cursor_and_undone(sung: Studio, qtbot: QtBot) -> None:
    editor, session = sung.window.centre.sheet.editor, sung.services.session
    plain = editor.visible_rows()[1][2].y()
    qtbot.waitUntil(lambda: editor.visible_rows()[1][2].y() > plain + 5)
    sung.window.centre.sheet.go_to(1)
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Right)
    sung.services.actions["chord_here"].trigger()
    typing = sung.window.focusWidget()
    qtbot.keyClicks(typing, "Am")
    qtbot.keyClick(typing, Qt.Key.Key_Return)

    def roots() -> list[tuple[int, int]]:
        music = session.song.sections[0].music
        assert music is not None
        return [(chord.start, chord.root) for chord in music.chords]

    qtbot.waitUntil(lambda: (5 * BEAT, 9) in roots())
    session.undo()
    assert (5 * BEAT, 9) not in roots()


@pytest.mark.window
def test_a_chord_is_dragged_to_another_syllable_as_one_step(sung: Studio, qtbot: QtBot) -> None:
    window, session = sung.window, sung.services.session
    editor = window.centre.sheet.editor
    plain = editor.visible_rows()[1][2].y()
    qtbot.waitUntil(lambda: editor.visible_rows()[1][2].y() > plain + 5)
    metrics, row = editor.fontMetrics(), editor.visible_rows()[1][2]
    left = round(editor.contentOffset().x()) + 4
    grab = QPoint(left + metrics.horizontalAdvance("The tide ") + 4, row.y() - 6)
    drop = QPoint(left + metrics.horizontalAdvance("The tide is ") + 4, row.y() - 6)
    QTest.mousePress(editor.viewport(), Qt.MouseButton.LeftButton, pos=grab)
    QTest.mouseMove(editor.viewport(), drop)
    QTest.mouseRelease(editor.viewport(), Qt.MouseButton.LeftButton, pos=drop)

    def starts() -> list[int]:
        music = session.song.sections[0].music
        assert music is not None
        return [chord.start for chord in music.chords]

    qtbot.waitUntil(lambda: starts() == [4 * BEAT, 7 * BEAT])
    session.undo()
    assert starts() == [4 * BEAT, 6 * BEAT]
