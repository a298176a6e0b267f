"""How the rows of a page are measured by a form, and how that is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.lyrics.analysis import Analysis, analyse
from songwright.lyrics.form_check import FormCheck
from songwright.lyrics.forms import Form, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.dialogs.form_report import FormReport
from songwright.ui.page import form_watch
from songwright.ui.page.form_watch import Mould
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.wiring import Studio

FORMS: dict[str, Form] = {form.id: form for form in load_forms()}
BALLAD = """[Verse 1]
The boats went out before the light
And never one came home
The widows watched the water's edge
And combed the empty foam

[Verse 2]
The bell rang out across the sand
The gulls were in the air"""


def read(text: str, lexicon: Lexicon) -> Analysis:
    return analyse(text, lexicon)


@pytest.fixture
def sheet(make_services: Callable[..., Services], qtbot: QtBot) -> LyricSheet:
    services = make_services(BALLAD)
    services.actions.set_state(has_words=True)
    widget = LyricSheet(services)
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    return widget


def measured(sheet: LyricSheet, qtbot: QtBot, holds: Callable[[FormCheck], bool]) -> FormCheck:
    qtbot.waitUntil(lambda: sheet.watch.check is not None and holds(sheet.watch.check), timeout=20000)
    assert sheet.watch.check is not None
    return sheet.watch.check


def test_words_written_while_a_check_failed_are_measured_all_the_same(
    sheet: LyricSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.watch.measure_by(FORMS["ballad"])
    measured(sheet, qtbot, lambda check: check.faulty == 2)
    real, begun, typed = form_watch.measured, threading.Event(), threading.Event()

    def fails_once(*asked: object) -> FormCheck | None:
        monkeypatch.setattr(form_watch, "measured", real)
        begun.set()
        typed.wait(20)
        raise RuntimeError("no check")

    monkeypatch.setattr(form_watch, "measured", fails_once)
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(2))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    sheet.editor.setTextCursor(cursor)
    qtbot.keyClicks(sheet.editor, " again")
    qtbot.waitUntil(begun.is_set)
    with qtbot.waitSignal(sheet.analyst.changed):
        qtbot.keyClicks(sheet.editor, " today")
    typed.set()
    measured(sheet, qtbot, lambda check: check.faulty > 2)
    assert sheet.watch.line(2, "And never one came home again today") is not None


def test_the_gutter_tells_what_is_amiss_and_follows_the_typing(sheet: LyricSheet, qtbot: QtBot) -> None:
    sheet.watch.measure_by(FORMS["ballad"])
    measured(sheet, qtbot, lambda check: check.faulty == 2)
    assert "in form" in sheet.gutter.describe(2, "And never one came home")
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(2))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    sheet.editor.setTextCursor(cursor)
    qtbot.keyClicks(sheet.editor, " again")
    measured(sheet, qtbot, lambda check: check.faulty > 2)
    assert "8 syllables instead of 6–7" in sheet.gutter.describe(2, "And never one came home again")
    sheet.watch.measure_by(Mould.NONE)
    assert "instead" not in sheet.gutter.describe(2, "And never one came home again")


def test_the_form_of_the_page_is_kept_with_the_song_and_undone_with_it(
    make_studio: Callable[..., Studio], qtbot: QtBot, tmp_path: Path
) -> None:
    studio = make_studio()
    page, session, path = studio.window.centre.sheet, studio.services.session, tmp_path / "ballad.songwright"
    qtbot.waitUntil(lambda: bool(studio.window.brief.forms.forms))
    session.apply("Words", with_lyric_text(session.song, BALLAD))
    qtbot.waitUntil(lambda: page.stanza_form() is not None)
    own = page.stanza_form()
    assert own is not None
    for measure in (FORMS["ballad"], Mould.FIRST, own):
        page.measure.choose(measure)
        assert page.watch.measure == (measure if measure is not own else replace(own, id="own"))
    studio.services.actions["undo"].trigger()
    studio.services.actions["undo"].trigger()
    assert page.watch.measure == FORMS["ballad"]

    studio.files.questions.paths = [path]
    assert studio.files.save()
    studio.files.new()
    assert page.watch.measure is Mould.NONE
    studio.files.open(path)
    assert page.watch.measure == FORMS["ballad"]


def test_the_form_of_a_stanza_is_offered_to_measure_the_others_by(sheet: LyricSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sheet.analyst.analysis is not None, timeout=20000)
    sheet.go_to(2)
    form = sheet.stanza_form()
    assert form is not None
    assert [line.most for line in form.lines] == [8, 6, 8, 6]
    assert form.lines[1].rhyme == form.lines[3].rhyme is not None


def test_a_line_of_the_report_leads_to_its_row(sheet: LyricSheet, qtbot: QtBot) -> None:
    sheet.watch.measure_by(FORMS["ballad"])
    measured(sheet, qtbot, lambda check: len(check.lines) == 8)
    report = FormReport(sheet._services)
    qtbot.addWidget(report)
    report.show_watch(sheet.watch, "Your words")
    assert report.table.rowCount() == 8
    assert "2 of 8" in report._summary.text()
    with qtbot.waitSignal(report.row_chosen) as chosen:
        report.table.cellActivated.emit(4, 0)
    assert chosen.args == [7]
    missing = [report.table.item(row, 5).text() for row in (6, 7)]
    assert missing == ["This line is missing."] * 2


def test_what_is_amiss_can_be_read_whole_in_a_narrow_report(sheet: LyricSheet, qtbot: QtBot) -> None:
    sheet.watch.measure_by(FORMS["sonnet-petrarchan"])
    measured(sheet, qtbot, lambda check: len(check.lines) == 14)
    report = FormReport(sheet._services)
    qtbot.addWidget(report)
    report.resize(600, 400)
    report.show()
    report.show_watch(sheet.watch, "Your words")
    table = report.table
    told = max(range(table.rowCount()), key=lambda row: len(table.item(row, 5).text()))
    room = QRect(0, 0, table.columnWidth(5), 10_000)
    needed = table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, table.item(told, 5).text()).height()
    assert needed > table.fontMetrics().height()
    qtbot.waitUntil(lambda: table.rowHeight(told) >= needed)


def test_locking_several_lines_is_one_step_of_undo_and_shows(sheet: LyricSheet, qtbot: QtBot) -> None:
    session = sheet._session
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(1))
    cursor.movePosition(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor, 2)
    sheet.editor.setTextCursor(cursor)
    sheet._services.actions["lock_line"].trigger()
    assert [line.locked for line in session.song.sections[0].sung_lines] == [True, True, False, False]
    assert [sheet.locks.locked(row) for row in range(4)] == [False, True, True, False]
    assert session.undo_label == "Lock Lines"
    sheet._services.actions["lock_line"].trigger()
    assert not any(line.locked for line in session.song.sections[0].lines)
    session.undo()
    session.undo()
    assert lyric_text(session.song) == BALLAD
    assert not sheet.locks.locked(1)


def test_a_click_before_a_line_locks_it_and_typing_keeps_the_lock(sheet: LyricSheet, qtbot: QtBot) -> None:
    box = next(box for row, _, box in sheet.editor.visible_rows() if row == 2)
    qtbot.mouseClick(sheet.locks, Qt.MouseButton.LeftButton, pos=box.center())
    assert sheet.locks.locked(2)
    sheet.go_to(2)
    qtbot.keyClicks(sheet.editor, "O ")
    assert sheet.locks.locked(2)
    assert not sheet.locks.locked(3)


def test_stress_marks_are_painted_only_while_they_are_switched_on(sheet: LyricSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sheet.analyst.analysis is not None, timeout=20000)
    without = sheet.editor.grab().toImage()
    sheet._services.actions["show_stresses"].setChecked(True)
    marked = sheet.editor.grab().toImage()
    assert marked != without
    sheet._services.actions["show_stresses"].setChecked(False)
    assert sheet.editor.grab().toImage() == without
