"""Going on where the cursor is, and saying a passage more clearly: for stories, and for verse without a form."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from songwright.core.page_rows import Rows
from songwright.llm.brief import Brief, Task
from songwright.ui.notices import Level
from songwright.ui.page.line_locks import chosen_rows
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk

__all__ = ["GoingOn"]

_NOTICE = "rewrite"
_NEAR = 6000
"""Characters before the place that the model may read."""


class GoingOn(QObject):
    """Makes drafts that go into their place: after the paragraph at the cursor, or over the chosen ones."""

    def __init__(self, services: Services, desk: WritingDesk, sheet: LyricSheet) -> None:
        super().__init__(sheet)
        self._services = services
        self._desk = desk
        self._editor = sheet.editor
        services.actions.on("continue", self.go_on)
        services.actions.on("clearer", self.make_clearer)

    def go_on(self) -> None:
        """Write what comes after the stanza or paragraph at the cursor."""
        rows = self._settled()
        row = self._editor.textCursor().blockNumber()
        while row >= 0 and not rows.has_words(row):
            row -= 1
        while rows.has_words(row + 1):
            row += 1
        last = rows.line_id(row) if row >= 0 else None
        if last is None:
            self._refuse(self.tr("There are no words before the cursor to go on from."))
            return
        self._desk.begin(replace(self._asked(), task=Task.CONTINUE, rewrites=(last,), before=self._text(0, row + 1)))

    def make_clearer(self) -> None:
        """Say the selected rows, or the stanza or paragraph at the cursor, again."""
        rows = self._settled()
        picked = [row for row in chosen_rows(self._editor.textCursor()) if rows.has_words(row)]
        if not self._editor.textCursor().hasSelection() and picked:
            while rows.has_words(picked[0] - 1):
                picked.insert(0, picked[0] - 1)
            while rows.has_words(picked[-1] + 1):
                picked.append(picked[-1] + 1)
        picked = [row for row in picked if not rows.locked(row)]
        if not picked:
            self._refuse(self.tr("Put the cursor into words that are not locked: they are then said more clearly."))
            return
        ids = tuple(line_id for row in picked if (line_id := rows.line_id(row)))
        passage = "\n".join(self._row(row) for row in picked)
        before = self._text(0, picked[0])
        self._desk.begin(replace(self._asked(), task=Task.CLEARER, rewrites=ids, passage=passage, before=before))

    def _settled(self) -> Rows:
        self._services.settle()
        self._services.notices.withdraw(_NOTICE)
        return self._editor.rows()

    def _asked(self) -> Brief:
        asked = self._desk.asked()
        wishes = replace(asked.wishes, acrostic="", required=(), anywhere=())
        return replace(asked, piece=self._services.session.song.piece, form="", wishes=wishes, outline=())

    def _row(self, row: int) -> str:
        return self._editor.document().findBlockByNumber(row).text()

    def _text(self, first: int, end: int) -> str:
        """The words of some rows without headings, as much of them as the model may read."""
        rows = [self._row(row) for row in range(first, end)]
        return "\n".join(row for row in rows if not row.startswith("[")).strip("\n")[-_NEAR:]

    def _refuse(self, text: str) -> None:
        self._services.notices.show(text, Level.INFO, key=_NOTICE)
