"""What form cost the words of a draft: a tint behind each, the stronger the further the model was taken off its way."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip

from songwright.core.words import heading_title
from songwright.ui.page.page_view import PageView
from songwright.ui.page.stress_marks import units
from songwright.ui.services import Services
from songwright.ui.writing.inquiries import Inquiries, Inquiry
from songwright.ui.writing.writer import WritingFault

if TYPE_CHECKING:
    from songwright.llm.questions import Option, Place

__all__ = ["FormCosts"]

_FREE = 1.0
"""Up to here (in nats) the model would have written the word by itself, or nearly."""
_DEAR = 8.0
"""From here on the tint is as strong as it gets."""
_STRONGEST = 0.55


class FormCosts(QObject):
    """Tints a page whose words do not change while it is on. `place()` says what the model should have in mind."""

    told = Signal(str)
    """A sentence on how it goes; "" when there is nothing to tell."""

    def __init__(self, services: Services, page: PageView, inquiries: Inquiries, place: Callable[[], Place]) -> None:
        super().__init__(page)
        self._services = services
        self._page = page
        self._inquiries = inquiries
        self._place = place
        self._on = False
        self._inquiry: Inquiry | None = None
        self._text = ""
        self._rows: list[int] = []
        self._costs: tuple[Option, ...] = ()
        self._spans: list[tuple[int, int, Option]] = []
        page.viewport().installEventFilter(self)
        services.theme.changed.connect(self._tint)

    def switch(self, *, on: bool) -> None:
        """Show the costs of the words on the page, or hide them."""
        self._on = on
        if on:
            self.refresh()
        else:
            self._inquiries.drop(self._inquiry)
            self._clear()
            self.told.emit("")

    def refresh(self) -> None:
        """The page has other words: ask again, if the costs are shown."""
        text = self._page.plain_text()
        if not self._on or (text == self._text and (self._costs or self._inquiry is not None)):
            return
        self._clear()
        self._text = text
        rows = text.split("\n")
        self._rows = [row for row, words in enumerate(rows) if words.strip() and heading_title(words) is None]
        if not self._rows:
            return
        from songwright.llm.questions import LineCosts  # it brings the forms of verse, which the start can do without

        inquiry = self._inquiry = Inquiry(self)
        inquiry.answered.connect(lambda options: self._answered(inquiry, options))
        inquiry.unanswered.connect(lambda fault: self._unanswered(inquiry, fault))
        self.told.emit(self.tr("Asking the model what it would have written…"))
        self._inquiries.ask(inquiry, LineCosts(self._place(), tuple(rows[row] for row in self._rows)))

    def _clear(self) -> None:
        self._text, self._costs, self._spans, self._inquiry = "", (), [], None
        self._page.setExtraSelections([])

    def _answered(self, inquiry: Inquiry, options: tuple[Option, ...]) -> None:
        if inquiry is not self._inquiry:
            return
        self._inquiry = None
        self._costs = options
        self._tint()
        free = sum(option.cost < _FREE for option in options)
        share = round(100 * free / len(options)) if options else 100
        self.told.emit(self.tr("The model would have written {0} % of the words anyway").format(share))

    def _unanswered(self, inquiry: Inquiry, fault: WritingFault | None) -> None:
        if inquiry is not self._inquiry:
            return
        self._inquiry = None
        self.told.emit(fault.message if fault is not None else "")

    def _tint(self) -> None:
        selections = []
        self._spans = []
        document = self._page.document()
        for option in self._costs:
            block = document.findBlockByNumber(self._rows[option.line])
            start = block.position() + units(block.text()[: option.start])
            end = block.position() + units(block.text()[: option.end])
            self._spans.append((start, end, option))
            if option.cost < _FREE:
                continue
            selection = QTextEdit.ExtraSelection()
            colour = self._services.theme.colour("harmony")
            colour.setAlphaF(_STRONGEST * min(1.0, option.cost / _DEAR))
            selection.format.setBackground(colour)
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selections.append(selection)
        self._page.setExtraSelections(selections)

    def describe(self, position: int) -> str:
        """What the word at a position of the document cost, in words; "" where nothing is known."""
        option = next((option for start, end, option in self._spans if start <= position <= end), None)
        if option is None:
            return ""
        likely = _percent(option.probability)
        if option.cost < _FREE:
            return self.tr("“{0}”: the model would have written it anyway ({1}).").format(option.text, likely)
        told = self.tr("“{0}”: {1} likely here, {2} times less than the model's first choice{3}.")
        choice = f" (“{option.note}”)" if option.note else ""
        return told.format(option.text, likely, f"{math.exp(min(option.cost, 20)):,.0f}", choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell a word's cost where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._spans:
            QToolTip.showText(event.globalPos(), self.describe(self._page.cursorForPosition(event.pos()).position()))
            return True
        return super().eventFilter(watched, event)


def _percent(share: float) -> str:
    if share >= 0.01:
        return f"{share:.0%}"
    return f"{share:.2%}" if share >= 0.0001 else "<0.01%"
