"""The editor of the words: a plain text editor whose only memory is the session."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.page_rows import Rows, difference
from songwright.core.song import Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.ui.fields import brings_files, plain_words
from songwright.ui.page.highlighter import HeadingHighlighter
from songwright.ui.page.page_view import PageView
from songwright.ui.services import Services

__all__ = ["LyricEditor"]

# Texts up to this many rows are re-read at once when their structure changes (under 5 ms); longer ones when the
# writer pauses. Edits inside a line never re-read the text.
_AT_ONCE_ROWS = 400
_PAUSE_MS = 300
# For so long after the writer typed or scrolled, the page does not move by itself to follow the song.
_HANDS_OFF_SECONDS = 4.0
_MENU = (
    *("ideas", "another_word", "rhymes", "lock_line", "rewrite", "improve", "continue", "clearer", ""),
    *("undo", "redo", "", "cut", "copy", "paste", "select_all", "", "find"),
)


class LyricEditor(PageView):
    """The document's words. Typing goes into the session; every other change to the words comes back from it."""

    syllable_chosen = Signal(str, int)
    """(line id, index of the syllable): the user clicked on it."""

    def __init__(
        self, services: Services, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touched = -_HANDS_OFF_SECONDS
        self._services = services
        self._session = services.session
        self._rows: Rows | None = None
        self._dirty: tuple[int, int] | None = None
        self._reading: tuple[Song, int] | None = None
        self._loading = False
        self._sung: tuple[str, int] | None = None
        self._playing: str | None = None
        self.setAccessibleName(self.tr("Words"))
        self.setAccessibleDescription(self.tr("The words of your song. Headings such as [Verse 1] start a section."))
        self._highlighter = HeadingHighlighter(self.document(), services.theme)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._settle_aside)
        self.document().contentsChange.connect(self._note_change)
        self._show_song()
        self._unsubscribe = self._session.subscribe(self._follow)
        services.settling.append(self.settle)
        services.closing.append(self._pause.stop)
        services.playhead.syllable_shown.connect(self._show_sung)
        services.playhead.section_shown.connect(self._show_playing)
        services.playhead.cleared.connect(self._clear_sung)
        services.theme.changed.connect(self._restyle)
        self._restyle()

    # --- words -> session -------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Bring typing that is still being gathered into the session."""
        self._pause.stop()
        if self._dirty is None:
            return
        self._dirty = None
        song = with_lyric_text(self._session.song, self.plain_text())
        self._session.apply(self.tr("Typing"), song, merge="typing", origin=self)
        self._rows = None

    def _settle_aside(self) -> None:
        """Re-read a long text on another thread; whatever is edited meanwhile starts it again."""
        self._reading = reading = (self._session.song, self.document().revision())
        text, song = self.plain_text(), self._session.song

        def done(read: Song) -> None:
            if reading is not self._reading or self._dirty is None:
                return
            if (self._session.song, self.document().revision()) == reading:
                self._dirty = None
                self._session.apply(self.tr("Typing"), read, merge="typing", origin=self)
                self._rows = None
            else:
                self._pause.start()

        self._services.jobs.run(lambda: with_lyric_text(song, text), done)

    def rows(self) -> Rows:
        """The rows of the session's song."""
        if self._rows is None or self._rows.song is not self._session.song:
            self._rows = Rows(self._session.song)
        return self._rows

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        if self._loading:
            return
        first = self.document().findBlock(position).blockNumber()
        last = self.document().findBlock(position + added).blockNumber()
        if self._dirty is not None or not self._single_row(first, last):
            self._dirty = (first, last)
            if self.blockCount() <= _AT_ONCE_ROWS:
                QTimer.singleShot(0, self, self.settle)
            else:
                self._pause.start()

    def _single_row(self, first: int, last: int) -> bool:
        """Take over an edit inside one line; False when the text has to be read again."""
        rows = self.rows()
        if first != last or rows.count != self.blockCount():
            return False
        song = rows.with_row(first, self.document().findBlockByNumber(first).text())
        if song is None:
            return False
        rows.follow(song)
        self._session.apply(self.tr("Typing"), song, merge="typing", origin=self)
        return True

    # --- session -> words -------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.origin is self:
            return
        if change.aspects & Aspect.OPENED:
            self._show_song()
        elif change.aspects & Aspect.WORDS:
            self._show_difference()

    def _show_song(self) -> None:
        self._loading = True
        self.setPlainText(lyric_text(self._session.song))
        self._loading = False
        self._dirty = self._rows = None
        self._pause.stop()
        self.gutter_changed.emit()

    def _show_difference(self) -> None:
        change = difference(self.plain_text(), lyric_text(self._session.song))
        self._dirty = self._rows = None
        self._pause.stop()
        if change is None:
            return
        self._loading = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(self.plain_text()[: change.start]))
        end = _units(self.plain_text()[: change.end])
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.text)
        self._loading = False
        if not self._visible(cursor):
            view = self.textCursor()
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            self.setTextCursor(view)
        self.gutter_changed.emit()

    def _visible(self, cursor: QTextCursor) -> bool:
        return self.viewport().rect().intersects(self.cursorRect(cursor))

    # --- what is being sung -----------------------------------------------------------------------------------

    def _show_playing(self, section_id: str) -> None:
        """Another section plays: its heading is lit until something in it is sung, and beside that."""
        self._playing, self._sung = section_id, None
        self._light()

    def _show_sung(self, line_id: str, syllable: int) -> None:
        self._sung = (line_id, syllable)
        self._light()

    def _light(self) -> None:
        """Mark what is being played, and bring it into sight unless the writer is at work on the page."""
        rows = self.rows()
        heading = rows.row_of_heading(self._playing) if self._playing is not None else None
        line_id, syllable = self._sung or ("", -1)
        line = rows.row_of(line_id)
        selections = []
        for row in (heading, line):
            block = self.document().findBlockByNumber(-1 if row is None else row)
            if block.isValid():
                selections.append(self._selection(QTextCursor(block), "accent_soft", whole_line=True))
        if line is not None and selections:
            block = selections[-1].cursor.block()
            span = self._syllable_span(block.text(), rows.divisions(line), syllable)
            if span is not None:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + _units(block.text()[: span[0]]))
                end = block.position() + _units(block.text()[: span[1]])
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                selections.append(self._selection(cursor, "karaoke"))
        self.setExtraSelections(selections)
        at_work = self.hasFocus() and self._clock() - self._touched < _HANDS_OFF_SECONDS
        if selections and not at_work:
            # The words before the heading: of a repeated section they are elsewhere, and they are what is sung.
            self._scroll_to(QTextCursor(selections[-1].cursor.block()))

    def _syllable_span(
        self, text: str, divisions: tuple[tuple[str, str], ...], syllable: int
    ) -> tuple[int, int] | None:
        if syllable < 0 or not self._services.lexicon.ready:
            return None
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.lyrics.divisions import divided
        from songwright.lyrics.syllables import syllabify

        found = divided(text, syllabify(text, self._services.lexicon()), divisions)
        return (found[syllable].start, found[syllable].end) if syllable < len(found) else None

    def _selection(self, cursor: QTextCursor, token: str, *, whole_line: bool = False) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.format.setBackground(self._services.theme.colour(token))
        if whole_line:
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt's own
        selection.cursor = QTextCursor(cursor)
        return selection

    def _clear_sung(self) -> None:
        self._sung = self._playing = None
        self.setExtraSelections([])

    def _scroll_to(self, cursor: QTextCursor) -> None:
        rect = self.cursorRect(cursor)
        margin = rect.height() * 2
        if rect.top() < 0 or rect.bottom() > self.viewport().height() - margin:
            bar = self.verticalScrollBar()
            visible = max(1, self.viewport().height() // max(1, rect.height()))
            bar.setValue(max(0, cursor.block().firstLineNumber() - visible // 3))

    # --- keys and looks ---------------------------------------------------------------------------------------

    def show_row(self, row: int) -> None:
        """Put the cursor at the start of a row and scroll to it."""
        block = self.document().findBlockByNumber(row)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, but leave files to the window."""
        return not brings_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste."""
        self._session.seal()
        self.insertPlainText(plain_words(source.text()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the editing commands, for the line that was pointed at."""
        self.point_menu(event)
        menu = QMenu(self)
        for name in _MENU:
            if name:
                menu.addAction(self._services.actions[name])
            else:
                menu.addSeparator()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def point_menu(self, event: QContextMenuEvent) -> None:
        """Put the cursor where a menu was asked for with the mouse; a selection stays."""
        if event.reason() is QContextMenuEvent.Reason.Mouse and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.pos()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Moving the cursor ends a burst of typing."""
        self._touched = self._clock()
        self._session.seal()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a word, with nothing selected by it, also points at a syllable."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._tell_syllable(self.cursorForPosition(event.position().toPoint()))

    def _tell_syllable(self, cursor: QTextCursor) -> None:
        text, rows = cursor.block().text(), self.rows()
        line_id = rows.line_id(cursor.blockNumber())
        if line_id is None or not rows.has_words(cursor.blockNumber()) or not self._services.lexicon.ready:
            return
        from songwright.lyrics.divisions import divided
        from songwright.lyrics.syllables import syllabify

        column = len(text.encode("utf-16-le")[: 2 * cursor.positionInBlock()].decode("utf-16-le", "ignore"))
        divisions = rows.divisions(cursor.blockNumber())
        syllables = divided(text, syllabify(text, self._services.lexicon()), divisions)
        found = [place for place, syllable in enumerate(syllables) if syllable.start <= column]
        if found:
            self.syllable_chosen.emit(line_id, found[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size; the row that is worked on stays in sight."""
        row = self.cursorRect()
        seen = row.top() >= 0 and row.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type."""
        self._touched = self._clock()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Type with an input method."""
        self._touched = self._clock()
        super().inputMethodEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._touched = self._clock()
        super().wheelEvent(event)

    def show_guessed(self, guessed: dict[str, tuple[tuple[int, int], ...]]) -> None:
        """Mark words that no dictionary knows, by the text of their row."""
        self._highlighter.show_guessed(guessed)

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(560, 400)

    def _restyle(self) -> None:
        self.setFont(self._services.theme.page_font())
        self._highlighter.restyle()
        if self._sung is not None or self._playing is not None:
            self._light()
        self.gutter_changed.emit()


def _units(text: str) -> int:
    """Length in UTF-16 units, which Qt counts in."""
    return len(text.encode("utf-16-le")) // 2


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
