"""Two texts side by side, row for row, with what differs marked."""

from __future__ import annotations

from difflib import SequenceMatcher

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from songwright.ui.fields import label
from songwright.ui.theme.manager import Theme

__all__ = ["ComparisonDialog", "side_by_side"]

Row = tuple[str, str, bool]
"""A row of the left text, the row of the right text that answers to it, and whether they are the same."""


def side_by_side(left: str, right: str) -> list[Row]:
    """Pair the rows of two texts; where one has no answer the other side is empty."""
    a, b = left.split("\n"), right.split("\n")
    rows: list[Row] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for place in range(max(a1 - a0, b1 - b0)):
            one = a[a0 + place] if a0 + place < a1 else ""
            other = b[b0 + place] if b0 + place < b1 else ""
            rows.append((one, other, tag == "equal"))
    return rows


class ComparisonDialog(QDialog):
    """Both texts scroll together; rows that differ have another ground and a mark before them."""

    def __init__(
        self, theme: Theme, left: tuple[str, str], right: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        """`left` and `right` are (name, text)."""
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Compare"))
        self.resize(900, 560)
        rows = side_by_side(left[1], right[1])
        self.pages = [self._page(name, rows, side) for side, name in enumerate((left[0], right[0]))]
        count = sum(not same for _, _, same in rows)
        told = self.tr("1 row differs.") if count == 1 else self.tr("{0} rows differ.").format(count)
        columns = QHBoxLayout()
        for page, (name, _) in zip(self.pages, (left, right), strict=True):
            column = QVBoxLayout()
            column.addWidget(label(name, "section"))
            column.addWidget(page)
            columns.addLayout(column)
        one, other = (page.verticalScrollBar() for page in self.pages)
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label(told, "caption"), 1)
        foot.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addLayout(foot)

    def _page(self, name: str, rows: list[Row], side: int) -> QPlainTextEdit:
        page = QPlainTextEdit()
        page.setReadOnly(True)
        page.setAccessibleName(name)
        page.setFont(self._theme.page_font(0.85))
        page.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        page.setPlainText("\n".join(("\u2002  " if row[2] else "\u2260 ") + str(row[side]) for row in rows))
        marks = []
        for number, row in enumerate(rows):
            if not row[2]:
                mark = QTextEdit.ExtraSelection()
                look = QTextCharFormat()
                look.setBackground(self._theme.colour("warning_soft"))
                look.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt's own
                mark.format = look
                mark.cursor = QTextCursor(page.document().findBlockByNumber(number))
                marks.append(mark)
        page.setExtraSelections(marks)
        return page
