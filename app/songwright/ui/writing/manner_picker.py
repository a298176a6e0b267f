"""The choice of whose manner to write in, with what was measured of it below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.llm.manner import Manner
from songwright.llm.manners import FOLDER, OWN_SONGS, POET, masters
from songwright.ui.fields import caption
from songwright.ui.jobs import Job
from songwright.ui.writing.manner_shelf import MannerShelf, manner_facts, manner_title

__all__ = ["MannerPicker"]

_ASK = "?"


class MannerPicker(QWidget):
    """Nobody's, one's own songs, a folder of texts, a poet's. One without texts is refused below, and not chosen."""

    changed = Signal()

    def __init__(self, shelf: MannerShelf, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._value = ""
        self._job: Job | None = None
        self.manner: Manner | None = None
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("In the manner of"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.addItem(self.tr("Nobody in particular"), "")
        self.box.addItem(self.tr("My own songs"), OWN_SONGS)
        self.box.addItem(self.tr("A folder of texts…"), _ASK)
        self.box.insertSeparator(self.box.count())
        for poet in masters():
            self.box.addItem(f"{poet.name} ({poet.lived})", f"{POET}{poet.id}")
        self.facts = caption()
        self.facts.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.facts)
        self.facts.hide()
        self.box.activated.connect(self._chosen)
        self.choose(value)

    @property
    def value(self) -> str:
        """The manner's name; "" for none."""
        return self._value

    def choose(self, name: str) -> None:
        """Take a manner, and measure it."""
        self._value = name
        self.manner = None
        self._show_choice()
        self._cancel()
        self._tell(self.tr("Reading the texts…") if name else "")
        if name:
            self._job = self._shelf.measure(name, self._measured, self._refused)
        self.changed.emit()

    def close_down(self) -> None:
        """Nothing that is still being measured is waited for."""
        self._cancel()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _chosen(self, place: int) -> None:
        name = self.box.itemData(place)
        if name != _ASK:
            self.choose(name or "")
            return
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder with texts or songs"))
        if folder:
            self.choose(f"{FOLDER}{folder}")
        else:
            self._show_choice()

    def _show_choice(self) -> None:
        place = self.box.findData(self._value)
        if place < 0:
            place = self.box.findData(_ASK)
            self.box.insertItem(place, manner_title(self._value), self._value)
        self.box.setCurrentIndex(place)

    def _measured(self, manner: Manner) -> None:
        self._job, self.manner = None, manner
        self._tell(manner_facts(manner))
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        self._job, self._value = None, ""
        self._show_choice()
        self._tell(error.message if isinstance(error, SongwrightError) else str(error))
        self.changed.emit()

    def _tell(self, text: str) -> None:
        self.facts.setText(text)
        self.facts.setVisible(bool(text))
