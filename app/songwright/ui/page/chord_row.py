"""Chords above the words of the page: shown where they are sung, typed (Ctrl+K), clicked and dragged there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QTextBlock

from songwright.core.changes import Aspect, Change
from songwright.music.chords import format_symbol, pretty_symbol
from songwright.music.typed_chord import ChordChange
from songwright.music.written_music import read_chord
from songwright.ui.bars.chord_change import ChordChanges
from songwright.ui.bars.chord_field import ChordField
from songwright.ui.latest import Latest, Work
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.page.stress_marks import line_x, units
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.chord_places import ChordPlace, LineChords

__all__ = ["ChordRow"]

_PAUSE_MS = 150
_SIZE = 0.66
"""Of the page's type."""
_DRAG = 8
"""So many pixels a chord is dragged before it moves."""
_SHOWN_BY = Aspect.WORDS | Aspect.NOTES | Aspect.CHORDS | Aspect.TRACKS | Aspect.OPENED | Aspect.DETAILS


class ChordRow(QObject):
    """Keeps a band of room above every line that has chords, and paints them there."""

    def __init__(self, services: Services, sheet: LyricSheet, changes: ChordChanges) -> None:
        super().__init__(sheet)
        self._services = services
        self._session = services.session
        self._editor = sheet.editor
        self._changes = changes
        self._lines: Mapping[str, LineChords] = {}
        self._grabbed: tuple[str, ChordPlace, QPointF] | None = None
        self._at = QPointF()
        self._field = ChordField(sheet.editor, lambda text: read_chord(text, self._session.song.key))
        self._latest = Latest(services.jobs, self._work, self._show, pause_ms=_PAUSE_MS, parent=self)
        sheet.editor.marks.append(self._paint)
        sheet.editor.set_band(self._has_chords, self._height)
        sheet.editor.viewport().installEventFilter(self)
        services.actions.on("chord_here", self.type_here)
        services.actions.toggled("show_chords", lambda _on: self._refresh())
        services.closing.append(self._latest.stop)
        services.closing.append(self._session.subscribe(self._follow))
        services.theme.changed.connect(self._refresh)
        self._latest.ask()

    # --- what is known ----------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.aspects & _SHOWN_BY:
            self._latest.ask()

    def _work(self) -> Work | None:
        song, lexicon = self._session.song, self._services.lexicon
        if not song.tracks:
            self._show({})
            return None

        def found() -> Mapping[str, LineChords]:
            # Imported when used: the window starts without it (tests/test_start.py).
            from songwright.music.chord_places import chords_of_page

            return chords_of_page(song, lexicon())

        return found

    def _show(self, lines: Mapping[str, LineChords]) -> None:
        if lines != self._lines:
            self._lines = lines
            self._refresh()

    @property
    def lines(self) -> Mapping[str, LineChords]:
        """What stands over each line, by its id."""
        return self._lines

    def _on(self) -> bool:
        return self._services.actions["show_chords"].isChecked() and bool(self._lines)

    def _has_chords(self, row: int) -> bool:
        if not self._on():
            return False
        line = self._editor.rows().line_id(row)
        return line is not None and line in self._lines and bool(self._lines[line].places)

    def _height(self) -> int:
        return round(self._services.theme.page_pixels * _SIZE * 1.05)

    def _refresh(self) -> None:
        self._editor.band_changed()

    # --- painting ---------------------------------------------------------------------------------------------

    def _paint(self, painter: QPainter) -> None:
        if not self._on():
            return
        theme = self._services.theme
        font = theme.ui_font(bold=True)
        font.setPixelSize(round(theme.page_pixels * _SIZE))
        painter.setFont(font)
        rows = self._editor.rows()
        for row, text, _ in self._editor.visible_rows():
            line = rows.line_id(row)
            chords = self._lines.get(line) if line is not None else None
            if chords is None:
                continue
            for place, area in self._areas(row, text, chords, QFontMetricsF(font)):
                held = self._grabbed is not None and self._grabbed[:2] == (line, place)
                painter.setPen(theme.colour("faint" if held else "accent_ink"))
                painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._symbol(place))
        if self._grabbed is not None:
            painter.setPen(theme.colour("accent_ink"))
            painter.drawText(self._at, self._symbol(self._grabbed[1]))

    def _symbol(self, place: ChordPlace) -> str:

        return pretty_symbol(format_symbol(place.chord, place.key))

    def _areas(
        self, row: int, text: str, chords: LineChords, metrics: QFontMetricsF
    ) -> list[tuple[ChordPlace, QRectF]]:
        """Where each chord of a row stands in the viewport; one that would run into the one before gives way."""
        block = self._editor.document().findBlockByNumber(row)
        found, free = [], -1e9
        for place in chords.places:
            if place.column > len(text):
                continue
            at = self._spot(block, units(text[: place.column]))
            width = metrics.horizontalAdvance(self._symbol(place))
            left = max(at.x(), free)
            found.append((place, QRectF(left, at.y() - self._height(), width + 2, self._height())))
            free = left + width + metrics.horizontalAdvance(" ")
        return found

    def _spot(self, block: QTextBlock, position: int) -> QPointF:
        """The upper left corner of a character in the viewport."""
        top = self._editor.blockBoundingGeometry(block).translated(self._editor.contentOffset())
        line = block.layout().lineForTextPosition(position)
        if not line.isValid():
            return top.topLeft()
        return QPointF(top.x() + line_x(line, position), top.y() + line.y())

    # --- changing ---------------------------------------------------------------------------------------------

    def type_here(self) -> None:
        """Type a chord over the syllable at the cursor."""
        self._services.settle()
        cursor = self._editor.textCursor()
        row, text = cursor.blockNumber(), cursor.block().text()
        line = self._editor.rows().line_id(row)
        chords = self._lines.get(line) if line is not None else None
        if chords is None:
            told = self.tr(
                "Chords stand over words that are set to music: compose first, or put the cursor into a line."
            )
            self._services.notices.show(told, key="chord")
            return
        before = text.encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        onset = chords.onset_at(len(before.decode("utf-16-le", "ignore")))
        there = next((place for place in chords.places if place.column == onset.column), None)
        self._open(row, text, chords, onset.column, there.chord.start if there is not None else onset.tick, there)

    def _open(self, row: int, text: str, chords: LineChords, column: int, start: int, there: ChordPlace | None) -> None:

        block = self._editor.document().findBlockByNumber(row)
        spot = self._spot(block, units(text[:column]))
        area = QRectF(spot.x(), spot.y() - self._height(), 70, self._height() + 4).toAlignedRect()
        shown = format_symbol(there.chord, there.key) if there is not None else ""
        self._field.open(area, shown, lambda typed: self._changes.obey(ChordChange(chords.owner, start, typed)))

    def _hit(self, at: QPointF) -> tuple[str, int, str, LineChords, ChordPlace] | None:
        """(line, row, text, chords, place) of the chord under a point."""
        if not self._on():
            return None
        theme = self._services.theme
        font = theme.ui_font(bold=True)
        font.setPixelSize(round(theme.page_pixels * _SIZE))
        for row, text, _ in self._editor.visible_rows():
            line = self._editor.rows().line_id(row)
            chords = self._lines.get(line) if line is not None else None
            if line is None or chords is None:
                continue
            for place, area in self._areas(row, text, chords, QFontMetricsF(font)):
                if area.contains(at):
                    return line, row, text, chords, place
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a chord opens it, a drag carries it to another syllable of its line."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            hit = self._hit(event.position())
            if hit is not None:
                self._grabbed, self._at = (hit[0], hit[4], event.position()), event.position()
                return True
        elif event.type() is QEvent.Type.MouseMove and self._grabbed is not None:
            self._at = event.position()
            self._editor.viewport().update()
            return True
        elif event.type() is QEvent.Type.MouseButtonRelease and self._grabbed is not None:
            self._drop(event.position())
            return True
        return super().eventFilter(watched, event)

    def _drop(self, at: QPointF) -> None:
        grabbed, self._grabbed = self._grabbed, None
        self._editor.viewport().update()
        if grabbed is None:
            return
        line, place, pressed = grabbed
        chords, row = self._lines.get(line), self._editor.rows().row_of(line)
        if chords is None or row is None:
            return
        text = self._editor.document().findBlockByNumber(row).text()
        if abs(at.x() - pressed.x()) < _DRAG:
            self._open(row, text, chords, place.column, place.chord.start, place)
            return
        block = self._editor.document().findBlockByNumber(row)
        onset = min(chords.onsets, key=lambda one: abs(self._spot(block, units(text[: one.column])).x() - at.x()))
        if onset.tick != place.chord.start:
            symbol = format_symbol(place.chord, place.key)
            self._changes.obey(ChordChange(chords.owner, onset.tick, symbol, moved_from=place.chord.start))
