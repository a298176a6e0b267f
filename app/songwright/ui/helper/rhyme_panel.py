"""Words that rhyme with what the line at the cursor ends with, or should answer to."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.ui.fields import label
from songwright.ui.latest import Latest, Work
from songwright.ui.page.offer_list import OfferList, Shown
from songwright.ui.shell.parts import Parts, Spot
from songwright.ui.writing.rhyme_search import FoundRhyme, put_rhyme, rhymes_for, shown_rhyme, word_to_rhyme

__all__ = ["RhymePanel", "build"]

_ROWS = 7


class RhymePanel(QWidget):
    """A list that is looked up when the word to rhyme with is another; Enter or a click puts one in its place."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._sheet = parts.centre.sheet
        self._word: str | None = None
        self._latest = Latest(self._services.jobs, self._work, self._show, parent=self)
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.list = OfferList(parts.services.theme, self.tr("Rhymes"))
        self.list.setFixedHeight(_ROWS * self.list.row_height + 2)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(2)
        column.addWidget(self.told)
        column.addWidget(self.list)
        self.list.taken.connect(self._take)

    def show_spot(self, _spot: Spot) -> None:
        """Look up the rhymes, unless they are on show."""
        word = word_to_rhyme(self._sheet)
        if word == self._word:
            return
        self._word = word
        if not word:
            self._latest.stop()
            self._show([])
            return
        # Those of another word are not to stand under this one while it is looked up.
        self.list.show_offers([])
        self.told.setText(self.tr("with “{0}”").format(word))
        self._latest.ask(at_once=True)

    def _work(self) -> Work:
        word, lexicon = self._word or "", self._services.lexicon
        return lambda: rhymes_for(word, lexicon)

    def _show(self, found: list[FoundRhyme]) -> None:
        self.list.show_offers([self._row(rhyme) for rhyme in found])
        self.list.setVisible(bool(found))
        if not self._word:
            self.told.setText(self.tr("Write a line to see what rhymes with it."))
        elif found:
            self.told.setText(self.tr("with “{0}”").format(self._word))
        else:
            self.told.setText(self.tr("Nothing rhymes with “{0}”.").format(self._word))

    def _row(self, rhyme: FoundRhyme) -> Shown:
        """A rhyme with its kind alone: how long it is can be seen."""
        kind = shown_rhyme(rhyme).remark.split("  ·  ", maxsplit=1)[0]
        word = "I" if rhyme.word == "i" else rhyme.word
        return Shown(word, remark=kind, good=rhyme.kind == "PERFECT")

    def _take(self, word: str) -> None:
        put_rhyme(self._services, self._sheet, word)
        self._sheet.editor.setFocus()


def build(parts: Parts) -> QWidget:
    """The panel."""
    return RhymePanel(parts)
