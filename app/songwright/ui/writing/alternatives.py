"""What could stand at the cursor: other lines, other words, rhymes. The page changes only when one is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from songwright.core.seeds import fresh_seed
from songwright.core.words import heading_title, lyric_text
from songwright.ui.jobs import Job
from songwright.ui.page.offers import OfferPopup, Shown
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.row_span import RowSpan, put_words, shown_option
from songwright.ui.writing.writer import WritingFault

if TYPE_CHECKING:
    from songwright.llm.questions import Option, Place, Question

__all__ = ["Alternatives"]

_NOTICE = "alternatives"
_FINISH = "finish"
_LINES_AT_ONCE = 3
_WORDS_AT_ONCE = 12


class Alternatives(QObject):
    """Opens the pop-ups, asks the model, and puts what is taken into the document: one step of undo each."""

    def __init__(self, services: Services, desk: WritingDesk, sheet: LyricSheet) -> None:
        super().__init__(sheet)
        self._services = services
        self._session = services.session
        self._desk = desk
        self._inquiry: Inquiry | None = None
        self._sheet = sheet
        self._editor = sheet.editor
        self._popup: OfferPopup | None = None
        self._spot = RowSpan(0, "", 0, 0)
        self._before_cursor = ""
        self._place: Place | None = None
        self._job: Job | None = None
        self._count = _LINES_AT_ONCE
        self._seed = 0
        self._options: list[Option] = []
        services.actions.on("ideas", self.show_lines)
        services.actions.on("another_word", self.show_words)

    @property
    def popup(self) -> OfferPopup | None:
        """The pop-up that is open."""
        return self._popup

    # --- lines ------------------------------------------------------------------------------------------------

    def show_lines(self) -> None:
        """Lines that fit where the cursor is."""
        from songwright.llm.questions import Direction  # it brings the forms of verse, which the start can do without

        row, text, column = self._at()
        if not self._may_change(row, text):
            return
        self._before_cursor = text[:column].strip()
        kinds = [
            (Direction.ANY.value, self.tr("Any"), self.tr("Other lines that fit here")),
            (Direction.SHORTER.value, self.tr("Shorter"), self.tr("Fewer words")),
            (Direction.SIMPLER.value, self.tr("Simpler"), self.tr("Plainer words")),
            (Direction.STRONGER_IMAGE.value, self.tr("Stronger image"), self.tr("Something one can see or touch")),
            (Direction.OTHER_RHYME.value, self.tr("Other rhyme"), self.tr("The same metre with another ending")),
        ]
        if self._before_cursor and column < len(text.rstrip()) + 1:
            tip = self.tr("Lines that begin with the words before the cursor")
            kinds.append((_FINISH, self.tr("Finish"), tip))
        self._count, self._seed = _LINES_AT_ONCE, fresh_seed()
        self._spot = RowSpan(row, text, 0, len(text))
        popup = self._open(self.tr("Lines that fit here") if text.strip() else self.tr("A line that fits here"), kinds)
        popup.asked.connect(lambda _key: self._ask_lines())
        popup.more_wanted.connect(self._ask_more)
        self._find_place(self._ask_lines)

    def _ask_more(self) -> None:
        self._count += _LINES_AT_ONCE
        self._ask_lines()

    def _ask_lines(self) -> None:
        if self._popup is None or self._place is None:
            return
        from songwright.llm.questions import Direction, LineOptions  # see `show_lines`

        kind = self._popup.kind
        question = LineOptions(
            self._place,
            self._spot.text.strip(),
            Direction.ANY if kind == _FINISH else Direction(kind),
            self._before_cursor if kind == _FINISH else "",
            self._count,
        )
        self._options = []
        self._popup.show_offers([])
        self._popup.wait(self.tr("Thinking…"))
        self._ask(question)

    # --- words ------------------------------------------------------------------------------------------------

    def show_words(self) -> None:
        """Words that could stand in place of the one at the cursor."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.lyrics.tokens import tokens

        row, text, column = self._at()
        if not self._may_change(row, text):
            return
        words = tokens(text)
        word = next((token for token in words if token.end >= column), words[-1] if words else None)
        if word is None:
            self._services.notices.show(self.tr("Put the cursor into a word first."), key=_NOTICE)
            return
        self._spot = RowSpan(row, text, word.start, word.end)
        self._count, self._seed = _WORDS_AT_ONCE, fresh_seed()
        popup = self._open(self.tr("Instead of “{0}”").format(word.text))
        popup.more_wanted.connect(self._ask_more_words)
        self._find_place(self._ask_words)

    def _ask_more_words(self) -> None:
        self._count += _WORDS_AT_ONCE
        self._ask_words()

    def _ask_words(self) -> None:
        if self._popup is None or self._place is None:
            return
        from songwright.llm.questions import WordOptions  # see `show_lines`

        spot = self._spot
        self._options = []
        self._popup.wait(self.tr("Thinking…"))
        self._ask(WordOptions(self._place, spot.text, spot.start, spot.end, self._count))

    def _ask(self, question: Question) -> None:
        """Put a question of which the pop-up shows the answer; of the one before nothing is shown any more."""
        if self._inquiry is not None:
            self._inquiry.blockSignals(True)  # noqa: FBT003 - Qt's own
            self._inquiry.deleteLater()
        self._inquiry = Inquiry(self)
        self._inquiry.offered.connect(self._offered)
        self._inquiry.answered.connect(self._answered)
        self._inquiry.unanswered.connect(self._unanswered)
        self._desk.inquiries.ask(self._inquiry, question, self._seed)

    # --- where ------------------------------------------------------------------------------------------------

    def _at(self) -> tuple[int, str, int]:
        """(row, its text, characters before the cursor)."""
        self._services.settle()
        cursor = self._editor.textCursor()
        text = cursor.block().text()
        units = text.encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        return cursor.blockNumber(), text, len(units.decode("utf-16-le", "ignore"))

    def _may_change(self, row: int, text: str) -> bool:
        if heading_title(text) is not None:
            self._services.notices.show(self.tr("Put the cursor into a line first."), key=_NOTICE)
        elif self._sheet.locks.locked(row):
            self._services.notices.show(self.tr("This line is locked. Unlock it to change it."), key=_NOTICE)
        else:
            self._services.notices.withdraw(_NOTICE)
            return True
        return False

    def _find_place(self, ask: Callable[[], None]) -> None:
        """Work out on another thread what the form asks of the row, then ask."""
        song = self._session.song
        text, row, measure = lyric_text(song), self._spot.row, self._sheet.watch.measure
        previous, lexicon, piece = self._sheet.analyst.analysis, self._services.lexicon, song.piece
        wishes = self._desk.asked().wishes

        def found() -> Place:
            from songwright.llm.line_places import place_of, setting_of
            from songwright.lyrics.analysis import analyse
            from songwright.ui.page.form_watch import measured

            analysis = analyse(text, lexicon(), previous)
            check = measured(measure, analysis, piece)
            return place_of(setting_of(analysis, check, song, wishes), row)

        def known(place: Place) -> None:
            self._place = place
            ask()

        self._place = None
        self._job = self._services.jobs.run(found, known, lambda error: self._tell(WritingFault(str(error))))

    # --- the pop-up -------------------------------------------------------------------------------------------

    def _open(self, title: str, kinds: list[tuple[str, str, str]] | None = None) -> OfferPopup:
        self._close()
        self._options = []
        popup = self._popup = OfferPopup(self._services, title, kinds or (), parent=self._sheet.window())
        popup.taken.connect(self._take)
        popup.stopped.connect(lambda: self._desk.inquiries.drop(self._inquiry))
        popup.left.connect(self._left)
        popup.open_at(self._cursor_area())
        return popup

    def _cursor_area(self) -> QRect:
        area = self._editor.cursorRect()
        return QRect(self._editor.viewport().mapToGlobal(area.topLeft()), area.size())

    def _close(self) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.close()

    def _left(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._popup = None
        self._desk.inquiries.drop(self._inquiry)
        self._editor.setFocus()

    def _offered(self, option: Option) -> None:
        if self._popup is not None:
            self._options.append(option)
            self._popup.show_offers([Shown(one.text, remark=one.note) for one in self._options])

    def _answered(self, options: tuple[Option, ...]) -> None:
        popup = self._popup
        if popup is None:
            return
        self._options = list(options)
        popup.show_offers([self._shown(option) for option in options])
        if options:
            popup.rest(self.tr("Enter takes the chosen one, Esc leaves everything as it is."), more=True)
        else:
            popup.rest(self.tr("Nothing else fits here. Ask for less, or try another direction."), more=False)

    def _unanswered(self, fault: WritingFault | None) -> None:
        if self._popup is None:
            return
        if fault is not None:
            self._tell(fault)
        else:
            self._popup.rest(self.tr("Stopped."), more=True)

    def _tell(self, fault: WritingFault) -> None:
        if self._popup is not None:
            self._popup.rest(fault.message, more=False)

    def _shown(self, option: Option) -> Shown:
        return shown_option(option, whole=self._spot.whole)

    # --- taking -----------------------------------------------------------------------------------------------

    def _take(self, words: str) -> None:
        self._close()
        put_words(self._services, self._editor, self._spot, words)
