"""The line of tools above the bars: whose notes are in the large lane, the grid, what is done with notes, zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton, QWidget

from songwright.core.song import TICKS_PER_QUARTER, Track
from songwright.music.gm_names import track_title
from songwright.music.note_edits import COARSE_GRID
from songwright.ui.fields import icon_button
from songwright.ui.theme.manager import Theme

__all__ = ["BarsTools"]

_ZOOM_STEP = 1.25
_NARROW = 50.0
"""Width in base type sizes under which the buttons give way: their keys and the menu stay."""
GRIDS = (
    ("1/4", TICKS_PER_QUARTER),
    ("1/8", TICKS_PER_QUARTER // 2),
    ("1/8 T", TICKS_PER_QUARTER // 3),
    ("1/16", TICKS_PER_QUARTER // 4),
    ("1/16 T", TICKS_PER_QUARTER // 6),
    ("1/32", TICKS_PER_QUARTER // 8),
)
"""Note values of the grid and their ticks; T is a triplet."""
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class BarsTools(QFrame):
    """What is done with notes is done to the picked ones; each button says its key."""

    zoomed = Signal(float)
    fit_asked = Signal()
    track_chosen = Signal(str)
    """Id of the track whose notes are to be in the large lane."""
    grid_chosen = Signal(int)
    """Ticks to which notes are moved, written and put."""
    pressed = Signal(object, object)
    """(key, modifiers): a button that stands for a key of the bars."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("barsTools")
        self.setAccessibleName(self.tr("Tools for the bars"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(2)
        self.track = QComboBox()
        self.track.setAccessibleName(self.tr("Track in the large lane"))
        self.track.setToolTip(self.tr("Whose notes are in the large lane, to be changed  (Page Up, Page Down)"))
        self.grid = QComboBox()
        self.grid.setAccessibleName(self.tr("Grid"))
        self.grid.setToolTip(self.tr("Where notes are moved to, written and put"))
        for text, ticks in GRIDS:
            self.grid.addItem(text, ticks)
        self.grid.setCurrentIndex(next(n for n, (_, ticks) in enumerate(GRIDS) if ticks == COARSE_GRID))
        row.addWidget(self.track)
        row.addWidget(self.grid)
        row.addSpacing(8)
        self._buttons = [self._key_button(theme, *entry) for entry in self._keys()]
        for button in self._buttons:
            row.addWidget(button)
        self.track.activated.connect(lambda _place: self.track_chosen.emit(self.track.currentData()))
        self.grid.activated.connect(lambda _place: self.grid_chosen.emit(self.grid.currentData()))
        row.addStretch(1)
        self.zoom_out = icon_button(theme, "zoom-out", self.tr("Zoom out  (− in the bars)"))
        self.zoom_in = icon_button(theme, "zoom-in", self.tr("Zoom in  (+ in the bars)"))
        self.fit = icon_button(theme, "fit-width", self.tr("The whole song  (0 in the bars)"))
        self.zoom_out.clicked.connect(lambda _checked=False: self.zoomed.emit(1 / _ZOOM_STEP))
        self.zoom_in.clicked.connect(lambda _checked=False: self.zoomed.emit(_ZOOM_STEP))
        self.fit.clicked.connect(lambda _checked=False: self.fit_asked.emit())
        for button in (self.zoom_out, self.zoom_in, self.fit):
            row.addWidget(button)

    def _keys(self) -> tuple[tuple[str, str, Qt.Key, Qt.KeyboardModifier], ...]:
        return (
            ("split", self.tr("Split the picked notes  (S)"), Qt.Key.Key_S, _NONE),
            ("join", self.tr("Join the picked notes  (J)"), Qt.Key.Key_J, _NONE),
            ("quantise", self.tr("Put the picked notes on the grid  (Q)"), Qt.Key.Key_Q, _NONE),
            ("duplicate", self.tr("Duplicate the picked notes  (Ctrl+D)"), Qt.Key.Key_D, _CONTROL),
            ("lock", self.tr("Lock or unlock the picked notes  (K)"), Qt.Key.Key_K, _NONE),
            ("trash", self.tr("Delete the picked notes  (Del)"), Qt.Key.Key_Delete, _NONE),
        )

    def _key_button(
        self, theme: Theme, icon: str, tip: str, key: Qt.Key, modifiers: Qt.KeyboardModifier
    ) -> QToolButton:
        button = icon_button(theme, icon, tip)
        button.clicked.connect(lambda _checked=False: self.pressed.emit(key, modifiers))
        return button

    def show_tracks(self, tracks: Sequence[Track], chosen: str | None) -> None:
        """Offer these tracks; `chosen` is in the large lane."""
        with QSignalBlocker(self.track):
            shown = [(self.track.itemText(n), self.track.itemData(n)) for n in range(self.track.count())]
            if shown != [(track_title(track), track.id) for track in tracks]:
                self.track.clear()
                for track in tracks:
                    self.track.addItem(track_title(track), track.id)
            self.track.setCurrentIndex(max(0, self.track.findData(chosen)))

    def show_possible(self, *, picked: bool) -> None:
        """Whether there are notes that something could be done with."""
        for button in self._buttons:
            button.setEnabled(picked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the buttons where there is no room."""
        super().resizeEvent(event)
        wide = event.size().width() >= self.fontMetrics().height() * _NARROW
        for button in self._buttons:
            button.setVisible(wide)
