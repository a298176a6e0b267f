"""Section headings on the lyric page."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from songwright.core.words import heading_title
from songwright.ui.theme.manager import Theme

__all__ = ["HeadingHighlighter"]


class HeadingHighlighter(QSyntaxHighlighter):
    """Sets `[Verse 1]` rows in the interface's font, small and coloured."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._heading = QTextCharFormat()
        self._bracket = QTextCharFormat()

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
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Qt calls this for every row that changed."""
        if not text.startswith("[") or heading_title(text) is None:
            return
        end = text.rindex("]")
        self.setFormat(0, 1, self._bracket)
        self.setFormat(1, end - 1, self._heading)
        self.setFormat(end, 1, self._bracket)
