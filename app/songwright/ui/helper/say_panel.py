"""How the word at the cursor is said: shown for every word, to be picked or mended for one that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.host.pronunciations import forget_saying, pronunciation_file, read_sayings, save_saying
from songwright.lyrics.lexicon import normal
from songwright.lyrics.say_it_like import guesses
from songwright.ui.fields import label
from songwright.ui.helper.hearing import WordReader
from songwright.ui.latest import Latest, Work
from songwright.ui.page.offer_list import OfferList, Shown
from songwright.ui.shell.parts import Parts, Spot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from songwright.lyrics.lexicon import Lexicon
    from songwright.lyrics.say_it_like import Guess

__all__ = ["SayPanel", "build"]

_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Known:
    """The ways to say a word, whether nobody knows it, and whether the user has said it."""

    word: str
    ways: tuple[Guess, ...]
    guessed: bool
    own: bool


class SayPanel(QWidget):
    """Enter or a click on a way keeps it for all songs; so does a line such as "like father", "x/" or "shuh-VAWN"."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._word = ""
        self._latest = Latest(parts.services.jobs, self._work, self._show, parent=self)
        self._ways: tuple[Guess, ...] = ()
        playback = parts.music.playback
        self.reader = WordReader(parts.services, playback.play_clip, parent=self)
        self.hear = QPushButton(self.tr("Hear it"))
        self.hear.setToolTip(self.tr("Have the chosen way said by the voice that reads aloud"))
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.list = OfferList(parts.services.theme, self.tr("Ways to say it"))
        self.list.setFixedHeight(_ROWS * self.list.row_height + 2)
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Say it like"))
        self.field.setPlaceholderText(self.tr("like father, x/ or shuh-VAWN"))
        self.field.setToolTip(
            self.tr(
                "A word that it rhymes with, its stresses (x weak, / strong), or its syllables with the strong one in "
                "capitals. It is kept for all songs."
            )
        )
        self.forget = QPushButton(self.tr("As before"))
        self.forget.setToolTip(self.tr("Say it as the dictionary does again"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.hear)
        row.addWidget(self.field, 1)
        row.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.told)
        column.addWidget(self.list)
        column.addLayout(row)
        self.list.taken.connect(self._keep)
        self.field.returnPressed.connect(lambda: self._keep(self.field.text()))
        self.hear.clicked.connect(lambda _checked=False: self._say())
        self.forget.clicked.connect(lambda _checked=False: self._forget())
        self._show(None)

    def show_spot(self, spot: Spot) -> None:
        """Look the word up, unless it is on show."""
        if spot.word != self._word:
            self._word = spot.word
            self.field.clear()
            self._look()

    def _look(self) -> None:
        if self._word:
            self._latest.ask(at_once=True)
        else:
            self._latest.stop()
            self._show(None)

    def _work(self) -> Work:
        word, lexicon, config = self._word, self._services.lexicon, self._services.paths.config
        return lambda: _known(word, lexicon, config)

    def _show(self, known: _Known | None) -> None:
        self._ways = known.ways if known is not None else ()
        for widget in (self.list, self.hear, self.field, self.forget):
            widget.setVisible(known is not None and bool(known.ways))
        if known is None or not known.ways:
            self.told.setText(
                self.tr("“{0}” is not in Latin letters.").format(self._word)
                if self._word
                else self.tr("Put the cursor into a word.")
            )
            return
        self.forget.setVisible(known.own)
        if known.own:
            told = self.tr("“{0}”, as you say it")
        elif known.guessed:
            told = self.tr("No dictionary knows “{0}”. It is taken to be said in the first of these ways:")
        else:
            told = self.tr("“{0}”, as the dictionary has it")
        self.told.setText(told.format(known.word))
        rows = [Shown(way.text, remark=_marks(way), good=not place) for place, way in enumerate(known.ways)]
        self.list.show_offers(rows)

    def _say(self) -> None:
        """Say the way that is chosen in the list, else the first."""
        place = max(0, self.list.currentRow())
        if place < len(self._ways):
            self.reader.say(self._word, self._ways[place].way)

    def _keep(self, saying: str) -> None:

        if not saying.strip():
            return
        try:
            save_saying(self._services.paths.config, self._word, saying, self._services.lexicon())
        except SongwrightError as error:
            self._services.notices.error(error, key="say")
            return
        self._said_otherwise()

    def _forget(self) -> None:

        try:
            forget_saying(self._services.paths.config, self._word)
        except SongwrightError as error:
            self._services.notices.error(error, key="say")
            return
        self._said_otherwise()

    def _said_otherwise(self) -> None:
        self._services.notices.withdraw("say")
        self.field.clear()
        self._services.lexicon.renew()
        self._look()


def build(parts: Parts) -> QWidget:
    """The panel."""
    return SayPanel(parts)


def _known(word: str, lexicon: Callable[[], Lexicon], config: Path) -> _Known:
    """On another thread: what is known of how a word is said."""
    own = normal(word) in {normal(one) for one in read_sayings(pronunciation_file(config))}
    ways = guesses(word, lexicon()) if normal(word).isascii() else ()
    return _Known(word, ways, lexicon().is_guess(word), own)


def _marks(way: Guess) -> str:
    return "".join("/" if digit == "1" else "x" for digit in way.way.stresses)
