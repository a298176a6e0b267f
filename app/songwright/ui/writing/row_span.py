"""A part of a row that other words may take the place of, and putting them there: one step of undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from songwright.core.song import Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.ui.page.editor import LyricEditor
from songwright.ui.page.offer_list import Shown
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.questions import Option

__all__ = ["RowSpan", "put_words", "shown_option"]


@dataclass(frozen=True, slots=True)
class RowSpan:
    """The characters `start` to `end` of a row with this text."""

    row: int
    text: str
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether it is the whole row."""
        return self.end - self.start == len(self.text)

    def with_words(self, words: str) -> str:
        """The row with these words there; a capital stays one."""
        old = self.text[self.start : self.end]
        if old[:1].isupper() and words[:1].islower():
            words = words[:1].upper() + words[1:]
        return self.text[: self.start] + words + self.text[self.end :]


def put_words(services: Services, editor: LyricEditor, span: RowSpan, words: str) -> None:
    """Put words in place of a part of a row."""
    text = span.with_words(words)
    song = editor.rows().with_row(span.row, text) or _with_text(services.session.song, span.row, text)
    services.session.apply(_tr("Another Line") if span.whole else _tr("Another Word"), song)
    services.session.seal()


def shown_option(option: Option, *, whole: bool) -> Shown:
    """An answer as a row of a list: for a word, with what it costs the line against the one that stands there."""
    if whole or option.note == "now":
        remark = _tr("now") if option.note == "now" else option.note
        return Shown(option.text, option.probability, remark)
    cost = f"{-option.cost:+.1f}".replace("-", "\u2212")
    tip = _tr("Likelihood of the whole line against the word that stands there: {0} (natural logarithm)")
    remark = "  ".join(filter(None, (option.note, cost)))
    return Shown(option.text, option.probability, remark, good=option.cost < 0, tip=tip.format(cost))


def _with_text(song: Song, row: int, text: str) -> Song:
    """The song with other words in a row that may have been empty."""
    rows = lyric_text(song).split("\n")
    rows[row : row + 1] = [text]
    return with_lyric_text(song, "\n".join(rows))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Alternatives", text)
