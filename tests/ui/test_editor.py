"""The lyric page's editor and the session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QTextCursor
from pytestqt.qtbot import QtBot

from songwright.core.page_rows import Rows, difference
from songwright.core.words import lyric_text, with_lyric_text
from songwright.ui.page.editor import LyricEditor
from songwright.ui.services import Services

VERSE = "[Verse 1]\nThe tide is late\nThe moon is high\n\n[Chorus]\nCome home, come home"


@pytest.fixture
def editor(make_services: Callable[..., Services], qtbot: QtBot) -> LyricEditor:
    widget = LyricEditor(make_services(VERSE))
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.show()
    return widget


def put_cursor(editor: LyricEditor, row: int, column: int = 0) -> None:
    cursor = QTextCursor(editor.document().findBlockByNumber(row))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column)
    editor.setTextCursor(cursor)


def song_text(editor: LyricEditor) -> str:
    return lyric_text(editor._session.song)


def test_typing_inside_a_line_reaches_the_song_at_once_and_keeps_the_lines_identity(
    editor: LyricEditor, qtbot: QtBot
) -> None:
    line = editor._session.song.sections[0].lines[0]
    put_cursor(editor, 1, 8)
    qtbot.keyClicks(editor, "was ")
    after = editor._session.song.sections[0].lines[0]
    assert after.text == "The tidewas  is late"
    assert after.id == line.id


def test_a_burst_of_typing_is_one_step_of_undo(editor: LyricEditor, qtbot: QtBot) -> None:
    put_cursor(editor, 1, 16)
    qtbot.keyClicks(editor, " tonight")
    assert song_text(editor) != VERSE
    editor._session.undo()
    assert editor.plain_text() == VERSE
    editor._session.redo()
    assert "late tonight" in editor.plain_text()


def test_a_new_row_and_a_new_heading_reach_the_song_when_the_text_settles(editor: LyricEditor, qtbot: QtBot) -> None:
    put_cursor(editor, 5, 20)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "[Bridge]")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Slow water")
    editor.settle()
    assert [section.title for section in editor._session.song.sections] == ["Verse 1", "Chorus", "Bridge"]
    assert song_text(editor) == editor.plain_text()


def test_undo_keys_are_left_to_the_session(editor: LyricEditor, qtbot: QtBot) -> None:
    put_cursor(editor, 1)
    qtbot.keyClicks(editor, "O ")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # The key is not the editor's own: without a window that connects it, nothing happens.
    assert editor.plain_text().startswith("[Verse 1]\nO The tide")


def test_undo_elsewhere_keeps_the_cursor_on_its_line(editor: LyricEditor) -> None:
    session = editor._session
    put_cursor(editor, 5, 4)
    session.apply("Edit", with_lyric_text(session.song, VERSE.replace("tide is late", "tide is very late")))
    assert editor.textCursor().block().text() == "Come home, come home"
    assert editor.textCursor().positionInBlock() == 4
    session.undo()
    assert editor.textCursor().block().text() == "Come home, come home"
    assert editor.textCursor().positionInBlock() == 4


def test_emoji_and_hard_spaces_survive_the_way_through_the_song(editor: LyricEditor) -> None:
    text = "One 🌊 wave\u00a0more\nالبحر"
    editor.setPlainText("")
    editor.insertPlainText(text)
    editor.settle()
    assert song_text(editor) == text
    session = editor._session
    session.apply("Edit", with_lyric_text(session.song, text.replace("wave", "waves")))
    assert editor.plain_text() == text.replace("wave", "waves")


def test_pasted_text_comes_in_as_plain_lines_and_files_are_left_to_the_window(editor: LyricEditor) -> None:
    put_cursor(editor, 5, 20)
    data = QMimeData()
    data.setText("\r\nOne\u2028two\0\rthree")
    editor.insertFromMimeData(data)
    editor.settle()
    assert song_text(editor) == VERSE + "\nOne\ntwo\nthree"
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/somewhere/song.songwright")])
    files.setText("file:///somewhere/song.songwright")
    assert not editor.canInsertFromMimeData(files)


def test_opening_another_document_shows_its_words(editor: LyricEditor) -> None:
    session = editor._session
    session.replace_document(type(session.document)(with_lyric_text(type(session.song)(), "New words")))
    assert editor.plain_text() == "New words"


def test_the_sung_syllable_is_marked_and_unmarked(editor: LyricEditor) -> None:
    line = editor._session.song.sections[0].lines[1]
    editor._services.playhead.show_syllable(line.id, 1)
    marked = [selection.cursor.selectedText() for selection in editor.extraSelections()]
    assert marked == ["", "moon"]
    editor._services.playhead.clear()
    assert editor.extraSelections() == []


LONG = "\n\n".join(
    ["[Verse 1]\nThe tide is late", *["The moon is high"] * 40, "[Chorus]\nCome home, come home", "[Verse 2]"]
    + ["The gulls are gone"] * 40
    + ["[Chorus]"]
)


class Hands:
    """A clock that the test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def long_editor(make_services: Callable[..., Services], hands: Hands, qtbot: QtBot) -> LyricEditor:
    widget = LyricEditor(make_services(LONG), clock=hands)
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return widget


def rows_on_screen(editor: LyricEditor) -> list[str]:
    return [text for _, text, _ in editor.visible_rows()]


def lit(editor: LyricEditor) -> list[str]:
    return [selection.cursor.block().text() for selection in editor.extraSelections()]


def test_the_page_follows_the_song_though_the_cursor_is_in_it_unless_the_writer_just_typed(
    long_editor: LyricEditor, hands: Hands, qtbot: QtBot
) -> None:
    playhead, song = long_editor._services.playhead, long_editor._session.song
    chorus = next(section for section in song.sections if section.title == "Chorus")
    put_cursor(long_editor, 1)
    qtbot.keyClicks(long_editor, "a")
    hands.now += 1
    playhead.show_syllable(chorus.lines[0].id, 0)
    assert "Come home, come home" in lit(long_editor)
    assert "Come home, come home" not in rows_on_screen(long_editor)
    hands.now += 10
    playhead.show_syllable(chorus.lines[0].id, 1)
    assert "Come home, come home" in rows_on_screen(long_editor)
    assert long_editor.hasFocus()
    assert long_editor.textCursor().blockNumber() == 1


def test_a_repeated_section_lights_its_heading_and_the_words_that_it_repeats(long_editor: LyricEditor) -> None:
    playhead, song = long_editor._services.playhead, long_editor._session.song
    first, second = (section for section in song.sections if section.title == "Chorus")
    playhead.show_section(second.id)
    lit_rows = [selection.cursor.blockNumber() for selection in long_editor.extraSelections()]
    assert lit_rows == [long_editor.blockCount() - 1]
    assert rows_on_screen(long_editor)[-1] == "[Chorus]"
    playhead.show_syllable(first.lines[0].id, 1)
    assert lit(long_editor) == ["[Chorus]", "Come home, come home", "Come home, come home"]
    assert "Come home, come home" in rows_on_screen(long_editor)
    playhead.clear()
    assert lit(long_editor) == []


def test_long_texts_are_re_read_only_when_the_writer_pauses(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    services = make_services("\n".join(f"row number {row} of the long song" for row in range(1000)))
    editor = LyricEditor(services)
    qtbot.addWidget(editor)
    put_cursor(editor, 500)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor._pause.isActive()
    assert services.session.undo_label is None
    services.settle()
    assert lyric_text(services.session.song) == editor.plain_text()


def test_what_is_typed_while_a_long_text_is_read_is_not_lost(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    services = make_services("\n".join(f"row number {row} of the long song" for row in range(1000)))
    editor = LyricEditor(services)
    qtbot.addWidget(editor)
    put_cursor(editor, 500)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor._pause.stop()
    editor._settle_aside()
    qtbot.keyClicks(editor, "meanwhile")
    qtbot.waitUntil(lambda: editor._dirty is None, timeout=10000)
    assert "meanwhile" in lyric_text(services.session.song)
    assert lyric_text(services.session.song) == editor.plain_text()


@given(st.text(alphabet="ab\n🌊", max_size=30), st.text(alphabet="ab\n🌊", max_size=30))
def test_the_difference_turns_the_old_text_into_the_new(old: str, new: str) -> None:
    change = difference(old, new)
    if change is None:
        assert old == new
    else:
        assert old[: change.start] + change.text + old[change.end :] == new


def test_the_difference_is_small() -> None:
    change = difference("the tide is late", "the tide is very late")
    assert (change.start, change.end, change.text) == (12, 12, "very ")


def test_a_row_that_becomes_a_heading_is_not_taken_for_a_change_of_words(
    make_services: Callable[..., Services],
) -> None:
    song = make_services(VERSE).session.song
    rows = Rows(song)
    assert rows.with_row(1, "[Outro]") is None
    assert rows.with_row(1, "") is None
    assert rows.with_row(0, "words") is None
    assert lyric_text(rows.with_row(2, "The moon is low")) == VERSE.replace("high", "low")


def test_every_standard_undo_key_is_left_to_the_window() -> None:
    for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo):
        assert QKeySequence.keyBindings(key)


def test_a_heading_of_what_is_only_played_is_quiet_until_it_gets_words(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    editor = LyricEditor(make_services("[Intro]\n\n[Verse]\nThe tide is late\n\n[Outro]"))
    qtbot.addWidget(editor)

    def quiet(row: int) -> bool:
        formats = editor.document().findBlockByNumber(row).layout().formats()
        return any(one.format.fontItalic() for one in formats)

    assert [quiet(row) for row in (0, 2, 5)] == [True, False, True]
    put_cursor(editor, 1)
    qtbot.keyClicks(editor, "Hush")
    qtbot.waitUntil(lambda: not quiet(0))
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: quiet(0))
    # The next heading is none any more: its row and the words under it are the introduction's, until it is one again.
    put_cursor(editor, 2, len("[Verse]"))
    qtbot.keyClicks(editor, "!")
    qtbot.waitUntil(lambda: not quiet(0))
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: quiet(0))


def test_a_click_on_a_word_tells_its_syllable(editor: LyricEditor, qtbot: QtBot) -> None:
    song = editor._session.song
    editor._session.apply("Edit", with_lyric_text(song, VERSE.replace("The moon is high", "🌊 Sailing over water")))
    put_cursor(editor, 2, len("X Sa"))
    heard: list[tuple[str, int]] = []
    editor.syllable_chosen.connect(lambda line, syllable: heard.append((line, syllable)))
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=editor.cursorRect().center())
    assert heard == [(editor._session.song.sections[0].lines[1].id, 1)]
    put_cursor(editor, 0, 2)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=editor.cursorRect().center())
    assert len(heard) == 1


def test_the_menu_is_for_the_line_that_was_pointed_at(editor: LyricEditor) -> None:
    put_cursor(editor, 2, 3)
    spot = editor.cursorRect().center()
    put_cursor(editor, 5)
    editor.point_menu(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, QPoint(0, 0)))
    assert editor.textCursor().blockNumber() == 5
    editor.point_menu(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, QPoint(0, 0)))
    assert editor.textCursor().blockNumber() == 2
    editor.selectAll()
    editor.point_menu(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, QPoint(0, 0)))
    assert editor.textCursor().hasSelection()
