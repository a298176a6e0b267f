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
from songwright.lyrics.form_check import FormCheck, check_against, check_by_first, read_marks
from songwright.lyrics.forms import Fault, Form, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.notation import parse_form
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


def test_a_form_of_one_stanza_is_asked_of_every_stanza(lexicon: Lexicon) -> None:
    check = check_against(FORMS["ballad"], read(BALLAD, lexicon))
    assert [(line.part, line.number, line.row) for line in check.lines] == [
        (1, 1, 1), (1, 2, 2), (1, 3, 3), (1, 4, 4), (2, 1, 7), (2, 2, 8), (2, 3, None), (2, 4, None),
    ]  # fmt: skip
    assert [line.number for line in check.lines if Fault.MISSING in line.faults] == [3, 4]
    assert not any(line.faults for line in check.lines[:4])


def test_a_form_of_several_stanzas_goes_on_over_blank_rows(lexicon: Lexicon) -> None:
    text = "\n\n".join("\n".join(["The boats went out before the light of day"] * 3) for _ in range(2))
    check = check_against(FORMS["terza-rima"], read(text, lexicon))
    assert [line.number for line in check.lines if line.row is not None] == [1, 2, 3, 4, 5, 6]
    assert {line.part for line in check.lines} == {1}


@pytest.mark.parametrize(
    ("row", "words", "fault", "told"),
    [
        (2, "And never one of them came home", Fault.SYLLABLES, "8 syllables instead of 6–7."),
        (4, "And combed the empty sand", Fault.RHYME, "“sand” does not rhyme with “home” in line 2."),
        (3, "Widows watching waters rising over", Fault.SYLLABLES, "10 syllables instead of 8–9."),
        (1, "The boats returned under the light", Fault.STRESS, "“un” is stressed where the metre is weak"),
    ],
)
def test_what_is_amiss_is_told_in_words(lexicon: Lexicon, row: int, words: str, fault: Fault, told: str) -> None:
    rows = BALLAD.split("\n")
    rows[row] = words
    line = check_against(FORMS["ballad"], read("\n".join(rows), lexicon)).by_row[row]
    assert fault in line.faults
    assert told in " ".join(line.sentences())


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("8a+a 8a", "No word inside rhymes with “light”."),
        ("8a+b 8a+b", "No word inside rhymes with one inside line 1."),
        ("8b 8a+b3", "No word inside on syllable 3 rhymes with “light” in line 1."),
        ("8a+b 8b", "“sand” rhymes with no word inside line 1."),
    ],
)
def test_a_rhyme_that_is_missing_inside_is_told(lexicon: Lexicon, form: str, told: str) -> None:
    text = "The boats went out before the light\nThe gulls were sitting in the sand"
    check = check_against(parse_form(form), read(text, lexicon))
    assert told in [sentence for line in check.lines for sentence in line.sentences()]


def test_a_refrain_that_is_not_repeated_names_the_line_that_it_should_be(lexicon: Lexicon) -> None:
    lines = ["The night is long", "The day is far"] * 4
    check = check_against(FORMS["triolet"], read("\n".join(lines), lexicon))
    assert "Should be the same as line 1." in check.lines[3].sentences()


def test_an_end_word_and_a_refrain_go_before_the_rhyme(lexicon: Lexicon) -> None:
    text = "The boats went out before the light\nThe bell rang out across the sand\nThe gulls were in the night"
    for form, said in (
        ("8=1 8=2 6=1", "Should end in “light”, as line 1 does."),
        ("8=1 8=2 6=2", "Should end in “sand”, as line 2 does."),
        ("8A1 8A2 6A2", "Should be the same as line 2."),
        ("8A1 8A2 6A1", "Should be the same as line 1."),
        ("8x 8b 6b", "“night” does not rhyme with “sand” in line 2."),
    ):
        check = check_against(parse_form(form), read(text, lexicon))
        assert said in check.lines[2].sentences(), form


def test_a_word_inside_has_its_partner_in_another_line_unless_it_rhymes_with_its_own_end(lexicon: Lexicon) -> None:
    text = "The boats went out before the light\nThe gulls were sitting in the night"
    check = check_against(parse_form("8a 8a+a"), read(text, lexicon))
    assert check.lines[1].partner is check.lines[0]
    assert check.lines[1].inner_partner is None
    check = check_against(parse_form("8a 8b+a"), read(text, lexicon))
    assert check.lines[1].inner_partner is check.lines[0]


def test_each_verse_is_measured_by_the_first_one_and_choruses_by_theirs(lexicon: Lexicon) -> None:
    text = (
        "[Verse 1]\nThe tide is late\nThe moon is high\n\n[Chorus]\nCome home\n\n"
        "[Verse 2]\nThe tide is very late\nThe moon is in the sky\n\n[Chorus]\nCome home to me"
    )
    check = check_by_first(read(text, lexicon))
    assert {line.row: line.report.line and line.report.line.count for line in check.lines} == {8: 6, 9: 6, 12: 4}
    assert all(Fault.SYLLABLES in line.faults for line in check.lines)


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


def test_one_reading_of_the_stresses_is_shown_wherever_they_are_shown(lexicon: Lexicon) -> None:
    asked = next(form for form in load_forms() if form.id == "sonnet-shakespearean").lines[0]
    kept = analyse("Shall I compare thee to a summer's day", lexicon).lines[0]
    assert read_marks(asked, kept) == "x/" * 5
    assert kept.stress_marks != "x/" * 5
    off = analyse("Under the boats returning light is late", lexicon).lines[0]
    assert read_marks(None, off) == off.stress_marks
