"""Rhymes for the place of the cursor, found without a model: which word, what rhymes with it, and putting one there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from songwright.core.words import heading_title
from songwright.ui.page.offer_list import Shown
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.page.stress_marks import units
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import LineAnalysis
    from songwright.lyrics.lexicon import Lexicon
    from songwright.lyrics.rhymes import Rhyme

__all__ = ["FoundRhyme", "put_rhyme", "rhymes_for", "shown_rhyme", "word_to_rhyme"]

_MOST = 60
_MOSAIC, _NAME = "MOSAIC", "NAME"
"""What is shown of a rhyme beside the names of `lyrics.rhyme.RhymeKind`."""
_COMMON = 2.5
"""The rarest words that are listed, as their frequency (Zipf)."""


@dataclass(frozen=True, slots=True)
class FoundRhyme:
    """A word, the kind of its rhyme ("PERFECT", "MOSAIC", ...) and how many syllables it has."""

    word: str
    kind: str
    syllables: int


def word_to_rhyme(sheet: LyricSheet) -> str:
    """The word to rhyme with, "" when there is none.

    The selected one; the one that the form wants an answer to; the line's last; for an empty line that of the line
    before.
    """
    cursor = sheet.editor.textCursor()
    chosen = cursor.selectedText().strip()
    if chosen and "\u2029" not in chosen:
        return chosen.split()[-1]
    row, text = cursor.blockNumber(), cursor.block().text()
    checked = sheet.watch.line(row, text)
    partner = checked.partner if checked is not None and "rhyme" in checked.faults else None
    if partner is not None and partner.report.line is not None:
        return _rhyming_words(partner.report.line)
    while row >= 0:
        text = sheet.editor.document().findBlockByNumber(row).text()
        word = _last_word(text) if heading_title(text) is None else ""
        if word:
            return word
        row -= 1
    return ""


def rhymes_for(word: str, lexicon: Callable[[], Lexicon]) -> list[FoundRhyme]:
    """Rhymes with a word or two, the fullest and commonest first."""
    # Imported when used, here and below: the window starts without it (tests/test_start.py).
    from songwright.lyrics.rhyme_list import rhyme_list

    found = rhyme_list(word, lexicon(), rarest=_COMMON, limit=_MOST)
    return [FoundRhyme(rhyme.word, _kind(rhyme), rhyme.syllables) for rhyme in found]


def _kind(rhyme: Rhyme) -> str:
    if " " in rhyme.word:
        return _MOSAIC
    return _NAME if rhyme.name else rhyme.kind.name


def shown_rhyme(rhyme: FoundRhyme) -> Shown:
    """A rhyme as a row of a list."""
    names = {
        "PERFECT": _tr("full rhyme"),
        _MOSAIC: _tr("full rhyme of two words"),
        "FAMILY": _tr("near rhyme"),
        "ADDITIVE": _tr("one sound more"),
        "SUBTRACTIVE": _tr("one sound less"),
        "ASSONANCE": _tr("near rhyme"),
        "CONSONANCE": _tr("same consonant"),
        _NAME: _tr("full rhyme, a name"),
    }
    count = _tr("1 syllable") if rhyme.syllables == 1 else _tr("{0} syllables").format(rhyme.syllables)
    return Shown(rhyme.word, remark=f"{names[rhyme.kind]}  ·  {count}")


def put_rhyme(services: Services, sheet: LyricSheet, word: str) -> None:
    """Put a word in place of the selection, of the line's last word, or into the empty line; one step of undo."""
    from songwright.lyrics.tokens import tokens

    cursor = sheet.editor.textCursor()
    row, text = cursor.blockNumber(), cursor.block().text()
    if sheet.locks.locked(row):
        services.notices.show(_tr("This line is locked. Unlock it to change it."), key="rhymes")
        return
    if not cursor.hasSelection():
        words = tokens(text)
        start, end = (words[-1].start, words[-1].end) if words else (len(text), len(text))
        cursor.setPosition(cursor.block().position() + units(text[:start]))
        cursor.setPosition(cursor.block().position() + units(text[:end]), cursor.MoveMode.KeepAnchor)
    services.session.seal()
    cursor.insertText(word)
    services.settle()
    services.session.seal()


def _last_word(text: str) -> str:
    from songwright.lyrics.tokens import tokens

    words = tokens(text)
    return words[-1].text if words else ""


def _rhyming_words(line: LineAnalysis) -> str:
    """What another line has to rhyme with: the last word, or two where they rhyme together."""
    joined = line.ending is not None and line.ending.joined
    return " ".join(line.words.split(" ")[-2:]) if joined else line.end_word


def _tr(text: str) -> str:
    return QCoreApplication.translate("RhymeFinder", text)
