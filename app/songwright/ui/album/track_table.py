"""The songs of an album as rows: title and side may be changed until a song is there, which Enter opens."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from songwright.llm.album import AlbumPlan, AlbumSong
from songwright.ui.theme.manager import Theme

__all__ = ["TrackTable"]

_NUMBER, _TITLE, _ABOUT, _STATE = range(4)
_ROW_HEIGHT = 2.1  # in type sizes


class TrackTable(QTableWidget):
    """`edited` tells a song that its user changed, `opened` the number of one that is to be opened."""

    edited = Signal(object)
    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._theme = theme
        self._plan = AlbumPlan()
        self.setAccessibleName(self.tr("Songs of the album"))
        self.setHorizontalHeaderLabels(
            [self.tr("No."), self.tr("Title, sung in the chorus"), self.tr("What it tells"), self.tr("State")]
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideLeft)  # what tells the sides of a subject apart stands last
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_ABOUT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(_NUMBER, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_STATE, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._changed)
        self.itemActivated.connect(self._activated)

    def show_plan(self, plan: AlbumPlan, current: int = 0, *, hooks: bool = False) -> None:
        """Show the songs; `current` is the one that is worked on, at its title (`hooks`) or as a whole."""
        chosen = self.currentRow()
        self._plan = plan
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.setRowCount(len(plan.songs))
        for row, song in enumerate(plan.songs):
            state = self._state(song, now=song.number == current, hooks=hooks)
            for place, text in enumerate((str(song.number), song.hook, song.about, state)):
                self._put(row, place, text, song)
            self.setRowHeight(row, self._theme.pixels(_ROW_HEIGHT))
        self.blockSignals(False)  # noqa: FBT003 - Qt's own
        if 0 <= chosen < self.rowCount():
            self.setCurrentCell(chosen, max(0, self.currentColumn()))
        now = self.item(current - 1, _TITLE) if current else None
        if now is not None:
            self.scrollToItem(now)

    @property
    def chosen(self) -> AlbumSong | None:
        """The song of the chosen row."""
        row = self.currentRow()
        return self._plan.songs[row] if 0 <= row < len(self._plan.songs) else None

    def _put(self, row: int, place: int, text: str, song: AlbumSong) -> None:
        item = self.item(row, place)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, place, item)
        item.setText(text)
        item.setToolTip(song.problem if place == _STATE and song.problem else text)
        may_change = place in (_TITLE, _ABOUT) and not song.path
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if may_change else flags)

    def _state(self, song: AlbumSong, *, now: bool, hooks: bool) -> str:
        if now:
            return _tr("Finding a title…") if hooks else _tr("Being written…")
        if song.path:
            return _tr("Saved, words alone") if song.problem else _tr("Saved")
        return _tr("Broken off") if song.problem else ""

    def _changed(self, item: QTableWidgetItem) -> None:
        song = self._plan.songs[item.row()]
        text = " ".join(item.text().split())
        changed = _with(song, item.column(), text)
        if changed != song:
            self._plan = self._plan.with_song(changed)
            self.edited.emit(changed)

    def _activated(self, item: QTableWidgetItem) -> None:
        song = self._plan.songs[item.row()]
        if song.path:
            self.opened.emit(song.number)


def _with(song: AlbumSong, place: int, text: str) -> AlbumSong:
    if place == _TITLE:
        return replace(song, hook=text)
    return replace(song, about=text) if place == _ABOUT and text else song


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrackTable", text)
