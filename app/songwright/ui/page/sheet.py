"""The sheet of paper in the middle of the window: title, words, gutter, and a line that says where one is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.song import Piece
from songwright.core.words import heading_title
from songwright.ui.fields import DocumentField, caption
from songwright.ui.page.analyst import Analyst
from songwright.ui.page.editor import LyricEditor
from songwright.ui.page.gutter import Gutter
from songwright.ui.services import Services

__all__ = ["LyricSheet"]

_COUNT_AFTER_MS = 400


class LyricSheet(QFrame):
    """The document's page."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
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
        self.editor = LyricEditor(services)
        self.analyst = Analyst(services, self.editor.plain_text, self)
        self.gutter = Gutter(services, self.editor, self.analyst, verse=self._is_verse)
        self._hint = QLabel(self.editor.viewport())
        self._place = caption()
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
        column.setContentsMargins(48, 20, 12, 8)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setContentsMargins(2, 0, 36, 0)
        top.addWidget(self.title)
        column.addLayout(top)
        column.addWidget(self.editor, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 12, 0)
        foot.addWidget(self._place)
        foot.addStretch(1)
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
        self._session.subscribe(self._follow)
        services.theme.changed.connect(self._restyle)
        services.closing.append(self._count.stop)

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
        if change.origin is not self and change.aspects & (Aspect.DETAILS | Aspect.OPENED):
            self._show_title()
            self._count.start()
            self.gutter.update()

    def _show_title(self) -> None:
        self.title.show_text(self._session.song.title)

    def _show_place(self) -> None:
        cursor = self.editor.textCursor()
        text = self.tr("Line {0}").format(cursor.blockNumber() + 1)
        told = self.gutter.describe(cursor.blockNumber(), cursor.block().text())
        self.gutter.setAccessibleDescription(told)
        self._place.setText("  ·  ".join(filter(None, (text, told))))
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
        self.title.setFont(theme.page_font(1.5, bold=True))
        self._hint.setFont(theme.page_font(0.9, italic=True))
        self._hint.setStyleSheet(f"color: {theme.tokens.faint};")
        self._fit_hint()
