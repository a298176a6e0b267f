"""The middle of the window: the document's sheet or the draft, side by side with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
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

__all__ = ["Centre"]

_SHEET_WIDTH = 860


class Centre(QWidget):
    """Switches between the words and the draft."""

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
        self.sheet = LyricSheet(services, self._forms)
        self.find = FindBar(services, self.sheet.editor)
        self.draft = DraftView(services, desk, self._forms)
        self.draft.place_with(lambda: self.sheet.editor.textCursor().blockNumber())
        self._switch = Segments(
            self.tr("Page"),
            (
                ("words", self.tr("Your words"), self.tr("The document")),
                ("draft", self.tr("Draft"), self.tr("What the model wrote; not in your document yet")),
            ),
        )
        self._note: QLabel = caption()
        self._stack = QStackedWidget()
        self._bar = QWidget()
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
        self._stack.setCurrentWidget(self.draft if shown else self.sheet)
        self._switch.set_value("draft" if shown else "words")
        self._point_report()
        self._refresh()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        self._switch.setMinimumWidth(230)
        bar.addWidget(self._switch)
        bar.addWidget(self._note)
        bar.addStretch(1)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.draft)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        for widget in (self._bar, self.find, self._stack):
            inner.addWidget(widget)
        middle = QWidget()
        middle.setLayout(inner)
        inner.setContentsMargins(0, 0, 0, 0)
        middle.setMaximumWidth(_SHEET_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        column.addLayout(row)

    def _connect(self) -> None:
        desk, actions = self._desk, self._services.actions
        desk.draft_started.connect(lambda: self.show_draft(shown=True))
        desk.accepted.connect(self._accepted)
        desk.changed.connect(self._refresh)
        self._switch.chosen.connect(lambda key: self.show_draft(shown=key == "draft"))
        actions.on("show_draft", lambda: self.show_draft(shown=not self.showing_draft))
        actions.on("accept", self._accept)
        for name in ("previous_take", "next_take"):
            actions.on(name, lambda: self.show_draft(shown=True))
        actions.on("find", self._find)
        actions.on("form_report", self.show_report)
        self._services.closing.append(self._close_report)
        actions.on("find_next", self.find.find_next)
        actions.on("find_previous", self.find.find_previous)

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
        form = self.draft.form
        if form is not None and placement is Placement.REPLACE:
            self.sheet.watch.measure_by(form)
        self.show_draft(shown=False)
        if placement is Placement.REPLACE:
            self.sheet.editor.show_row(0)
        self.sheet.editor.setFocus()

    def _find(self) -> None:
        self.show_draft(shown=False)
        self.find.start()

    def _refresh(self) -> None:
        desk = self._desk
        self._bar.setVisible(desk.count > 0)
        if desk.count == 0 and self.showing_draft:
            self.show_draft(shown=False)
        if desk.writing and not self.showing_draft:
            self._note.setText(self.tr("A draft is being written…"))
        elif not self.showing_draft and desk.count:
            takes = self.tr("1 take") if desk.count == 1 else self.tr("{0} takes").format(desk.count)
            self._note.setText(takes)
        else:
            self._note.setText(self.tr("Not in your document until you accept it"))
