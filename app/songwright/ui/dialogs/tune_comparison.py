"""Two tunes of a section one above the other, note for note, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from songwright.core.signatures import Key
from songwright.core.song import Chord, Music, Note
from songwright.music.chords import format_symbol, pretty_symbol
from songwright.ui.fields import label
from songwright.ui.theme.drawing_frame import paint_frame
from songwright.ui.theme.manager import Theme

__all__ = ["TuneComparison", "TuneView", "differing"]

_HEIGHT, _CHORDS = 13.0, 1.8
"""In base type sizes: of a tune with its chords, and of the row of chords alone."""
_ROOM = 8
"""Semitones that are shown at least."""
NamedTune = tuple[str, Music]


def differing(notes: Sequence[Note], others: Sequence[Note]) -> frozenset[int]:
    """The places in `notes` of those that are not among `others` with the same start, length and pitch."""
    there = {(note.start, note.length, note.pitch) for note in others}
    return frozenset(place for place, note in enumerate(notes) if (note.start, note.length, note.pitch) not in there)


class TuneView(QWidget):
    """The sung notes of one tune under its chords; what the other one lacks is filled, the rest is pale."""

    def __init__(self, theme: Theme, key: Key, track: str, music: Music, other: Music) -> None:
        """`track` is the sung track; both tunes are drawn over the same bars and pitches."""
        super().__init__()
        self._theme, self._key = theme, key
        self.notes = music.part(track).notes
        self._chords = music.chords
        self.marked = differing(self.notes, other.part(track).notes)
        self._new_chords = _differing_chords(music.chords, other.chords)
        pitches = [note.pitch for note in (*self.notes, *other.part(track).notes)] or [60]
        spare = max(0, _ROOM - (max(pitches) - min(pitches))) // 2 + 1
        self._low, self._high = min(pitches) - spare, max(pitches) + spare
        ends = [note.start + note.length for note in (*self.notes, *other.part(track).notes)] or [1]
        starts = [note.start for note in (*self.notes, *other.part(track).notes)] or [0]
        self._from, self._to = min(0, *starts), max(ends)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Wide, and as high as a tune needs."""
        return QSize(720, self._theme.pixels(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chords, then the notes."""
        painter, theme = QPainter(self), self._theme
        paint_frame(painter, self.rect(), theme)
        head = theme.pixels(_CHORDS)
        for place, chord in enumerate(self._chords):
            painter.setFont(theme.ui_font(0.92, bold=place in self._new_chords))
            painter.setPen(theme.colour("text" if place in self._new_chords else "muted"))
            at = QRectF(self._x(chord.start), 0, 80, head)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, pretty_symbol(format_symbol(chord, self._key)))
        row = (self.height() - head - 8) / (self._high - self._low + 1)
        colour = theme.colour("vocal")
        for place, note in enumerate(self.notes):
            left, right = self._x(note.start), self._x(note.start + note.length)
            top = head + (self._high - note.pitch) * row
            painter.setPen(QPen(colour, 1.4 if place in self.marked else 0.8))
            painter.setBrush(colour if place in self.marked else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left, top, max(3.0, right - left - 1.5), max(4.0, row)), 3, 3)

    def _x(self, tick: int) -> float:
        return 10 + (self.width() - 20) * (tick - self._from) / max(1, self._to - self._from)


class TuneComparison(QDialog):
    """`tunes` are (name, music); `key` spells the chords, `track` is the one that is sung."""

    def __init__(
        self, theme: Theme, key: Key, track: str, tunes: tuple[NamedTune, NamedTune], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare"))
        self.resize(900, 520)
        left, right = tunes
        self.views = (
            TuneView(theme, key, track, left[1], right[1]),
            TuneView(theme, key, track, right[1], left[1]),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(6)
        for view, (name, _) in zip(self.views, tunes, strict=True):
            told = self.tr("{name}: {count} of {all} notes are not in the other").format(
                name=name, count=len(view.marked), all=len(view.notes)
            )
            view.setAccessibleName(name)
            view.setAccessibleDescription(told)
            column.addWidget(label(told, "section"))
            column.addWidget(view, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("Filled notes and bold chords differ."), "caption"), 1)
        foot.addWidget(buttons)
        column.addLayout(foot)


def _differing_chords(chords: Sequence[Chord], others: Sequence[Chord]) -> frozenset[int]:
    there = {(chord.start, chord.root, chord.quality, chord.bass) for chord in others}
    return frozenset(
        place for place, chord in enumerate(chords) if (chord.start, chord.root, chord.quality, chord.bass) not in there
    )
