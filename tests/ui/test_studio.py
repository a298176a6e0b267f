"""The whole window, from the brief to the file and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from songwright.core.words import lyric_text, with_lyric_text
from songwright.host.paths import find_paths
from songwright.llm.wished import Wished
from songwright.ui.dialogs.file_questions import UserChoice
from songwright.ui.notices import Level, Until
from songwright.ui.theme.manager import Theme
from songwright.ui.wiring import Studio
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

MakeStudio = Callable[..., Studio]


def put_words(studio: Studio, text: str) -> None:
    session = studio.services.session
    session.apply("Words", with_lyric_text(session.song, text))


def words(studio: Studio) -> str:
    return lyric_text(studio.services.session.song)


def test_from_brief_to_document_to_file_and_back(make_studio: MakeStudio, qtbot: QtBot, tmp_path: Path) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    window, actions = studio.window, studio.services.actions
    qtbot.keyClicks(window.brief.about, "a ferry in fog")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert writer.requests[0][0].about == "a ferry in fog"
    assert window.centre.showing_draft
    writer.say("[Verse 1]\n", "The horn is low")
    writer.end()
    assert not window.centre.showing_draft
    assert window.centre.sheet.editor.plain_text() == "[Verse 1]\nThe horn is low"

    path = tmp_path / "ferry.songwright"
    studio.files.questions.paths = [path]
    actions["save"].trigger()
    assert not studio.services.session.modified
    assert not window.isWindowModified()
    actions["new"].trigger()
    assert words(studio) == ""
    studio.files.open(path)
    assert words(studio) == "[Verse 1]\nThe horn is low"
    assert studio.desk.text == "[Verse 1]\nThe horn is low"
    assert window.brief.about.toPlainText() == "a ferry in fog"


def test_one_undo_walks_back_over_words_title_and_brief(studio: Studio, qtbot: QtBot) -> None:
    sheet = studio.window.centre.sheet
    qtbot.keyClicks(studio.window.brief.about, "fog")
    qtbot.keyClicks(sheet.title, "Ferry")
    qtbot.keyClicks(sheet.editor, "Low horn")
    studio.services.settle()
    for expected in (("fog", "Ferry", ""), ("fog", "", ""), ("", "", "")):
        studio.services.actions["undo"].trigger()
        song = studio.services.session.song
        assert (song.about, song.title, words(studio)) == expected
    assert sheet.title.text() == ""
    assert studio.window.brief.about.toPlainText() == ""


def test_ctrl_z_in_the_title_undoes_the_document_not_the_field(studio: Studio, qtbot: QtBot) -> None:
    put_words(studio, "Low horn")
    title = studio.window.centre.sheet.title
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert words(studio) == ""


@pytest.mark.parametrize("way", ["new", "open", "close", "drop"])
def test_every_way_out_asks_before_words_are_lost(studio: Studio, way: str, tmp_path: Path) -> None:
    put_words(studio, "unsaved")
    questions = studio.files.questions
    questions.answers = [UserChoice.CANCEL]
    questions.paths = [tmp_path / "other.songwright"]
    if way == "close":
        assert not studio.window.close()
    elif way == "drop":
        studio.window.file_dropped.emit(str(tmp_path / "other.songwright"))
    else:
        studio.services.actions[way].trigger()
    assert questions.asked == ["save_changes"]
    assert words(studio) == "unsaved"


def test_closing_while_a_draft_streams_keeps_its_words_in_the_saved_file(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    studio.desk.write()
    writer.say("half a song")
    path = tmp_path / "half.songwright"
    studio.files.questions.answers = [UserChoice.SAVE]
    studio.files.questions.paths = [path]
    assert studio.window.close()
    assert [take["text"] for take in json.loads(path.read_bytes())["takes"]] == ["half a song"]


def test_a_file_that_another_program_changed_is_not_written_over_unasked(studio: Studio, tmp_path: Path) -> None:
    put_words(studio, "mine")
    path = tmp_path / "shared.songwright"
    questions = studio.files.questions
    questions.paths = [path]
    assert studio.files.save()
    path.write_bytes(path.read_bytes().replace(b"mine", b"theirs"))
    put_words(studio, "mine again")
    questions.answers = [UserChoice.CANCEL]
    assert not studio.files.save()
    assert b"theirs" in path.read_bytes()
    questions.answers = [UserChoice.OVERWRITE]
    assert studio.files.save()
    assert b"mine again" in path.read_bytes()


def test_coming_back_to_the_window_tells_of_a_change_on_disk_and_can_load_it(studio: Studio, tmp_path: Path) -> None:
    put_words(studio, "mine")
    path = tmp_path / "shared.songwright"
    studio.files.questions.paths = [path]
    assert studio.files.save()
    studio.window.activated.emit()
    assert studio.window.notices.notice is None
    path.write_bytes(path.read_bytes().replace(b"mine", b"theirs"))
    studio.window.activated.emit()
    notice = studio.window.notices.notice
    assert notice is not None
    assert notice.action is not None
    notice.action[1]()
    assert words(studio) == "theirs"
    path.unlink()
    studio.window.activated.emit()
    assert "removed" in studio.window.notices.notice.text


def test_a_file_open_elsewhere_opens_read_only_and_is_saved_under_another_name(studio: Studio, tmp_path: Path) -> None:
    put_words(studio, "first")
    path = tmp_path / "a.songwright"
    studio.files.questions.paths = [path]
    assert studio.files.save()
    studio.files.close()
    from songwright.host.projects import ProjectFile

    other, _ = ProjectFile.open(path)
    try:
        studio.services.session.mark_saved()
        studio.files.questions.answers = [UserChoice.READ_ONLY]
        studio.files.open(path)
        assert "(read-only)" in studio.window.windowTitle()
        put_words(studio, "second")
        studio.files.questions.paths = [tmp_path / "b.songwright"]
        assert studio.files.save()
        assert studio.files.questions.suggestions[-1] == tmp_path / "a copy.songwright"
        assert b"second" in (tmp_path / "b.songwright").read_bytes()
        assert b"second" not in path.read_bytes()
    finally:
        other.close()


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff", b'{"format": "songwright", "version": 999}'])
def test_a_bad_file_leaves_the_open_document_alone_and_says_why(studio: Studio, tmp_path: Path, content: bytes) -> None:
    put_words(studio, "still here")
    studio.services.session.mark_saved()
    path = tmp_path / "bad.songwright"
    path.write_bytes(content)
    studio.files.open(path)
    assert words(studio) == "still here"
    notice = studio.window.notices.notice
    assert notice is not None
    assert notice.level is Level.ERROR


def test_a_text_file_is_opened_as_a_new_document(studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Old Song.txt"
    path.write_text("[Verse 1]\r\nLa la 🌊\r\n", encoding="utf-8")
    studio.files.open(path)
    qtbot.waitUntil(lambda: words(studio).startswith("[Verse 1]\nLa la 🌊"), timeout=20000)
    assert studio.services.session.song.title == "Old Song"
    assert studio.files.path is None


def test_unsaved_work_of_a_window_that_died_is_offered_and_restored(make_studio: MakeStudio) -> None:
    from songwright.core.session import Document
    from songwright.core.song import Song
    from songwright.formats.project import dump
    from songwright.host.journal import Journal

    journal = Journal(find_paths().journals)
    journal.write(dump(Document(with_lyric_text(Song(), "saved from the wreck"))), None, "Wreck")
    journal._lock.release()
    studio = make_studio()
    # The fixture's questions come too late for the first offer: it was asked at the start, and put off.
    studio.files.questions.answers = [UserChoice.RESTORE]
    studio.recovery.offer()
    assert words(studio) == "saved from the wreck"
    assert studio.services.session.modified
    notice = studio.window.notices.notice
    assert notice is not None
    assert notice.key == "recovery"
    # The offer to save it is about this document.
    studio.files.questions.answers = [UserChoice.DISCARD]
    studio.services.actions["new"].trigger()
    assert studio.window.notices.notice is None


def test_what_was_told_of_a_document_ends_with_what_it_is_about(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    notices, bar = studio.services.notices, studio.window.notices
    put_words(studio, "Low horn")

    def told_of(until: Until) -> None:
        notices.show("of the document", Level.WARNING, until=until)
        assert bar.notice is not None

    told_of(Until.OPENED | Until.WORDS)
    put_words(studio, "Low horn in fog")
    assert bar.notice is None

    told_of(Until.OPENED | Until.SAVED)
    put_words(studio, "Low horn in the fog")
    assert bar.notice is not None
    studio.files.questions.paths = [tmp_path / "horn.songwright"]
    assert studio.files.save()
    assert bar.notice is None

    told_of(Until.OPENED)
    notices.show("of the program", Level.WARNING)
    studio.files.new()
    assert bar.notice is not None
    assert bar.notice.text == "of the program"
    bar.dismiss()
    assert bar.notice is None


def test_a_notice_floats_and_moves_nothing(studio: Studio, qtbot: QtBot) -> None:
    window, editor = studio.window, studio.window.centre.sheet.editor
    window.resize(1280, 800)
    put_words(studio, "\n".join(f"Low horn {number}" for number in range(40)))
    qtbot.waitUntil(lambda: editor.viewport().height() > 100)
    places = {part: part.geometry() for part in (window.stages, window.music.transport, editor)}
    studio.services.notices.show("The horn is low.", Level.INFO)
    notice, stage = window.notices, window.stages
    assert notice.isVisible()
    assert stage.geometry().contains(notice.geometry())
    assert {part: part.geometry() for part in places} == places
    notice.dismiss()
    assert not notice.isVisible()


def test_the_running_draft_reaches_the_journal(make_studio: MakeStudio, qtbot: QtBot) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    studio.desk.write()
    writer.say("words in flight")
    folder = find_paths().journals

    def in_journal() -> bool:
        return any(b"words in flight" in path.read_bytes() for path in folder.glob("*.journal"))

    qtbot.waitUntil(in_journal, timeout=5000)
    writer.end()


def test_saving_clears_the_journal(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    put_words(studio, "draft")
    folder = find_paths().journals
    qtbot.waitUntil(lambda: bool(list(folder.glob("*.journal"))), timeout=5000)
    studio.files.questions.paths = [tmp_path / "x.songwright"]
    assert studio.files.save()
    qtbot.waitUntil(lambda: not list(folder.glob("*.journal")), timeout=5000)


def test_space_plays_only_when_nothing_wants_it_for_itself(studio: Studio) -> None:
    actions = studio.services.actions
    space = QKeySequence("Space")
    studio.window.centre.sheet.editor.setFocus()
    assert space not in actions["play"].shortcuts()
    assert QKeySequence("Ctrl+Space") in actions["play"].shortcuts()
    studio.window.setFocus()
    assert space in actions["play"].shortcuts()
    button = next(button for button in studio.window.findChildren(QAbstractButton) if button.isVisible())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert space not in actions["play"].shortcuts()


def test_every_control_has_a_name_for_screen_readers_and_every_icon_a_tooltip(studio: Studio) -> None:
    nameless = [
        widget
        for widget in studio.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(
            widget, (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
        )
        and not isinstance(widget.parent(), (QAbstractSpinBox, QComboBox))
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []
    untold = [
        button for button in studio.window.findChildren(QToolButton) if button.isVisible() and not button.toolTip()
    ]
    assert untold == []


def test_nothing_is_lost_when_no_model_can_be_loaded(make_studio: MakeStudio, qtbot: QtBot) -> None:
    from songwright.ui.writing.writer import ModelState

    writer = ScriptedWriter()
    writer.become(ModelState.FAILED)
    studio = make_studio(writer)
    qtbot.keyClicks(studio.window.centre.sheet.editor, "by hand")
    studio.services.settle()
    assert words(studio) == "by hand"
    assert not studio.services.actions["write"].isEnabled()
    assert studio.services.actions["compose"].isEnabled()


def test_the_theme_can_change_after_dialogs_and_strips_came_and_went(
    studio: Studio, theme: Theme, qtbot: QtBot
) -> None:
    put_words(studio, "[Verse 1]\nThe tide is late\nThe moon is high")
    for _ in range(2):
        studio.services.actions["compose"].trigger()
        qtbot.waitUntil(lambda: not studio.window.music.maker.composing.busy, timeout=30000)
        studio.services.session.undo()
    try:
        # pytest-qt fails the test when a slot raises.
        theme.choose("dark")
        assert studio.window.notices.notice is None
    finally:
        theme.choose("light")


def test_work_that_cannot_be_saved_keeps_the_window_open_and_says_why(studio: Studio, tmp_path: Path) -> None:
    put_words(studio, "precious")
    studio.files.questions.answers = [UserChoice.SAVE]
    studio.files.questions.paths = [tmp_path / "no such folder" / "x.songwright"]
    assert not studio.window.close()
    notice = studio.window.notices.notice
    assert notice is not None
    assert notice.level is Level.ERROR
    assert words(studio) == "precious"


def test_a_window_that_is_ended_from_outside_leaves_its_work_in_the_journal(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    put_words(studio, "by hand")
    studio.desk.write()
    writer.say("by the model")
    studio.close(keep=True)
    # Its lock ends with the process; only then would another window offer it.
    (journal,) = find_paths().journals.glob("*.journal")
    content = journal.read_bytes()
    assert b"by hand" in content
    assert b"by the model" in content


def test_five_thousand_odd_lines_can_be_opened_edited_and_undone(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    odd = ("plain words here", "12 3/4 £5", "🌊🌊", "crwth", "море шумит", "")
    text = "\n".join(odd[number % len(odd)] for number in range(5000))
    path.write_text(text, encoding="utf-8")
    studio.files.open(path)
    editor = studio.window.centre.sheet.editor
    qtbot.waitUntil(lambda: editor.blockCount() == 5000, timeout=20000)
    editor.show_row(2500)
    qtbot.keyClicks(editor, "more ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    studio.services.settle()
    assert words(studio) == editor.plain_text()
    assert studio.services.session.modified
    while studio.services.session.undo_label:
        studio.services.actions["undo"].trigger()
    assert editor.plain_text() == text


@pytest.mark.parametrize("way_back", [Qt.Key.Key_F11, Qt.Key.Key_Escape])
def test_full_screen_is_a_calm_page_and_everything_comes_back(studio: Studio, qtbot: QtBot, way_back: Qt.Key) -> None:
    window, actions = studio.window, studio.services.actions
    window.resize(1280, 800)
    window.drawers.show_drawer("idea")
    actions["show_helper"].setChecked(True)
    editor = window.centre.sheet.editor
    window.brief.about.setFocus()
    place = window.place()
    qtbot.keyClick(window.brief.about, Qt.Key.Key_F11)
    around = (window.top, window.rail, window.brief, window.helper, window.music.transport)
    assert window.isFullScreen()
    assert not any(widget.isVisible() for widget in around)
    assert editor.hasFocus()
    assert window.place() == place
    qtbot.keyClicks(editor, "calm")
    assert editor.plain_text() == "calm"
    qtbot.keyClick(editor, way_back)
    assert not window.isFullScreen()
    assert all(widget.isVisible() for widget in around)
    assert not actions["full_screen"].isChecked()


def test_wishes_and_form_are_a_songs_own(make_studio: MakeStudio, tmp_path: Path) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    brief, path = studio.window.brief, tmp_path / "salt.songwright"
    for form, wished in (("ballad", "salt"), ("couplet", "rope")):
        brief.form.set_value(form)
        brief.set_wished(Wished(words=wished))
        studio.desk.write()
        writer.say(f"The {wished} was low")
        if wished == "salt":
            writer.end()
        else:
            studio.desk.stop()
    studio.files.questions.paths = [path]
    assert studio.files.save()
    studio.files.new()
    assert (brief.form.value, brief.wished) == ("song", Wished())
    studio.files.open(path)
    assert (brief.form.value, brief.wished) == ("ballad", Wished(words="salt"))


def test_a_draft_that_comes_to_nothing_leaves_the_window_as_it_was(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    for text in ("first", "second"):
        studio.desk.write()
        writer.say(text)
        writer.end()
    studio.desk.show_take(0)
    studio.window.centre.show_draft(shown=False)
    studio.desk.write()
    assert studio.window.centre.showing_draft
    writer.crash("This cannot be wished for.")
    assert not studio.window.centre.showing_draft
    assert studio.desk.shown == 0
    studio.window.centre.show_draft(shown=True)
    writer.become(ModelState.READY)
    studio.desk.write()
    writer.end()
    assert studio.window.centre.showing_draft


def test_what_pops_up_at_the_cursor_is_offered_on_the_page_only(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    put_words(studio, "The horn is low")
    studio.desk.write()
    writer.say("The fog is high")
    writer.end()
    for shown in (True, False):
        studio.window.centre.show_draft(shown=shown)
        enabled = [studio.services.actions[name].isEnabled() for name in ("ideas", "rhymes", "another_word")]
        assert enabled == [not shown] * 3


def test_words_accepted_at_the_end_are_on_show(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    session, centre = studio.services.session, studio.window.centre
    old = "\n".join(f"The {number} bells are rung" for number in range(90))
    session.apply("Type", with_lyric_text(session.song, old))
    studio.desk.write()
    writer.say("[Verse 1]\nThe horn is low\nThe fog is high")
    writer.end()
    assert centre.draft._accept.text() == "Accept at the end"
    studio.services.actions["accept"].trigger()
    editor = centre.sheet.editor
    assert editor.textCursor().block().text() == "[Verse 1]"
    assert editor.viewport().rect().contains(editor.cursorRect())


def test_a_draft_says_whether_it_is_in_the_document(make_studio: MakeStudio) -> None:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    centre, actions = studio.window.centre, studio.services.actions
    put_words(studio, "My own")
    studio.desk.write()
    writer.say("[Verse 1]\nThe horn is low\nThe fog is high")
    writer.end()
    assert centre.draft.note.accessibleName().startswith("Not in your document")
    actions["accept"].trigger()
    centre.show_draft(shown=True)
    assert centre.draft.note.accessibleName().startswith("Accepted")
    assert centre.draft._accept.text() == "Accept again"
    actions["undo"].trigger()
    assert centre.draft.note.accessibleName().startswith("Not in your document")
    assert centre.draft._accept.text() == "Accept at the end"
