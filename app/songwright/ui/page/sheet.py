"""The sheet of paper in the middle of the window: title, words, gutter, and a line that says where one is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.song import Piece
from songwright.core.words import heading_title
from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import DocumentField, caption
from songwright.ui.page.analyst import Analyst
from songwright.ui.page.editor import LyricEditor
from songwright.ui.page.form_watch import FormWatch
from songwright.ui.page.gutter import Gutter
from songwright.ui.page.line_locks import LineLocks
from songwright.ui.page.measure import MeasureButton
from songwright.ui.page.stress_marks import StressMarks
from songwright.ui.page.word_strip import WordStrip
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import FormShelf

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["LyricSheet"]

_COUNT_AFTER_MS = 400


class LyricSheet(QFrame):
    """The document's page."""

    def __init__(self, services: Services, forms: FormShelf | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._services = services
        self._session = services.session
        self.title = DocumentField()
        self.title.setObjectName("titleField")
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setToolTip(self.tr("The title of your piece"))
        self.title.setMaxLength(300)
        self.idea = _IdeaLine()
        self.editor = LyricEditor(services)
        self.analyst = Analyst(services, self.editor.plain_text, self)
        self.watch = FormWatch(services, self.analyst, lambda: self._session.song.piece, self)
        self.gutter = Gutter(
            services,
            self.editor,
            self.analyst,
            verse=self._is_verse,
            watch=self.watch,
            line_at=lambda row: self.editor.rows().line_id(row),
        )
        self.locks = LineLocks(services, self.editor)
        self._stresses = StressMarks(services, self.editor, self.analyst, self.watch, self._is_verse)
        self.words = WordStrip(services, self.tr("Likely next words"), self)
        self.measure = MeasureButton(services, self.watch, forms or FormShelf(services), self.stanza_form)
        self._hint = QLabel(self.editor.viewport())
        self._place = ElidedLabel()
        self._total = caption()
        self._count = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._count.timeout.connect(self._count_words)
        self._arrange()
        self._connect()
        self._show_title()
        self._restyle()
        self._count_words()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 10, 6)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 24, 0)
        top.addWidget(self.title, 3)
        top.addWidget(self.idea, 2)
        column.addLayout(top)
        column.addWidget(self.editor, 1)
        column.addWidget(self.words)
        foot = self._foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 8, 0)
        foot.addWidget(self._place, 1)
        foot.addWidget(self.measure)
        foot.addWidget(self._total)
        column.addLayout(foot)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._hint.setText(
            self.tr(
                "Write here, or say on the left what it should be about.\nStart a section with a row such as [Verse 1]."
            )
        )

    def _connect(self) -> None:
        services = self._services
        self.title.textEdited.connect(self._edit_title)
        self.title.returnPressed.connect(self.editor.setFocus)
        self.editor.cursorPositionChanged.connect(self._show_place)
        self.editor.textChanged.connect(self._text_changed)
        self.editor.gutter_changed.connect(self._fit_hint)
        self.analyst.changed.connect(self._show_place)
        self.analyst.changed.connect(self._mark_guessed)
        self.watch.changed.connect(self._show_place)
        self.gutter.row_chosen.connect(self.go_to)
        services.actions.toggled("show_stresses", self._stresses.switch)
        self._session.subscribe(self._follow)
        services.theme.changed.connect(self._restyle)
        services.closing.append(self._count.stop)

    def add_to_foot(self, widget: QWidget) -> None:
        """Give a button its place below the page."""
        self._foot.insertWidget(1, widget)

    def go_to(self, row: int) -> None:
        """Put the cursor into a row."""
        self.editor.show_row(row)
        self.editor.setFocus()

    def stanza_form(self) -> Form | None:
        """The form of the stanza at the cursor, or of the first one; None while no words are known."""
        analysis = self.analyst.analysis
        stanzas = analysis.stanzas() if analysis is not None and self._is_verse() else ()
        if analysis is None or not stanzas:
            return None
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.lyrics.forms import form_of

        row = self.editor.textCursor().blockNumber()
        stanza = next((stanza for stanza in stanzas if row in stanza), stanzas[0])
        first = analysis.lines[stanza.start].text.strip()
        return form_of([analysis.lines[place] for place in stanza], self.tr("As “{0}”").format(_short(first)))

    def _text_changed(self) -> None:
        self._hint.setVisible(self.editor.document().isEmpty())
        self._count.start()
        self.analyst.text_changed()
        self.gutter.update()

    def _is_verse(self) -> bool:
        return self._session.song.piece is not Piece.STORY

    def _edit_title(self, text: str) -> None:
        song = replace(self._session.song, title=text)
        self._session.apply(self.tr("Title"), song, merge="title", origin=self)

    def _follow(self, change: Change) -> None:
        if change.aspects & Aspect.WORDS:
            self._show_place()
        if change.origin is not self and change.aspects & (Aspect.DETAILS | Aspect.OPENED):
            self._show_title()
            self._count.start()
            self.gutter.update()

    def _show_title(self) -> None:
        self.idea.set_whole_text(self._session.song.about.strip().replace("\n", " "))
        self.idea.setVisible(bool(self._session.song.about.strip()))
        self.title.show_text(self._session.song.title)

    def _mark_guessed(self) -> None:
        """Mark quietly what no dictionary knows."""
        analysis = self.analyst.analysis
        lines = analysis.lines if analysis is not None else ()
        self.editor.show_guessed({line.text: line.guessed for line in lines if line.guessed})

    def _show_place(self) -> None:
        cursor = self.editor.textCursor()
        text = self.tr("Line {0}").format(cursor.blockNumber() + 1)
        told = self.gutter.describe(cursor.blockNumber(), cursor.block().text())
        self.gutter.setAccessibleDescription(told)
        locked = self.tr("locked") if self.locks.locked(cursor.blockNumber()) else ""
        place = "  ·  ".join(filter(None, (text, told, locked)))
        self._place.set_whole_text(place)
        self.gutter.update()

    def _count_words(self) -> None:
        rows = self.editor.plain_text().split("\n")
        words = sum(len(row.split()) for row in rows if row[:1] != "[" or heading_title(row) is None)
        kind = {Piece.SONG: self.tr("Song"), Piece.POEM: self.tr("Poem"), Piece.STORY: self.tr("Short story")}
        count = self.tr("1 word") if words == 1 else self.tr("{0} words").format(f"{words:,}")
        self._total.setText(f"{kind[self._session.song.piece]}  ·  {count}")
        self._hint.setVisible(self.editor.document().isEmpty())
        self._show_place()

    def _fit_hint(self) -> None:
        area = self.editor.viewport().rect()
        self._hint.setGeometry(area.adjusted(4, 4, -8, 0))

    def _restyle(self) -> None:
        theme = self._services.theme
        self.title.setFont(theme.page_font(1.35, bold=True))
        self._hint.setFont(theme.page_font(0.9, italic=True))
        self._hint.setStyleSheet(f"color: {theme.tokens.faint};")
        self._fit_hint()


class _IdeaLine(ElidedLabel):
    """What the piece is about, in one line beside its title; a click opens the idea."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the idea."""
        event.accept()
        self.opened.emit()


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
