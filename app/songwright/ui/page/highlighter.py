"""Section headings on the lyric page, and a quiet mark under words that no dictionary knows."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from songwright.core.song import Piece, SectionKind
from songwright.core.words import heading_kind, heading_title
from songwright.ui.page.stress_marks import units
from songwright.ui.theme.manager import Theme

__all__ = ["HeadingHighlighter"]


_PLAYED = (SectionKind.INTRO, SectionKind.INTERLUDE, SectionKind.OUTRO)
"""Sections that are usually only played: without words their heading is quiet."""
_NORMAL, _QUIET = 1, 2
_FEW_ROWS = 20
"""Blank rows over which a heading is looked for."""


class HeadingHighlighter(QSyntaxHighlighter):
    """Sets `[Verse 1]` rows in the interface's font, small and coloured; `[Intro]` without words is quiet."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._guessed: dict[str, tuple[tuple[int, int], ...]] = {}
        self._unknown = QTextCharFormat()
        self._unknown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        self._heading = QTextCharFormat()
        self._bracket = QTextCharFormat()
        self._quiet = QTextCharFormat()

    def restyle(self) -> None:
        """Take over the theme's colours and sizes."""
        size = round(self._theme.page_pixels * 0.68)
        font = self._theme.ui_font(bold=True)
        font.setPixelSize(size)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
        self._heading.setFont(font)
        self._heading.setForeground(self._theme.colour("heading"))
        self._bracket.setFont(font)
        self._bracket.setForeground(self._theme.colour("faint"))
        quiet = self._theme.ui_font()
        quiet.setPixelSize(size)
        self._quiet.setFont(quiet)
        self._quiet.setFontItalic(True)
        self._quiet.setForeground(self._theme.colour("muted"))
        self._unknown.setUnderlineColor(self._theme.colour("warning"))
        self.rehighlight()

    def show_guessed(self, guessed: dict[str, tuple[tuple[int, int], ...]]) -> None:
        """Mark words whose sound is a guess: their places in characters, by the text of their row."""
        changed = {text for text in {*guessed, *self._guessed} if guessed.get(text) != self._guessed.get(text)}
        self._guessed = guessed
        block = self.document().begin() if changed else QTextBlock()
        while block.isValid():
            if block.text() in changed:
                self.rehighlightBlock(block)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        """Qt calls this for every row that changed."""
        title = heading_title(text) if text.startswith("[") else None
        self._look_back()
        if title is None:
            self.setCurrentBlockState(-1)
            for start, end in self._guessed.get(text, ()):
                self.setFormat(units(text[:start]), units(text[start:end]), self._unknown)
            return
        end = text.rindex("]")
        quiet = heading_kind(title, Piece.SONG) in _PLAYED and not _has_words(self.currentBlock())
        self.setCurrentBlockState(_QUIET if quiet else _NORMAL)
        self.setFormat(0, 1, self._bracket)
        self.setFormat(1, end - 1, self._quiet if quiet else self._heading)
        self.setFormat(end, 1, self._bracket)

    def _look_back(self) -> None:
        """A row under a heading changed: whether the heading is quiet may have changed with it."""
        above = _heading_above(self.currentBlock())
        title = None if above is None else heading_title(above.text())
        if above is None or title is None or heading_kind(title, Piece.SONG) not in _PLAYED:
            return
        if (above.userState() == _QUIET) is _has_words(above):
            QTimer.singleShot(0, self, lambda: self._again(above))

    def _again(self, block: QTextBlock) -> None:
        if block.isValid():
            self.rehighlightBlock(block)


def _has_words(heading: QTextBlock) -> bool:
    """Whether a row of words follows a heading before the next one."""
    block = heading.next()
    while block.isValid() and heading_title(block.text()) is None:
        if block.text().strip():
            return True
        block = block.next()
    return False


def _heading_above(block: QTextBlock) -> QTextBlock | None:
    """The heading right above a row, over blank rows; None when words stand between."""
    block = block.previous()
    for _ in range(_FEW_ROWS):
        if not block.isValid() or block.text().strip():
            break
        block = block.previous()
    return block if block.isValid() and heading_title(block.text()) is not None else None
