from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.host.pronunciations import pronunciation_file, read_sayings
from songwright.ui.helper.meanings_panel import MeaningsPanel
from songwright.ui.helper.meanings_panel import build as build_meanings
from songwright.ui.helper.say_panel import SayPanel
from songwright.ui.helper.say_panel import build as build_say
from songwright.ui.shell.parts import Parts, Spot
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window


@pytest.fixture
def studio(make_studio: Callable[..., Studio]) -> Studio:
    studio = make_studio()
    studio.window.centre.sheet.editor.insertPlainText("And Wojtek sailed away")
    return studio


def parts_of(studio: Studio) -> Parts:
    return studio.window.drawers._parts


def test_a_word_that_nobody_knows_is_marked_and_mended_once(studio: Studio, qtbot: QtBot) -> None:
    sheet = studio.window.centre.sheet

    def guessed() -> int:
        analysis = sheet.analyst.analysis
        return sum(len(line.guessed) for line in analysis.lines) if analysis is not None else -1

    qtbot.waitUntil(lambda: guessed() == 1)
    formats = sheet.editor.document().begin().layout().formats()
    assert [(one.start, one.length) for one in formats] == [(4, len("Wojtek"))]
    panel = build_say(parts_of(studio))
    assert isinstance(panel, SayPanel)
    qtbot.addWidget(panel)
    panel.show_spot(Spot(0, "And Wojtek sailed away", 8, "Wojtek"))
    qtbot.waitUntil(lambda: "No dictionary" in panel.told.text())
    panel.field.setText("VOY-tek")
    panel.field.returnPressed.emit()
    qtbot.waitUntil(lambda: guessed() == 0)
    assert read_sayings(pronunciation_file(studio.services.paths.config)) == {"Wojtek": "VOY-tek"}
    qtbot.waitUntil(lambda: "as you say it" in panel.told.text())
    panel.forget.click()
    qtbot.waitUntil(lambda: guessed() == 1)


def test_each_way_that_is_weighed_can_be_heard(studio: Studio, qtbot: QtBot) -> None:
    panel = build_say(parts_of(studio))
    assert isinstance(panel, SayPanel)
    qtbot.addWidget(panel)
    played: list[bytes] = []
    panel.reader._play = lambda path: played.append(path.read_bytes())
    panel.show_spot(Spot(0, "And Wojtek sailed away", 8, "Wojtek"))
    qtbot.waitUntil(lambda: panel.list.count() > 1)
    for place in (0, 1):
        panel.list.setCurrentRow(place)
        with qtbot.waitSignal(panel.reader.heard, timeout=100_000):
            panel.hear.click()
    panel.reader.close()
    assert len(played) == 2
    assert all(len(sound) > 4000 for sound in played)
    assert played[0] != played[1]


def test_a_saying_that_says_nothing_is_told_and_changes_nothing(studio: Studio, qtbot: QtBot) -> None:
    panel = build_say(parts_of(studio))
    assert isinstance(panel, SayPanel)
    qtbot.addWidget(panel)
    panel.show_spot(Spot(0, "And Wojtek sailed away", 8, "Wojtek"))
    qtbot.waitUntil(lambda: "No dictionary" in panel.told.text())
    panel.field.setText("???")
    panel.field.returnPressed.emit()
    assert not pronunciation_file(studio.services.paths.config).exists()


def test_a_kindred_word_takes_the_place_of_the_one_at_the_cursor(studio: Studio, qtbot: QtBot) -> None:
    panel = build_meanings(parts_of(studio))
    assert isinstance(panel, MeaningsPanel)
    qtbot.addWidget(panel)
    studio.services.settle()
    panel.show_spot(Spot(0, "And Wojtek sailed away", 12, "sailed"))
    qtbot.waitUntil(lambda: panel.list.count() > 0)
    assert panel.told.text()
    panel.list.taken.emit("drifted")
    assert studio.window.centre.sheet.editor.toPlainText() == "And Wojtek drifted away"


def test_what_nobody_knows_has_no_meaning(studio: Studio, qtbot: QtBot) -> None:
    panel = build_meanings(parts_of(studio))
    assert isinstance(panel, MeaningsPanel)
    qtbot.addWidget(panel)
    panel.show_spot(Spot(0, "And Wojtek sailed away", 8, "Wojtek"))
    qtbot.waitUntil(lambda: "Nothing is known" in panel.told.text())
    panel.show_spot(Spot(0, "", 0, ""))
    assert "Put the cursor" in panel.told.text()
