"""The notes of a score in sight as children that a screen reader can go through."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QRectF

from songwright.core.song import Song
from songwright.formats.engraving.drawing import Mark
from songwright.lyrics.syllables import syllabify
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import spell
from songwright.ui.painted_children import PaintedChildren, PaintedItem
from songwright.ui.score.canvas import ScoreCanvas
from songwright.ui.services import LexiconHolder

__all__ = ["MarkChildren"]


class MarkChildren(PaintedChildren):
    """A child over every note of the first staff in sight: its pitch, its syllable and its bar."""

    def __init__(self, canvas: ScoreCanvas, song: Callable[[], Song], lexicon: LexiconHolder) -> None:
        self._canvas, self._song, self._lexicon = canvas, song, lexicon
        super().__init__(canvas.viewport(), self._marks)

    def _marks(self) -> list[PaintedItem]:
        sheets = self._canvas.sheets
        if sheets is None:
            return []
        song, offset, scale = self._song(), self._canvas.offset(), sheets.scale
        words = {line.id: line.text for section in song.sections for line in section.sung_lines}
        starts = [bar[0] for place in sheets.systems for bar in place.block.bars]
        view = QRectF(self._canvas.viewport().rect())
        found = []
        for place, mark in sheets.notes():
            head = QRectF(mark.x, mark.top, mark.right - mark.x, mark.bottom - mark.top)
            left, top = offset.x() + place.x + head.x() * scale, offset.y() + place.y + head.y() * scale
            area = QRectF(left, top, head.width() * scale, head.height() * scale)
            if view.intersects(area):
                bar = self.tr("bar {0}").format(bisect_right(starts, mark.start))
                told = (self._pitch(song, mark), self._syllable(words, mark), bar)
                found.append((" · ".join(part for part in told if part), area.toAlignedRect()))
        return found

    @staticmethod
    def _pitch(song: Song, mark: Mark) -> str:
        return pretty_symbol(spell(mark.pitch, song.key)) if mark.pitch is not None else ""

    def _syllable(self, words: dict[str, str], mark: Mark) -> str:
        """The syllable in quotation marks; nothing for a note without one."""
        text = words.get(mark.line or "", "")
        if not text or mark.syllable is None or not self._lexicon.ready:
            return ""
        syllables = syllabify(text, self._lexicon())
        return f"“{syllables[mark.syllable].text}”" if mark.syllable < len(syllables) else ""
