"""What the model would say at the cursor: other words with their odds, the next word, or whole lines that fit."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.core.words import heading_title
from songwright.llm.line_places import place_of, place_to_go_on, setting_of
from songwright.llm.questions import LineOptions, NextWords, Option, Place, Question, WordOptions, after_cursor
from songwright.lyrics.tokens import tokens
from songwright.ui.fields import Segments, label
from songwright.ui.page.form_watch import Mould
from songwright.ui.page.offer_list import OfferList, Shown
from songwright.ui.shell.parts import Parts, Spot
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.next_words import Here, here
from songwright.ui.writing.row_span import RowSpan, put_words, shown_option
from songwright.ui.writing.writer import ModelState, WritingFault

__all__ = ["ModelPanel", "build"]

_ROWS = 8
_PAUSE_MS = 500
"""A model thinks for some tenths of a second: it is asked when the cursor rests, not at every step of it."""
_WORDS, _NEXT, _LINES = 12, 9, 3
SWAP, NEXT, LINES = "swap", "next", "lines"


class ModelPanel(QWidget):
    """Asks one kind of question, the chosen one, about the place of the cursor. Enter or a click takes a row."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._desk = parts.desk
        self._sheet = parts.centre.sheet
        self._spot = Spot()
        self._asked: tuple[str, Spot] | None = None
        self._span = RowSpan(0, "", 0, 0)
        self._here: Here | None = None
        self._inquiry: Inquiry | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.kinds = Segments(
            self.tr("What the model is asked for"),
            (
                (SWAP, self.tr("Swap"), self.tr("Words in place of the one at the cursor, by what the line gains")),
                (NEXT, self.tr("Next"), self.tr("Words that may come next, with their odds")),
                (LINES, self.tr("Lines"), self.tr("Whole lines that fit here")),
            ),
        )
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.list = OfferList(parts.services.theme, self.tr("What the model would say here"))
        self.list.setFixedHeight(_ROWS * self.list.row_height + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(4)
        for widget in (self.kinds, self.told, self.list):
            column.addWidget(widget)
        self.list.taken.connect(self._take)
        self.kinds.chosen.connect(lambda _kind: self._begin())
        self._desk.writer.state_changed.connect(self._follow_model)
        parts.services.closing.append(self._pause.stop)

    def show_spot(self, spot: Spot) -> None:
        """Ask about another place, soon."""
        if spot != self._spot or self._asked is None:
            self._spot = spot
            self._begin()

    def _begin(self) -> None:
        """What is on show belongs to another place or question."""
        self._drop()
        self.list.show_offers([])
        self.list.setVisible(False)
        if self._desk.writer.state is ModelState.READY:
            self.told.setText(self.tr("Thinking…"))
            self._pause.start()
        else:
            self._tell_state()

    def _follow_model(self) -> None:
        if self._desk.writer.state is not ModelState.READY:
            self._drop()
            self._tell_state()
        elif self._inquiry is None and not self.list.count():
            self._begin()

    def _tell_state(self) -> None:
        told = {
            ModelState.WRITING: self.tr("The model is writing. It answers when it has finished."),
            ModelState.LOADING: self.tr("The model is being loaded."),
        }
        self.told.setText(told.get(self._desk.writer.state, self.tr("Suggestions need a model; none is loaded.")))

    # --- asking -----------------------------------------------------------------------------------------------

    def _drop(self) -> None:
        self._pause.stop()
        inquiry, self._inquiry, self._asked = self._inquiry, None, None
        self._desk.inquiries.drop(inquiry)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        if self._services.actions.state("improving"):
            self._pause.start()  # lines are being weighed: a question of ours would take the place of that one
            return
        spot, kind = self._spot, self.kinds.value
        if heading_title(spot.text) is not None:
            self.told.setText(self.tr("Put the cursor into a line."))
            return
        place = self._place(spot, kind)
        if place is None:
            self._pause.start()  # the page is still being looked at
            return
        question = self._question(place, spot, kind)
        if question is None:
            self.told.setText(self.tr("Put the cursor into a word."))
            return
        self._asked = (kind, spot)
        inquiry = self._inquiry = Inquiry(self)
        inquiry.answered.connect(lambda options: self._answered(inquiry, options))
        inquiry.unanswered.connect(lambda fault: self._unanswered(inquiry, fault))
        self._desk.inquiries.ask(inquiry, question)

    def _place(self, spot: Spot, kind: str) -> Place | None:
        analysis, watch = self._sheet.analyst.analysis, self._sheet.watch
        known = analysis is not None and self._sheet.analyst.line(spot.row, spot.text) is not None
        if analysis is None or not known or not watch.settled:
            return None
        setting = setting_of(analysis, watch.check, self._services.session.song, self._desk.asked().wishes)
        if kind == NEXT:
            return place_to_go_on(setting, spot.row, None if isinstance(watch.measure, Mould) else watch.measure)
        return place_of(setting, spot.row)

    def _question(self, place: Place, spot: Spot, kind: str) -> Question | None:

        if kind == NEXT:
            self._here = here(spot.row, spot.text, spot.column)
            return NextWords(place, self._here.left, _NEXT, after_cursor(spot.text, spot.column))
        if kind == LINES:
            self._span = RowSpan(spot.row, spot.text, 0, len(spot.text))
            return LineOptions(place, spot.text.strip(), count=_LINES)
        words = tokens(spot.text)
        word = next((token for token in words if token.end >= spot.column), words[-1] if words else None)
        if word is None:
            return None
        self._span = RowSpan(spot.row, spot.text, word.start, word.end)
        return WordOptions(place, spot.text, word.start, word.end, _WORDS)

    def _answered(self, inquiry: Inquiry, options: tuple[Option, ...]) -> None:
        inquiry.deleteLater()
        if inquiry is not self._inquiry or self._asked is None:
            return
        self._inquiry = None
        kind = self._asked[0]
        if kind == NEXT:
            typed = self._here.typed.lower() if self._here is not None else ""
            others = [option for option in options if option.text.lower() != typed]
            rows = [Shown(one.text, one.unbound) for one in sorted(others, key=lambda one: -one.unbound)]
        else:
            rows = [shown_option(option, whole=self._span.whole) for option in options]
        self.list.show_offers(rows)
        self.list.setVisible(bool(rows))
        word = self._span.text[self._span.start : self._span.end]
        told = {SWAP: self.tr("instead of \u201c{0}\u201d").format(word), NEXT: "", LINES: ""}[kind]
        self.told.setText(told if rows else self.tr("Nothing else fits here."))
        self.told.setVisible(bool(self.told.text()))

    def _unanswered(self, inquiry: Inquiry, fault: WritingFault | None) -> None:
        inquiry.deleteLater()
        if inquiry is self._inquiry:
            self._inquiry = None
            self.told.setText(fault.message if fault is not None else self.tr("Something else was asked meanwhile."))

    # --- taking -----------------------------------------------------------------------------------------------

    def _take(self, words: str) -> None:
        if self._asked is None:
            return
        kind, spot = self._asked
        self._services.settle()
        if self._sheet.locks.locked(spot.row):
            self._services.notices.show(self.tr("This line is locked. Unlock it to change it."), key="helper")
            return
        if self._sheet.editor.document().findBlockByNumber(spot.row).text() != spot.text:
            return  # the row has other words by now, and other answers come soon
        span = self._span
        if kind == NEXT and self._here is not None:
            span = RowSpan(spot.row, spot.text, self._here.start, self._here.end)
            words = self._here.inserted(words)
        put_words(self._services, self._sheet.editor, span, words)
        self._sheet.editor.setFocus()


def build(parts: Parts) -> QWidget:
    """The panel."""
    return ModelPanel(parts)
