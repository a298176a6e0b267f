"""How far a draft has come: in lines, where its form says how many there will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["DraftProgress", "verse_lines"]


def verse_lines(text: str) -> int:
    """Lines of words in a text, the one that is being written included; headings and blank rows are none."""
    rows = (row.strip() for row in text.split("\n"))
    return sum(bool(row) and not row.startswith("[") for row in rows)


class DraftProgress(QProgressBar):
    """A bar that fills with the lines of a form, and only moves where nobody knows how many will come."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setAccessibleName(self.tr("Writes"))
        self.setRange(0, 0)

    def show_lines(self, text: str, form: Form | None) -> None:
        """Show how far these words have come."""
        written, whole = verse_lines(text), len(form.lines) if form is not None else 0
        self.setRange(0, whole if written else 0)
        # The line that is being written is not done.
        self.setValue(max(min(written, whole) - 1, 0))

    def told(self, text: str, form: Form | None) -> str:
        """The same in words."""
        written = verse_lines(text)
        if not written:
            return self.tr("Beginning…") if form is None else self.tr("Trying the first lines…")
        if form is None:
            return self.tr("Writing line {0}…").format(written)
        whole = len(form.lines)
        return self.tr("Writing line {0} of {1}…").format(min(written, whole), whole)
