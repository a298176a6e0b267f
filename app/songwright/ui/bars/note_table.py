"""The notes of a track as a table: for screen readers, and for whoever would rather read a list than a picture.

It shows the track and the choice of the bars view and hands every key but the arrows on to it, so that both are one
view of the same notes.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from songwright.core.roll import PlacedNote
from songwright.core.song import TICKS_PER_QUARTER
from songwright.ui.bars.bars_keys import key_command
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.bars.describe import describe_note

__all__ = ["NoteModel", "NoteTable"]

Index = QModelIndex | QPersistentModelIndex
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
           Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_A)  # fmt: skip
_MOVES = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class NoteModel(QAbstractTableModel):
    """A row a note, in the order of sounding."""

    def __init__(self, bars: BarsView) -> None:
        super().__init__(bars)
        self._bars = bars
        self.notes: tuple[PlacedNote, ...] = ()
        self._heads = (
            self.tr("Bar"),
            self.tr("Beat"),
            self.tr("Syllable"),
            self.tr("Note"),
            self.tr("Beats"),
            self.tr("Chord"),
            self.tr("Kept"),
        )

    def read(self) -> None:
        """Take the notes of the track in the large lane."""
        self.beginResetModel()
        track = self._bars.scene.track
        notes = () if track is None else self._bars.roll.all_notes(track)
        self.notes = tuple(sorted(notes, key=lambda note: (note.start, note.pitch)))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A row a note."""
        return 0 if parent.isValid() else len(self.notes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A column for each thing that is shown of a note."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a column shows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._heads[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; what is spoken of a row stands in its first one."""
        note = self.notes[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(note)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return describe_note(self._bars.scene, note)
        return None

    def _texts(self, note: PlacedNote) -> tuple[str, ...]:
        scene = self._bars.scene
        roll = scene.roll
        bar, _ = roll.bar_beat(note.start)
        begun = roll.bar_at(note.start)
        beat = (note.start - begun.start) / begun.metre.beat_ticks + 1
        length = note.pick.note.length / (TICKS_PER_QUARTER * 4 / scene.roll.song.metre.unit)
        chord = next((c for c in scene.roll.chords(note.start, note.start) if c.start <= note.start < c.end), None)
        written = note.pick.note
        kept = self.tr("by hand") if written.edited else ""
        if written.locked:
            kept = self.tr("locked")
        symbol = "" if chord is None else scene.chord_text(chord.chord, chord.start)
        return (
            str(bar),
            f"{beat:.3g}",
            note.text,
            scene.pitch_name(note.pitch, note.start),
            f"{length:.3g}",
            symbol,
            kept,
        )


class NoteTable(QTableView):
    """The table; what is selected in it is picked in the bars view, and the other way round."""

    def __init__(self, bars: BarsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = bars
        self._telling = False
        self._presses = 0
        self.model_of_notes = NoteModel(bars)
        self.setModel(self.model_of_notes)
        self.setAccessibleName(self.tr("Notes as a list"))
        self.setWhatsThis(bars.whatsThis())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._pick())
        bars.note_chosen.connect(lambda _note: self._follow())

    def show_song(self) -> None:
        """Follow another state of the song."""
        if self.isVisible():
            self._telling = True
            self.model_of_notes.read()
            self._telling = False
            self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the song."""
        super().showEvent(event)
        self.show_song()

    def _follow(self) -> None:
        """Select what is picked in the bars."""
        if self._telling or not self.isVisible():
            return
        self._telling = True
        picks, focus, near = self._bars.scene.picks, self._bars.scene.focus, self._bars.stepped_from
        rows = [row for row, note in enumerate(self.model_of_notes.notes) if note.pick in picks]
        selection = self.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            selection.select(self.model_of_notes.index(row, 0), flags)
        notes = self.model_of_notes.notes
        current = min((row for row in rows if notes[row].pick == focus), key=lambda row: abs(notes[row].start - near),
                      default=None)  # fmt: skip
        if current is not None and self.currentIndex().row() != current:
            selection.setCurrentIndex(self.model_of_notes.index(current, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(self.model_of_notes.index(current, 0))
        self._telling = False

    def _pick(self) -> None:
        """Pick in the bars what is selected."""
        if self._telling:
            return
        self._telling = True
        notes = self.model_of_notes.notes
        picked = [notes[index.row()] for index in self.selectionModel().selectedRows()]
        current = self.currentIndex().row()
        focus = notes[current] if 0 <= current < len(notes) else None
        if focus is not None:
            self._bars.stepped_from = focus.start
        self._bars.pick(frozenset(note.pick for note in picked), None if focus is None else focus.pick)
        if focus is not None:
            self._bars.reveal(focus.start)
        self._telling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the table; all else is the bars view's."""
        command = key_command(event)
        table_move = event.key() in _ARROWS and event.modifiers() in _MOVES
        if command is None or table_move or event.key() == Qt.Key.Key_F2:  # the chord's field opens over the bars
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self._presses += 1
        command(self._bars, f"table-key-{self._presses}")
        event.accept()
