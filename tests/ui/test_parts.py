"""The smaller parts: find bar, notices, dialogs, background jobs, gutter, ending."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from songwright.core.errors import SongwrightError
from songwright.core.song import Piece
from songwright.core.words import lyric_text
from songwright.host.paths import find_paths
from songwright.host.setting_kinds import text
from songwright.host.settings import MODEL, SETTINGS, THEME, TYPE_SCALE, Settings
from songwright.ui.app import display_available
from songwright.ui.crashes import Crashes
from songwright.ui.dialogs.about import AboutDialog
from songwright.ui.dialogs.settings_dialog import SettingsDialog
from songwright.ui.dialogs.shortcuts import ShortcutsDialog
from songwright.ui.notice_bar import NoticeBar
from songwright.ui.notices import Level, Notice
from songwright.ui.page.find import FindBar
from songwright.ui.page.gutter import rhyme_place
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.signals import EndSignals

MakeServices = Callable[..., Services]
VERSE = "[Verse 1]\nThe tide is late\nThe moon is high\nThe tide will wait\nAnd so will I"


@pytest.fixture
def sheet(make_services: MakeServices, qtbot: QtBot) -> LyricSheet:
    widget = LyricSheet(make_services(VERSE, title="Tide"))
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    return widget


def test_the_gutter_knows_syllables_and_rhymes(sheet: LyricSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(sheet.gutter.describe(1, "The tide is late")), timeout=10000)
    assert sheet.gutter.describe(1, "The tide is late") == "4 syllables  ·  rhyme A"
    assert sheet.gutter.describe(4, "And so will I") == "4 syllables  ·  rhyme B"
    assert sheet.gutter.describe(0, "[Verse 1]") == ""
    assert sheet.gutter.describe(1, "other words by now") == ""


def test_the_gutter_marks_lines_that_no_longer_fit_their_notes(sheet: LyricSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(sheet.gutter.describe(1, "The tide is late")))
    line = sheet.editor.rows().line_id(1)
    assert line is not None
    sheet._services.fit_marks.show(frozenset({line}))
    assert "no longer fit" in sheet.gutter.describe(1, "The tide is late")
    assert "no longer fit" not in sheet.gutter.describe(4, "And so will I")
    sheet._services.fit_marks.show(frozenset())
    assert "no longer fit" not in sheet.gutter.describe(1, "The tide is late")


def test_prose_has_no_syllables_or_rhymes_beside_it(sheet: LyricSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(sheet.gutter.describe(1, "The tide is late")), timeout=10000)
    session = sheet._services.session
    session.apply("Kind of Piece", replace(session.song, piece=Piece.STORY))
    assert sheet.gutter.describe(1, "The tide is late") == ""


def test_the_foot_of_the_page_says_where_the_cursor_is(sheet: LyricSheet, qtbot: QtBot) -> None:
    sheet.editor.show_row(2)
    qtbot.waitUntil(lambda: "4 syllables" in sheet._place.text(), timeout=10000)
    assert sheet._place.text().startswith("Line 3")
    assert "16 words" in sheet._total.text()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tide", "1 word"),
        ("The tide", "2 words"),
        ("[Verse 1]\nTide", "1 word"),
        ("[tide] is", "2 words"),
        ("", "0 words"),
    ],
)
def test_the_words_of_a_page_are_counted_without_its_headings(
    make_services: MakeServices, qtbot: QtBot, text: str, count: str
) -> None:
    page = LyricSheet(make_services(text, title="Tide"))
    qtbot.addWidget(page)
    assert page._total.text().endswith(f"  {count}")


def test_rhyme_letters_count_on_after_z() -> None:
    assert [rhyme_place(letter) for letter in ("A", "B", "Z", "AA", "AB")] == [0, 1, 25, 26, 27]


def test_find_goes_round_and_replace_all_is_one_step_of_undo(sheet: LyricSheet, qtbot: QtBot) -> None:
    bar = FindBar(sheet._services, sheet.editor)
    qtbot.addWidget(bar)
    bar.start()
    qtbot.keyClicks(bar.needle, "tide")
    assert sheet.editor.textCursor().block().blockNumber() == 1
    bar.find_next()
    assert sheet.editor.textCursor().block().blockNumber() == 3
    bar.find_next()
    assert sheet.editor.textCursor().block().blockNumber() == 1
    bar.other.setText("rain")
    bar.replace_all()
    sheet.editor.settle()
    session = sheet._services.session
    assert lyric_text(session.song) == VERSE.replace("tide", "rain")
    session.undo()
    assert lyric_text(session.song) == VERSE
    bar.needle.setText("nowhere")
    assert bar._found.text() == "Not found"


def test_replacing_by_something_that_contains_it_ends(sheet: LyricSheet, qtbot: QtBot) -> None:
    bar = FindBar(sheet._services, sheet.editor)
    qtbot.addWidget(bar)
    bar.needle.setText("tide")
    bar.other.setText("tide tide")
    bar.replace_all()
    assert sheet.editor.plain_text().count("tide") == 4


def test_notices_show_the_latest_and_then_those_before(make_services: MakeServices, qtbot: QtBot) -> None:
    services = make_services()
    bar = NoticeBar(services)
    qtbot.addWidget(bar)
    services.notices.show("first", Level.WARNING)
    services.notices.error(SongwrightError("second.", detail="why"))
    assert bar.notice is not None
    assert (bar.notice.text, bar.notice.level, bar.notice.detail) == ("second.", Level.ERROR, "why")
    bar.dismiss()
    assert bar.notice.text == "first"
    bar.dismiss()
    assert bar.notice is None
    assert bar.isHidden()


def test_a_notice_with_a_key_replaces_its_elder_and_can_be_withdrawn(make_services: MakeServices, qtbot: QtBot) -> None:
    services = make_services()
    bar = NoticeBar(services)
    qtbot.addWidget(bar)
    services.notices.show("old", Level.WARNING, key="model")
    services.notices.show("new", Level.WARNING, key="model")
    services.notices.withdraw("model")
    assert bar.notice is None


def test_a_closed_notice_that_is_told_once_comes_back_only_when_something_changed(
    make_services: MakeServices, qtbot: QtBot
) -> None:
    services = make_services()
    bar = NoticeBar(services)
    qtbot.addWidget(bar)

    def tell(text: str) -> str:
        services.notices.show(text, Level.WARNING, key="sound", once=True)
        return bar.notice.text if bar.notice is not None else ""

    assert tell("No device.") == "No device."
    assert tell("No device.") == "No device."
    bar.dismiss()
    assert tell("No device.") == ""
    assert tell("Another device.") == "Another device."
    bar.dismiss()
    services.notices.withdraw("sound")
    assert tell("Another device.") == "Another device."


def test_a_notices_button_acts_once(make_services: MakeServices, qtbot: QtBot) -> None:
    services = make_services()
    bar = NoticeBar(services)
    qtbot.addWidget(bar)
    done: list[int] = []
    services.notices.show("Try", Level.WARNING, action=("Again", lambda: done.append(1)))
    qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert bar.notice is None


def test_the_settings_form_has_every_setting_and_cancel_takes_all_back(
    make_services: MakeServices, qtbot: QtBot, tmp_path: Path
) -> None:
    services = make_services()
    settings = Settings(tmp_path / "settings.json")
    dialog = SettingsDialog(settings, services.theme, [("Documents", "/somewhere")])
    qtbot.addWidget(dialog)
    assert set(dialog.editors) == {setting.key for setting in SETTINGS if setting.group}
    theme, size = dialog.editors[THEME.key], dialog.editors[TYPE_SCALE.key]
    assert isinstance(theme, QComboBox)
    assert isinstance(size, QDoubleSpinBox)
    theme.setCurrentIndex(theme.findData("dark"))
    size.setValue(150)
    assert (settings.get(THEME), settings.get(TYPE_SCALE)) == ("dark", 1.5)
    dialog.reject()
    assert (settings.get(THEME), settings.get(TYPE_SCALE)) == ("system", 1.0)


def test_each_kind_of_setting_has_its_own_field_and_only_a_file_can_be_chosen(
    make_services: MakeServices, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = text("name", group="You", label="Your name", explained="For the cover")
    monkeypatch.setattr("songwright.ui.dialogs.settings_dialog.SETTINGS", (*SETTINGS, name))
    settings = Settings(tmp_path / "settings.json")
    dialog = SettingsDialog(settings, make_services().theme, [])
    qtbot.addWidget(dialog)
    field = dialog.editors["name"]
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Ada ")
    field.editingFinished.emit()
    assert settings.get(name) == "Ada"
    assert not isinstance(dialog.editors[MODEL.key], QLineEdit)


def test_a_model_that_is_taken_back_shows_what_is_used_instead(
    make_services: MakeServices, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.json")
    dialog = SettingsDialog(settings, make_services().theme, [])
    qtbot.addWidget(dialog)
    field = dialog.editors[MODEL.key].findChild(QLineEdit)
    qtbot.keyClicks(field, "/models/useless.gguf")
    field.editingFinished.emit()
    assert settings.get(MODEL) == "/models/useless.gguf"
    settings.set(MODEL, "")
    assert field.text() == ""
    dialog.accept()
    settings.set(MODEL, "/models/other.gguf")
    assert field.text() == ""


def test_the_list_of_keys_changes_keys_and_refuses_taken_ones(make_services: MakeServices, qtbot: QtBot) -> None:
    services = make_services()
    kept: list[dict[str, str]] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ShortcutsDialog(services.actions, kept.append, parent)
    item = dialog.list.findItems("Write", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[-1]
    dialog.list.setCurrentItem(item)
    dialog.keys.setKeySequence("Ctrl+J")
    dialog._set_key()
    assert kept == [{"write": "Ctrl+J"}]
    dialog.keys.setKeySequence("Ctrl+S")
    dialog._set_key()
    assert "Save" in dialog._problem.text()
    assert services.actions.keys("write") == ("Ctrl+J",)
    dialog.filter.setText("tap t")
    shown = [
        item.text(0)
        for index in range(dialog.list.topLevelItemCount())
        for group in [dialog.list.topLevelItem(index)]
        for item in [group.child(place) for place in range(group.childCount())]
        if not item.isHidden()
    ]
    assert shown == ["Tap Tempo"]


def test_the_about_box_names_what_it_stands_on(make_services: MakeServices, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AboutDialog(make_services().theme, "Some Model", parent)
    assert "Some Model" in dialog._credits("Some Model")
    assert "LGPL" in dialog._credits("")
    texts = [view.toPlainText() for view in dialog.findChildren(QPlainTextEdit)]
    assert any("GNU LESSER GENERAL PUBLIC LICENSE" in text and "SIL OPEN FONT LICENSE" in text for text in texts)


def test_jobs_run_elsewhere_and_report_here(make_services: MakeServices, qtbot: QtBot) -> None:
    jobs = make_services().jobs
    results: list[object] = []
    threads: list[int] = []

    def work() -> int:
        threads.append(threading.get_ident())
        return 7

    def fail() -> int:
        raise ValueError("no")

    jobs.run(work, lambda value: results.append((value, threading.get_ident())))
    jobs.run(fail, results.append, lambda error: results.append(str(error)))
    qtbot.waitUntil(lambda: len(results) == 2, timeout=10000)
    assert (7, threading.get_ident()) in results
    assert "no" in results
    assert threads[0] != threading.get_ident()


def test_a_cancelled_job_reports_nothing(make_services: MakeServices, qtbot: QtBot) -> None:
    jobs = make_services().jobs
    results: list[object] = []
    gate = threading.Event()
    job = jobs.run(gate.wait, results.append)
    job.cancel()
    gate.set()
    jobs.run(lambda: "next", results.append)
    qtbot.waitUntil(lambda: results == ["next"], timeout=10000)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signals on Windows")
def test_a_termination_signal_is_told_from_the_event_loop(qtbot: QtBot) -> None:
    heard: list[int] = []
    before = signal.getsignal(signal.SIGTERM)
    signals = EndSignals(heard.append)
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: heard == [signal.SIGTERM], timeout=5000)
    finally:
        signals.close()
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":7654"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"DISPLAY": "example:10.0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_missing_display_is_known_before_qt_would_end_the_process(
    environment: dict[str, str], platform: str, *, there: bool
) -> None:
    assert display_available(environment, platform) is there


def test_an_error_that_nobody_handled_is_told_and_written_down_once(
    make_services: MakeServices, qtbot: QtBot, told: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: passed_on.append(error))
    paths = find_paths()
    crashes = Crashes(paths)
    try:
        crashes.report_to(make_services().notices)
        try:
            raise ValueError("nobody caught me")
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
        qtbot.waitUntil(lambda: bool(told), timeout=5000)
        assert "nobody caught me" in told[0].detail
    finally:
        crashes.close()
    assert list(paths.crashes.glob("*.txt")) == []
    assert len(passed_on) == 1


def test_the_report_of_a_crash_is_shown_at_the_next_start_and_then_gone(
    make_services: MakeServices, told: list[Notice]
) -> None:
    paths = find_paths()
    paths.crashes.mkdir(parents=True)
    (paths.crashes / "20260101-000000-native.crash.txt").write_text("Songwright 0\n\nFatal Python error: abort\n")
    for _ in range(2):
        crashes = Crashes(paths)
        crashes.report_to(make_services().notices)
        crashes.tell_last()
        crashes.close()
    assert [("Fatal Python error" in notice.detail) for notice in told] == [True]
