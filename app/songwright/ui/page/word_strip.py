"""A strip below a page with the words that may come next: each with its likelihood as a bar and a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from songwright.ui.fields import caption
from songwright.ui.services import Services
from songwright.ui.theme.manager import Theme

__all__ = ["WordRow", "WordStrip"]

_LABEL = 8.6  # widths and heights in base type sizes
_HEIGHT = 2.5
_GAP = 4


@dataclass(frozen=True, slots=True)
class WordRow:
    """Words of one kind with their shares from 0 to 1, the likeliest first.

    `fits` are those that keep the form (all where None), `numbered` says whether a key takes each.
    """

    title: str
    tip: str
    words: Sequence[tuple[str, float]]
    fits: frozenset[str] | None = None
    numbered: bool = False


class WordStrip(QFrame):
    """Rows of words, or a sentence. `taken` tells of a word that was clicked or called by its number."""

    taken = Signal(str)

    def __init__(self, services: Services, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = services.theme
        self._rows: list[_Row] = []
        self._message = caption()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 2, 8, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._message)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_message(self, text: str) -> None:
        """A sentence instead of words."""
        self._clear()
        self._message.setText(text)
        self._message.show()

    def show_rows(self, rows: Sequence[WordRow], own: str = "") -> None:
        """Show words; `own` is the one that stands there already."""
        self._clear()
        self._message.hide()
        for row in rows:
            made = _Row(self._theme, row, own)
            for chip in made.chips:
                chip.clicked.connect(lambda _checked=False, word=chip.word: self.taken.emit(word))
            self._column.addWidget(made)
            self._rows.append(made)

    def take(self, number: int) -> bool:
        """Take the word with this number, from 1; False when there is none in sight."""
        row = next((row for row in self._rows if row.numbered), None)
        chips = [chip for chip in row.chips if chip.isVisible()] if row is not None else []
        if 1 <= number <= len(chips):
            self.taken.emit(chips[number - 1].word)
            return True
        return False

    @property
    def words(self) -> list[list[str]]:
        """The words on show, row by row."""
        return [[chip.word for chip in row.chips] for row in self._rows]

    @property
    def message(self) -> str:
        """The sentence on show; "" while there are words."""
        return "" if self._rows else self._message.text()

    def _clear(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()


class _Row(QWidget):
    """A title and as many words as there is room for."""

    def __init__(self, theme: Theme, row: WordRow, own: str) -> None:
        super().__init__()
        self.numbered = row.numbered
        self.setFixedHeight(theme.pixels(_HEIGHT))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self._title = QLabel(row.title)
        self._title.setProperty("role", "caption")
        self._title.setToolTip(row.tip)
        self._title.setFixedWidth(theme.pixels(_LABEL))
        line.addWidget(self._title)
        line.addStretch(1)
        self.chips = [
            _Chip(
                theme,
                word,
                share,
                number if row.numbered else 0,
                fits=row.fits is None or word in row.fits,
                own=word == own,
                parent=self,
            )
            for number, (word, share) in enumerate(row.words, 1)
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words for which there is room."""
        super().resizeEvent(event)
        left = self._title.width() + _GAP
        for chip in self.chips:
            width = chip.sizeHint().width()
            chip.setGeometry(left, 1, width, self.height() - 2)
            left += width + _GAP
            chip.setVisible(left <= self.width() + _GAP)


class _Chip(QAbstractButton):
    """One word: its number, the word, its share, and a bar below."""

    def __init__(
        self, theme: Theme, word: str, share: float, number: int, *, fits: bool, own: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.word = word
        self._theme = theme
        self._share = share
        self._number = str(number) if number else ""
        self._fits = fits
        self._own = own
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        told = self.tr("{0}, {1} percent").format(word, f"{100 * share:.1f}")
        if not fits:
            told += ", " + self.tr("does not keep the form")
        self.setAccessibleName(told)
        key = self.tr("Alt+{0}").format(number) if number else ""
        self.setToolTip("  ·  ".join(filter(None, (told, key))))

    @property
    def _percent(self) -> str:
        return f"{self._share:.0%}" if self._share >= 0.01 else "<1%"

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        parts = ((self._number, 0.8), (self.word, 1.0), (self._percent, 0.8))
        widths = [QFontMetrics(self._theme.ui_font(size)).horizontalAdvance(text) for text, size in parts if text]
        return QSize(sum(widths) + 5 * (len(widths) - 1) + 14, self._theme.pixels(_HEIGHT) - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() or self._own or self.underMouse():
            painter.setPen(theme.colour("focus" if self.hasFocus() else "accent" if self._own else "border"))
            painter.setBrush(theme.colour("accent_soft" if self._own else "hover"))
            painter.drawRoundedRect(area, 5, 5)
        x = 7
        for text, size, colour in (
            (self._number, 0.8, "accent_ink"),
            (self.word, 1.0, "text" if self._fits else "muted"),
            (self._percent, 0.8, "muted"),
        ):
            if text:
                painter.setFont(theme.ui_font(size))
                width = painter.fontMetrics().horizontalAdvance(text)
                painter.setPen(theme.colour(colour))
                place = QRect(x, 0, width + 2, self.height() - 7)
                painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
                x += width + 5
        bar = QRectF(7, self.height() - 6, self.width() - 14, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.setBrush(theme.colour("accent" if self._fits else "faint"))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(2.0, bar.width() * self._share), bar.height()), 1.5, 1.5)
