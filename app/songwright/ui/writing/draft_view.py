"""The draft: what the model writes, or wrote, on a sheet that is clearly not the document's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.song import Piece, Take
from songwright.llm.brief import Task, brief_of
from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import action_button, caption, icon_button, label
from songwright.ui.page.analyst import Analyst
from songwright.ui.page.form_watch import FormWatch, Mould
from songwright.ui.page.gutter import Gutter
from songwright.ui.page.highlighter import HeadingHighlighter
from songwright.ui.page.page_view import PageView
from songwright.ui.page.word_strip import WordStrip
from songwright.ui.services import Services
from songwright.ui.writing.desk import Placement, WritingDesk
from songwright.ui.writing.draft_progress import DraftProgress
from songwright.ui.writing.form_costs import FormCosts
from songwright.ui.writing.form_shelf import FormShelf

if TYPE_CHECKING:
    from songwright.llm.questions import Place
    from songwright.lyrics.forms import Form

__all__ = ["DraftView"]

_ANALYSIS_MS = 500


class DraftView(QFrame):
    """Shows the desk's take and what can be done with it."""

    def __init__(
        self, services: Services, desk: WritingDesk, forms: FormShelf | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("draftSheet")
        self._services = services
        self._desk = desk
        self._row: Callable[[], int] = lambda: -1
        self._shown: tuple[int, bool] | None = None
        self._mark = QLabel()
        self._heading = label("", "section")
        self._about = caption()
        self._title = QLabel()
        self._title.setWordWrap(True)
        self.text = PageView()
        # The model needs the processor more than the gutter does: a growing draft is looked at now and then.
        self.analyst = Analyst(services, self.text.plain_text, self, pause=_ANALYSIS_MS)
        self._forms = forms or FormShelf(services)
        self.watch = FormWatch(services, self.analyst, lambda: desk.piece, self)
        self._gutter = Gutter(
            services, self.text, self.analyst, verse=lambda: desk.piece is not Piece.STORY, watch=self.watch
        )
        self._highlighter = HeadingHighlighter(self.text.document(), services.theme)
        self.costs = FormCosts(services, self.text, desk.inquiries, self._place)
        self.words = WordStrip(services, self.tr("What else could stand here"), self)
        self.note = ElidedLabel()
        """Whether these words are in the document."""
        self._told = ElidedLabel()
        self._progress = DraftProgress()
        self._stop = action_button(services.actions["stop"], text=self.tr("Stop"))
        self._accept = QPushButton()
        self._places = icon_button(services.theme, "chevron-down", self.tr("Choose where the take goes"), size=16)
        self._again = action_button(services.actions["again"])
        self._arrange()
        self._connect()
        self._restyle()
        self._refresh()

    def _arrange(self) -> None:
        actions = self._services.actions
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 12, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._mark)
        top.addSpacing(4)
        top.addWidget(self._heading)
        top.addSpacing(8)
        top.addWidget(self._about, 1)
        for name in ("previous_take", "next_take"):
            top.addWidget(self._tool(name))
        column.addLayout(top)
        self._title.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self._title)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(self.tr("Draft"))
        column.addWidget(self.text, 1)
        column.addWidget(self.words)
        column.addWidget(self._progress)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        self._accept.setProperty("kind", "primary")
        self._accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._places.setPopupMode(self._places.ToolButtonPopupMode.InstantPopup)
        self._places.setMenu(self._placement_menu())
        for widget in (self._accept, self._places, self._again, self._stop):
            foot.addWidget(widget)
        foot.addWidget(self.note, 1)
        foot.addWidget(self._told)
        back = action_button(actions["show_draft"], kind="quiet", icon=False, text=self.tr("Back to your words"))
        foot.addWidget(back)
        column.addLayout(foot)

    def _tool(self, name: str) -> QWidget:
        action = self._services.actions[name]
        return icon_button(self._services.theme, name.removesuffix("_take"), action.toolTip(), action=action)

    def _placement_menu(self) -> QMenu:
        menu = QMenu(self)
        for placement, text in (
            (Placement.REPLACE, self.tr("Replace all the words")),
            (Placement.CURSOR, self.tr("Insert at the cursor")),
            (Placement.APPEND, self.tr("Add at the end")),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, placement=placement: self._desk_accept(placement))
        return menu

    def _connect(self) -> None:
        accept = self._services.actions["accept"]
        self._accept.clicked.connect(lambda _checked=False: accept.trigger())
        self.text.textChanged.connect(self.analyst.text_changed)
        self._gutter.row_chosen.connect(self.go_to)
        self.costs.told.connect(self._told.set_whole_text)
        self._services.actions.toggled("show_costs", lambda _on: self._show_costs())
        self._forms.changed.connect(self._measure)
        self._desk.draft_started.connect(self._refresh)
        self._desk.drafted.connect(lambda _whole: self._show_beginning())
        self._desk.draft_grew.connect(self._grow)
        self._desk.changed.connect(self._refresh)
        self._services.theme.changed.connect(self._restyle)

    def place_with(self, row: Callable[[], int]) -> None:
        """`row()` says in which row of the document the cursor is."""
        self._row = row

    @property
    def form(self) -> Form | None:
        """The form that the words on show were asked to keep."""
        return self._forms.get(self._desk.brief.form) if self._desk.brief is not None else None

    def go_to(self, row: int) -> None:
        """Put the cursor into a row."""
        self.text.setTextCursor(QTextCursor(self.text.document().findBlockByNumber(row)))
        self.text.setFocus()

    def _measure(self) -> None:
        """Measure the words on show by their form; one that is still being written is not whole, so not yet."""
        running = self._desk.writing and self._desk.take is None
        self.watch.measure_by(Mould.NONE if running else self.form or Mould.NONE)

    def _show_costs(self) -> None:
        """Tint a whole draft of verse while that is wanted; while one is written, the model has no time for it."""
        whole = self._desk.take is not None and self._desk.piece is not Piece.STORY and not self._desk.writing
        self.costs.switch(on=whole and self._services.actions["show_costs"].isChecked())

    def _place(self) -> Place:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm.questions import Place

        brief = self._desk.brief
        before = tuple(brief.before.split("\n")) if brief is not None and brief.before else ()
        return Place(before, about=brief.about if brief is not None else "", kind=self._desk.piece.value)

    def _desk_accept(self, placement: Placement) -> None:
        self._desk.accept(placement, self._row())

    def _refresh(self) -> None:
        desk = self._desk
        if desk.shown < 0:
            return
        running = desk.writing and desk.take is None
        self._heading.setText(self.tr("Draft · Take {0} of {1}").format(desk.shown + 1, desk.count))
        if running:
            self._show_running()
        else:
            self._about.setText(self._take_caption(desk.take))
        self._title.setText(desk.title)
        self._title.setVisible(bool(desk.title))
        self._show_text()
        self._measure()
        self._show_costs()
        self._progress.setVisible(running)
        self._stop.setVisible(running)
        accept = self._services.actions["accept"]
        self._accept.setText(self._accept_text())
        self._accept.setToolTip(accept.toolTip())
        for widget in (self._accept, self._places, self._again):
            widget.setVisible(not running)
        self.note.set_whole_text(self._note_text(running=running))
        self._accept.setEnabled(accept.isEnabled())
        self._places.setEnabled(accept.isEnabled())

    def _note_text(self, *, running: bool) -> str:
        if running:
            return ""
        if self._desk.taken_up:
            return self.tr("Accepted: it is in your document")
        return self.tr("Not in your document until you accept it")

    def _accept_text(self) -> str:
        if self._desk.usual_placement is Placement.PLACE:
            return self.tr("Put in its place")
        if self._desk.taken_up:
            return self.tr("Accept again")
        return self.tr("Accept at the end") if self._desk.usual_placement is Placement.APPEND else self.tr("Accept")

    def _show_running(self) -> None:
        """How far the draft is; before its first line, what will happen."""
        self._about.setText(self._progress.told(self._desk.text, self.form))
        self._progress.show_lines(self._desk.text, self.form)
        leads_on = self.tr("First the words, line by line. Then the tune, and then it plays.")
        self.text.setPlaceholderText(leads_on if self._desk.leads_on else self.tr("The words come line by line."))

    def _take_caption(self, take: Take | None) -> str:
        if take is None:
            return ""
        brief = brief_of(take)
        lengths = {"short": self.tr("short"), "medium": self.tr("medium"), "long": self.tr("long")}
        form = self._forms.get(brief.form)
        # A form has a length of its own; its id reads as its name does: "sonnet-petrarchan".
        name = form.name if form is not None else brief.form.replace("-", " ")
        parts = [brief.mood, name or lengths[brief.length]]
        if brief.task is Task.CONTINUE:
            parts = [self.tr("goes on from your words")]
        elif brief.task is Task.CLEARER:
            parts = [self.tr("more clearly")]
        elif brief.rewrites:
            count = len(brief.rewrites) - len(brief.kept)
            parts = [self.tr("1 line, rewritten") if count == 1 else self.tr("{0} lines, rewritten").format(count)]
        if not take.complete:
            parts.append(self.tr("stopped early"))
        return "  ·  ".join(part for part in parts if part)

    def _show_text(self) -> None:
        """Show the words of the take on show; a running draft that is on show already grows by itself."""
        desk = self._desk
        desk.flush()
        shown = (desk.shown, desk.take is None)
        before, self._shown = self._shown, shown
        grown = before is not None and before[0] == desk.shown and desk.take is None
        # A draft that has just ended stays where the reader is: its words are on show already.
        if not grown and self.text.toPlainText().strip("\n") != desk.text.strip("\n"):
            self.text.setPlainText(desk.text)

    def _grow(self, text: str) -> None:
        bar = self.text.verticalScrollBar()
        following = bar.value() >= bar.maximum() - 2 and not self._at_kept_end()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        self._show_running()
        if following:
            bar.setValue(bar.maximum())

    def _show_beginning(self) -> None:
        """A draft that has ended is read from its first line, unless its reader has gone elsewhere meanwhile.

        Of a rewritten one the new lines stay in sight.
        """
        bar = self.text.verticalScrollBar()
        rewritten = self._desk.brief is not None and bool(self._desk.brief.rewrites)
        if not rewritten and bar.value() >= bar.maximum() - 2:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            bar.setValue(0)

    def _at_kept_end(self) -> bool:
        """Whether only lines that the document has already are still to come."""
        brief = self._desk.draft.brief if self._desk.draft is not None else None
        if brief is None or not brief.kept:
            return False
        kept = {index for index, _ in brief.kept}
        new = [index for index in range(len(brief.rewrites)) if index not in kept]
        rows = sum(bool(row.strip()) for row in self._desk.text.split("\n"))
        return bool(new) and rows > new[-1] + 1

    def _restyle(self) -> None:
        theme = self._services.theme
        self._mark.setPixmap(theme.icon("draft", "accent_ink").pixmap(QSize(20, 20)))
        self.text.setFont(theme.page_font())
        self._title.setFont(theme.page_font(1.5, bold=True))
        self._highlighter.restyle()
