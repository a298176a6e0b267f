"""The middle of the window: the document's sheet, the draft or the score, side by side with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from songwright.ui.fields import Segments, caption
from songwright.ui.page.find import FindBar
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import Placement, WritingDesk
from songwright.ui.writing.draft_view import DraftView
from songwright.ui.writing.form_shelf import FormShelf

if TYPE_CHECKING:
    from songwright.ui.dialogs.form_report import FormReport
    from songwright.ui.score.view import ScoreView

__all__ = ["Centre"]

_SHEET_WIDTH = 860
_SCORE_WIDTH = 1400


class Centre(QWidget):
    """Switches between the words, the draft and the score."""

    play_asked = Signal(int)
    """Play from this tick: asked for in the score."""
    syllable_chosen = Signal(str, int)
    """(line id, syllable): it was clicked on the page, or a note that sings it was picked in the score."""

    def __init__(
        self, services: Services, desk: WritingDesk, forms: FormShelf | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services = services
        self._desk = desk
        self._forms = forms or FormShelf(services)
        self._report: FormReport | None = None
        self._score: ScoreView | None = None
        self.sheet = LyricSheet(services, self._forms)
        self.find_bar = FindBar(services, self.sheet.editor)
        self.draft = DraftView(services, desk, self._forms)
        self.draft.place_with(lambda: self.sheet.editor.textCursor().blockNumber())
        self._switch = Segments(
            self.tr("Page"),
            (
                ("words", self.tr("Your words"), self.tr("The document")),
                ("draft", self.tr("Draft"), self.tr("What the model wrote, for you to accept or to leave")),
                ("score", self.tr("Score"), self.tr("The song as notes, with its words and chords")),
            ),
        )
        self._note: QLabel = caption()
        self._stack = QStackedWidget()
        self._left = "words"
        self._bar = QWidget()
        self._space = QWidget()
        self._arrange()
        self._connect()
        self._refresh()

    @property
    def showing_draft(self) -> bool:
        """Whether the draft is on show."""
        return self._stack.currentWidget() is self.draft

    def show_draft(self, *, shown: bool) -> None:
        """Show the draft, or the document's words."""
        shown = shown and self._desk.count > 0
        self._show(self.draft if shown else self.sheet, "draft" if shown else "words")

    @property
    def score(self) -> ScoreView:
        """The score view, made when it is first asked for."""
        if self._score is None:
            from songwright.ui.score.view import ScoreView

            self._score = ScoreView(self._services)
            self._score.play_asked.connect(self.play_asked)
            self._score.syllable_chosen.connect(self.syllable_chosen)
            self._stack.addWidget(self._score)
            self._tools.addWidget(self._score.tool_bar, 1)
        return self._score

    @property
    def showing_score(self) -> bool:
        """Whether the score is on show."""
        return self._score is not None and self._stack.currentWidget() is self._score

    def show_score(self, *, shown: bool) -> None:
        """Show the score, or the document's words."""
        if shown:
            self.find_bar.hide()
            editor = self.sheet.editor
            line = editor.rows().line_id(editor.textCursor().blockNumber())
            self._show(self.score, "score")
            self.score.canvas.setFocus()
            self.score.go_to(line)
        else:
            self._show(self.sheet, "words")
            self._go_to_picked()

    def _go_to_picked(self) -> None:
        """Put the cursor where the note that was picked in the score is sung; in its row it stays, and the page too."""
        mark = self._score.canvas.picked if self._score is not None else None
        row = self.sheet.editor.rows().row_of(mark.line) if mark is not None and mark.line is not None else None
        if row is not None and row != self.sheet.editor.textCursor().blockNumber():
            self.sheet.editor.show_row(row)

    def _show(self, page: QWidget, key: str) -> None:
        self._stack.setCurrentWidget(page)
        self._switch.set_value(key)
        # A page of notes is read better when it is large.
        self._middle.setMaximumWidth(_SCORE_WIDTH if key == "score" else _SHEET_WIDTH)
        self._point_report()
        self._refresh()

    def _print(self) -> None:
        # What is printed is seen: the preview shows the score that is on the screen.
        self.show_score(shown=True)
        self.score.print_pages()

    def _choose(self, key: str) -> None:
        if key == "score" or (key == "words" and self.showing_score):
            self.show_score(shown=key == "score")
        else:
            self.show_draft(shown=key == "draft")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        self._tools = bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        self._switch.setMinimumWidth(190)
        bar.addWidget(self._switch)
        bar.addWidget(self._note)
        bar.addWidget(self._space, 1)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.draft)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        for widget in (self._bar, self.find_bar, self._stack):
            inner.addWidget(widget)
        self._middle = QWidget()
        self._middle.setLayout(inner)
        inner.setContentsMargins(0, 0, 0, 0)
        self._middle.setMaximumWidth(_SHEET_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle, 100)
        row.addStretch(1)
        column.addLayout(row)

    def _connect(self) -> None:
        desk, actions = self._desk, self._services.actions
        desk.draft_started.connect(self._follow_draft)
        desk.nothing_written.connect(self._go_back)
        desk.accepted.connect(self._accepted)
        desk.changed.connect(self._refresh)
        self._switch.chosen.connect(self._choose)
        actions.on("show_draft", lambda: self.show_draft(shown=not self.showing_draft))
        actions.on("print", self._print)
        actions.on("show_score", lambda: self.show_score(shown=not self.showing_score))
        actions.on("accept", self._accept)
        for name in ("previous_take", "next_take"):
            actions.on(name, lambda: self.show_draft(shown=True))
        self.sheet.editor.syllable_chosen.connect(self.syllable_chosen)
        actions.on("find", self._find)
        actions.on("form_report", self.show_report)
        self._services.closing.append(self._close_report)
        actions.on("find_next", self.find_bar.find_next)
        actions.on("find_previous", self.find_bar.find_previous)

    def _follow_draft(self) -> None:
        self._left = self._switch.value
        self.show_draft(shown=True)

    def _go_back(self) -> None:
        """A draft came to nothing: show what its writer left for it, unless that was left for something else."""
        if self.showing_draft:
            self._choose(self._left)

    def _accept(self) -> None:
        if self.showing_draft:
            self._desk.accept()
        else:
            # Accepting something that is not on screen would be a surprise: show it first.
            self.show_draft(shown=True)

    def show_report(self) -> None:
        """Open the form report on the page that is on show."""
        if self._report is None:
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
        self.sheet.editor.setFocus()

    def _find(self) -> None:
        self.show_draft(shown=False)
        self.find_bar.start()

    def _refresh(self) -> None:
        desk = self._desk
        # What pops up at the cursor of the page needs the page.
        self._services.actions.set_state(page_hidden=self._stack.currentWidget() is not self.sheet)
        self._switch.show_choice("draft", shown=desk.count > 0)
        if desk.count == 0 and self.showing_draft:
            self.show_draft(shown=False)
        self._note.setVisible(desk.count > 0 and not self.showing_score)
        self._space.setVisible(not self.showing_score)
        if self._score is not None:
            self._score.tool_bar.setVisible(self.showing_score)
        if desk.writing and not self.showing_draft:
            self._note.setText(self.tr("A draft is being written…"))
        elif not self.showing_draft and desk.count:
            takes = self.tr("1 take") if desk.count == 1 else self.tr("{0} takes").format(desk.count)
            self._note.setText(takes)
        elif desk.taken_up:
            self._note.setText(self.tr("Accepted: it is in your document"))
        else:
            self._note.setText(self.tr("Not in your document until you accept it"))
