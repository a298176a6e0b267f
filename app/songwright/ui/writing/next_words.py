"""What may come next at the cursor: the model's likely words while one writes, and which of them keep the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication

from songwright.core.words import heading_title
from songwright.ui.page.form_watch import FormWatch, Mould
from songwright.ui.page.page_view import PageView
from songwright.ui.page.stress_marks import units
from songwright.ui.page.word_strip import WordRow, WordStrip
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.writer import ModelState, WritingFault

if TYPE_CHECKING:
    from songwright.llm.questions import Option, Place
    from songwright.ui.page.analyst import Analyst
    from songwright.ui.page.sheet import LyricSheet
    from songwright.ui.writing.draft_view import DraftView

__all__ = ["Here", "WordGuide", "guide_draft", "guide_page", "here"]

_PAUSE_MS = 350
_COUNT = 9


@dataclass(frozen=True, slots=True)
class Here:
    """Where a word is to come: `left` is what the model reads of the row, `start:end` what a word takes the place of.

    `own` is the word that stands there already, `typed` the letters with which it has been begun, `gap` the blank that
    is missing before it.
    """

    row: int
    left: str
    start: int
    end: int
    own: str = ""
    typed: str = ""
    gap: str = ""

    def inserted(self, word: str) -> str:
        """The characters that take the place of `start:end`."""
        if self.typed:
            return self.typed + word[len(self.typed) :]
        return f"{self.gap}{word}"


def here(row: int, text: str, column: int, *, whole: bool = False) -> Here:
    """The place at a column of a row: a word that the cursor is in, one that is being typed, or the next one.

    `whole` takes the word before the cursor for a whole one, not for letters of one that is being typed.
    """
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.lyrics.tokens import tokens

    word = next((token for token in tokens(text) if token.start <= column <= token.end), None)
    if word is None or (word.end == column and whole):
        gap = "" if text[:column].endswith((" ", "\t")) or not column else " "
        return Here(row, text[:column] + gap, column, column, gap=gap)
    if column == word.end:
        return Here(row, text[:column], word.start, column, typed=text[word.start : column])
    return Here(row, text[: word.start], word.start, word.end, own=text[word.start : word.end])


class WordGuide(QObject):
    """Fills a page's strip.

    `place(row, text)` gives what is around a row and its form, None while that is not known yet: `known` has to be
    called when it may be.
    """

    def __init__(
        self,
        services: Services,
        desk: WritingDesk,
        page: PageView,
        strip: WordStrip,
        place: Callable[[int, str], Place | None],
    ) -> None:
        super().__init__(page)
        self._services = services
        self._desk = desk
        self._page = page
        self._strip = strip
        self._place = place
        self._here: Here | None = None
        self._waits = False
        self._taken = ("", -1)
        self._inquiry: Inquiry | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._keys = [self._key(number) for number in range(1, _COUNT + 1)]
        self._connect()
        self._switch(on=services.actions["show_next_words"].isChecked())

    def _connect(self) -> None:
        services = self._services
        services.actions.toggled("show_next_words", lambda on: self._switch(on=on))
        services.closing.append(self._pause.stop)
        self._page.cursorPositionChanged.connect(self.refresh)
        self._page.textChanged.connect(self.refresh)
        self._page.installEventFilter(self)
        self._desk.writer.state_changed.connect(self._follow_model)
        self._strip.taken.connect(self._take)

    def _key(self, number: int) -> QShortcut:
        key = QShortcut(QKeySequence(f"Alt+{number}"), self._strip.parentWidget() or self._page)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(lambda: self._strip.take(number))
        return key

    @property
    def on(self) -> bool:
        """Whether next words are wanted."""
        return self._services.actions["show_next_words"].isChecked()

    def _switch(self, *, on: bool) -> None:
        self._strip.setVisible(on)
        for key in self._keys:
            key.setEnabled(on and not self._page.isReadOnly())
        if on:
            self._rest()
            self.refresh()
        else:
            self._pause.stop()
            self._drop()

    def refresh(self) -> None:
        """The cursor or the words moved: what is shown soon belongs to another place."""
        if self.on:
            self._drop()
            self._pause.start()

    def known(self) -> None:
        """More is known of the page."""
        if self._waits:
            self._ask()

    def _follow_model(self) -> None:
        """Ask when the model has time again; while it writes, say so."""
        if not self.on:
            return
        if self._desk.writer.state is not ModelState.READY:
            self._drop()
            self._rest()
        elif self._inquiry is None and not self._strip.words:
            self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask when the page is shown or gets the focus: something else may have been asked meanwhile."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Show) and self.on:
            self._pause.start()
        return super().eventFilter(watched, event)

    def _rest(self) -> None:
        """Say why there are no words."""
        state = self._desk.writer.state
        told = {
            ModelState.READY: self.tr("Likely next words are shown here for the place of the cursor."),
            ModelState.WRITING: self.tr("The model is writing. Likely next words are shown when it has finished."),
            ModelState.LOADING: self.tr("The model is being loaded. Likely next words are shown then."),
        }
        self._strip.show_message(told.get(state, self.tr("Likely next words need a model; none is loaded.")))

    # --- asking -----------------------------------------------------------------------------------------------

    def _drop(self) -> None:
        inquiry, self._inquiry = self._inquiry, None
        self._desk.inquiries.drop(inquiry)

    def _ask(self) -> None:
        if not self.on or not self._page.isVisible() or QApplication.activePopupWidget() is not None:
            return  # what a pop-up asks goes first
        if self._desk.writer.state is not ModelState.READY:
            self._rest()
            return
        cursor = self._page.textCursor()
        row, text = cursor.blockNumber(), cursor.block().text()
        if heading_title(text) is not None:
            self._rest()
            return
        place = self._place(row, text)
        self._waits = place is None
        if place is None:
            return
        from songwright.llm.questions import NextWords  # it brings the forms of verse, which the start can do without

        self._here = self._spot()
        self._drop()
        inquiry = self._inquiry = Inquiry(self)
        inquiry.answered.connect(lambda options: self._answered(inquiry, options, formed=place.form is not None))
        inquiry.unanswered.connect(lambda fault: self._unanswered(inquiry, fault))
        self._desk.inquiries.ask(inquiry, NextWords(place, self._here.left, _COUNT, self._after()))

    def _after(self) -> str:
        """What stands in the row after the cursor."""
        from songwright.llm.questions import after_cursor  # see `_ask`

        cursor = self._page.textCursor()
        text = cursor.block().text()
        column = len(text.encode("utf-16-le")[: 2 * cursor.positionInBlock()].decode("utf-16-le", "ignore"))
        return after_cursor(text, column)

    def _spot(self) -> Here:
        """Where the cursor is."""
        cursor = self._page.textCursor()
        text = cursor.block().text()
        column = len(text.encode("utf-16-le")[: 2 * cursor.positionInBlock()].decode("utf-16-le", "ignore"))
        return here(cursor.blockNumber(), text, column, whole=self._taken == (text, column))

    def _answered(self, inquiry: Inquiry, options: tuple[Option, ...], *, formed: bool) -> None:
        inquiry.deleteLater()
        if inquiry is not self._inquiry or self._here is None:
            return
        self._inquiry = None
        others = tuple(option for option in options if option.text.lower() != self._here.typed.lower())
        if not options:
            self._strip.show_message(self.tr("The model expects no word here."))
            return
        if not others:
            self._strip.show_message(self.tr("This is a whole word: after a blank you see what may come next."))
            return
        self._strip.show_rows(_rows(others, formed=formed, numbered=not self._page.isReadOnly()), self._here.own)

    def _unanswered(self, inquiry: Inquiry, fault: WritingFault | None) -> None:
        inquiry.deleteLater()
        if inquiry is self._inquiry:
            self._inquiry = None
            if fault is not None:
                self._strip.show_message(fault.message)

    # --- taking -----------------------------------------------------------------------------------------------

    def _take(self, word: str) -> None:
        """Put a word where the cursor is, as if it had been typed."""
        spot = self._here
        if spot is None or self._page.isReadOnly() or spot != self._spot():
            return  # the words on show are those of another place, and others come soon
        block = self._page.document().findBlockByNumber(spot.row)
        text = block.text()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + units(text[: spot.start]))
        cursor.setPosition(block.position() + units(text[: spot.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(spot.inserted(word))
        row = cursor.block().text()
        self._taken = (row, spot.start + len(spot.inserted(word)))
        self._page.setTextCursor(cursor)
        self._page.setFocus()
        self.refresh()


def guide_page(services: Services, desk: WritingDesk, sheet: LyricSheet) -> WordGuide:
    """Show next words below the document's page."""

    def place(row: int, text: str) -> Place | None:
        from songwright.llm.line_places import place_to_go_on, setting_of  # see `WordGuide._ask`

        analysis, watch = sheet.analyst.analysis, sheet.watch
        if analysis is None or sheet.analyst.line(row, text) is None or not watch.settled:
            return None
        setting = setting_of(analysis, watch.check, services.session.song, desk.asked().wishes)
        return place_to_go_on(setting, row, None if isinstance(watch.measure, Mould) else watch.measure)

    return _guide(services, desk, sheet.editor, sheet.words, place, sheet.watch, sheet.analyst)


def guide_draft(services: Services, desk: WritingDesk, draft: DraftView) -> WordGuide:
    """Show below a finished draft what else could have stood where the cursor is."""

    def place(row: int, text: str) -> Place | None:
        from songwright.llm.line_places import Surroundings, place_to_go_on  # see `WordGuide._ask`

        analysis, brief = draft.analyst.analysis, desk.brief
        if analysis is None or brief is None or draft.analyst.line(row, text) is None or not draft.watch.settled:
            return None
        wishes = replace(brief.wishes, anywhere=())
        setting = Surroundings(analysis, draft.watch.check, brief.about, desk.piece.value, wishes)
        found = place_to_go_on(setting, row)
        before = tuple(brief.before.split("\n")) if brief.before else ()
        return replace(found, before=(*before, *found.before))

    return _guide(services, desk, draft.text, draft.words, place, draft.watch, draft.analyst)


def _guide(
    services: Services,
    desk: WritingDesk,
    page: PageView,
    strip: WordStrip,
    place: Callable[[int, str], Place | None],
    *sources: FormWatch | Analyst,
) -> WordGuide:
    guide = WordGuide(services, desk, page, strip, place)
    for source in sources:
        source.changed.connect(guide.known)
    return guide


def _rows(options: tuple[Option, ...], *, formed: bool, numbered: bool) -> list[WordRow]:
    """The words of an answer as rows: those that keep the form, and all."""
    by_odds = sorted(options, key=lambda option: -option.unbound)[:_COUNT]
    every = [(option.text, option.unbound) for option in by_odds]
    tip = _tr("How likely the model finds each word here, of all words")
    if not formed:
        return [WordRow(_tr("Next word"), tip, every, numbered=numbered)]
    kept = sorted((option for option in options if option.probability), key=lambda option: -option.probability)
    left = kept[0].unbound / kept[0].probability if kept else 0.0
    fits = frozenset(option.text for option in kept)
    share = f"{left:.0%}" if left >= 0.01 else "<1%"
    return [
        WordRow(
            _tr("In form: {0}").format(share) if kept else _tr("In form: no word"),
            _tr(
                "Words after which the line can still keep its form, and of all words' likelihood about what they have"
            ),
            [(option.text, option.probability) for option in kept[:_COUNT]],
            numbered=numbered,
        ),
        WordRow(_tr("Any word"), tip, every, fits),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("WordGuide", text)
