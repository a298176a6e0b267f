"""What the word at the cursor means, what says the same or the opposite, and what it calls up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.ui.fields import Segments, label
from songwright.ui.latest import Latest, Work
from songwright.ui.page.offer_list import OfferList, Shown
from songwright.ui.shell.parts import Parts, Spot
from songwright.ui.writing.row_span import RowSpan, put_words

if TYPE_CHECKING:
    from songwright.lyrics.kindred import Kin
    from songwright.lyrics.lexicon import Lexicon
    from songwright.lyrics.meanings import Meanings

__all__ = ["MeaningsPanel", "build"]

_ROWS = 7
_MOST = 60
_ANY, _FITTING = "any", "fitting"


class MeaningsPanel(QWidget):
    """Looks a word up when it is another; Enter or a click puts a kindred word in its place."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._sheet = parts.centre.sheet
        self._spot = Spot()
        self._asked: tuple[str, str] | None = None
        self._latest = Latest(parts.services.jobs, self._work, self._show, parent=self)
        self._meanings: Meanings | None = None
        self.which = Segments(
            self.tr("Which words"),
            (
                (_ANY, self.tr("All"), self.tr("All that are kin to the word")),
                (_FITTING, self.tr("That fit"), self.tr("With as many syllables, stressed alike")),
            ),
        )
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.list = OfferList(parts.services.theme, self.tr("Kindred words"))
        self.list.setFixedHeight(_ROWS * self.list.row_height + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(4)
        for widget in (self.told, self.which, self.list):
            column.addWidget(widget)
        self.which.chosen.connect(lambda _which: self._look())
        self.list.taken.connect(self._take)
        self._show(None)

    def show_spot(self, spot: Spot) -> None:
        """Look the word up, unless it is on show."""
        self._spot = spot
        self._look()

    def _look(self) -> None:
        asked = (self._spot.word, self.which.value)
        if asked == self._asked:
            return
        self._asked = asked
        if self._spot.word:
            self._latest.ask(at_once=True)
        else:
            self._latest.stop()
            self._show(None)

    def _work(self) -> Work:
        word, lexicon, fitting = self._spot.word, self._services.lexicon, self.which.value == _FITTING
        return lambda: self._found(word, lexicon, fitting=fitting)

    def _found(self, word: str, lexicon: Callable[[], Lexicon], *, fitting: bool) -> Kin | None:
        """On another thread: what is known of the word."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.lyrics.kindred import Fits, kindred
        from songwright.lyrics.meanings import load_meanings
        from songwright.lyrics.syllables import syllabify

        if self._meanings is None:
            self._meanings = load_meanings()
        fits = Fits()
        if fitting:
            fits = Fits(stress="".join("/" if one.stress else "x" for one in syllabify(word, lexicon())))
        return kindred(word, self._meanings, lexicon(), fits)

    def _show(self, kin: Kin | None) -> None:
        word = self._spot.word
        if kin is None:
            self.told.setText(
                self.tr("Nothing is known of “{0}”.").format(word) if word else self.tr("Put the cursor into a word.")
            )
            self.list.setVisible(False)
            return
        meant = "\n".join(f"{sense.part}  {sense.definition}" for sense in kin.senses[:2])
        self.told.setText(meant or self.tr("“{0}” in verse").format(kin.word))
        names = {
            "same": self.tr("same"),
            "opposite": self.tr("opposite"),
            "called up": self.tr("calls up"),  # as it is: a value
            "related": self.tr("related"),
        }
        rows = [
            Shown(one, remark=names[kind.value], good=kind.value == "same")
            for kind, words in kin.words.items()
            for one in words
        ]
        self.list.show_offers(rows[:_MOST])
        self.list.setVisible(bool(rows))

    def _take(self, word: str) -> None:
        """Put a word in place of the one at the cursor."""
        spot = self._spot
        start = spot.text.rfind(spot.word, 0, spot.column + len(spot.word)) if spot.word else -1
        if start < 0:
            return
        span = RowSpan(spot.row, spot.text, start, start + len(spot.word))
        put_words(self._services, self._sheet.editor, span, word)
        self._sheet.editor.setFocus()


def build(parts: Parts) -> QWidget:
    """The panel."""
    return MeaningsPanel(parts)
