"""Rhymes for a word, found without a model: one is put in place of the line's last word, or at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QRect

from songwright.ui.latest import Latest
from songwright.ui.page.offers import OfferPopup
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.rhyme_search import FoundRhyme, put_rhyme, rhymes_for, shown_rhyme, word_to_rhyme

__all__ = ["RhymeFinder"]

_PAUSE_MS = 250


class RhymeFinder(QObject):
    """Opens the pop-up and puts what is taken into the words."""

    def __init__(self, services: Services, sheet: LyricSheet) -> None:
        super().__init__(sheet)
        self._services = services
        self._editor = sheet.editor
        self._sheet = sheet
        self._popup: OfferPopup | None = None
        # A search cannot be called back: it begins when the word is whole.
        self._latest = Latest(services.jobs, self._work, self._show_found, pause_ms=_PAUSE_MS, parent=self)
        services.closing.append(self._latest.stop)
        services.actions.on("rhymes", self.show)

    @property
    def popup(self) -> OfferPopup | None:
        """The pop-up that is open."""
        return self._popup

    def show(self) -> None:
        """Rhymes with the selected word, else with what the line should rhyme with."""
        self._services.settle()
        popup = self._popup = OfferPopup(
            self._services, self.tr("Rhymes with"), search=word_to_rhyme(self._sheet), parent=self._sheet.window()
        )
        popup.taken.connect(self._take)
        popup.sought.connect(lambda _word: self._latest.ask())
        popup.left.connect(self._left)
        area = self._editor.cursorRect()
        popup.open_at(QRect(self._editor.viewport().mapToGlobal(area.topLeft()), area.size()))
        self._latest.ask(at_once=True)

    def _work(self) -> Callable[[], Iterable[FoundRhyme]] | None:
        if self._popup is None:
            return None
        word = self._popup.field.text().strip() if self._popup.field is not None else ""
        if not word:
            self._popup.show_offers([])
            self._popup.rest(self.tr("Type a word to find rhymes for."), more=False)
            return None
        lexicon = self._services.lexicon
        self._popup.wait(self.tr("Looking…"))
        return lambda: rhymes_for(word, lexicon)

    def _show_found(self, found: Iterable[FoundRhyme]) -> None:
        if self._popup is None:
            return
        offers = [shown_rhyme(rhyme) for rhyme in found]
        self._popup.show_offers(offers)
        told = self.tr("Enter puts the word at the end of the line.") if offers else self.tr("Nothing rhymes with it.")
        self._popup.rest(told, more=False)

    def _left(self) -> None:
        self._latest.stop()
        self._popup = None
        self._editor.setFocus()

    def _take(self, word: str) -> None:
        if self._popup is not None:
            self._popup.close()
        put_rhyme(self._services, self._sheet, word)
