"""The words as a stage of the window: the document's page, or a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.ui.fields import action_button
from songwright.ui.page.find import FindBar
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.shell.start_page import StartPage
from songwright.ui.writing.desk import Placement, WritingDesk
from songwright.ui.writing.draft_view import DraftView
from songwright.ui.writing.form_shelf import FormShelf

if TYPE_CHECKING:
    from songwright.ui.dialogs.form_report import FormReport

__all__ = ["Centre"]

_SHEET_WIDTH = 900
_AIRY = 620
"""Height in points from which the page has air around it."""


class Centre(QWidget):
    """Switches between the words and the draft."""

    syllable_chosen = Signal(str, int)
    """(line id, syllable): it was clicked on the page, or a note that sings it was picked in the score."""
    blank_shown = Signal(bool)
    """Whether a blank document asks what it should be about, and nothing else is of use yet."""
    wanted = Signal()
    """Something here has to be seen: this stage should come to the front."""

    def __init__(
        self, services: Services, desk: WritingDesk, forms: FormShelf | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._desk = desk
        self._forms = forms or FormShelf(services)
        self._report: FormReport | None = None
        self._in_front = True
        self.sheet = LyricSheet(services, self._forms)
        self.find_bar = FindBar(services, self.sheet.editor)
        self.draft = DraftView(services, desk, self._forms)
        self.draft.place_with(lambda: self.sheet.editor.textCursor().blockNumber())
        self.start = StartPage(services)
        self._blank_page = False
        self._stack = QStackedWidget()
        self._left_draft = False
        self._takes = action_button(services.actions["show_draft"], kind="quiet", icon=False)
        self.sheet.add_to_foot(self._takes)
        self._arrange()
        self._connect()
        self._show_page()
        self._refresh()

    @property
    def showing_draft(self) -> bool:
        """Whether the draft is on show."""
        return self._stack.currentWidget() is self.draft

    @property
    def asking(self) -> bool:
        """Whether a blank document asks what it should be about."""
        return self._stack.currentWidget() is self.start

    def begin_blank(self) -> None:
        """Show the empty page: its user would rather write than be asked."""
        self._blank_page = True
        self._show_page()
        self.sheet.editor.setFocus()

    def _is_blank(self) -> bool:
        song = self._services.session.song
        titled = bool(song.title.strip()) or any(
            section.title or any(line.text for line in section.lines) for section in song.sections
        )
        return not titled and self._desk.count == 0 and not self._blank_page

    def _follow(self, change: Change) -> None:
        if change.aspects & Aspect.OPENED:
            self._blank_page = False
        if change.aspects & (Aspect.OPENED | Aspect.WORDS | Aspect.DETAILS | Aspect.TAKES):
            self._show_page()
        if change.aspects & Aspect.OPENED and self._in_front:
            self.entered()

    def _show_page(self) -> None:
        """The page or, for a blank document, the question what it should be about; a draft stays."""
        if not self.showing_draft:
            asked = self.asking
            self._stack.setCurrentWidget(self.start if self._is_blank() else self.sheet)
            if asked is not self.asking:
                self.blank_shown.emit(self.asking)

    def show_draft(self, *, shown: bool) -> None:
        """Show the draft, or the document's words."""
        asked = self.asking
        page = self.start if self._is_blank() else self.sheet
        self._stack.setCurrentWidget(self.draft if shown and self._desk.count > 0 else page)
        if asked is not self.asking:
            self.blank_shown.emit(self.asking)
        self.wanted.emit()
        self._point_report()
        self._refresh()

    def show_in_front(self, *, shown: bool) -> None:
        """Know whether this stage is the one on show: what pops up at the cursor of the page needs the page."""
        self._in_front = shown
        self._refresh()

    def entered(self) -> None:
        """Put the cursor where one types."""
        if self.showing_draft:
            self.draft.text.setFocus()
        elif self.asking:
            self.start.about.setFocus()
        else:
            self.sheet.editor.setFocus()

    def _arrange(self) -> None:
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.draft)
        self._stack.addWidget(self.start)
        self._middle = QWidget()
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.find_bar)
        inner.addWidget(self._stack)
        self._middle.setMaximumWidth(_SHEET_WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._row.addWidget(self._middle, 100)
        self._row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Air around the page where there is height for it."""
        super().resizeEvent(event)
        gap = 12 if event.size().height() >= _AIRY else 6
        self._row.setContentsMargins(gap, gap, gap, gap)

    def _connect(self) -> None:
        desk, actions = self._desk, self._services.actions
        desk.draft_started.connect(self._follow_draft)
        desk.nothing_written.connect(self._go_back)
        desk.accepted.connect(self._accepted)
        desk.changed.connect(self._refresh)
        self.start.blank_wanted.connect(self.begin_blank)
        self._services.session.subscribe(self._follow)
        actions.on("show_draft", self._toggle_draft)
        actions.on("accept", self._accept)
        for name in ("previous_take", "next_take"):
            actions.on(name, lambda: self.show_draft(shown=True))
        self.sheet.editor.syllable_chosen.connect(self.syllable_chosen)
        actions.on("find", self._find)
        actions.on("form_report", self.show_report)
        self._services.closing.append(self._close_report)
        actions.on("find_next", self.find_bar.find_next)
        actions.on("find_previous", self.find_bar.find_previous)

    def _toggle_draft(self) -> None:
        self.show_draft(shown=not (self.showing_draft and self._in_front))

    def _follow_draft(self) -> None:
        self._left_draft = self.showing_draft
        self.show_draft(shown=True)

    def _go_back(self) -> None:
        """A draft came to nothing: show what its writer left for it, unless that was left for something else."""
        if self.showing_draft:
            self.show_draft(shown=self._left_draft)

    def _accept(self) -> None:
        if self.showing_draft and self._in_front:
            self._desk.accept()
        else:
            # Accepting something that is not on screen would be a surprise: show it first.
            self.show_draft(shown=True)

    def show_report(self) -> None:
        """Open the form report on the page that is on show."""
        if self._report is None:
            # Imported when used: the window starts without it (tests/test_start.py).
            from songwright.ui.dialogs.form_report import FormReport

            self._report = FormReport(self._services, self)
            self._report.row_chosen.connect(self._go_to)
        self._point_report()
        self._report.show()
        self._report.raise_()
        self._report.activateWindow()

    def _point_report(self) -> None:
        if self._report is None:
            return
        draft = self.showing_draft
        watch, what = (self.draft.watch, self.tr("The draft")) if draft else (self.sheet.watch, self.tr("Your words"))
        self._report.show_watch(watch, what)

    def _go_to(self, row: int) -> None:
        self.wanted.emit()
        if self.showing_draft:
            self.draft.go_to(row)
        else:
            self.sheet.go_to(row)

    def _close_report(self) -> None:
        if self._report is not None:
            self._report.close()

    def _accepted(self, placement: Placement) -> None:
        self.show_draft(shown=False)
        take = self._desk.take
        if placement is Placement.REPLACE:
            self.sheet.editor.show_row(0)
        elif placement is Placement.APPEND and take is not None:
            self.sheet.editor.show_row(self.sheet.editor.blockCount() - 1 - take.text.count("\n"))
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible() or self.isAncestorOf(focus):
            self.sheet.editor.setFocus()

    def _find(self) -> None:
        self._blank_page = True
        self.show_draft(shown=False)
        self.find_bar.start()

    def _refresh(self) -> None:
        # What pops up at the cursor of the page needs the page.
        self._services.actions.set_state(page_hidden=self.showing_draft or not self._in_front)
        count = self._desk.count
        self._takes.setVisible(count > 0)
        self._takes.setText(self.tr("1 take") if count == 1 else self.tr("{0} takes").format(count))
        if count == 0 and self.showing_draft:
            self.show_draft(shown=False)
