"""Rhymes for a word, found without a model: one is put in place of the line's last word, or at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer

from songwright.core.words import heading_title
from songwright.ui.jobs import Job
from songwright.ui.page.offers import OfferPopup, Shown
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.page.stress_marks import units
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import LineAnalysis
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["RhymeFinder"]

_MOST = 60
_PAUSE_MS = 250
_KINDS = ("PERFECT", "FAMILY", "ADDITIVE", "ASSONANCE")
"""Of `lyrics.rhyme.RhymeKind`, in the order in which they are listed."""
_MOSAIC, _MOST_MOSAICS = "MOSAIC", 12
_COMMON = 2.5
"""The rarest words that are listed, as their frequency (Zipf)."""


class RhymeFinder(QObject):
    """Opens the pop-up and puts what is taken into the words."""

    def __init__(self, services: Services, sheet: LyricSheet) -> None:
        super().__init__(sheet)
        self._services = services
        self._editor = sheet.editor
        self._sheet = sheet
        self._popup: OfferPopup | None = None
        self._job: Job | None = None
        # A search cannot be called back: it begins when the word is whole.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find_typed)
        services.closing.append(self._pause.stop)
        services.actions.on("rhymes", self.show)

    @property
    def popup(self) -> OfferPopup | None:
        """The pop-up that is open."""
        return self._popup

    def show(self) -> None:
        """Rhymes with the selected word, else with what the line should rhyme with."""
        self._services.settle()
        popup = self._popup = OfferPopup(
            self._services, self.tr("Rhymes with"), search=self._sought(), parent=self._sheet.window()
        )
        popup.taken.connect(self._take)
        popup.sought.connect(lambda _word: self._pause.start())
        popup.left.connect(self._left)
        area = self._editor.cursorRect()
        popup.open_at(QRect(self._editor.viewport().mapToGlobal(area.topLeft()), area.size()))
        self._find(popup.field.text() if popup.field is not None else "")

    def _sought(self) -> str:
        """The word to rhyme with.

        The selected one; the one that the form wants an answer to; the line's last; for an empty line that of the line
        before.
        """
        cursor = self._editor.textCursor()
        chosen = cursor.selectedText().strip()
        if chosen and "\u2029" not in chosen:
            return chosen.split()[-1]
        row, text = cursor.blockNumber(), cursor.block().text()
        checked = self._sheet.watch.line(row, text)
        partner = checked.partner if checked is not None and "rhyme" in checked.faults else None
        if partner is not None and partner.report.line is not None:
            return _rhyming_words(partner.report.line)
        while row >= 0:
            text = self._editor.document().findBlockByNumber(row).text()
            word = _last_word(text) if heading_title(text) is None else ""
            if word:
                return word
            row -= 1
        return ""

    def _find_typed(self) -> None:
        if self._popup is not None and self._popup.field is not None:
            self._find(self._popup.field.text())

    def _find(self, word: str) -> None:
        if self._popup is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        word = word.strip()
        if not word:
            self._popup.show_offers([])
            self._popup.rest(self.tr("Type a word to find rhymes for."), more=False)
            return
        lexicon = self._services.lexicon
        self._popup.wait(self.tr("Looking…"))
        self._job = self._services.jobs.run(lambda: _found(word, lexicon), self._show_found)

    def _show_found(self, found: Iterable[tuple[str, str, int]]) -> None:
        if self._popup is None:
            return
        names = {
            "PERFECT": self.tr("full rhyme"),
            _MOSAIC: self.tr("full rhyme of two words"),
            "FAMILY": self.tr("near rhyme"),
            "ADDITIVE": self.tr("one sound more"),
            "ASSONANCE": self.tr("same vowel"),
        }
        offers = []
        for word, kind, syllables in found:
            count = self.tr("1 syllable") if syllables == 1 else self.tr("{0} syllables").format(syllables)
            offers.append(Shown(word, remark=f"{names[kind]}  ·  {count}"))
        self._popup.show_offers(offers)
        told = self.tr("Enter puts the word at the end of the line.") if offers else self.tr("Nothing rhymes with it.")
        self._popup.rest(told, more=False)

    def _left(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._popup = None
        self._editor.setFocus()

    def _take(self, word: str) -> None:
        """Put the word in place of the selection, of the line's last word, or into the empty line."""
        from songwright.lyrics.tokens import tokens

        if self._popup is not None:
            self._popup.close()
        cursor = self._editor.textCursor()
        row, text = cursor.blockNumber(), cursor.block().text()
        if self._sheet.locks.locked(row):
            self._services.notices.show(self.tr("This line is locked. Unlock it to change it."), key="rhymes")
            return
        if not cursor.hasSelection():
            words = tokens(text)
            start, end = (words[-1].start, words[-1].end) if words else (len(text), len(text))
            cursor.setPosition(cursor.block().position() + units(text[:start]))
            cursor.setPosition(cursor.block().position() + units(text[:end]), cursor.MoveMode.KeepAnchor)
        self._services.session.seal()
        cursor.insertText(word)
        self._services.settle()
        self._services.session.seal()


def _last_word(text: str) -> str:
    from songwright.lyrics.tokens import tokens

    words = tokens(text)
    return words[-1].text if words else ""


def _rhyming_words(line: LineAnalysis) -> str:
    """What another line has to rhyme with: the last word, or two where they rhyme together."""
    joined = line.ending is not None and line.ending.joined
    return " ".join(line.words.split(" ")[-2:]) if joined else line.end_word


def _found(word: str, lexicon: Callable[[], Lexicon]) -> list[tuple[str, str, int]]:
    """(word, kind of rhyme, syllables), the fullest and commonest first."""
    from songwright.lyrics.rhyme import RhymeKind
    from songwright.lyrics.rhymes import mosaics, rhymes

    two = [(rhyme.word, _MOSAIC, rhyme.syllables) for rhyme in mosaics(word, lexicon(), limit=_MOST_MOSAICS)]
    found: list[tuple[str, str, int]] = []
    for name in _KINDS:
        room = _MOST - len(found)
        if room > 0:
            words = rhymes(word, lexicon(), RhymeKind[name], rarest=_COMMON, limit=min(room, _MOST // 2))
            found += [(rhyme.word, name, rhyme.syllables) for rhyme in words]
            found += two
            two = []
    return found
